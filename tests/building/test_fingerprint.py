"""A build knows every file of the program that it depends on."""

import subprocess
import sys

from assistant.indexing.program import files_of

LOADED = """
import sys, {room}
print(*(m.__file__ for n, m in sys.modules.items() if n.startswith("assistant.")), sep="\\n")
"""


def loaded_by(room):
    code = [sys.executable, "-c", LOADED.format(room=room)]
    return set(subprocess.run(code, check=True, capture_output=True, text=True).stdout.split())


def test_all_code_that_building_loads_counts_but_what_only_measures_or_shows():
    counted = {str(path) for path in files_of("building")}
    assert loaded_by("assistant.building") <= counted
    assert any(name.endswith("words.toml") for name in counted)
    rooms = {path.parent.name for path in files_of("building")}
    assert not {"views", "library", "measuring", "answering", "comparing"} & rooms


def test_all_code_that_answers_counts_for_what_was_measured_of_it():
    assert loaded_by("assistant.ask") <= {str(path) for path in files_of("ask")}
    rooms = {path.parent.name for path in files_of("ask")}
    assert {"answering", "retrieval", "asking", "records", "indexing", "domain"} <= rooms
    assert not {"views", "library", "building", "parsing"} & rooms
