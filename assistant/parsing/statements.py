"""Finds numbered recommendations in running text: "Recommendation 3: …", "R3 …", "1.2.3 …".

A numbered section heading is not one, nor is a sentence that only speaks of one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.domain import NOTHING, Block, Excerpt, Heading, Paragraph, Table
from assistant.parsing.grading import (
    BADGE,
    CLOSING_YEAR,
    certainty_in,
    ends_with_owner,
    is_grading,
    strength_in,
    without_closing,
    without_owner,
)
from assistant.parsing.series import Numbered, NumberedList

_FIGURE = r"((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?)"
# "Recommendation 3: …" · "REC 3. …" · "R3 Audit …"; without a colon a capital must follow, so that
# "Recommendation 3 was debated" is none.
# Societies say what theirs rests on: "Evidence-based Recommendation 3", "Clinical practice recommendation 4".
_NAMED = (
    rf"(?:(?i:(?:(?:key|clinical|practice|consensus|\w+-based)\s+){{0,2}})(?i:recommendation|rec[.-]?)"
    rf"\s*(?i:no\.?|number)?\s*#?\s*{_FIGURE}|R[\s.]?(\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?))"
)
_LABEL = re.compile(_NAMED + r"(?:\s*[:)–—]\s*|\.\s+|\s+-\s+|\s+(?=[A-Z“\"])|\s*$)")
# The same with its grading before the words, "… 3 (strong recommendation, low certainty): …", or a
# badge, "… 3 Strong".
_GRADED_LABEL = re.compile(
    _NAMED
    + r"\s*([(\[][^()\[\]]{1,150}[)\]]|(?:Strong|Conditional|Weak)\b(?!-))\s*(?:[:.–—-]\s*|(?=[A-Z“\"])|$)"
)
# How NICE numbers its recommendations: section.subsection.number before a sentence, or above it.
# It may begin with a figure, a bracket, or as "pH" does.
_BEGINS = r"(?=[A-Z“\"‘'(\d]|[a-z]{1,2}[A-Z])"
SECTION_NUMBER = re.compile(
    rf"(\d{{1,2}}(?:\.\d{{1,3}}){{2,3}})\.?(?:\s+{_BEGINS}|(?=[A-Z][a-z]|[a-z]{{1,2}}[A-Z])|$)"
)
_WORDS = re.compile(_BEGINS)
_CELL_LABEL = re.compile(rf"{_FIGURE}[.):]?\s+(?=[A-Z“\"])")
# What says what a word means recommends nothing: “Tool” means …, Covered Code shall mean …
_DEFINITION = re.compile(
    r"(?:[“\"‘'][^“”\"]{1,80}[”\"’']\W{0,2}(?:\([^()]{1,80}\)\s)?(?:means?|refers?\sto|is\sdefined\sas"
    r"|(?:shall|will)\smean)|(?!(?:this|that|it|which|what)\b)(?:[\w’'-]+\s){1,4}?(?:means|shall\smean))"
    r"\s(?!that\b)",
    re.IGNORECASE,
)
# What leads to a number inside a sentence.
_LEADING = frozenset(
    "see in and or to of for from by with under than as the section sections recommendation"
    " recommendations paragraph paragraphs clause clauses version guideline guidance".split()
)
_MIN_WORDS = 4
_ENDS = (".", ":", ";", "!", "?", ")", "]", "”")
# What may stand behind the end of a sentence: the marks of notes. Each is one sign or one bracket, and they are looked for
# from the first of a row on, so that a row of any length is matched in one way, once.
NOTE_MARKS = re.compile(
    r"(?<![\s⁰¹²³⁴-⁹⁻,*†‡§^])(?:\s*(?:\^(?:\{[^{}]*\})?|[⁰¹²³⁴-⁹⁻,*†‡§]|\[\d{1,3}(?:[,–-]\d{1,3})*\]))+$"
)
_MAX_UNCLOSED = 6


class Statement(NamedTuple):
    """One numbered recommendation in running text, and where it stands.

    Attributes:
        priority: the words of its heading, if it has one.
        row: all its words, the label included.
    """

    number: str
    priority: Excerpt
    action: Excerpt
    row: Excerpt
    headings: tuple[str, ...]
    page: int | None
    strength: str
    certainty: str
    responsible: Excerpt = NOTHING


def label_in(text: str) -> re.Match[str] | None:
    """Find the number that the text of a table cell begins with; group 1 holds it."""
    match = _LABEL.match(text)
    if match and match[1] is None:
        return re.match(r"R[\s.]?(\d+(?:\.\d+)*[a-z]?)[:.)–—\s-]*", text)
    return match or _CELL_LABEL.match(text)


def said_behind_label(text: str) -> str:
    """Give the words behind the label that names a recommendation, "R3 …"; nothing if there is none."""
    match = _label(text)
    return text[match.end() :] if match else ""


def text_recommendations(blocks: tuple[Block, ...]) -> list[Statement]:
    """Find the labelled recommendations of running text, in reading order."""
    first = next((at for at, b in enumerate(blocks) if _begins_recommendation(b)), 0)
    if first and _is_badge(blocks[first - 1]):
        # Each stands over its recommendation; none is said of the one before.
        blocks = tuple(block for block in blocks if not _is_badge(block))
    found = list(_Finder(blocks).statements())
    n_closed = sum(1 for statement in found if CLOSING_YEAR.search(statement.row.text))
    if 2 * n_closed > len(found) > 2:
        found = list(_Finder(blocks, is_closed=True).statements())
    return _with_owners(found)


def listed_recommendations(
    blocks: tuple[Block, ...], lists: Sequence[NumberedList]
) -> list[Statement]:
    """Put the recommendations together that lists number."""
    items = {at: item for listed in lists for at, item in listed.items.items()}
    return _with_owners(list(_Finder(blocks, listed=items).statements()))


def _with_owners(found: list[Statement]) -> list[Statement]:
    """Take the brackets that say who is to do it out of what is to be done."""
    n_owned = sum(1 for statement in found if ends_with_owner(statement.action.text))
    out = []
    for statement in found:
        action, owner = without_owner(statement.action, is_usual=2 * n_owned > len(found) > 2)
        out.append(statement._replace(action=action, responsible=owner))
    return out


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds the recommendations of one document.

    Attributes:
        listed: the items of its numbered lists that are recommendations, by the places of their
            blocks; nothing else is one then.
        is_closed: its recommendations end with the year they are of.
    """

    blocks: tuple[Block, ...]
    listed: Mapping[int, Numbered] = field(default_factory=dict)
    is_closed: bool = False

    def statements(self) -> Iterator[Statement]:
        headings: list[tuple[int, str]] = []
        # What a list of contents says is said again over a section.
        titles = {block.excerpt.text for block in self.blocks if isinstance(block, Heading)}
        taken = 0
        for at, block in enumerate(self.blocks):
            if isinstance(block, Table):
                continue
            if isinstance(block, Heading):
                headings = [h for h in headings if h[0] < block.level]
            is_contents = isinstance(block, Paragraph) and block.excerpt.text in titles
            if at >= taken and not is_contents and (labelled := self._labelled(block, at)):
                path = tuple(text for _, text in headings)
                following = next((n for n in self.listed if n > at), len(self.blocks))
                statement, n_taken = self._statement(*labelled, self.blocks[at:following], path)
                taken = at + n_taken
                if statement is not None:
                    yield statement
            if isinstance(block, Heading):
                headings.append((block.level, block.excerpt.text))

    def _labelled(self, block: Heading | Paragraph, at: int) -> tuple[str, Excerpt] | None:
        """Read the number that a block begins with, and the words after it."""
        if self.listed:
            return self.listed.get(at)
        excerpt = block.excerpt
        if isinstance(block, Paragraph) and block.kind not in {"text", "item", "front"}:
            return None
        if match := _label(excerpt.text):
            return match[1] or match[2], excerpt.slice(match.end(), len(excerpt.text))
        match = SECTION_NUMBER.match(excerpt.text)
        if isinstance(block, Heading) and not (match and match.end() == len(excerpt.text)):
            return None
        following = next(iter(_paragraphs(self.blocks[at + 1 :])), None)
        if match:
            words = excerpt.slice(match.end(), len(excerpt.text))
            return (match[1], words) if _is_said(words.text, following) else None
        return None

    def _statement(
        self, number: str, words: Excerpt, blocks: tuple[Block, ...], headings: tuple[str, ...]
    ) -> tuple[Statement | None, int]:
        """Put a recommendation together from its first block and those that go on with it.

        Returns:
            The recommendation, None if the label has no words; and how many blocks it takes.
        """
        first, *following = blocks
        assert not isinstance(first, Table)
        priority = NOTHING
        last: Heading | Paragraph = first
        row = first.excerpt
        is_title = isinstance(first, Heading) and not _is_whole(words)
        graded = _GRADED_LABEL.match(first.excerpt.text)
        gradings = graded[3] if graded else ""
        if (title := _title_below(first, words, following)) is not None:
            gradings, words, is_title = f"{gradings} {words.text}", title.excerpt, True
            row, following = row.joined(title.excerpt), following[1:]
        rest = list(_paragraphs(following))
        if is_title or not words:
            n_graded = next((n for n, p in enumerate(rest) if not _stands_above(p)), len(rest))
            if n_graded == len(rest):
                return None, 1
            gradings += "".join(f" {paragraph.excerpt.text}" for paragraph in rest[:n_graded])
            last = rest[n_graded]
            priority, words = words, last.excerpt
            row = row.joined(*(paragraph.excerpt for paragraph in rest[: n_graded + 1]))
            rest = rest[n_graded + 1 :]
        for last in rest[: self._n_further(words, rest)]:
            if is_grading(last.excerpt.text):
                gradings += f" {last.excerpt.text}"
            else:
                words = words.joined(last.excerpt)
            row = row.joined(last.excerpt)
        page = first.page
        words, grading = without_closing(words)
        gradings += f" {grading}"
        strength, certainty = strength_in(words.text, gradings), certainty_in(words.text, gradings)
        said = Statement(number, priority, words, row, headings, page, strength, certainty)
        return said, 1 + next(n for n, block in enumerate(blocks) if block is last)

    def _n_further(self, words: Excerpt, rest: list[Paragraph]) -> int:
        """Tell how many paragraphs go on with a recommendation."""
        is_open, last = words.text.endswith(":"), words.text
        n_further = 0
        for paragraph in rest:
            text = paragraph.excerpt.text
            is_item = (is_open and paragraph.kind == "item") or paragraph.hangs
            is_rest = (not ends(last) or last.endswith(";")) and text[:1].islower()
            if not (is_item or is_rest or is_grading(text) or CLOSING_YEAR.fullmatch(text)):
                break
            n_further, last = n_further + 1, text
        if self.is_closed and not CLOSING_YEAR.search(last):
            closings = [bool(CLOSING_YEAR.search(p.excerpt.text)) for p in rest[:_MAX_UNCLOSED]]
            n_further = max(n_further, closings.index(True) + 1 if any(closings) else 0)
        return n_further


