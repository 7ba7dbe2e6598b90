"""The librarian's desk and the builds begun at it: what lies there outlives pages, and ends cleanly."""

import hashlib
import json
import shutil
import time

import pytest
import toy

from assistant.corpus.manifest import read_manifest
from assistant.errors import BuildRefused, InvalidRequest
from assistant.indexing import storage
from assistant.library import Description, documents_of, only_these, pending, seen
from assistant.views.web.guard import login
from assistant.views.web.guard.login import MAX_TRIES, Login, Secret
from assistant.views.web.librarian import desk as desk_module
from assistant.views.web.librarian.desk import IDLE_S, Desk
from assistant.views.web.librarian.rebuilding import Outcome, Rebuilding, Step, rebuild
from assistant.views.web.page.library_tab import LibraryView

PASSWORD = "correct horse battery"
TEA = "# Tea in parks\n\nTea is served from four.\n\nRecommendation 1: Wash the cups.\n"
SAID = Description(title="Tea in parks", publisher="Guild of Tea", year=2003)
ENDS_WITHIN_S = 60


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def corpus(tmp_path):
    return toy.write_corpus(tmp_path / "corpus")


@pytest.fixture
def desk(corpus, toy_copy, clock, monkeypatch):
    monkeypatch.setattr(login, "_N", 2)
    monkeypatch.setattr(login, "_P", 1)
    opened = Desk(corpus, toy_copy, Login({"anna": Secret.of(PASSWORD)}, clock), clock)
    yield opened
    opened.close()


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
async def ticket(desk, anyio_backend):
    return await desk.sign_in("anna", PASSWORD, "1.2.3.4")


@pytest.fixture
def lay_down(desk):
    def lay(ticket, text=TEA, name="tea.md"):
        path = desk.place_for(name)
        path.write_text(text, encoding="utf-8")
        desk.receive(ticket, path)

    return lay


class Ended:
    """A build that has been published."""

    outcome = Outcome("done", ("One document is new.",))

    def stop(self):
        """It has ended already."""


class Refused(Ended):
    """A build that is worse than the one that serves."""

    outcome = Outcome("not accepted", ("It lost its words.",))


def files(corpus):
    return {
        p.relative_to(corpus).as_posix(): p.read_bytes() for p in corpus.rglob("*") if p.is_file()
    }


pytestmark = pytest.mark.anyio


async def test_wrong_passwords_are_limited_and_said_to_be(desk):
    for _ in range(MAX_TRIES):
        with pytest.raises(InvalidRequest, match="do not belong together"):
            await desk.sign_in("anna", "nearly right", "1.2.3.4")
    with pytest.raises(InvalidRequest, match="please wait 15 minutes"):
        await desk.sign_in("anna", PASSWORD, "1.2.3.4")


async def test_an_unknown_name_is_told_apart_from_a_wrong_password_by_nothing(desk):
    sentences = set()
    for name in ("anna", "nobody"):
        with pytest.raises(InvalidRequest) as wrong:
            await desk.sign_in(name, "nearly right", "1.2.3.4")
        sentences.add(str(wrong.value))
    assert len(sentences) == 1


@pytest.mark.parametrize("ticket_given", ["", "anna", "x" * 43])
async def test_without_a_ticket_nothing_is_shown_and_nothing_done(desk, corpus, ticket_given):
    before = files(corpus)
    for act in (
        desk.shelf,
        desk.builds,
        desk.commit,
        desk.build,
        desk.stop,
        desk.file,
        desk.building,
        desk.put_away,
        lambda t: desk.use(t, "a"),
        lambda t: desk.look(t, "", SAID),
        lambda t: desk.look_at_removal(t, "guild"),
    ):
        with pytest.raises(InvalidRequest, match="sign in again"):
            act(ticket_given)
    assert files(corpus) == before


