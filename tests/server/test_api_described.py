"""The JSON interface answers as its OpenAPI description says, whatever is sent."""

import pytest
from hypothesis import settings

from assistant.views.web.api.openapi import description

schemathesis = pytest.importorskip("schemathesis")
requests = pytest.importorskip("requests")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

schema = schemathesis.openapi.from_dict(description())


@pytest.fixture(scope="module")
def session():
    with requests.Session() as session:
        yield session


@schema.parametrize()
@settings(max_examples=20)
def test_answers_are_as_described(case, server, session):
    # What a question means is no matter of its form: "?" is text, and no question.
    case.call_and_validate(server, session, excluded_checks=[checks.positive_data_acceptance])
