"""Feedback, kept in one local file and only where the server was started with one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.errors import InvalidRequest
from assistant.views.render import notices, wording
from assistant.views.render.elements import Html
from assistant.views.render.visible import json_line
from assistant.views.web.guard import journal
from assistant.views.web.page.identifiers import identifiers

# Some 100,000 remarks: anyone who sees the page may send them, and the disk is not theirs to fill.
_MAX_BYTES = 20_000_000
KINDS = frozenset({"useful", "wrong recommendation", "wrong quote", "missing"})


class FeedbackFile:
    """Appends what people say of an answer."""

    def __init__(self, path: Path, index_id: str) -> None:
        """Take the file and the index that answered."""
        self._path = path
        self._index_id = index_id

    def keep(self, pressed: str) -> Html:
        """Keep one remark, written as kind|question.

        Raises:
            InvalidRequest: it is not a remark, the question seems to hold a patient's
                identifiers, or the file cannot be written.
        """
        kind, _, question = pressed.partition("|")
        if kind not in KINDS or not question:
            raise InvalidRequest("That is not feedback on an answer.")
        if identifiers(question):
            raise InvalidRequest("Not kept: the question looks as if it holds patient details.")
        line = {"kind": kind, "question": question[:1_000], "index": self._index_id}
        try:
            with open(self._path, "a", encoding="utf-8", opener=_own) as file:
                if file.tell() > _MAX_BYTES:
                    raise InvalidRequest("Not kept: the file of remarks is full.")
                file.write(json_line(line) + "\n")
        except OSError as error:
            # The operator's log says what is wrong; where the file is, is nobody else's business.
            journal.note(error)
            raise InvalidRequest("Not kept: the file of remarks cannot be written.") from error
        return notices.said(wording.FEEDBACK_KEPT)


def _own(path: str, flags: int) -> int:
    """Make a file that only its owner can read, for it holds questions; one that is there stays as it is."""
    return os.open(path, flags, 0o600)


def candidates(lines: Iterable[str]) -> Iterator[str]:
    """Turn kept feedback into asked-as lines for a person to review, one per question.

    Raises:
        InvalidRequest: a line is not what `keep` writes; the message names its number.
    """
    kinds: dict[str, set[str]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            remark = json.loads(line)
            kinds.setdefault(str(remark["question"]), set()).add(str(remark["kind"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidRequest(f"line {number} is not feedback: {line.strip()[:80]!r}") from error
    for question in sorted(kinds):
        yield f"# {', '.join(sorted(kinds[question]))}"
        yield f"{json_line(question)},"
