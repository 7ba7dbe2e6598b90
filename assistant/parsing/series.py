"""Finds the numbered lists of a document and tells which of them are recommendations, by evidence.

A heading or lead-in names them, most of them say what is to be done, and their numbers count on
from the first. Where only one of the first two holds, a list is in doubt.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, TypeAlias

from assistant.domain import Block, Excerpt, Heading, Paragraph, Span, Table
from assistant.parsing.normative import are_normative, is_normative
from assistant.parsing.numbering import roman

# What a label calls its item; it is no part of the number: "Action 4:".
_WORD = (
    r"(?P<word>(?i:action|commitment|requirement|rule|(?:good practice |quality )?(?:standard|statement)))"
    r" (?:(?i:no\.?|number) )?"
)
# These say what is so where they are met: "Standard 4: A radiologist can be reached at any hour."
_DESCRIBING = ("standard", "statement")
# "4." · "(4)" · "4.1" · "1A" · "S1" · "REQ-01" · "REQ 7.1" · "B." · "IV)"; letters alone need a stop.
_MARK = re.compile(
    rf"\s*(?P<open>\(?)(?:{_WORD})?"
    r"(?P<number>(?P<prefix>[A-Z]{1,4}[-. ]?)?(?P<figures>\d{1,3}(?:\.\d{1,3}){0,3})"
    r"(?P<letter>[A-Z]?)|(?P<alone>[A-Z]|[IVX]{1,5}|[a-z](?=[.):])|[ivx]{1,5}(?=[.):]))(?=[.):]|\s*$))(?P<stop>[.):]?)(?:\s+[–—-])?(?:\s+|$)"
)
# What a heading or lead-in calls a list of what is to be done …
_NOUN = (
    r"(?:recommendations?|requirements?|standards?|rules?|actions?|promises?|commitments?|duties"
    r"|obligations?|good practice(?: points?)?|guidance points?)"
)
_HEAD = re.compile(
    # … unless they are others' or of another day, or it only asks about them.
    r"(?!(?:why|who|whom|how|when|whether)\b)(?!.*\b(?:previous|earlier|former|last|past|prior|existing|other"
    r"|related|relevant|rejected|withdrawn|superseded|response to|progress|research$|research recommendations?)\b)"
    rf"(?:(?:(?:summary|list) of )?(?:(?!(?:with|of|for|to|from|on|by|behind)\b)[\w’'-]+ ){{0,3}}(?<!and ){_NOUN}"
    r"(?=$|[\s:;,(–—-])(?! (?:met|made|taken|considered|referred|arising|were|was|we|that|which|development)\b)"
    r"|.*\b(?:should|must)\b|.*\bwe (?:recommend|suggest|ask|promise|require|advise)\b)",
    re.IGNORECASE,
)
_BARE_HEAD = re.compile(rf"(?:(?:our|key|main|the|summary of) ){{0,2}}{_NOUN}:?", re.IGNORECASE)
# … what it calls others …
_OTHER_HEAD = re.compile(
    r"(?:\w+ ){0,2}(?:contents|references|bibliography|sources|notes|reading|guidance|links|methods?"
    r"|methodology|background|definitions?|glossary|agenda|minutes|steps|procedures?|introduction|purpose"
    r"|scope|history|acknowledge?ments|members|membership|findings|conclusions?|questions|evidence"
    r"|rationale|reasons|review|enforcement|figures|tables|appendi(?:x|ces)|annex(?:es)?)\b",
    re.IGNORECASE,
)
# … and the lead-in whose sentence the items end: "Employers should:", "We recommend that:".
_LEAD_IN = re.compile(
    r".*\b(?:should|must|shall|ought to|(?:are|is) (?:asked|advised|required|expected|recommended)"
    r"(?: to| that)?|(?:recommends?|asks?|promises?|undertakes?|requires?|advises?|agrees?)"
    r"(?: to| that(?:(?: [\w’'-]+){1,3}(?=:))?)?"
    r"|following recommendations?|recommendations? (?:is|are|follow))\s*(?:[:–—-]|$)",
    re.IGNORECASE,
)
_MIN_ITEMS = 2
# One number may have been lost, and is told; without it the rest of a list would go unread. 1, 2, 3 and 5 give
# the same 325 recommendations of 62 files at hand; `pytest tests/parsing/test_series.py -k lost` holds it.
_MAX_GAP = 2

_DEEPEST = 9  # below every heading
_SMALL = "small"

_ROMAN = {roman(count).upper(): count for count in range(1, 40)}

Form: TypeAlias = tuple[str, ...]


class Numbered(NamedTuple):
    """The number that a block begins with, as written, and the words behind it."""

    number: str
    words: Excerpt


class _Mark(NamedTuple):
    """What a mark counts.

    Attributes:
        word: what it calls its item, "action", if it does.
    """

    form: Form
    parts: tuple[int, ...]
    word: str = ""


# The marks and words of items, by the places of their blocks.
_Series: TypeAlias = dict[int, tuple[_Mark, Numbered]]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list whose numbers count on, all of it under one heading or lead-in.

    Attributes:
        items: its numbers and words, by the places of their blocks.
        begins: the words of its first item.
        name: the heading or lead-in that says what it is; the nearest heading if none does.
        is_named: that one calls it recommendations, requirements, rules or the like.
        is_whole: its numbers begin at the first.
        is_normative: most of its items say what is to be done.
    """

    items: dict[int, Numbered]
    begins: str
    name: str
    is_named: bool
    is_whole: bool
    is_normative: bool

    @property
    def is_small(self) -> bool:
        """Whether small letters count it: "a)", "(iv)"."""
        return next(iter(self.items.values())).number.islower()

    @property
    def is_taken(self) -> bool:
        """Whether all the evidence says that these are recommendations."""
        return self.is_named and self.is_whole and self.is_normative

    @property
    def is_doubted(self) -> bool:
        """Whether they may be."""
        is_said = self.is_named or self.is_normative
        return is_said and not self.is_taken