def _label(text: str) -> re.Match[str] | None:
    graded = _GRADED_LABEL.match(text)
    return graded if graded and is_grading(graded[3]) else _LABEL.match(text)


def is_numbered(text: str) -> bool:
    """Tell whether a text begins as a numbered recommendation does."""
    return bool(SECTION_NUMBER.match(text) or _label(text))


def leads_on(text: str) -> bool:
    """Tell whether a number behind these words belongs to their sentence: "… as said in"."""
    last = text.rsplit(maxsplit=1)[-1:]
    return text.endswith(",") or any(word.lower() in _LEADING for word in last)


def apart(text: str) -> list[str]:
    """Part lines that were written one below the other where a number begins a line.

    A number inside a sentence, as in "see / 4.2.1 below", begins nothing; others need no full stop
    before them, as items of lists have none.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and (leads_on(paragraphs[-1]) or not is_numbered(line)):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
    return paragraphs


def ends(text: str, signs: tuple[str, ...] = _ENDS) -> bool:
    """Tell whether a text ends as a sentence does, the marks of notes aside."""
    return NOTE_MARKS.sub("", text).endswith(signs)


def _is_said(text: str, following: Paragraph | None) -> bool:
    """Tell whether a sentence stands behind a number, or goes on in the next paragraph, or is it."""
    after = following.excerpt.text if following is not None else ""
    if not text:
        return bool(_WORDS.match(after))
    if text.endswith("?") or _DEFINITION.match(text):
        return False  # questions head sections
    if ends(text):
        is_lead_in = text.endswith(":") and following is not None and following.kind == "item"
        return is_lead_in or len(text.split()) > 1
    return len(text.split()) >= _MIN_WORDS and after[:1].islower()


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Give the paragraphs up to the next heading, table or labelled one, notes between them aside."""
    for block in blocks:
        if not isinstance(block, Paragraph):
            return
        if block.kind == "note" and not block.hangs:
            continue
        if _label(block.excerpt.text) or SECTION_NUMBER.match(block.excerpt.text):
            return
        yield block


def _title_below(first: Block, words: Excerpt, following: Sequence[Block]) -> Heading | None:
    """Find the heading of a card below its label, and the badge behind that: "Recommendation 3 High priority"."""
    is_badge = len(words.text.split()) < _MIN_WORDS and not ends(words.text)
    match following:
        case [Heading() as title, Paragraph(), *_] if isinstance(first, Paragraph) and is_badge:
            return None if is_numbered(title.excerpt.text) or _is_whole(title.excerpt) else title
    return None


def _is_whole(words: Excerpt) -> bool:
    """Tell whether a heading's words are the recommendation, not only what it is about."""
    return words.text.endswith(".") or len(words.text.split()) > 12


def _begins_recommendation(block: Block) -> bool:
    return not isinstance(block, Table) and is_numbered(block.excerpt.text)


def _is_badge(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(BADGE.fullmatch(block.excerpt.text))


def _stands_above(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph grades the words below it and has none itself."""
    text = paragraph.excerpt.text
    return is_grading(text) and not text.endswith(".")
