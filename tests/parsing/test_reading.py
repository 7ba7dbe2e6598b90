"""A long file has the time its pages need; one page that hangs ends the reading, and is named."""

import subprocess
import sys
import time

import pytest
from printing import Set, entry_for, print_pages

from assistant.errors import UnreadableDocument
from assistant.parsing import formats, isolation, parse_document
from assistant.parsing.formats import FORMATS, Format

PAGES, STEP_S = 5, 0.3


def child_that(script):
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys, time\n{script}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def answer_of(script, path, progress=isolation.silent):
    with child_that(script) as child:
        try:
            return isolation._last_line(child, path, "{}", progress)
        finally:
            child.kill()


def ticking(n_pages, step_s, then="print('{}')"):
    return (
        f"for page in range(1, {n_pages + 1}):\n"
        f"    time.sleep({step_s})\n"
        f"    print([page, {isolation.N_PASSES * PAGES}], flush=True)\n{then}"
    )


def test_each_page_has_time_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation, "TIMEOUT_S", 4 * STEP_S)
    heard = []
    started = time.monotonic()
    said = answer_of(ticking(PAGES, STEP_S), tmp_path / "long.pdf", lambda *at: heard.append(at))
    assert said.strip() == b"{}"
    assert time.monotonic() - started > PAGES * STEP_S
    assert heard == [(page, isolation.N_PASSES * PAGES) for page in range(1, PAGES + 1)]


def test_a_page_that_hangs_is_named_with_how_to_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation, "TIMEOUT_S", 1.0)
    with pytest.raises(UnreadableDocument) as refused:
        answer_of(ticking(3, 0, "time.sleep(60)"), tmp_path / "long.pdf")
    said = str(refused.value)
    assert "no end of page 4 after 1 s" in said
    assert "add it without that page" in said


def test_all_pages_together_have_a_stated_time(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation, "TIMEOUT_S", 0.8)
    monkeypatch.setattr(isolation, "PAGE_S", 0.0)
    with pytest.raises(UnreadableDocument) as refused:
        answer_of(ticking(PAGES, 0.5, "time.sleep(60)"), tmp_path / "long.pdf")
    assert "of its 5 pages in 1 s; save its parts" in str(refused.value)


def test_a_reading_tells_how_far_it_is(tmp_path):
    path = print_pages(tmp_path / "made.pdf", [[Set(60, 0, "Words.")]] * 3)
    heard = []
    parse_document(path, entry_for(), lambda done, total: heard.append((done, total)))
    total = 3 * isolation.N_PASSES
    assert heard[0] == (1, total)
    assert heard[-1] == (total, total)
    assert heard == sorted(heard)


@pytest.mark.slow
@pytest.mark.alone
def test_nine_hundred_and_forty_pages_are_read(tmp_path):
    pages = [
        [Set(60, n, f"{at}.1.{n + 1} Keep a register of tool {n}.") for n in range(20)]
        for at in range(1, 941)
    ]
    document = parse_document(print_pages(tmp_path / "long.pdf", pages), entry_for())
    assert document.n_pages == 940


# --- formats


def test_a_format_is_one_row_and_a_reader(tmp_path, monkeypatch):
    row = Format((".guide",), "a guide", (b"GUIDE",), 1_000, "text.read_text", is_apart=False)
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, row))
    path = tmp_path / "made.guide"
    path.write_text("GUIDE\n\nKeep a register of all tools.\n")
    assert "Keep a register" in parse_document(path, entry_for()).source
    path.write_text("Something else\n")
    with pytest.raises(UnreadableDocument, match="broken or not a guide: "):
        parse_document(path, entry_for())
    other = tmp_path / "made.md"
    other.write_text("GUIDE\n")
    with pytest.raises(UnreadableDocument, match="really a guide, not Markdown"):
        parse_document(other, entry_for())


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_format_has_a_reader(row):
    assert callable(row.load())