@dataclass(slots=True)
class _Place:
    """Where an item stands: its name, if something names it, and the heading over it."""

    name: str
    heading: str
    is_other: bool
    is_led_in: bool = False


def numbered_lists(blocks: Sequence[Block], source: str) -> list[NumberedList]:
    """Find the lists whose numbers count on, in the order in which they begin."""
    places = list(_places(blocks))
    found = [
        listed
        for series in _series(blocks, source)
        for listed in _parted(series, blocks, places)
        if len(listed.items) >= _MIN_ITEMS
    ]
    return sorted(found, key=lambda listed: min(listed.items))


def recommended(
    found: Sequence[NumberedList], is_graded: Callable[[NumberedList], bool]
) -> tuple[list[NumberedList], list[NumberedList]]:
    """Part the lists that are recommendations from those that may be.

    Two lists that give one number to different words leave in doubt which is meant, unless one
    of them alone is said to be of recommendations. Where nothing names a list, grades may.
    """
    taken = [listed for listed in found if listed.is_taken]
    if _clash(taken):
        taken = [listed for listed in taken if "recommend" in listed.name.casefold()]
    if not taken:
        told = (listed for listed in found if listed.is_doubted)
        taken = [x for x in told if x.is_whole and x.is_normative and is_graded(x)]
    # Small letters number recommendations only where nothing else does.
    taken = [x for x in taken if not x.is_small] or taken
    if _clash(taken):
        taken = []
    doubted = [x for x in found if x not in taken and (x.is_doubted or x.is_taken)]
    return taken, [] if taken else doubted


def _clash(found: Sequence[NumberedList]) -> bool:
    said: dict[str, str] = {}
    numbered = (item for listed in found for item in listed.items.values())
    return any(said.setdefault(number, words.text) != words.text for number, words in numbered)


