"""Finds numbered recommendations in running text: "Recommendation 3: …", "R3 …", "1.2.3 …".

A numbered section heading is not one, nor is a sentence that only speaks of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain import NOTHING, Block, Excerpt, Heading, Paragraph, Table

_FIGURE = r"((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?)"
# "Recommendation 3: …" · "REC 3. …" · "R3 Audit …"; without a colon a capital must follow, so that
# "Recommendation 3 was debated" is none.
_LABEL = re.compile(
    rf"(?:(?i:key\s+)?(?i:recommendation|rec\.?)\s*(?i:no\.?|number)?\s*#?\s*{_FIGURE}|R\s?(\d{{1,3}}(?:\.\d{{1,3}})*))"
    r"(?:\s*[:)–—]\s*|\.\s+|\s+-\s+|\s+(?=[A-Z“\"])|\s*$)"
)
# The same with its grading before the words, "… 3 (strong recommendation, low certainty): …".
_GRADED_LABEL = re.compile(
    rf"(?:(?i:key\s+)?(?i:recommendation|rec\.?)\s*(?i:no\.?|number)?\s*#?\s*{_FIGURE}|R\s?(\d{{1,3}}(?:\.\d{{1,3}})*))"
    r"\s*([(\[][^()\[\]]{1,150}[)\]])\s*(?:[:.–—-]\s*|(?=[A-Z“\"])|$)"
)
# How NICE numbers its recommendations: section.subsection.number before a full sentence.
_NICE = re.compile(r"(\d{1,2}\.\d{1,2}\.\d{1,3})\.?\s+(?=[A-Z“\"])")
_LISTED = re.compile(r"\(?(\d{1,3})[.)]\s+(?=\S)")
_LIST_MARK = re.compile(r"\s*\(?(\d{1,3})[.)]\s*")
_CELL_LABEL = re.compile(rf"{_FIGURE}[.):]?\s+(?=[A-Z“\"])")
_MIN_WORDS = 4

_STRENGTH = re.compile(
    r"\b(strong|conditional|weak|discretionary)\b[^.;()\[\]]{0,40}?\brecommendation"
    r"|\bstrength(?: of (?:the )?recommendation)?\s*[:=–-]\s*([a-z]+)"
    r"|\brecommendation\s*[:–-]?\s*\(?(strong|conditional|weak)\b"
    r"|\b(good practice) (?:statement|point|recommendation)",
    re.IGNORECASE,
)
_LEVEL = r"((?:very low|low|moderate|high)(?:[- ]to[- ](?:very low|low|moderate|high))?)"
_CERTAINTY = re.compile(
    rf"\b{_LEVEL}[- ](?:certainty|quality)"
    rf"|\b(?:certainty|quality)(?: of (?:the )?evidence)?\s*[:=–-]\s*{_LEVEL}\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_MAX_GRADING = 200


@dataclass(frozen=True, slots=True)
class Statement:
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


def label_in(text: str) -> re.Match[str] | None:
    """Find the number that the text of a table cell begins with; group 1 holds it."""
    match = _LABEL.match(text)
    if match and match[1] is None:
        return re.match(r"R\s?(\d+(?:\.\d+)*)[:.)–—\s-]*", text)
    return match or _CELL_LABEL.match(text)


def strength_in(text: str, grading: str = "") -> str:
    """Read how strong a recommendation is said to be, as written: "strong"; empty if not said.

    Args:
        grading: what stands beside it only to say so.
    """
    return _graded(_STRENGTH, text, grading)


def certainty_in(text: str, grading: str = "") -> str:
    """Read how certain its evidence is said to be, as written: "low"; empty if not said."""
    return _graded(_CERTAINTY, text, grading)


def _graded(pattern: re.Pattern[str], text: str, grading: str) -> str:
    """Search where gradings stand: apart, in brackets, and in the last sentence."""
    last = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[-1]
    for piece in (grading, *_BRACKETED.findall(text), last):
        if match := pattern.search(piece):
            return next(group for group in match.groups() if group)
    return ""


def text_recommendations(
    blocks: tuple[Block, ...], source: str, *, with_lists: bool
) -> Iterator[Statement]:
    """Find the numbered recommendations of running text, in reading order.

    Args:
        with_lists: if nothing else is numbered, take the items of numbered lists.
    """
    found = list(_statements(blocks, source, is_listed=False))
    yield from found or (_statements(blocks, source, is_listed=True) if with_lists else ())


def _statements(blocks: tuple[Block, ...], source: str, *, is_listed: bool) -> Iterator[Statement]:
    headings: list[tuple[int, str]] = []
    taken = 0
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            continue
        if isinstance(block, Heading):
            headings = [h for h in headings if h[0] < block.level]
        if at >= taken and (labelled := _labelled(block, source, is_listed)):
            path = tuple(text for _, text in headings)
            statement, n_taken = _statement(*labelled, blocks[at:], path)
            taken = at + n_taken
            if statement is not None:
                yield statement
        if isinstance(block, Heading):
            headings.append((block.level, block.excerpt.text))


def _labelled(
    block: Heading | Paragraph, source: str, is_listed: bool
) -> tuple[str, Excerpt] | None:
    """Read the number that a block begins with, and the words after it."""
    excerpt = block.excerpt
    if isinstance(block, Paragraph) and block.kind not in {"text", "item", "front"}:
        return None
    if match := _label(excerpt.text):
        return match[1] or match[2], excerpt.slice(match.end(), len(excerpt.text))
    if isinstance(block, Heading):
        return None
    match = _NICE.match(excerpt.text) or (_LISTED.match(excerpt.text) if is_listed else None)
    words = excerpt.slice(match.end(), len(excerpt.text)) if match else excerpt
    if match is None and is_listed and excerpt.spans:
        # A reader leaves the number of a list item in the source, before the item's words.
        start = excerpt.spans[0].start
        match = _LIST_MARK.fullmatch(source, source.rfind("\n", 0, start) + 1, start)
    return (match[1], words) if match and _is_sentence(words.text) else None


def _label(text: str) -> re.Match[str] | None:
    graded = _GRADED_LABEL.match(text)
    return graded if graded and _is_grading(graded[3]) else _LABEL.match(text)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _MIN_WORDS and text.endswith(
        (".", ":", ";", "!", "?", ")", "]", "”")
    )


def _statement(
    number: str, words: Excerpt, blocks: tuple[Block, ...], headings: tuple[str, ...]
) -> tuple[Statement | None, int]:
    """Put a recommendation together from its first block and those that go on with it.

    Returns:
        The recommendation, None if the label has no words; and how many blocks it takes.
    """
    first, *following = blocks
    assert not isinstance(first, Table)
    rest = iter(_paragraphs(following))
    priority, taken = NOTHING, 1
    row = first.excerpt
    is_title = isinstance(first, Heading) and not _is_whole(words)
    if is_title or not words:
        paragraph = next(rest, None)
        if paragraph is None:
            return None, 1
        priority, words, row, taken = words, paragraph.excerpt, row.joined(paragraph.excerpt), 2
    graded = _GRADED_LABEL.match(first.excerpt.text)
    is_open, gradings = words.text.endswith(":"), graded[3] if graded else ""
    for paragraph in rest:
        is_grading = _is_grading(paragraph.excerpt.text)
        if not is_grading and not (is_open and paragraph.kind == "item"):
            break
        if is_grading:
            gradings += f" {paragraph.excerpt.text}"
        else:
            words = words.joined(paragraph.excerpt)
        row, taken = row.joined(paragraph.excerpt), taken + 1
    page = first.page
    strength, certainty = strength_in(words.text, gradings), certainty_in(words.text, gradings)
    return Statement(number, priority, words, row, headings, page, strength, certainty), taken


def _paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    """Give the paragraphs up to the next heading, table or labelled one."""
    for block in blocks:
        if not isinstance(block, Paragraph) or _label(block.excerpt.text):
            return
        yield block


def _is_whole(words: Excerpt) -> bool:
    """Tell whether a heading's words are the recommendation, not only what it is about."""
    return words.text.endswith(".") or len(words.text.split()) > 12


def _is_grading(text: str) -> bool:
    """Tell whether a paragraph only says how strong and certain the recommendation is."""
    return len(text) <= _MAX_GRADING and bool(
        re.match(
            r"[(\[]?\s*(?:strong|conditional|weak|strength|certainty|quality|good practice)\b",
            text,
            re.IGNORECASE,
        )
        and (_STRENGTH.search(text) or _CERTAINTY.search(text))
    )