async def test_who_does_nothing_is_signed_out_and_their_file_goes(desk, clock, ticket, lay_down):
    lay_down(ticket)
    path = desk.file(ticket)
    clock.now += IDLE_S - 1
    assert desk.knows(ticket)
    clock.now += IDLE_S + 1
    assert not desk.knows(ticket)
    assert not path.exists()


async def test_a_file_is_looked_at_and_comes_in_when_that_is_said(desk, corpus, ticket, lay_down):
    lay_down(ticket)
    before = files(corpus)
    prepared = desk.look(ticket, "", SAID)
    assert len(prepared.found.recommendations) == 1
    assert {k: v for k, v in files(corpus).items() if not k.startswith(".")} == before
    desk.commit(ticket)
    entries = read_manifest(corpus)
    assert [e.id for e in entries] == ["kites", "guild", "tea-in-parks"]
    assert entries[-1].approved_by == "anna"
    assert desk.file(ticket) is None
    assert [c.kind for c in desk.shelf(ticket)[1]] == ["new"]


async def test_what_is_put_away_leaves_the_corpus_as_it_was(desk, corpus, ticket, lay_down):
    before = files(corpus)
    lay_down(ticket)
    desk.look(ticket, "", SAID)
    desk.put_away(ticket)
    assert files(corpus) == before
    with pytest.raises(InvalidRequest, match="look at the file again"):
        desk.commit(ticket)


async def test_nobody_commits_what_another_has_looked_at(desk, corpus, ticket, lay_down):
    lay_down(ticket)
    desk.look(ticket, "", SAID)
    other = await desk.sign_in("anna", PASSWORD, "1.2.3.4")
    with pytest.raises(InvalidRequest, match="look at the file again"):
        desk.commit(other)
    desk.look_at_removal(other, "guild")
    with pytest.raises(InvalidRequest, match="look at the file again"):
        desk.commit(ticket)
    assert len(read_manifest(corpus)) == 2


async def test_a_kept_build_is_let_serve(desk, toy_copy, corpus, ticket, build_toy):
    first = storage.pointed_to(toy_copy)
    guild = corpus / "lexicon.toml"
    guild.write_text(guild.read_text(encoding="utf-8") + '"ur" = "your"\n', encoding="utf-8")
    second = build_toy(corpus, toy_copy).id
    assert second != first
    assert desk.use(ticket, first) == first
    assert storage.pointed_to(toy_copy) == first
    kept = desk.builds(ticket)
    assert {k.id: k.serves for k in kept} == {first: True, second: False}


class Serving:
    """A server that takes the published index over when it is told to."""

    def __init__(self, folder):
        self.folder = folder
        self.index_id = storage.pointed_to(folder)
        self.refused = ""

    @property
    def index(self):
        return storage.open_current(self.folder)

    def refusal(self, _index_id):
        return self.refused


@pytest.fixture
def published(desk, toy_copy, corpus, build_toy):
    """An index newer than the one that the server answers from."""
    desk.takeover.serving = Serving(toy_copy)
    lexicon = corpus / "lexicon.toml"
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + '"ur" = "your"\n', encoding="utf-8")
    return build_toy(corpus, toy_copy).id


async def test_a_build_has_ended_only_once_answers_come_from_it(
    desk, ticket, published, monkeypatch
):
    monkeypatch.setattr(desk, "build", lambda _ticket, force: None)
    monkeypatch.setattr(desk, "building", lambda _ticket: Ended())
    view = LibraryView(desk)
    begun = view.build(ticket, "build")
    assert "takes over" in str(begun["build"])
    assert begun["watch"]["active"]
    desk.takeover.serving.index_id = published
    last = view.watch(ticket)
    assert not last["watch"]["active"]
    assert "has ended" in str(last["build"])
    assert "come from it now" in str(last["build"])


