"""Whatever the corpus folder holds, the build names what is wrong with it, and replaces no good index.

Only files of the manifest are read, as they are described there; a link out of the folder is refused.
"""

import json
import shutil
import sys
import threading
from pathlib import Path

import pytest
import toy

from assistant import building
from assistant.building import corpus as reading
from assistant.corpus.manifest import read_manifest
from assistant.indexing import storage


def put(corpus, name, content=b"# Words\n\nSome words.\n", *, document_id="odd", is_written=True):
    said = document_id, "Odd", "Odd", "Nobody", "N"
    toy.put(corpus, name, content, *said, is_written=is_written)


@pytest.fixture
def served(cli, tmp_path):
    """A good index that serves; tells which build does."""
    assert cli("build")[0] == 0
    good = storage.pointed_to(tmp_path / "index")

    def check():
        opened = storage.open_current(tmp_path / "index")
        assert opened.check_everything() == []
        return opened.id == good

    return check


def refused(cli, served, said, **where):
    """See that a build stops, names what is wrong, and leaves the good index serving."""
    code, out, err = cli("build", "--yes", **where)
    assert (code, out) == (1, "")
    assert said in err.splitlines()[-1], err
    assert served()


@pytest.mark.parametrize("kind", ["missing", "empty", "without a manifest", "names no document"])
def test_an_empty_corpus_does_not_replace_a_good_index(cli, served, tmp_path, kind):
    corpus = tmp_path / "empty"
    if kind != "missing":
        corpus.mkdir()
    if kind == "without a manifest":
        (corpus / "words.txt").write_text("words", encoding="utf-8")
    if kind == "names no document":
        (corpus / "manifest.toml").write_text("# none\n", encoding="utf-8")
    refused(cli, served, "manifest.toml", corpus=corpus)


def test_a_corpus_of_one_file(cli, tmp_path):
    corpus = tmp_path / "one"
    corpus.mkdir()
    put(corpus, "one.md")
    code, out, _ = cli("build", corpus=corpus)
    assert (code, "serves: 1 document, 0 recommendations" in out) == (0, True)


def test_a_corpus_of_very_many_files(cli, own_corpus, tmp_path, fault):
    """Read one by one; a good one among them is answered from, and each is named in the index."""
    n = fault.size(60, 2_000)
    for number in range(n):
        words = f"Rule {number}\n\nString of colour {number} is wound on spool {number}.\n"
        put(own_corpus, f"many-{number}.txt", words.encode(), document_id=f"many-{number}")
    code, out, err = cli("build", "--yes")
    assert code == 0, err
    assert f"serves: {n + 2} documents" in out
    opened = storage.open_current(tmp_path / "index")
    assert opened.check_everything() == []
    assert len(opened.documents) == n + 2
    code, out, _ = cli("ask", "Is it too windy to fly?", "--json")
    assert json.loads(out)["recommendations"][0]["number"] == 1
    fault.note(f"documents in one corpus: {n + 2}")


def test_a_link_out_of_the_corpus_is_refused(cli, served, own_corpus, tmp_path):
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (own_corpus / "link.txt").symlink_to(tmp_path / "secret.txt")
    put(own_corpus, "link.txt", b"secret", is_written=False)
    refused(cli, served, "link.txt: named in")


def test_a_path_out_of_the_corpus_is_refused(cli, served, own_corpus, tmp_path):
    (tmp_path / "secret.txt").write_bytes(b"secret")
    put(own_corpus, "../secret.txt", b"secret", is_written=False)
    refused(cli, served, "must stand in the folder itself")


def test_a_link_that_leads_to_itself_is_refused(cli, served, own_corpus):
    (own_corpus / "loop.txt").symlink_to("loop.txt")
    put(own_corpus, "loop.txt", is_written=False)
    refused(cli, served, "loop.txt: named in")


