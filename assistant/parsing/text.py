"""Reads a plain-text file: headings, paragraphs, list items, notes, tab-separated tables.

Plain text marks nothing, so all is told from how the lines stand. Knows nothing of what
the tables mean.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf
from pathlib import Path

from assistant.domain import Block, Excerpt, Heading, Paragraph, ParagraphKind, Span, Table
from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import captioned, rejoined, starred
from assistant.parsing.cells import Line, aligned, drawn, tabbed, written
from assistant.parsing.decoding import letters_of, remark_on
from assistant.parsing.draft import Contents, Draft, beginning, counts_on
from assistant.parsing.layout import CONTENTS_LINE
from assistant.parsing.statements import ends, is_numbered, leads_on

_ITEM = re.compile(r"\s*(?:[•●▪◦‣]|[-*](?=\s)|\d{1,2}[.)](?=\s))\s*")
_REFERENCE = re.compile(r"\s*(?:[-*]\s+)?\[\d+\]\s+")
_NOTE = re.compile(r"\s*[*†‡]\s+")
_LETTERED = re.compile(r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|([a-z]\.))\s")
# A tab behind a mark only sets it apart from its words.
_MARKED = re.compile(
    r"\s*(?:[•●▪◦‣*–-]|\(?(?:\d{1,2}(?:\.\d{1,3})*|[a-zA-Z]|[ivx]{1,5})[.)]?)\t+[^\t]+"
)
_FIGURE = re.compile(r"\s*(\d{1,2})[.)]?\s+")
_QUOTED = re.compile(r"(?:>(?:\s|(?=>)|$))+")
_DASHES = frozenset("–—－")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_BEFORE = re.compile(r"[^\r\n]*\Z")
_TEXT_LINE = re.compile(r"[^\r\n\f\ufeff]+")
# The share of pages that a head stands on; form feeds part a text that a program took from a PDF.
_HEADED = 0.5
# "To: All staff", "Review date: 3 March 2027": what heads mail, or says whose a document is.
_LABELLED = re.compile(r"\s*[A-Z][\w’'/-]*(?: [\w’'/&-]+){0,3}:\s+\S")
_ENUMERATED = re.compile(r"(?:[a-z]|\d+(?:\.\d+)*|[ivx]+)[.)]\s+", re.IGNORECASE)
_DOTTED = re.compile(r"(?:\d{1,2}|[A-Z])((?:\.\d{1,3})+)\.?\s+(\S)")
_COUNTED = re.compile(r"\s*((?:\d{1,2}|[A-Z])(?:\.\d{1,3})*)\.?\s+\S")
# A line of one sign alone, below a heading or between two parts.
_DRAWN = re.compile(r"\s*([-=~^_*#+\"'`])\1{2,}\s*")
# A longer single line without a full stop is text that a page break cut, not a heading.
_MAX_HEADING = 120
_MAX_LINE_HEADING = 60
# A longer line is a paragraph, as Word saves them: the longest wrapped one of 28 texts has 181 letters.
_MAX_WRAPPED = 200
# A shorter line is one of a letter's opening, of an address or of a list, and is not cut.
_MIN_CUT = 40
# How far back "1)" may stand before "2)" inside a sentence: at most 231 letters in 34 such pairs of 107 documents.
_COUNTED_IN = 1_000


def read_text(path: Path) -> Contents:
    """Read a text file.

    Raises:
        UnreadableDocument: it is not text, or holds none.
    """
    letters = letters_of(path)
    source = letters.text
    if not source.strip():
        raise UnreadableDocument(f"{path.name} holds no text")
    draft = Draft()
    draft.remark(remark_on(letters.encoding))
    aside = _running_heads(source, draft.leave_out) | _contents(source, draft.leave_out)
    blocks = tuple(_settled(source, list(_blocks(source, aside))))
    return Contents(source, blocks, omissions=draft.omissions, remarks=tuple(draft.remarks))


def _running_heads(source: str, tell: Callable[[str, str], None]) -> frozenset[int]:
    """Give where the lines begin that head or foot most pages, in a text that form feeds part."""
    pages = [
        [line for line in _TEXT_LINE.finditer(source, *page.span()) if line[0].strip()]
        for page in re.finditer(r"[^\f]+", source)
    ]
    ends = [
        (line, re.sub(r"\d+", "#", line[0].strip()))
        for p in pages
        for line in (*p[:1], *p[1:][-1:])
    ]
    counts = Counter(words for _, words in ends)
    n_needed = max(2, _HEADED * len(pages)) if len(pages) > 1 else inf
    heads = [line for line, words in ends if counts[words] >= n_needed and not is_numbered(words)]
    for line in heads:
        tell("running header or footer", line[0])
    return frozenset(line.start() for line in heads)


def _contents(source: str, tell: Callable[[str, str], None]) -> frozenset[int]:
    """Give where the lines begin that dots lead from to a page; a form to be filled in has none."""
    lines = [
        line
        for line in _TEXT_LINE.finditer(source)
        if (end := line[0][-_MAX_WRAPPED:].rstrip())[-1:].isalnum() and CONTENTS_LINE.search(end)
    ]
    for line in lines:
        tell("list of contents", line[0])
    return frozenset(line.start() for line in lines)


def _groups(source: str, aside: frozenset[int]) -> Iterator[list[Line]]:
    """Group lines into paragraphs and tables; blank lines inside a table do not end it."""
    group: list[Line] = []
    in_table = False
    quoting = ""
    for match in _TEXT_LINE.finditer(source):
        before, quoting = quoting, _quoting(match[0], is_quoted=bool(quoting))
        line, is_row = match[0][len(quoting) :], "\t" in match[0]
        if match.start() in aside or not (line.strip() or is_row):
            continue
        gap = source[group[-1][1] : match.start()] if group else ""
        n_ends = len(_LINE_END.findall(gap))
        is_apart = n_ends > 1 and not (in_table and is_row)
        is_apart |= quoting.count(">") != before.count(">")
        if group and (is_apart or is_row != in_table):
            yield group
            group = []
        group.append((match.end() - len(line), match.end()))
        in_table = is_row
    if group:
        yield group


def _quoting(line: str, *, is_quoted: bool) -> str:
    """Give the marks of a line quoted from another e-mail; those before a figure compare: "> 5 mm"."""
    marks = _QUOTED.match(line)
    return marks[0] if marks and (is_quoted or not line[marks.end() :][:1].isdigit()) else ""


def _blocks(source: str, aside: frozenset[int]) -> Iterator[Block]:
    levels: dict[str, int] = {}
    for group in _groups(source, aside):
        if "\t" not in source[slice(*group[0])]:
            yield from _pieces(source, group, levels)
        elif all(_MARKED.fullmatch(source, *line) for line in group):
            yield from _paragraphs(source, group)
        else:
            yield tabbed(source, group)


def _pieces(source: str, lines: list[Line], levels: dict[str, int]) -> Iterator[Block]:
    """Part a group of lines into headings that are underlined, tables and what stands between.

    Args:
        levels: the level of each sign that underlines headings, the first is the highest.
    """
    between: list[Line] = []
    at = 0
    while at < len(lines):
        below = source[slice(*lines[at + 1])] if at + 1 < len(lines) else ""
        found = (reader(source, lines, at) for reader in (aligned, written, drawn))
        n_rows, table = next((x for x in found if x[1]), (0, None))
        is_drawn = bool(_DRAWN.fullmatch(source[slice(*lines[at])]))
        is_headed = not between and _DRAWN.fullmatch(below) and not is_drawn
        fields = [] if table else _fields(source, lines, at)
        if not (table or is_drawn or is_headed or fields):
            between.append(lines[at])
            at += 1
            continue
        if between:
            yield from _paragraphs(source, between)
            between = []
        if is_headed:
            level = levels.setdefault(below.strip()[0], len(levels) + 1)
            yield Heading(level, Excerpt.cut(source, (_trimmed(source, *lines[at]),)))
        elif table:
            yield table
        for field in fields:
            yield Paragraph("text", Excerpt.cut(source, tuple(field)))
        at += n_rows or sum(map(len, fields)) or (2 if is_headed else 1)
    if between:
        yield from _paragraphs(source, between)


def _fields(source: str, lines: Sequence[Line], at: int) -> list[list[Span]]:
    """Give the fields that begin here, one below the other, each with the lines that go on with it."""
    fields: list[list[Span]] = []
    last = ""
    for n in range(at, len(lines)):
        line = source[slice(*lines[n])]
        is_full = len(last) >= _MIN_CUT and not ends(last)
        if _LABELLED.match(line) and not is_numbered(line.strip()):
            fields.append([])
        elif not fields or not (
            line[:1].isspace() or line[0].islower() or last[-1] == "," or is_full
        ):
            break
        fields[-1].append(_trimmed(source, *lines[n]))
        last = line.rstrip()
    return fields if len(fields) > 1 else []


def _paragraphs(source: str, lines: list[Line]) -> Iterator[Block]:
    """Split a group of lines into paragraphs and list items."""
    spans: list[Span] = []
    kind: ParagraphKind = "text"
    # One line alone that an asterisk or "a." begins may be a note or a heading.
    is_list = any(
        sum(1 for start, end in lines if mark.match(source, start, end)) > 1
        for mark in (_NOTE, _LETTERED)
    )
    is_said = source[slice(*lines[-1])].rstrip().endswith((".", ":", ";", ",", " and", " or"))
    for start, end in lines:
        line = source[start:end]
        begins = _begins(line, is_list=is_list, is_said=is_said)
        if begins and kind == "text" and spans and _is_aside(source, spans, line):
            begins = None
        is_whole = spans and spans[-1].end - spans[-1].start > _MAX_WRAPPED
        is_after = is_whole and ends(source[slice(*spans[-1])])
        if spans and (begins or is_after or _is_next_number(source, spans, line)):
            yield _paragraph(source, kind, spans, line[begins[1] if begins else 0 :].strip())
            spans = []
        if not spans:
            kind, skipped = begins or ("text", 0)
            start += skipped
        spans.append(_trimmed(source, start, end))
    yield _paragraph(source, kind, spans)


def _trimmed(source: str, start: int, end: int) -> Span:
    run = source[start:end]
    return Span(start + len(run) - len(run.lstrip()), end - len(run) + len(run.rstrip()))


def _is_aside(source: str, spans: list[Span], line: str) -> bool:
    """Tell whether the dash, number or letter at a line's start is one inside a sentence."""
    last = source[slice(*spans[-1])]
    is_said = line.lstrip()[:1] in _DASHES or bool(_LETTERED.match(line))
    if is_said and not ends(last) and not last.endswith((" and", " or")):
        return True
    start = max(spans[0].start, spans[-1].end - _COUNTED_IN)
    return counts_on(source[start : spans[-1].end], line.strip())


