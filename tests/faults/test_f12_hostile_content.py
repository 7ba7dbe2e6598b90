"""Markup in a question, in a document, in its file's name and in its title is shown as plain text:
no script runs, no request goes out, nothing covers the page.

The payloads of tests/server/payloads.py, each in four places. What steers is left out of what is shown and
kept in the JSON, whose quotes still stand at their spans.
"""

import hashlib
import json
import re

import pytest
from browser.steps import ask, go, ready, until
from fuzzing import check_characters
from server.payloads import PAYLOADS
from server.running import started

from assistant.ask import Assistant
from assistant.views.render.visible import visible

STEERING = "wing\u202e gnip\u202c \u2066pen\u2069 bell\u0007 line\x1b[31m soft\u200f end"
DOCUMENT = """Wing {n}

Spar audit {n}

A hostile maker wrote {payload} about spar audit number {n} of the wing.
"""
ENTRY = """
[[document]]
id = "hostile-{n}"
file = {file}
title = {title}
short_title = {title}
authors = []
publisher = "Nobody"
publisher_short = "N"
year = 2001
source_address = "https://kites.invalid"
licence = "Invented."
sha256 = "{sha256}"
"""


def _toml(text):
    # TOML's escapes are JSON's, but for what JSON leaves as it is.
    return json.dumps(text).replace("\x7f", "\\u007f")


@pytest.fixture(scope="module")
def hostile_corpus(tmp_path_factory):
    import toy

    corpus = toy.write_corpus(tmp_path_factory.mktemp("hostile") / "corpus")
    entries = []
    for n, payload in enumerate((*PAYLOADS, STEERING)):
        name = f"{n} {payload}".translate({0: None, ord("/"): "\u2215"}) + ".txt"
        # A file with NUL in it is no text; the build leaves it out and says so (F8).
        content = DOCUMENT.format(n=n, payload=payload.replace("\0", "")).encode()
        (corpus / name).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        title = f"{n} {payload}".replace("\0", "")
        entries.append(ENTRY.format(n=n, file=_toml(name), title=_toml(title), sha256=sha256))
    with (corpus / "manifest.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("".join(entries))
    return corpus


@pytest.fixture(scope="module")
def hostile_index(hostile_corpus):
    import toy

    from assistant.building import build_index

    index = hostile_corpus.parent / "index"
    with pytest.MonkeyPatch.context() as patch:
        toy.build_quickly(patch.setattr)
        build_index(hostile_corpus, index)
    return index


def test_quotes_keep_what_steers_and_shown_text_does_not(hostile_index, hostile_corpus, run, fault):
    assistant = Assistant.open(hostile_index)
    sources = {
        d.id: (hostile_corpus / d.file).read_bytes().decode() for d in assistant.index.documents
    }
    for n in range(len(PAYLOADS) + 1):
        question = f"spar audit number {n} of the wing"
        with fault.case(f"JSON and text of payload {n}"):
            printed = run("ask", question, "--json", index=hostile_index)
            check_characters(printed.out)
            citations = printed.json["citations"] + printed.json["related"]
            assert citations
            for quote in citations:
                for part in quote["parts"]:
                    cut = "".join(sources[quote["document"]][a:b] for a, b in part["spans"])
                    assert "".join(part["text"].split()) == "".join(cut.split())
            text = run("ask", question, index=hostile_index)
            check_characters(text.out + text.err)
    steered = next(p for p in assistant.index.passages if "gnip" in p.text)
    assert "\u202e" in steered.text
    assert "\x07" in steered.text


@pytest.fixture(scope="module")
def hostile_server(hostile_index):
    with started("--index", hostile_index) as running:
        yield running
        assert running.stop()[2] == ""


@pytest.fixture
def watched(chromium, hostile_server):
    """A page that notes all that must not happen."""
    context = chromium.new_context()
    page = context.new_page()
    seen = {"outside": [], "console": [], "frames": []}
    address = hostile_server.address
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((address, "data:", "blob:")) else seen["outside"].append(r.url)
        ),
    )
    page.on("console", lambda m: seen["console"].append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: seen["console"].append(str(error)))
    page.on("framenavigated", lambda frame: seen["frames"].append(frame.url))
    page.goto(address)
    ready(page)
    yield page, seen
    context.close()


