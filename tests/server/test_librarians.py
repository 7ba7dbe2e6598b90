"""The Library tab's server side: nothing of it without the switch, nothing without signing in."""

import stat
import time

import pytest
import toy
from browsing import config_of
from starlette.testclient import TestClient

from assistant.errors import ServerUnavailable
from assistant.views.render import wording
from assistant.views.web.guard import login
from assistant.views.web.guard.login import add_login
from assistant.views.web.librarian import uploads
from assistant.views.web.librarian.rebuilding import Outcome, Step
from assistant.views.web.page.library_tab import LibraryView
from assistant.views.web.serve import server
from assistant.views.web.serve.server import Settings, guarded, serve

NAME, PASSWORD = "anna", "correct horse battery"
FILE = "/library/file"
TEA = b"# Tea in parks\n\nTea is served from four.\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(login, "_N", 2)
    monkeypatch.setattr(login, "_P", 1)


@pytest.fixture
def librarians(tmp_path):
    add_login(tmp_path / "librarians", NAME, PASSWORD)
    return tmp_path / "librarians"


@pytest.fixture
def desk(toy_copy, tmp_path, librarians):
    corpus = toy.write_corpus(tmp_path / "corpus")
    opened = server._desk(toy_copy, Settings(corpus=corpus, library=librarians))
    yield opened
    opened.close()


@pytest.fixture
def site(toy_copy, desk):
    with TestClient(guarded(toy_copy, Settings(), desk), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def ticket(site, desk):
    return site.portal.call(desk.sign_in, NAME, PASSWORD, "1.2.3.4")


def sent(site, ticket, body=TEA, name="tea.md", **more):
    named = {"X-Library-Ticket": ticket, "X-Library-Name": name}
    return site.post(FILE, content=body, headers=named | more)


def test_without_the_switch_there_is_no_tab_no_callback_and_no_route(toy_copy):
    with TestClient(guarded(toy_copy, Settings()), base_url="http://localhost") as bare:
        page = bare.get("/").text
        assert "tab-news" in page
        assert "tab-library" not in page
        assert 'library-ticket"' not in page
        assert bare.post(FILE, content=b"x").status_code == 404


def test_with_it_the_tab_is_there_and_holds_nothing_of_the_library(site):
    page = site.get("/").text
    assert "tab-library" in page
    assert "sha256" not in page


def test_gradios_own_uploads_stay_shut(site, ticket):
    for path in ("/gradio_api/upload", "/upload", "/library", "/library/files"):
        answer = site.post(path, files={"files": b"x"}, headers={"X-Library-Ticket": ticket})
        assert answer.status_code == 404, path


def test_a_file_is_posted_or_not_at_all(site):
    for method in ("get", "put", "delete"):
        assert site.request(method, FILE).status_code == 405, method


def test_nobody_sends_a_file_who_has_not_signed_in(site, desk, monkeypatch):
    def never(name):
        raise AssertionError("a place was made")

    monkeypatch.setattr(desk, "place_for", never)
    for given in ("", "x" * 43):
        answer = sent(site, given)
        assert answer.status_code == 401
        assert "sign in" in answer.json()["detail"]


class EndlessBuild:
    """Stands in for a build that is under way."""

    outcome = None
    step = Step("encoding", 1, 2)

    def stop(self):
        self.outcome = Outcome("stopped")


def calls(site, button, *values):
    """Press a button of the Library tab as often as there are values."""
    config = config_of(site)
    ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
    (function,) = (
        d["id"] for d in config["dependencies"] if ids[button] in [t[0] for t in d["targets"]]
    )
    for data in values:
        call = {"fn_index": function, "data": data}
        assert site.post("/gradio_api/run/predict", json=call).status_code == 200


def soon(is_so):
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def test_nobody_waits_at_the_door_or_at_a_button_for_a_build_to_end(site, desk):
    """Who has signed in sees how far it is until its end; the next one does not wait for that."""
    desk._building = EndlessBuild()
    calls(site, "library-sign-in", *([[NAME, PASSWORD]] * 12))
    assert soon(lambda: len(desk._visits) == 12), len(desk._visits)
    tickets = list(desk._visits)
    calls(site, "library-out", *([ticket] for ticket in tickets[:6]))
    assert soon(lambda: len(desk._visits) == 6)
    calls(site, "signal-library", [tickets[-1], "stop"])
    assert soon(lambda: not desk.is_building)


def test_another_sites_page_may_not_send_one(site, ticket):
    answer = sent(site, ticket, Origin="http://elsewhere.invalid")
    assert answer.status_code == 403


def test_a_file_comes_under_its_own_name_and_can_only_be_read_by_us(site, desk, ticket):
    assert sent(site, ticket, name="..%2F..%2Ftea%20leaves.md").json() == {"received": len(TEA)}
    path = desk.file(ticket)
    assert (path.name, path.read_bytes()) == ("tea leaves.md", TEA)
    assert not stat.S_IMODE(path.parent.stat().st_mode) & 0o077


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a%00b%0A%1B%5B31m%E2%80%AEc.md", "ab[31mc.md"),
        ("%E6%8C%87" * 115 + ".md", "指" * 65 + ".md"),
        ("..%5C..%5Ctea.md", "tea.md"),
        ("%00.md", "md"),
    ],
)
def test_no_name_of_a_file_is_too_much(site, desk, ticket, name, kept):
    answer = sent(site, ticket, name=name)
    if answer.status_code == 200:
        assert desk.file(ticket).name == kept
    else:
        assert answer.status_code == 422
        assert f"{kept}: no reader" in answer.json()["detail"]