def unnumbered(
    blocks: Sequence[Block], source: str, taken: Sequence[Span]
) -> Iterator[tuple[str, str]]:
    """Find the items without numbers that stand below a name of recommendations: that name and the words.

    Args:
        taken: where the words of recommendations stand.
    """
    for block, place in zip(blocks, _places(blocks), strict=True):
        if not isinstance(block, Paragraph) or block.kind != "item" or not place.name:
            continue
        start = block.excerpt.spans[0].start
        is_taken = any(span.start <= start < span.end for span in taken)
        if is_taken or _numbered(block, source):
            continue
        if place.is_led_in or is_normative(block.excerpt.text):
            yield place.name, block.excerpt.text


def _places(blocks: Sequence[Block]) -> Iterator[_Place]:
    """Tell of each block what names it: a heading over it, but for the title, or a lead-in."""
    title = next((b for b in blocks if isinstance(b, Heading)), None)
    # A title that heads every page is left out with them, and the first heading is none.
    title = None if title and _BARE_HEAD.fullmatch(title.excerpt.text) else title
    path: list[tuple[int, str]] = []
    lead_in = ""
    for block in blocks:
        if isinstance(block, Heading):
            path = [h for h in path if h[0] < block.level]
            if block is not title and not _MARK.fullmatch(block.excerpt.text):
                path.append((block.level, re.sub(r"^[\d.]+\s+", "", block.excerpt.text)))
                lead_in = ""
        elif isinstance(block, Paragraph) and _LEAD_IN.fullmatch(block.excerpt.text):
            lead_in = block.excerpt.text
        elif _OTHER_HEAD.fullmatch(_text(block)) or _BARE_HEAD.fullmatch(_text(block)):
            # A heading that looks like the text around it: "Notes", "Our recommendations:".
            path.append((_DEEPEST, _text(block)))
            lead_in = ""
        nearest = path[-1][1] if path else ""
        named = next((text for _, text in reversed(path) if _HEAD.match(text)), "")
        is_other = bool(_OTHER_HEAD.match(nearest)) and nearest != named
        name = lead_in or ("" if is_other else named)
        is_led_in = bool(lead_in or _LEAD_IN.fullmatch(named))
        yield _Place(name, nearest, is_other and not lead_in, is_led_in)


def _text(block: Block) -> str:
    return "" if isinstance(block, Table) else block.excerpt.text


def _series(blocks: Sequence[Block], source: str) -> list[_Series]:
    """Gather the blocks whose marks count on; each kind of mark counts by itself."""
    found: list[_Series] = []
    current: dict[Form, _Series] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, Table) or not (read := _numbered(block, source)):
            continue
        match, words = read
        options = list(_marks(match))
        going = [m for m in options if m.form in current and _follows(current[m.form], m)]
        mark = next(iter(going or [m for m in options if m.parts[-1] == 1]), None)
        if mark is None:
            continue
        if not going:
            current[mark.form] = {}
            found.append(current[mark.form])
        series = current[mark.form]
        # Markdown counts by itself: every item may be written "1."
        is_again = bool(series) and mark.parts == _last(series).parts
        number = str(len(series) + 1) if is_again else match["number"]
        series[at] = mark, Numbered(number, words)
    return [x for x in found if not _is_below(x, blocks, set().union(*found))]


def _is_below(series: _Series, blocks: Sequence[Block], numbered: set[int]) -> bool:
    """Tell whether small letters part what another paragraph asks for: "Each centre: a) …"."""
    first = next(iter(series))
    above = blocks[first - 1] if first else None
    is_led = isinstance(above, Paragraph) and above.excerpt.text.endswith(":")
    is_named = any(x.fullmatch(_text(above)) for x in (_LEAD_IN, _BARE_HEAD)) if above else False
    is_small = _SMALL in series[first][0].form
    return is_small and (first - 1 in numbered or (is_led and not is_named))


