"""Milvus Lite, the embedded engine of Milvus's API, with the repository's own index in it."""

import pytest

from assistant.ask import Assistant
from assistant.indexing import storage


@pytest.fixture(scope="session")
def lite(tmp_path_factory, index_folder):
    """The address of an embedded Milvus that serves the repository's index."""
    pytest.importorskip(
        "pymilvus", reason="Milvus is optional: pip install -r requirements-milvus.txt"
    )
    pytest.importorskip(
        "milvus_lite", reason="Milvus is optional: pip install -r requirements-milvus.txt"
    )
    from assistant.indexing import milvus_filling

    address = str(tmp_path_factory.mktemp("milvus") / "guidance.db")
    milvus_filling.publish(storage.open_current(index_folder), address)
    return address


@pytest.fixture(scope="session")
def distributed(lite, index_folder):
    """The assistant over Milvus."""
    return Assistant.open(index_folder, lite)