def _is_next_number(source: str, spans: list[Span], line: str) -> bool:
    """Tell whether a numbered line begins: after a sentence, or below a line that is numbered too."""
    start, end = spans[-1]
    last = _COUNTED.match(source, _line_start(source, start), end)
    if leads_on(source[start:end].strip()):
        return False
    dotted = _DOTTED.match(line.strip())
    # "… as in / 1.1.2 and its note." goes on.
    is_rest = dotted is not None and dotted[2].islower() and ends(line.strip())
    if len(spans) == 1 and last and dotted and not is_rest:
        return "." in last[1] or line.strip().startswith(last[1] + ".")
    return is_numbered(line.strip())


def _line_start(source: str, at: int) -> int:
    """Find where a line begins, no further before a place in it than any mark reaches."""
    found = _LINE_BEFORE.search(source, max(at - _MAX_LINE_HEADING, 0), at)
    return found.start() if found else at


def _begins(line: str, *, is_list: bool, is_said: bool) -> tuple[ParagraphKind, int] | None:
    """Tell whether a line begins an item, note or reference, and how long its mark is."""
    if match := _REFERENCE.match(line):
        return "reference", line.index("[")
    if match := _NOTE.match(line):
        # Asterisks mark items where several do, or where they are set in.
        is_item = line.lstrip()[0] == "*" and (is_list or line[0].isspace())
        return "item" if is_item else "note", match.end()
    if match := _ITEM.match(line):
        return "item", match.end()
    kind, mark = beginning(line.strip())
    letter = _LETTERED.match(line)
    is_letter = letter is not None and (is_list or is_said or not letter[1])
    # "o" is a bullet where it stands apart, and elsewhere a word.
    is_bullet = re.fullmatch(r"o\s{2,}", mark) or not any(map(str.isalnum, mark))
    is_item = kind == "item" and (is_letter or bool(is_bullet))
    return ("item", line.index(mark.strip()) + len(mark)) if is_item else None


