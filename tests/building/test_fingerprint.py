"""A build knows every file of the program that it depends on."""

import sys
from pathlib import Path

from assistant.corpus.approval import program_files


def test_all_code_that_building_loads_counts_but_what_only_measures_or_shows():
    import assistant.building  # noqa: F401  what it loads is what counts

    loaded = {
        module.__file__
        for name, module in sys.modules.items()
        if name.startswith("assistant.") and getattr(module, "__file__", None)
    }
    rooms = ("domain", "corpus", "parsing", "building", "indexing", "asking", "retrieval")
    counted = {str(path) for path in program_files()}
    assert {f for f in loaded if Path(f).parent.name in rooms} <= counted
    assert any(f.endswith("domain/document.py") for f in counted)
    assert any(f.endswith("words.toml") for f in counted)
