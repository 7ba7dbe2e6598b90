"""The Library tab as a librarian uses it, on a server of its own with copies of corpus and index."""

import shutil

import pytest
from browser.steps import ask, go, until
from test_accessible import violations

from assistant.views.web.guard.login import add_login

NAME, PASSWORD = "anna", "correct horse battery"
BUILDS_WITHIN_MS = 240_000
NOTICE = """# Posters in waiting rooms

A poster tells visitors that pictures may be looked at by a program.

Recommendation 1: Hang the poster at eye height.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, index_folder, corpus):
    here = tmp_path_factory.mktemp("library")
    shutil.copytree(corpus, here / "corpus")
    shutil.copytree(index_folder, here / "index")
    add_login(here / "librarians", NAME, PASSWORD)
    (here / "Poster notice.md").write_text(NOTICE, encoding="utf-8")
    return here


@pytest.fixture(scope="module")
def address(serve, folder):
    with serve(
        *("--index", folder / "index", "--corpus", folder / "corpus"),
        *("--library", folder / "librarians"),
    ) as url:
        yield url


def sign_in(page, password=PASSWORD, name=NAME):
    go(page, "Library")
    page.fill("#library-name input, #library-name textarea", name)
    page.fill("#library-password input", password)
    page.click("#library-sign-in")


@pytest.fixture
def signed_in(open_page):
    def opened(**more):
        page = open_page(**more)
        sign_in(page)
        page.wait_for_selector("#library-shelf h2")
        return page

    return opened


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def send(page, path):
    with page.expect_file_chooser() as asked:
        press(page, "Choose a file")
    asked.value.set_files(path)
    page.wait_for_selector(f"#library-file :text('{path.name}')")


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"#library-{name} input, #library-{name} textarea", value)


def look(page):
    page.click("#library-look")
    page.wait_for_selector("#library-preview h2")
    return page.inner_text("#library-preview")


def titles(page):
    return page.locator("#library-shelf h3").all_inner_texts()


def add_notice(page, folder):
    press(page, "Add a document")
    send(page, folder / "Poster notice.md")
    fill(page, title="Posters in waiting rooms", publisher="Guild of Posters", year="2025")
    return look(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_every_state_passes_axe_and_fits(signed_in, open_page, axe, folder, width, scheme):
    page = open_page(width=width, scheme=scheme)
    go(page, "What changed")
    page.wait_for_selector("#news h2")
    found = {"news": violations(page, axe)}
    sign_in(page, "not it at all")
    page.wait_for_selector("#library-said .lead-no")
    found["door"] = violations(page, axe)
    sign_in(page)
    page.wait_for_selector("#library-shelf h2")
    found["room"] = violations(page, axe)
    press(page, "Add a document")
    send(page, folder / "Poster notice.md")
    found["form"] = violations(page, axe)
    fill(page, title="Posters in waiting rooms", publisher="Guild of Posters", year="2025")
    look(page)
    found["preview"] = violations(page, axe)
    press(page, "Cancel")
    page.wait_for_selector("#library-shelf h2", state="visible")
    press(page, "Replace SoR AI guidance with a new edition")
    edition = folder / "edition.txt"
    text = (folder / "corpus" / "sor-ai-guidance-2021.txt").read_text(encoding="utf-8")
    edition.write_text(text.replace("clinical audit", "clinical review"), encoding="utf-8")
    send(page, edition)
    assert "1 recommendation differs" in look(page)
    assert page.locator("#library-preview ins").count() > 0
    found["replacement"] = violations(page, axe)
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_form_that_is_not_full_says_what_is_missing_where_it_is_seen(signed_in, folder):
    page = signed_in()
    press(page, "Add a document")
    send(page, folder / "Poster notice.md")
    page.click("#library-look")
    page.wait_for_selector("#library-said :text('Title, Publisher and Year of publication')")
    until(page, "() => document.querySelector('#library-said').contains(document.activeElement)")


def test_looking_and_cancelling_leaves_everything_as_it_was(signed_in, folder):
    page = signed_in()
    before, manifest = titles(page), (folder / "corpus" / "manifest.toml").read_bytes()
    said = add_notice(page, folder)
    assert "Found: 1 recommendation, 2 passages" in said
    press(page, "Cancel")
    page.wait_for_selector("#library-shelf h2", state="visible")
    assert titles(page) == before
    assert (folder / "corpus" / "manifest.toml").read_bytes() == manifest
    assert not list((folder / "corpus").glob(".staged*"))


@pytest.mark.slow
def test_from_a_new_document_to_answers_and_one_step_back(signed_in, folder):
    page = signed_in()
    go(page, "Browse")
    page.get_by_label("Education (12)").check()
    page.wait_for_selector("#list :text('12 of 31')")
    page.click("#list .short-list .link >> nth=0")
    page.wait_for_selector("#opened .card")
    go(page, "Library")
    before = (folder / "index" / "CURRENT").read_text(encoding="utf-8").strip()
    add_notice(page, folder)
    press(page, "Add it")
    page.wait_for_selector("#library-shelf :text('not in the index yet')")
    press(page, "Build the index")
    page.wait_for_selector("#library-build .running")
    press(page, "Stop the build")
    page.wait_for_selector("#library-build :text('was stopped')")
    assert (folder / "index" / "CURRENT").read_text(encoding="utf-8").strip() == before

    press(page, "Build the index")
    page.wait_for_selector("#library-build :text('has ended')", timeout=BUILDS_WITHIN_MS)
    after = (folder / "index" / "CURRENT").read_text(encoding="utf-8").strip()
    assert after != before
    page.wait_for_selector(f"#library-kept :text('{after}')")
    page.wait_for_selector("#library-needs :text('Write a question for 1')")

    # Without a reload every tab follows, and what was open or chosen stays.
    go(page, "Browse")
    page.wait_for_selector("#list :text('12 of 32')", timeout=BUILDS_WITHIN_MS)
    assert page.get_by_label("Education (12)").is_checked()
    assert page.is_visible("#opened .card")
    until(page, "id => document.querySelector('footer').textContent.includes(id)", after)
    go(page, "Read")
    page.get_by_label("Posters in waiting rooms (2025)").check()
    page.wait_for_selector("#whole .paper:has-text('Hang the poster at eye height')")
    go(page, "What changed")
    page.wait_for_selector("#news :text('New document: Posters in waiting rooms')")
    go(page, "Ask")
    page.wait_for_selector("#answer .picture :text('The 32 recommendations')")
    page.wait_for_selector("#beside :text('Guild of Posters')")
    ask(page, "How should we hang the poster for visitors?")
    assert "Hang the poster at eye height" in page.inner_text("#answer")

    go(page, "Library")
    press(page, f"Use {before}")
    page.wait_for_selector(f"#library-said :text('Index {before} serves')")
    assert (folder / "index" / "CURRENT").read_text(encoding="utf-8").strip() == before
    go(page, "Read")
    page.wait_for_selector("#whole .paper:has-text('SoR')")
    assert page.get_by_label("SoR AI guidance (2021)").is_checked()
    go(page, "Ask")
    ask(page, "who should be checking the AI still works?")
    until(page, "id => document.querySelector('footer').textContent.includes(id)", before)


@pytest.mark.slow
def test_a_worse_index_is_refused_with_its_reason_and_published_if_that_is_meant(signed_in, folder):
    page = signed_in()
    press(page, "Replace RCR statement on AI with a new edition")
    statement = (folder / "corpus" / "rcr-ai-statement.txt").read_text(encoding="utf-8")
    short = folder / "shorter.txt"
    short.write_text(statement[: len(statement) // 3], encoding="utf-8")
    send(page, short)
    look(page)
    press(page, "Replace it")
    page.wait_for_selector("#library-shelf :text('changed since the index was built')")
    press(page, "Build the index")
    page.wait_for_selector("#library-build :text('was it read whole')", timeout=BUILDS_WITHIN_MS)
    served = (folder / "index" / "CURRENT").read_text(encoding="utf-8")
    press(page, "Publish it all the same")
    page.wait_for_selector("#library-build :text('has ended')", timeout=BUILDS_WITHIN_MS)
    assert (folder / "index" / "CURRENT").read_text(encoding="utf-8") != served


def test_too_many_wrong_passwords_shut_the_name_out_with_a_clear_sentence(open_page):
    page = open_page()
    # A busy machine may take two of them for one.
    for _ in range(20):
        sign_in(page, "still not it at all", name="bob")
        page.wait_for_selector("#library-said :text-matches('do not belong together|Too many')")
        page.wait_for_timeout(400)
        if page.is_visible("#library-said :text('Too many')"):
            break
    page.wait_for_selector("#library-said :text('Too many wrong tries; please wait 15 minutes')")
    assert not page.is_visible("#library-room")