def _paragraph(source: str, kind: ParagraphKind, spans: list[Span], below: str = "") -> Block:
    """Make a paragraph, or a heading of a short line.

    A long line is wrapped where others stand below it, a recommendation goes on in a small letter.
    """
    excerpt = Excerpt.cut(source, tuple(spans))
    is_long = len(excerpt.text) > _MAX_LINE_HEADING
    is_wrapped = bool(below) and (is_long or (is_numbered(excerpt.text) and below[0].islower()))
    if kind == "text" and not is_wrapped and _looks_like_heading(excerpt, source):
        return Heading(_level(excerpt.text), excerpt)
    return Paragraph(kind, excerpt)


def _level(text: str) -> int:
    """Tell the level of a heading by the depth of its number."""
    dotted = _DOTTED.match(text)
    return 1 + dotted[1].count(".") if dotted else 2 if _ENUMERATED.match(text) else 1


def _looks_like_heading(excerpt: Excerpt, source: str) -> bool:
    text = excerpt.text
    words = _ENUMERATED.sub("", text, count=1)
    return (
        len(excerpt.spans) == 1
        and len(text) <= _MAX_HEADING
        and not text.endswith((".", ",", ";", ":", "?", "!", ">"))
        and (words[:1].isupper() or bool(_DOTTED.match(text)))
        and not (is_numbered(text) and ends(text))
        and ". " not in words
        and "://" not in text
    )


