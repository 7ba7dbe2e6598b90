"""The whole server, once in this process and once as people start it."""

import pytest
from running import started
from starlette.testclient import TestClient

from assistant.views.web.serve.server import Settings, guarded


@pytest.fixture(scope="session")
def page(index_folder):
    """The server without its port, the JSON interface open."""
    with TestClient(
        guarded(index_folder, Settings(has_api=True)), base_url="http://localhost"
    ) as client:
        yield client


@pytest.fixture(scope="session")
def bare(index_folder):
    """The server as it is without any switch."""
    with TestClient(guarded(index_folder, Settings()), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="session")
def server(index_folder):
    """One server process for all tests that do not stop it."""
    with started("--api", "--index", index_folder) as running:
        yield running
