"""Feedback, kept in one local file and only where the server was started with one."""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.errors import InvalidRequest
from assistant.views.render import wording
from assistant.views.render.markup import Html, notices
from assistant.views.render.visible import json_line
from assistant.views.web.guard import journal
from assistant.views.web.page.identifiers import identifiers

# Some 100,000 remarks: anyone who sees the page may send them, and the disk is not theirs to fill.
_MAX_BYTES = 20_000_000
KINDS = frozenset({"useful", "wrong recommendation", "wrong quote", "missing"})


@dataclass
class FeedbackFile:
    """Appends what people say of an answer that an index gave."""

    path: Path
    index_id: str

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
        line = {"kind": kind, "question": question[:1_000], "index": self.index_id}
        try:
            # A new file can be read by its owner alone, for it holds questions.
            opener = partial(os.open, mode=0o600)
            with open(self.path, "a", encoding="utf-8", opener=opener) as file:
                if file.tell() > _MAX_BYTES:
                    raise InvalidRequest("Not kept: the file of remarks is full.")
                file.write(json_line(line) + "\n")
        except OSError as error:
            # The operator's log says what is wrong; where the file is, is nobody else's business.
            journal.note(error)
            raise InvalidRequest("Not kept: the file of remarks cannot be written.") from error
        return notices.said(wording.FEEDBACK_KEPT)
