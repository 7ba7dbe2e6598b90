"""Whatever a file does, it ends in a document or in one line that says why not."""

import io
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from layouts import pdf_bytes, to_docx, to_html, to_markdown
from printing import entry_for
from pypdf import PdfReader, PdfWriter

from assistant.corpus.manifest import document_path, read_manifest
from assistant.domain import Document, DocumentEntry
from assistant.errors import InvalidManifest, UnreadableDocument
from assistant.parsing import isolation, parse_document
from assistant.parsing.formats import format_of

ROOT = Path(__file__).parents[2]
BAD_PDFS = ROOT.parent / "shared" / "badpdfs"
# What a loaded machine takes beyond the child's own time, to start it and to read its reply.
GRACE_S = 10


def outcome(path: Path, entry: DocumentEntry | None = None) -> Document | str:
    """Read a file; give the document, or the one line that says why not."""
    started = time.monotonic()
    try:
        document = parse_document(path, entry or entry_for())
    except UnreadableDocument as error:
        document, reason = None, str(error)
    assert time.monotonic() - started < isolation.TIMEOUT_S + GRACE_S
    if document is None:
        assert "\n" not in reason
        assert reason.startswith(path.name)
        return reason
    assert document.source.strip()
    assert document.blocks
    return document


@pytest.fixture(scope="module")
def sor(corpus):
    entry = read_manifest(corpus)[0]
    return parse_document(corpus / entry.file, entry)


@pytest.fixture(scope="module")
def good_pdf(sor):
    return pdf_bytes(sor)


@pytest.fixture(scope="module")
def good_docx(sor, tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "good.docx"
    to_docx(sor, path)
    return path.read_bytes()


# --- the collection

EXPECTED = {
    "encrypted__plumber_password-example.pdf": "needs a password",
    "scan_notext__pdfjs_cmykjpeg.pdf": "no text layer: scanned?",
    "scan_notext__plumber_issue-203-decimalize.pdf": "no text layer: scanned?",
    "made__10000_pages.pdf": "too large",
    "made__nul_bytes.pdf": "broken",
    "empty__qpdf_empty.pdf": "no pages",
    "loop__qpdf_deep-pages.pdf": "broken",
}


@pytest.mark.skipif(not BAD_PDFS.is_dir(), reason=f"{BAD_PDFS} is not there")
@pytest.mark.parametrize(
    "path", sorted(BAD_PDFS.glob("*.pdf")) or [BAD_PDFS], ids=lambda path: path.stem
)
def test_every_bad_pdf_ends_in_a_document_or_one_line(path):
    result = outcome(path)
    if expected := EXPECTED.get(path.name):
        assert expected in result


@pytest.mark.skipif(not BAD_PDFS.is_dir(), reason=f"{BAD_PDFS} is not there")
def test_a_pdf_locked_without_a_password_is_read():
    for name in ("r2-empty-password", "r5-empty-password", "r6-user-password"):
        document = outcome(BAD_PDFS / f"encrypted__pypdf_encryption_{name}.pdf")
        assert "pdf encryption test" in document.source


# --- good files spoilt


def spoilt(data: bytes, seed: int) -> bytes:
    """Cut a file short, overwrite some of its bytes, or take a piece out."""
    random_ = random.Random(seed)
    out = bytearray(data)
    if seed % 3 == 0:
        return bytes(out[: random_.randrange(1, len(out))])
    if seed % 3 == 1:
        for _ in range(random_.randrange(1, 200)):
            out[random_.randrange(len(out))] = random_.randrange(256)
        return bytes(out)
    start = random_.randrange(len(out))
    del out[start : start + random_.randrange(1, 3000)]
    return bytes(out)


@pytest.mark.parametrize("seed", range(3))
def test_spoilt_pdfs_end_in_a_document_or_one_line(seed, good_pdf, tmp_path):
    path = tmp_path / "spoilt.pdf"
    path.write_bytes(spoilt(good_pdf, seed))
    outcome(path)


@pytest.mark.parametrize("seed", range(3))
def test_spoilt_word_files_end_in_a_document_or_one_line(seed, good_docx, tmp_path):
    path = tmp_path / "spoilt.docx"
    path.write_bytes(spoilt(good_docx, seed))
    outcome(path)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("suffix", "layout"), [(".html", to_html), (".md", to_markdown)])