def _numbered(block: Heading | Paragraph, source: str) -> tuple[re.Match[str], Excerpt] | None:
    """Read the mark that a block begins with; a reader leaves that of an item in the source."""
    excerpt = block.excerpt
    if isinstance(block, Paragraph) and block.kind not in {"text", "item", "front"}:
        return None
    match = _MARK.match(excerpt.text)
    words = excerpt.slice(match.end(), len(excerpt.text)) if match else excerpt
    if match is None and excerpt.spans:
        start = excerpt.spans[0].start
        match = _MARK.fullmatch(source, source.rfind("\n", 0, start) + 1, start)
    # "Action 3 was put off" only speaks of one; "Standard 3: Staffing" heads what it asks for.
    is_said = match is None or not match["word"] or not words.text[:1].islower()
    is_named = match is not None and bool(match["word"])
    is_title = isinstance(block, Heading) and bool(words) and not words.text.endswith(".")
    return (match, words) if match and is_said and (is_named or not is_title) else None


def _marks(match: re.Match[str]) -> Iterator[_Mark]:
    """Give what a mark can mean: "I." goes on with "H." or begins anew."""
    word = (match["word"] or "").casefold()
    around = (match["open"], match["stop"], word)
    if match["figures"]:
        parts = tuple(map(int, match["figures"].split(".")))
        parts += (ord(match["letter"]) - 64,) if match["letter"] else ()
        form = "letter" if match["letter"] else "figures"
        yield _Mark((*around, form, match["prefix"] or "", str(len(parts))), parts, word)
        return
    letter = match["alone"].upper()
    small = _SMALL if match["alone"].islower() else ""
    if len(letter) == 1:
        yield _Mark((*around, "alone", small), (ord(letter) - 64,), word)
    if letter in _ROMAN:
        yield _Mark((*around, "roman", small), (_ROMAN[letter],), word)


def _last(series: _Series) -> _Mark:
    return series[next(reversed(series))][0]


def _follows(series: _Series, mark: _Mark) -> bool:
    before, after = _last(series).parts, mark.parts
    if after == before == (1,):
        return True
    at = next((at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b), None)
    if at is None or after[at] < before[at]:
        return False
    is_last = at == len(after) - 1
    return after[at] - before[at] <= _MAX_GAP if is_last else set(after[at + 1 :]) == {1}


def _parted(
    series: _Series, blocks: Sequence[Block], places: Sequence[_Place]
) -> list[NumberedList]:
    """Part a series where what names it begins or ends, and weigh each part.

    One whose marks name each item is named wherever it goes on.
    """
    head = next(iter(series))
    word = series[head][0].word if not places[head].is_other else ""
    order = list(series)
    ats = (at for at in series if word or not places[at].is_other)
    found: list[NumberedList] = []
    for _, group in groupby(ats, key=lambda at: bool(word or places[at].name)):
        items = {at: series[at][1] for at in group}
        first = next(iter(items))
        place = places[first]
        texts = [_words(item, at, blocks) for at, item in items.items()]
        listed = NumberedList(
            items,
            begins=texts[0],
            name=place.name or place.heading,
            is_named=bool(word or place.name),
            is_whole=series[first][0].parts[-1] == 1,
            is_normative=place.is_led_in or word.endswith(_DESCRIBING) or are_normative(texts),
        )
        before = order[order.index(first) - 1]
        if found and found[-1].is_taken and listed.is_normative and before in found[-1].items:
            # The next section counts on from recommendations, in their form: it has more of them.
            found[-1] = replace(found[-1], items=found[-1].items | items)
        else:
            found.append(listed)
    return found


def _words(item: Numbered, at: int, blocks: Sequence[Block]) -> str:
    """Give the words of an item, those below it where its number stands alone or heads them."""
    below = next(iter(blocks[at + 1 : at + 2]), None)
    is_head = isinstance(blocks[at], Heading) and not item.words.text.endswith(".")
    if (is_head or not item.words) and isinstance(below, Paragraph):
        return below.excerpt.text
    return item.words.text