def test_an_error_of_ours_at_the_desk_is_noted_without_its_text(desk, ticket, monkeypatch, capsys):
    def fails(_ticket):
        raise RuntimeError("words of a document")

    monkeypatch.setattr(desk, "stop", fails)
    view = LibraryView(desk)
    told = view.telling(view.act)(ticket, "stop")
    assert wording.OUR_FAULT in told["said"]
    noted = capsys.readouterr().err
    assert "RuntimeError" in noted
    assert "words of a document" not in noted


def test_who_was_signed_out_while_sending_is_told(site, desk, ticket):
    view = LibraryView(desk)
    problem = view.telling(view.act)
    told = problem(ticket, "problem too large")
    assert "Too large" in told["said"]
    desk.sign_out(ticket)
    told = problem(ticket, "problem too large")
    assert "sign in again" in told["said"]
    assert told["ticket"] == ""
    assert told["door"]["visible"]


def test_title_publisher_and_year_are_filled_in_from_the_file(site, desk, ticket):
    sent(site, ticket, b"# Safe tools\n\nWords. \xc2\xa9 2027 Society of Nobody\n")
    filled = LibraryView(desk).act(ticket, "fill")
    assert (filled["title"], filled["year"]) == ("Safe tools", "2027")
    assert filled["publisher"] == "Society of Nobody"
    assert "Please check" in filled["said"]


def test_a_second_file_takes_the_place_of_the_first(site, desk, ticket):
    sent(site, ticket)
    first = desk.file(ticket)
    sent(site, ticket, name="more.md")
    assert desk.file(ticket).name == "more.md"
    assert not first.exists()


def test_a_file_that_is_too_large_is_refused_before_and_while_it_comes(
    site, desk, ticket, monkeypatch
):
    monkeypatch.setattr(uploads, "MAX_BYTES", 100_000)
    assert sent(site, ticket, b"x" * 100_001).status_code == 413

    def endless():
        for _ in range(200):
            yield b"x" * 1_000

    assert sent(site, ticket, endless(), **{"Content-Length": "5"}).status_code in {400, 413}
    assert desk.file(ticket) is None
    assert not list(desk.place_for("x").parent.parent.glob("*/tea.md"))


def test_larger_files_than_the_pages_own_calls_are_taken(site, desk, ticket):
    assert sent(site, ticket, TEA * 10_000).status_code == 200
    assert desk.file(ticket).stat().st_size == len(TEA) * 10_000


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("tea.exe", TEA, "no reader for files ending"),
        ("tea.pdf", TEA, "does not begin as one"),
        ("tea.md", b"", "is empty"),
        ("", TEA, "no reader"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_not_kept(
    site, desk, ticket, name, body, sentence
):
    answer = sent(site, ticket, body, name=name)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert desk.file(ticket) is None


def test_answers_to_a_file_carry_the_strict_headers(site, ticket):
    answer = sent(site, ticket)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"


def test_a_login_for_everybody_comes_before_the_library(toy_copy, desk, librarians):
    settings = Settings(login=librarians)
    with TestClient(guarded(toy_copy, settings, desk), base_url="http://localhost") as client:
        assert client.post(FILE, content=b"x").status_code == 401


def test_a_file_of_librarians_that_others_can_read_is_refused_at_the_start(
    toy_copy, librarians, tmp_path
):
    librarians.chmod(0o644)
    with pytest.raises(ServerUnavailable, match="chmod 600"):
        serve(toy_copy, Settings(port=0, library=librarians))
