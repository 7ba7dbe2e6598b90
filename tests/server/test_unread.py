"""What is kept of answers that nobody comes for."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from browsing import Page

from assistant.views.web.guard import unread
from assistant.views.web.guard.unread import Unread


@pytest.fixture
def queue():
    """Gradio's queue as far as it keeps answers; tests below hold it against the real one."""
    return SimpleNamespace(
        pending_messages_per_session={}, pending_event_ids_session={}, event_ids_to_events={}
    )


@pytest.fixture
def now():
    return [1_000.0]


@pytest.fixture
def kept(queue, now):
    return Unread(queue, lambda: now[0])


def answered(queue, session, name):
    """Stand in for a call that was answered and not read."""
    queue.pending_messages_per_session.setdefault(session, asyncio.Queue()).put_nowait(name)
    queue.pending_event_ids_session.setdefault(session, set()).add(name)


def test_who_reads_nothing_is_not_answered_for_ever(kept, queue):
    taken = 0
    while kept.takes("a") and taken < 1_000:
        answered(queue, "a", f"e{taken}")
        taken += 1
    assert taken == unread.MAX_UNREAD
    assert kept.takes("b")


def test_calls_under_way_count_and_those_that_broke_off_do_not(kept, queue):
    queue.pending_event_ids_session["a"] = {f"e{n}" for n in range(100)}
    assert kept.takes("a")
    queue.event_ids_to_events = dict.fromkeys(queue.pending_event_ids_session["a"])
    assert not kept.takes("a")


def test_answers_that_nobody_comes_for_are_dropped(kept, queue, now):
    kept.takes("a")
    answered(queue, "a", "e")
    now[0] += unread.UNREAD_FOR_S - 1
    kept.takes("b")
    assert kept.knows("a")
    now[0] += 2
    kept.takes("b")
    assert not kept.knows("a")
    assert "a" not in queue.pending_event_ids_session


def test_what_is_read_or_still_made_is_kept(kept, queue, now):
    for session in ("read", "made"):
        kept.takes(session)
        answered(queue, session, session)
    queue.event_ids_to_events["made"] = object()
    with kept.reading("read"):
        now[0] += unread.UNREAD_FOR_S + 1
        kept.takes("b")
        assert kept.knows("read")
        assert kept.knows("made")
    queue.event_ids_to_events.clear()
    now[0] += unread.UNREAD_FOR_S + 1
    kept.takes("b")
    assert not kept.knows("read")
    assert not kept.knows("made")


def test_the_page_holds_to_it(server):
    with Page(server.address) as page:
        rests = next(d["id"] for d in page.config["dependencies"] if d["api_name"] == "at_rest")

        def called(session):
            asked = {"session_hash": session, "fn_index": rests, "data": []}
            time.sleep(0.05)  # so that it is never the queue that is full
            return page.client.post("/gradio_api/queue/join", json=asked).status_code

        statuses = [called("unread") for _ in range(unread.MAX_UNREAD)]
        assert 503 in statuses
        assert statuses[:10] == [200] * 10
        assert called("other") == 200
        said = page.client.get("/gradio_api/queue/data?session_hash=unread").text
        assert said.count("process_completed") == statuses.count(200)
        assert called("unread") == 200


def test_a_stream_of_no_session_says_so_and_leaves_no_line(page, capfd):
    for query in ("session_hash=nobody", "session_hash=", "", "session_hash=a&session_hash=b"):
        answer = page.get(f"/gradio_api/queue/data?{query}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert '"session_not_found":true' in answer.text
    assert capfd.readouterr().err == ""
