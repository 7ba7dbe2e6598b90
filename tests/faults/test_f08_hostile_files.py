"""A file that is broken or meant to hurt is left out with one line that says why; the others are indexed.

Each is read within 30 s of processor time and 1 GB, in a process of its own; nothing is written
outside the index. The build exits 1 where a document was left out, 0 where none was. A document
that serves already is never left out: then the build stops, and the old index serves.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import hostile
import pytest
import toy
from frame import ROOT, own_environment

from assistant.ask import Assistant
from assistant.indexing import storage

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


def put(corpus, name, content, document_id):
    toy.put(corpus, name, content, document_id, name, name, "Nobody", "N")


def everything(folder):
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in sorted(folder.rglob("*"))}


def build(corpus, index, home):
    """Build in a process of its own, whose home and temporary folder are watched."""
    done = subprocess.run(
        [sys.executable, str(HERE / "reading_all.py"), str(corpus), str(index)],
        cwd=ROOT,
        env=own_environment() | {"HOME": str(home), "TMPDIR": str(home)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=600,
    )
    return json.loads(done.stdout)


def test_a_corpus_full_of_hostile_files(own_corpus, tmp_path, fault):
    files = hostile.collection(tmp_path / "good", fault.seed, fault.size(3, 60), fault.size(2, 20))
    for number, (name, content) in enumerate(files.items()):
        put(own_corpus, name, content, f"hostile-{number}")
    home = tmp_path / "home"
    home.mkdir()
    before = everything(own_corpus), everything(home)
    done = build(own_corpus, tmp_path / "index", home)
    assert (done["code"], "serves: " in done["out"]) == (1, True), done["err"]
    left_out = [line for line in done["out"].splitlines() if "cannot be read" in line]
    refused = {name: cost["reason"] for name, cost in done["costs"].items() if cost["reason"]}
    for name in files:
        with fault.case(name):
            cost = done["costs"][name]
            assert cost["cpu_s"] < 30
            assert cost["wall_s"] < 60
            lines = [line for line in left_out if f": {name}" in line]
            assert len(lines) == bool(cost["reason"]), cost["reason"]
            assert "\n" not in cost["reason"]
    assert len(left_out) == len(refused)
    assert (everything(own_corpus), everything(home)) == before
    assert done["most_mb"] < 1000
    assert not Path("/tmp/escaped.txt").exists()
    assistant = Assistant.open(tmp_path / "index")
    assert assistant.index.check_everything() == []
    assert assistant.ask("Is it too windy to fly?").recommendations[0].recommendation.number == "1"
    indexed = {d.file for d in assistant.index.documents}
    assert indexed == {"kites.txt", "guild.txt"} | (files.keys() - refused.keys())
    slowest = max(done["costs"].items(), key=lambda pair: pair[1]["cpu_s"])
    fault.note(
        f"files: {len(files)}, {len(refused)} left out, {len(files) - len(refused)} read; "
        f"slowest {slowest[1]['cpu_s']:.1f} s of processor ({slowest[0]}); "
        f"most memory of a reader {done['most_mb']:.0f} MB"
    )
    if not hostile.BAD_PDFS.is_dir():
        fault.note("the collection of bad PDFs was not there")


SCAN = b"%PDF-1.7 nothing else"


def test_the_exit_code_tells_whether_all_were_read(cli, own_corpus, n_documents):
    put(own_corpus, "scan.pdf", SCAN, "scan")
    code, out, _ = cli("build")
    assert (code, out.count("Left out, cannot be read: scan: scan.pdf")) == (1, 1)
    assert n_documents() == 2
    code, out, _ = cli("build")
    assert (code, "Left out, cannot be read: scan" in out) == (1, True)
    assert cli("remove", "scan", "--yes")[0] == 0
    code, out, _ = cli("build", "--yes")
    assert (code, "Left out" in out) == (0, False)


def test_questions_of_a_document_that_is_left_out_are_left_out_too(cli, own_corpus, n_documents):
    put(own_corpus, "scan.pdf", SCAN, "scan")
    (own_corpus / "asked_as" / "scan.toml").write_text(
        '[[passage]]\nid = "scan/main/p1"\nasked_as = ["what is scanned?"]\n', encoding="utf-8"
    )
    assert (cli("build")[0], n_documents()) == (1, 2)


def test_a_document_that_serves_is_never_left_out(cli, own_corpus, tmp_path):
    assert cli("build")[0] == 0
    served = storage.pointed_to(tmp_path / "index")
    manifest = own_corpus / "manifest.toml"
    old = hashlib.sha256((own_corpus / "guild.txt").read_bytes()).hexdigest()
    (own_corpus / "guild.txt").write_bytes(SCAN)
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(old, hashlib.sha256(SCAN).hexdigest()), encoding="utf-8")
    put(own_corpus, "scan.pdf", SCAN + b" more", "scan")
    code, out, err = cli("build", "--yes")
    assert (code, out) == (1, "")
    assert "guild.txt is really PDF" in err
    assert "scan.pdf" in err
    assert storage.pointed_to(tmp_path / "index") == served


def test_nothing_readable_replaces_nothing(cli, own_corpus, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    put(empty, "scan.pdf", SCAN, "scan")
    code, _, err = cli("build", corpus=empty)
    assert (code, "scan.pdf" in err) == (1, True)
    assert not (tmp_path / "index" / storage.CURRENT).exists()


def test_a_paragraph_without_end_stops_the_build_and_is_named(cli, own_corpus, tmp_path):
    """It can be read, but not be quoted from: it would be one passage."""
    assert cli("build")[0] == 0
    served = storage.pointed_to(tmp_path / "index")
    put(own_corpus, "endless.md", b"words " * 50_000, "endless")
    code, _, err = cli("build", "--yes")
    assert (code, "endless/main/p1 has 50000 words" in err) == (1, True)
    assert storage.pointed_to(tmp_path / "index") == served