def test_spoilt_text_ends_in_a_document_or_one_line(seed, suffix, layout, sor, tmp_path):
    path = tmp_path / f"spoilt{suffix}"
    layout(sor, path)
    path.write_bytes(spoilt(path.read_bytes(), seed))
    outcome(path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 200))
def test_many_more_spoilt_files(seed, good_pdf, good_docx, tmp_path):
    for name, data in (("spoilt.pdf", good_pdf), ("spoilt.docx", good_docx)):
        (tmp_path / name).write_bytes(spoilt(data, seed))
        outcome(tmp_path / name)


def test_a_truncated_pdf_is_never_half_a_document(good_pdf, tmp_path, sor):
    path = tmp_path / "cut.pdf"
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(good_pdf[: int(len(good_pdf) * share)])
        result = outcome(path)
        assert isinstance(result, str)
        assert "broken" in result


# --- bombs


def zipped(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def test_a_zip_bomb_in_a_word_file_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    started = time.monotonic()
    assert "too large: it unpacks to 300 MB" in outcome(path)
    assert time.monotonic() - started < 8


def test_a_word_file_of_very_many_parts_is_refused(tmp_path):
    parts = {f"word/{n}.xml": b"" for n in range(6000)} | {"word/document.xml": b""}
    assert "too large" in outcome(zipped(tmp_path / "many.docx", **parts))


def test_a_word_file_that_declares_entities_is_refused(good_docx, tmp_path):
    path = tmp_path / "entities.docx"
    with zipfile.ZipFile(io.BytesIO(good_docx)) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
                data = data.replace(b"?>", b"?>" + bomb, 1)
            new.writestr(part, data)
    assert "declares entities" in outcome(path)


def test_an_entity_bomb_in_a_web_page_does_nothing(tmp_path):
    entities = '<!ENTITY a0 "haha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    path = tmp_path / "bomb.xhtml"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE html [{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Words &a11; &f; here.</p></body></html>'
    )
    document = outcome(path)
    assert "haha" not in document.source
    assert "root:" not in document.source
    assert "Words" in document.source


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("deep.html", "<html><body>" + "<div>" * 200_000 + "words", "nested too deeply"),
        ("deep.md", ">" * 20_000 + " words", "nested too deeply"),
        ("brackets.md", "[" * 20_000, None),
        ("stars.md", "*a **b " * 8_000, None),
        ("spans.html", "<table><tr><td colspan=99999999 rowspan=99999999>a<td>b<tr><td>c", None),
        ("attributes.html", "<html " + "a=b " * 100_000 + "><p>words", None),
    ],
)
def test_markup_meant_to_hurt_ends_in_a_document_or_one_line(name, text, reason, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    result = outcome(path)
    if reason:
        assert reason in result


def test_a_file_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation, "TIMEOUT_S", 0.05)
    path = tmp_path / "slow.md"
    path.write_text("# Words\n\nSome.\n")
    with pytest.raises(UnreadableDocument, match=r"slow\.md took too long"):
        parse_document(path, entry_for())