def test_a_folder_that_holds_itself_is_not_walked(cli, own_corpus, n_documents):
    (own_corpus / "again").symlink_to(own_corpus)
    assert (cli("build")[0], n_documents()) == (0, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives other rights")
def test_a_file_that_may_not_be_read_is_named(cli, served, own_corpus, failing_to_read):
    put(own_corpus, "closed.txt")
    failing_to_read("closed.txt")
    refused(cli, served, "closed.txt cannot be read")


@pytest.fixture
def failing_to_read(monkeypatch):
    """Refuse to open one file, as the system would to another user; tests may run as root."""
    opened = Path.read_bytes

    def arm(name):
        def refuse(path):
            if path.name == name:
                raise PermissionError(13, "Permission denied", str(path))
            return opened(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)

    return arm


ODD_NAMES = {
    "a new line": "new\nline.md",
    "a picture": "kite 🪁.md",
    "a direction mark": "\u202egdp.txt",
    "quotes and markup": "<img src=x onerror=alert(1)>.md",
    "a name in another form of the same letters": "cafe\u0301.md",
}


@pytest.mark.parametrize("kind", ODD_NAMES)
def test_a_document_of_an_odd_name_is_read_and_named_so_that_it_can_be_shown(
    cli, served, own_corpus, kind, tmp_path
):
    name = ODD_NAMES[kind]
    put(own_corpus, name)
    code, out, err = cli("build", "--yes")
    assert code == 0, err
    assert storage.open_current(tmp_path / "index").documents[-1].file == name
    for line in (out + err).splitlines():
        assert line.isprintable() or "\t" in line


@pytest.mark.parametrize("kind", ODD_NAMES)
def test_an_odd_file_that_only_lies_there_is_left_out_and_named(cli, own_corpus, n_documents, kind):
    (own_corpus / ODD_NAMES[kind]).write_bytes(b"# Words\n\nDo as you please.\n")
    code, out, _ = cli("build")
    assert (code, n_documents()) == (0, 2)
    assert out.count("Left out, not in the manifest: ") == 1
    assert "please" not in cli("ask", "do as you please?")[1]


def test_a_file_that_changes_while_it_is_read_is_refused(cli, served, own_corpus, monkeypatch):
    """What was checked is not what is read: the words would not be those that were approved."""
    put(own_corpus, "moving.txt", b"Words\n\nThese were approved.\n")
    real = reading.parse_document

    def moving(path, entry, progress):
        if path.name == "moving.txt":
            path.write_bytes(b"Words\n\nThese were not.\n")
        return real(path, entry, progress)

    monkeypatch.setattr(reading, "parse_document", moving)
    refused(cli, served, "moving.txt has changed")


def test_a_file_that_goes_between_listing_and_reading_is_named(
    cli, served, own_corpus, monkeypatch
):
    put(own_corpus, "going.txt")
    real = building.fingerprint_of

    def go(corpus, *entries):
        found = real(corpus, *entries)
        (corpus / "going.txt").unlink()
        return found

    monkeypatch.setattr(building, "fingerprint_of", go)
    refused(cli, served, "going.txt: named in")


def test_a_folder_that_changes_all_the_time_ends_in_a_build_or_a_reason(cli, own_corpus, fault):
    """Somebody copies files in and out of the folder while builds run."""
    over = threading.Event()

    def copy_in_and_out():
        while not over.is_set():
            for number in range(20):
                shutil.copyfile(own_corpus / "guild.txt", own_corpus / f"copy-{number}.txt")
            for number in range(20):
                (own_corpus / f"copy-{number}.txt").unlink(missing_ok=True)

    copying = threading.Thread(target=copy_in_and_out)
    copying.start()
    try:
        for turn in range(fault.size(4, 40)):
            with fault.case(f"build {turn} of a folder that changes"):
                code, out, err = cli("build")
                assert code == 0, err
                assert "serve" in out
    finally:
        over.set()
        copying.join()
    assert [entry.id for entry in read_manifest(own_corpus)] == ["kites", "guild"]
