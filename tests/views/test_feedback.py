"""Feedback is kept only in the file that was asked for, and becomes lines to review."""

import json
import os
import stat

import pytest
from review_feedback import candidates

from assistant.errors import InvalidRequest
from assistant.views.web.page import feedback
from assistant.views.web.page.feedback import FeedbackFile


def test_feedback_becomes_lines_to_review(tmp_path):
    file = FeedbackFile(tmp_path / "feedback.jsonl", "abc")
    file.keep("useful|who audits?")
    file.keep("missing|who audits?")
    file.keep('wrong quote|a "quoted" one')
    lines = (tmp_path / "feedback.jsonl").read_text().splitlines()
    assert json.loads(lines[0]) == {"kind": "useful", "question": "who audits?", "index": "abc"}
    assert list(candidates(lines)) == [
        "# wrong quote",
        '"a \\"quoted\\" one",',
        "# missing, useful",
        '"who audits?",',
    ]


@pytest.mark.parametrize("pressed", ["", "useful|", "spam|x", "x"])
def test_what_is_no_feedback_is_not_kept(tmp_path, pressed):
    with pytest.raises(InvalidRequest):
        FeedbackFile(tmp_path / "f", "abc").keep(pressed)
    assert not (tmp_path / "f").exists()


def test_patient_details_are_not_kept(tmp_path):
    with pytest.raises(InvalidRequest, match="Not kept"):
        FeedbackFile(tmp_path / "f", "abc").keep("useful|NHS 943 476 5919")
    assert not (tmp_path / "f").exists()


def test_a_file_that_cannot_be_written_is_said_and_where_it_is_is_not(tmp_path, capsys):
    with pytest.raises(InvalidRequest, match="cannot be written") as refused:
        FeedbackFile(tmp_path / "no" / "f", "abc").keep("useful|who audits?")
    assert str(tmp_path) not in str(refused.value)
    assert "FileNotFoundError" in capsys.readouterr().err


def test_a_full_file_is_not_filled_further(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "_MAX_BYTES", 1_000)
    file = FeedbackFile(tmp_path / "f", "abc")
    with pytest.raises(InvalidRequest, match="full"):
        for _ in range(100):
            file.keep("useful|who audits?")
    assert (tmp_path / "f").stat().st_size < 1_200


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_file_unless_it_was_there_otherwise(tmp_path):
    before = os.umask(0)
    try:
        FeedbackFile(tmp_path / "own", "abc").keep("useful|who audits?")
        (tmp_path / "shared").touch(0o640)
        FeedbackFile(tmp_path / "shared", "abc").keep("useful|who audits?")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("own", "shared")]
    assert modes == [0o600, 0o640]


def test_nothing_in_the_file_or_the_lines_steers_a_terminal(tmp_path):
    file = FeedbackFile(tmp_path / "f", "abc")
    file.keep("useful|\x9b31mwho \u202eaudits?\u2028x")
    kept = (tmp_path / "f").read_text(encoding="utf-8")
    assert len(kept.splitlines()) == 1
    shown = "".join(candidates([kept]))
    assert not {"\x9b", "\u202e", "\u2028"} & {*kept, *shown}
    assert json.loads(kept)["question"] == "\x9b31mwho \u202eaudits?\u2028x"


def test_a_damaged_line_is_named():
    with pytest.raises(InvalidRequest, match="line 2"):
        list(candidates(['{"question": "a", "kind": "useful"}', "nonsense"]))