async def test_after_a_build_the_page_shows_what_the_documents_it_took_in_need(
    desk, ticket, published, monkeypatch
):
    desk.takeover.serving.index_id = published
    changed = (("changed", "kites"), ("removed", "gone"))
    desk._visits[ticket].shown = changed
    monkeypatch.setattr(desk_module, "Rebuilding", lambda *_, **__: Ended())
    last = LibraryView(desk).build(ticket, "build")
    assert "Questions for kites" in str(last["needs"])
    assert "gone" not in str(last["needs"])
    monkeypatch.setattr(desk_module, "Rebuilding", lambda *_, **__: Refused())
    assert "kites" not in str(LibraryView(desk).build(ticket, "build").get("needs"))


async def test_a_build_that_cannot_be_served_is_said_to_serve_nothing(desk, ticket, published):
    desk.takeover.serving.refused = "half of it is gone"
    assert not desk.takeover.is_under_way
    assert desk.takeover.problem() == (
        f"Index {published} is published, but cannot be served: half of it is gone. "
        f"Index {desk.takeover.serving.index_id} serves on."
    )
    with pytest.raises(InvalidRequest, match="half of it is gone"):
        desk.use(ticket, published)


async def test_nobody_waits_for_ever_for_an_index_to_take_over(desk, clock, published):
    assert desk.takeover.is_under_way
    clock.now += 121
    assert not desk.takeover.is_under_way
    assert "within two minutes" in desk.takeover.problem()


async def test_a_question_is_tried_before_it_is_written_and_searched_once_it_is(
    desk, corpus, ticket
):
    view, question = LibraryView(desk), "What about gusty afternoons?"
    before = files(corpus)
    listed = str(view.questions(ticket, "kites")["needs"])
    assert 'value="kites/rec-1"' in listed
    assert view.questions(ticket, "kites/rec-1")["asked_of"] == "kites/rec-1"
    tried = view.question(ticket, "kites/rec-1", question)
    assert "without it" in str(tried["said"])
    assert files(corpus) == before
    kept = view.question(ticket, "kites/rec-1", question, keeps=True)
    assert "Written down" in str(kept["said"])
    assert {*files(corpus)} - {*before} == {"asked_as/kites.toml"}
    (need,) = [n for n in desk.needs(ticket, "kites") if n.passage.id == "kites/rec-1"]
    assert need.n_questions == 4


async def test_nobody_writes_a_question_who_is_not_signed_in(desk, corpus):
    before = files(corpus)
    with pytest.raises(InvalidRequest, match="sign in again"):
        desk.question("", "kites/rec-1", "Is it windy?", keeps=True)
    with pytest.raises(InvalidRequest, match="sign in again"):
        desk.needs("", "kites")
    assert files(corpus) == before


async def test_a_closed_desk_leaves_no_file(desk, ticket, lay_down):
    lay_down(ticket)
    path = desk.file(ticket)
    desk.close()
    assert not path.exists()


def outcome_of(building):
    end = time.monotonic() + ENDS_WITHIN_S
    while building.outcome is None:
        assert time.monotonic() < end
        time.sleep(0.05)
    return building.outcome


async def test_a_build_with_nothing_new_ends_and_says_so(desk, ticket):
    desk.shelf(ticket)
    desk.build(ticket)
    found = outcome_of(desk.building(ticket))
    assert (found.kind, found.lines[0][:20]) == ("done", "Nothing has changed:")


async def test_a_build_takes_in_nothing_that_was_not_shown(desk, corpus, ticket):
    desk.shelf(ticket)
    path = corpus / "guild.txt"
    path.write_text(toy.GUILD.replace("every child", "each child"), encoding="utf-8")
    manifest = corpus / "manifest.toml"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    old = read_manifest_sha(manifest, "guild")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, digest), encoding="utf-8")
    desk.build(ticket)
    found = outcome_of(desk.building(ticket))
    assert found.kind == "failed"
    assert "not those that were shown" in found.lines[0]


