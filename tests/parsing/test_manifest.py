"""A manifest that cannot be used says what is wrong, where, and what to do."""

import pytest
import toy

from assistant.corpus.manifest import document_path, read_manifest, unlisted_files
from assistant.errors import ChecksumMismatch, InvalidManifest


@pytest.fixture
def folder(tmp_path):
    return toy.write_corpus(tmp_path / "corpus")


def test_the_entries_come_in_the_manifests_order(folder):
    assert [entry.id for entry in read_manifest(folder)] == ["kites", "guild"]


def test_the_real_manifest_says_whose_the_documents_are(corpus):
    sor, rcr = read_manifest(corpus)
    assert (sor.publisher_short, sor.year, sor.n_recommendations) == ("SoR", 2021, 31)
    assert (rcr.publisher_short, rcr.n_recommendations) == ("RCR", None)
    assert len(sor.authors) == 17
    assert all(e.title and e.licence and e.source_address for e in (sor, rcr))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'title = "Kites: guidance for parks"\n',
            "",
            "kites: Object missing required field `title`; corpus/README.md",
        ),
        (
            "year = 2001",
            'year = "2001"',
            "kites: Expected `int`, got `str` - at `$.year`; corpus/README.md",
        ),
        ('authors = ["A. Nobody"]', "authors = [1]", "got `int` - at `$.authors[0]`"),
        ("year = 2001", "year = 2001\nyaer = 2001", "unknown field 'yaer'"),
        ('id = "guild"', 'id = "kites"', "id 'kites' is used by two documents"),
        ('file = "guild.txt"', 'file = "kites.txt"', "file 'kites.txt' is used by two documents"),
        ('id = "kites"', 'id = "My Kites"', "use small letters, digits and hyphens"),
        ('file = "kites.txt"', 'file = "../kites.txt"', "must stand in the folder itself"),
        ('file = "kites.txt"', 'file = "a\\u0000.txt"', "must stand in the folder itself"),
        ('id = "kites"', 'id = "kites', "line 3"),
    ],
)
def test_a_faulty_entry_is_named_with_its_fault(folder, old, new, said):
    toy.rewrite(folder / "manifest.toml", old, new, 1)
    with pytest.raises(InvalidManifest) as raised:
        read_manifest(folder)
    assert said in str(raised.value)
    assert "manifest.toml" in str(raised.value)


def test_a_missing_manifest_is_named(tmp_path):
    with pytest.raises(InvalidManifest, match=r"manifest.toml is missing; .*README"):
        read_manifest(tmp_path)


def test_a_manifest_without_documents_is_refused(folder):
    (folder / "manifest.toml").write_text("", encoding="utf-8")
    with pytest.raises(InvalidManifest, match="names no document"):
        read_manifest(folder)
    (folder / "manifest.toml").write_text('[document]\nid = "kites"\n', encoding="utf-8")
    with pytest.raises(InvalidManifest, match=r"write \[\[document\]\], with two brackets"):
        read_manifest(folder)


def test_a_manifest_in_another_encoding_is_refused(folder):
    (folder / "manifest.toml").write_bytes("# ä".encode("latin-1"))
    with pytest.raises(InvalidManifest, match="manifest.toml"):
        read_manifest(folder)


def test_a_document_that_is_not_there_is_named(folder):
    (folder / "kites.txt").unlink()
    with pytest.raises(InvalidManifest, match=r"kites.txt: named in .* but not a file"):
        document_path(folder, read_manifest(folder)[0])


def test_a_changed_document_is_noticed_and_the_new_checksum_given(folder):
    path = folder / "kites.txt"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(
        ChecksumMismatch, match=r"kites.txt has changed: its sha256 is [0-9a-f]{64}"
    ):
        document_path(folder, read_manifest(folder)[0])


def test_a_file_that_merely_lies_there_is_named(folder):
    (folder / "draft.docx").write_bytes(b"")
    assert unlisted_files(folder, read_manifest(folder)) == ("draft.docx",)


def test_the_real_corpus_holds_no_file_beside_the_manifest(corpus):
    assert unlisted_files(corpus, read_manifest(corpus)) == ()