def check_page(page, seen, address):
    """Nothing ran, nothing went out, the page is where it was and lies open."""
    assert seen["outside"] == seen["console"] == []
    # Each answer and tab has an address of its own, which leads nowhere else.
    assert all(
        re.fullmatch(r"/(\?(answer|tab|rec)=[\w-]*)?", f[len(address) :]) for f in seen["frames"]
    )
    assert page.evaluate("window.ran === undefined")
    assert page.evaluate(
        """() => [...document.querySelectorAll('.md *, label *')].every(e =>
            (!['IMG', 'VIDEO', 'IFRAME', 'SCRIPT', 'STYLE', 'FORM', 'LINK', 'META', 'A'].includes(e.tagName)
            || e.matches('a.mark[href^="?rec="]')) && getComputedStyle(e).position !== 'fixed' && !e.style.background)"""
    )
    assert page.evaluate(
        """() => { const b = document.querySelector('[role=tab]').getBoundingClientRect();
            const e = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
            return scrollY > 0 || !!e.closest('[role=tab]'); }"""
    )
    check_characters(page.evaluate("document.body.innerText").replace("\xa0", " "))


def _words(text):
    return re.sub(r"\s+", " ", visible(text)).strip()


@pytest.mark.browser
def test_payloads_in_documents_names_and_titles_are_text(watched, hostile_server, fault):
    page, seen = watched
    for n, payload in enumerate(PAYLOADS):
        with fault.case(f"in a document, payload {n}"):
            ask(page, f"spar audit number {n} of the wing")
            until(page, "() => !!document.querySelector('#answer .card')")
            check_page(page, seen, hostile_server.address)
        with fault.case(f"as a title, payload {n}"):
            go(page, "Read")
            page.get_by_role("radio").nth(0)
            label = page.locator("#tab-read label", has_text=f"{n} {_words(payload)[:20]}").first
            label.click()
            until(
                page,
                "t => document.querySelector('#whole h2:not(nav h2)') && [...document.querySelectorAll("
                "'#whole h2')].some(h => h.textContent.replace(/\\s+/g, ' ').trim() === t)",
                _words(f"{n} {payload}"),
            )
            shown = _words(page.inner_text("#whole .paper"))
            # A link's brackets and address are left out of a document's words, by design.
            assert (
                payload.startswith("[audit]") or "![audit]" in payload or _words(payload) in shown
            )
            check_page(page, seen, hostile_server.address)
            go(page, "Ask")
        with fault.case(f"as a file's name, payload {n}"):
            stamp = _words(page.text_content("#answer .stamp"))
            name = f"{n} {payload}".translate({0: None, ord("/"): "\u2215"})
            assert _words(name + ".txt") in stamp
    go(page, "About")
    check_page(page, seen, hostile_server.address)
    go(page, "Compare")
    page.fill("label:has-text('Topic') textarea", "spar audit of the wing")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comparison .side")
    check_page(page, seen, hostile_server.address)


@pytest.mark.browser
def test_payloads_as_questions_are_text(watched, hostile_server, fault):
    page, seen = watched
    for n, payload in enumerate(PAYLOADS):
        with fault.case(f"as a question, payload {n}"):
            page.fill("#question textarea", f"wing {n} {payload}"[:1000])
            page.keyboard.press("Enter")
            until(
                page,
                "n => document.querySelector('#answer .question')?.textContent.includes('wing ' + n + ' ')",
                n,
            )
            assert page.evaluate("document.querySelector('#answer').innerText.length") > 0
            check_page(page, seen, hostile_server.address)
