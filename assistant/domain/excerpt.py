"""Words of a source, each with the place where it stands: span, excerpt, part, quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from assistant.domain.marks import readable
from assistant.errors import BrokenCitation


class Span(NamedTuple):
    """A half-open range of characters in a document's source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a document: the text of each span, joined by single spaces.

    What lies between two spans is white space or table markup, never a word.
    """

    text: str
    spans: tuple[Span, ...]

    @classmethod
    def cut(cls, source: str, spans: tuple[Span, ...]) -> Excerpt:
        return cls(" ".join(source[start:end] for start, end in spans), spans)

    def check(self, source: str) -> Excerpt:
        """Return itself; BrokenCitation if the source does not hold this text at these spans."""
        if Excerpt.cut(source, self.spans).text != self.text:
            raise BrokenCitation(f"{self.text[:60]!r} does not stand at {self.spans}")
        return self

    def slice(self, start: int, end: int) -> Excerpt:
        """Take characters [start, end) of the text, trimmed, with the spans they come from."""
        taken = self.text[start:end]
        start += len(taken) - len(taken.lstrip())
        end -= len(taken) - len(taken.rstrip())
        spans: list[Span] = []
        offset = 0
        for first, last in self.spans:
            length = last - first
            a, b = max(start - offset, 0), min(end - offset, length)
            if a < b:
                spans.append(Span(first + a, first + b))
            offset += length + 1
        return Excerpt(self.text[start:end], tuple(spans))

    def joined(self, *others: Excerpt) -> Excerpt:
        everything = [e for e in (self, *others) if e.spans]
        spans = tuple(span for e in everything for span in e.spans)
        return Excerpt(" ".join(e.text for e in everything), spans)

    def __bool__(self) -> bool:
        return bool(self.spans)


NOTHING = Excerpt("", ())


Field: TypeAlias = Literal[
    "priority", "action", "responsible", "status", "sentence", "item", "lead_in", "title"
]

# Where a cell begins a new line: behind a tag or a bullet, unless the line goes on in lower case.
_NEW_LINE = re.compile(r"(?:<[^<>]*>|[●•▪◦‣])\s*$")
_CLOSING, _OPENING = tuple(".,;:!?)]”’"), ("(", "[", "“", "‘")


@dataclass(frozen=True, slots=True)
class Part:
    """A cell, sentence or list item of a quote, as it is read.

    The text is what stands at the spans: joined by a blank, by a line break where the cell begins
    a new line, by nothing before closing and after opening punctuation. What lies between two spans
    is white space, markup or a reference mark, never a word.

    Attributes:
        meaning: for a status, what it means, in the words of the document's note.
    """

    field: Field
    text: str
    spans: tuple[Span, ...]
    meaning: str = ""

    @classmethod
    def of(cls, name: Field, excerpt: Excerpt, source: str, meaning: str = "") -> Part:
        """Make a part of an excerpt: its words without reference marks and link markup."""
        kept = (excerpt.slice(start, end).spans for start, end in readable(excerpt.text))
        return cls.cut(name, source, tuple(s for spans in kept for s in spans), meaning)

    @classmethod
    def cut(cls, name: Field, source: str, spans: tuple[Span, ...], meaning: str = "") -> Part:
        return cls(name, "".join(_glued(source, spans)), spans, meaning)

    def lines(self, source: str) -> tuple[Part, ...]:
        """Give each of its lines as a part; itself, if it is one line."""
        lines: list[list[Span]] = [[]]
        for span, piece in zip(self.spans, _glued(source, self.spans), strict=True):
            if piece.startswith("\n"):
                lines.append([])
            lines[-1].append(span)
        return tuple(Part.cut(self.field, source, tuple(spans)) for spans in lines)

    def check(self, source: str) -> Part:
        """Return itself; BrokenCitation if the source holds not this text at these spans, or not this meaning."""
        if not self.spans or "".join(_glued(source, self.spans)) != self.text:
            raise BrokenCitation(f"{self.text[:60]!r} does not stand at {self.spans}")
        if self.meaning not in source:
            raise BrokenCitation(f"{self.meaning[:60]!r} does not stand in the source")
        return self


def _glued(source: str, spans: tuple[Span, ...]) -> Iterator[str]:
    """Give the pieces of a text with what joins them."""
    before = ""
    for at, (start, end) in enumerate(spans):
        piece = source[start:end]
        gap = source[spans[at - 1].end : start] if at else ""
        if not at or piece.startswith(_CLOSING) or before.endswith(_OPENING):
            yield piece
        else:
            is_line = _NEW_LINE.search(gap) and not piece[:1].islower()
            yield f"{chr(10) if is_line else ' '}{piece}"
        before = piece


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document in their parts, in reading order."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(span for part in self.parts for span in part.spans)

    def of(self, *fields: Field) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.field in fields)

    def check(self, source: str) -> Quote:
        """Return itself; BrokenCitation if a part does not stand in the source, or there is none."""
        if not self.parts:
            raise BrokenCitation("a quote without words")
        for part in self.parts:
            part.check(source)
        return self