def test_what_a_child_says_is_not_believed_blindly(tmp_path):
    path = tmp_path / "some.pdf"
    for said in (b"", b"not json", b'{"source": "half'):
        with pytest.raises(UnreadableDocument, match="its reader stopped"):
            isolation._reply(path, -9, said)
    with pytest.raises(UnreadableDocument, match="over 1 GB of memory"):
        isolation._reply(path, isolation.EXIT_TOO_LARGE, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_child_has_a_gigabyte_and_twenty_seconds():
    program = (
        "import resource\n"
        "from assistant.parsing.child import limit\n"
        "limit()\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
        "try:\n"
        "    bytearray(2_000_000_000)\n"
        "except MemoryError:\n"
        "    print('refused')\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True
    )
    assert said.stdout.split() == [b"1000000000", b"20", b"refused"]


# --- not what they say they are


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("page.pdf", b"<!DOCTYPE html><html><p>words</p></html>", "really a web page, not PDF"),
        ("word.pdf", None, "really Word, not PDF"),
        ("paper.docx", b"%PDF-1.7\n%%EOF", "really PDF, not Word"),
        ("paper.txt", b"%PDF-1.7\n%%EOF", "really PDF, not text"),
        ("paper.md", b"\n<html><body>x</body></html>", "really a web page, not Markdown"),
        ("paper.html", b"\x89PNG\r\n\x1a\n" + bytes(50), "really a picture, not a web page"),
        ("plain.html", b"only words", "not a web page: no markup"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office file"),
        (
            "locked.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "needs a password",
        ),
        ("torn.docx", b"PK\x03\x04" + bytes(99), "broken: it cannot be unpacked"),
        ("words.docx", b"only words", "broken or not a Word file"),
        ("words.pdf", b"only words", "broken or not a PDF"),
        ("rich.txt", b"{\\rtf1 words}", "really rich text (RTF), not text"),
        ("nul.md", b"wor\0ds", "NUL"),
        ("bytes.md", b"caf\x81 au lait", "not text"),
        ("bytes.txt", b"caf\x81 au lait", "not text"),
        ("none.md", b"", "empty"),
        ("blank.html", b"<html><body> </body></html>", "no text"),
        ("blank.md", b"  \n", "no text"),
        ("sheet.xlsx", b"PK\x03\x04", "no reader for files ending in '.xlsx'"),
        ("noending", b"words", "no reader for files ending in ''"),
    ],
)
def test_a_file_with_another_types_ending_is_refused(name, content, reason, good_docx, tmp_path):
    path = tmp_path / name
    path.write_bytes(good_docx if content is None else content)
    assert reason in outcome(path)


def test_a_spreadsheet_is_not_a_word_file(tmp_path):
    path = zipped(tmp_path / "sheet.docx", **{"xl/workbook.xml": b"<x/>"})
    assert "really an Excel file, not Word" in outcome(path)


def test_endings_in_capitals_are_known(good_docx, tmp_path):
    path = tmp_path / "GUIDANCE.DOCX"
    path.write_bytes(good_docx)
    assert len(outcome(path).blocks) > 80


def test_folders_pipes_and_files_that_are_not_there_are_refused(tmp_path):
    (tmp_path / "folder.md").mkdir()
    assert "not a file" in outcome(tmp_path / "folder.md")
    assert "not a file" in outcome(tmp_path / "nothing.pdf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.html")
        assert "not a file" in outcome(tmp_path / "pipe.html")


def test_a_file_over_the_limit_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(format_of(path).max_bytes + 1)
    assert "too large: 20 MB" in outcome(path)


def test_a_link_out_of_the_corpus_folder_is_refused(corpus, tmp_path):
    entry = read_manifest(corpus)[0]
    outside = tmp_path / "outside.txt"
    outside.write_bytes((corpus / entry.file).read_bytes())
    inside = tmp_path / "corpus"
    inside.mkdir()
    (inside / entry.file).symlink_to(outside)
    with pytest.raises(InvalidManifest, match="not a file of that folder"):
        document_path(inside, entry)


# --- locked and empty


def rewritten(data: bytes, password: str | None) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    if password is not None:
        writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_with_a_password_needs_one_and_an_empty_one_is_none(good_pdf, sor, tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(rewritten(good_pdf, "secret"))
    assert "needs a password" in outcome(path)
    path.write_bytes(rewritten(good_pdf, ""))
    assert len(outcome(path, sor.entry).recommendations) == 31


def test_a_pdf_without_words_is_said_to_be_scanned(tmp_path):
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    writer.write(tmp_path / "scan.pdf")
    assert "no text layer: scanned? (3 pages" in outcome(tmp_path / "scan.pdf")