def _settled(source: str, blocks: list[Block]) -> list[Block]:
    """Decide what single lines cannot: continued paragraphs, captions, false headings."""
    said = list(_without_false_headings(blocks))
    title = next((block for block in said if not isinstance(block, Heading)), None)

    def goes_on(last: Paragraph, block: Heading | Paragraph) -> bool:
        is_title = last is title and len(last.excerpt.spans) == 1
        return not (is_title and not block.excerpt.text[:1].islower()) and _goes_on(last, block)

    whole = rejoined(said, goes_on)
    return captioned(_with_numbered_heads(source, starred(source, whole)))


def _with_numbered_heads(source: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Make headings of numbered lines that are over what is numbered within them, or over text.

    "2. Scope" is one over "2.1 …", and over text where neither neighbour is numbered, as items are.
    """
    numbers = [_number_of(source, block) for block in blocks]
    around = zip([None, *blocks], blocks, [*blocks[1:], None], strict=False)
    for at, (before, block, following) in enumerate(around):
        number = numbers[at]
        if number is None or isinstance(block, Table) or isinstance(following, Table | None):
            yield block
            continue
        is_led = isinstance(before, Paragraph) and before.excerpt.text.endswith(":")
        is_single = not (is_led or any(numbers[at - 1 : at] + numbers[at + 1 : at + 2]))
        is_text = isinstance(following, Paragraph) and ends(following.excerpt.text)
        is_over_text = is_single and is_text and not ends(block.excerpt.text)
        if is_over_text or re.match(rf"{number[1]}\.[01]\b", following.excerpt.text):
            end = block.excerpt.spans[0].end
            yield Heading(1, Excerpt.cut(source, (_trimmed(source, number.start(), end),)))
        else:
            yield block


def _number_of(source: str, block: Block) -> re.Match[str] | None:
    """Find the number before an item of one line that is short enough for a heading."""
    if not isinstance(block, Paragraph) or block.kind != "item" or len(block.excerpt.spans) > 1:
        return None
    [(start, end)] = block.excerpt.spans
    is_short = len(block.excerpt.text) <= _MAX_HEADING
    return _FIGURE.match(source, _line_start(source, start), end) if is_short else None


def _goes_on(last: Paragraph, block: Heading | Paragraph) -> bool:
    """Tell whether a block continues a paragraph that a page break cut."""
    if isinstance(block, Paragraph) and block.kind != "text":
        return False
    if is_numbered(block.excerpt.text) or _DOTTED.match(block.excerpt.text):
        return False
    match last.kind:
        case "note":
            return False
        case "reference":
            return not last.excerpt.text.endswith((".", ")"))
        case "item":
            return block.excerpt.text[:1].islower()
        case _:
            is_open = not last.excerpt.text.endswith((".", "!", "?", ":", ")", ">", "]", "”"))
            end = last.excerpt.spans[-1]
            is_field = len(last.excerpt.spans) == 1 and bool(_LABELLED.match(last.excerpt.text))
            is_full = end.end - end.start >= _MIN_CUT and not is_field
            return is_open and (is_full or block.excerpt.text[:1].islower())


def _without_false_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Turn a heading over nothing but a note, at the end, or whose sentence goes on, back into text."""
    for block, following in pairwise([*blocks, None]):
        if isinstance(block, Heading) and (
            following is None or (isinstance(following, Paragraph) and _goes_with(block, following))
        ):
            yield Paragraph("text", block.excerpt)
        elif block is not None:
            yield block


def _goes_with(heading: Heading, following: Paragraph) -> bool:
    is_long = len(heading.excerpt.text) >= _MIN_CUT
    return following.kind == "note" or (is_long and following.excerpt.text[:1].islower())
