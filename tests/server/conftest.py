"""The whole server, without its port and behind one."""

import pytest
from running import served
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
    """The address of one server for all tests that do not stop it."""
    with served(index_folder, has_api=True) as address:
        yield address
