"""What the view tests share: the guidance, and responses of each kind."""

import pytest

from assistant.views.render.edition import Edition


@pytest.fixture(scope="session")
def edition(assistant):
    return Edition(assistant.index)


@pytest.fixture(scope="session")
def audit(assistant):
    """A firm answer: one recommendation, quoted."""
    return assistant.ask("who should be checking the AI still works?")


@pytest.fixture(scope="session")
def pending(assistant):
    """A complete list from the records."""
    return assistant.ask("Which education recommendations are pending?")


@pytest.fixture(scope="session")
def dose(assistant):
    """A question that the guidance does not answer."""
    return assistant.ask("What is the dose limit for pregnant staff?")