def read_manifest_sha(manifest, document_id):
    import tomllib

    entries = tomllib.loads(manifest.read_text(encoding="utf-8"))["document"]
    return next(e["sha256"] for e in entries if e["id"] == document_id)


async def test_a_build_that_is_stopped_leaves_what_served_and_nothing_else(desk, toy_copy, ticket):
    served = storage.pointed_to(toy_copy)
    desk.build(ticket, force=True)
    desk.stop(ticket)
    assert desk.building(ticket).outcome.kind == "stopped"
    assert storage.pointed_to(toy_copy) == served
    assert not list((toy_copy / storage.BUILDS).glob(".writing-*"))


async def test_nothing_is_committed_while_the_page_builds(desk, ticket, lay_down):
    lay_down(ticket)
    desk.look(ticket, "", SAID)
    desk.build(ticket, force=True)
    with pytest.raises(InvalidRequest, match="is being built"):
        desk.commit(ticket)
    desk.stop(ticket)
    desk.commit(ticket)


async def test_a_build_whose_process_dies_says_so(corpus, toy_copy):
    building = Rebuilding(corpus, toy_copy, [], force=True)
    building._process.kill()
    found = outcome_of(building)
    assert (found.kind, found.lines) == ("failed", ("It ended with status -9.",))


@pytest.fixture
def request_build(corpus, toy_copy, build_toy):
    def run(*, force):
        told = []
        approved = [seen(change) for change in pending(corpus, toy_copy)]
        rebuild(told.append, corpus, toy_copy, approved, force)
        return told

    return run


def shorten(corpus):
    text = toy.GUILD[:60]
    (corpus / "guild.txt").write_text(text, encoding="utf-8")
    manifest = corpus / "manifest.toml"
    old = read_manifest_sha(manifest, "guild")
    digest = hashlib.sha256(text.encode()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, digest), encoding="utf-8")
    shutil.rmtree(corpus / "asked_as")


async def test_a_worse_index_is_told_with_its_faults_and_published_when_that_is_meant(
    request_build, corpus, toy_copy
):
    shorten(corpus)
    served = storage.pointed_to(toy_copy)
    *steps, last = request_build(force=False)
    assert all(len(step) == 3 for step in steps)
    assert last.kind == "not accepted"
    assert any("was it read whole" in fault for fault in last.lines)
    assert storage.pointed_to(toy_copy) == served
    assert request_build(force=True)[-1].kind == "done"
    assert storage.pointed_to(toy_copy) != served


def test_only_what_was_shown_is_approved(corpus, toy_copy):
    shorten(corpus)
    changes = pending(corpus, toy_copy)
    only_these([seen(change) for change in changes])(changes)
    with pytest.raises(BuildRefused, match="look at them again"):
        only_these([])(changes)
    with pytest.raises(BuildRefused, match="look at them again"):
        only_these([("changed", change.entry.id, "0" * 64) for change in changes])(changes)


def published_by(corpus, publisher):
    manifest = corpus / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    old = next(d.publisher for d in documents_of(corpus) if d.id == "kites")
    manifest.write_text(text.replace(f'"{old}"', f'"{publisher}"'), encoding="utf-8")
    return pending(corpus, corpus.parent / "index")


def test_one_change_of_a_documents_identity_is_not_taken_for_another(corpus, toy_copy):
    shown = published_by(corpus, "Guild of Kites")
    approve = only_these(json.loads(json.dumps([seen(change) for change in shown])))
    approve(shown)
    with pytest.raises(BuildRefused, match="look at them again"):
        approve(published_by(corpus, "Ministry of Health"))


def test_the_time_that_remains_is_told_only_where_it_can_be():
    assert Step("encoding", 25, 100, began_s=10.0, now_s=20.0).remaining_s == 30.0
    assert Step("encoding", 0, 100, 10.0, 20.0).remaining_s is None
    assert Step("learning", 0, 1, 10.0, 20.0).remaining_s is None
