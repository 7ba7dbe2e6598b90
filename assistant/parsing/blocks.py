"""Finishes the blocks that a reader found: captions to their tables, the title, what was cut in two.

Knows nothing of file formats.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.domain import Block, Heading, Paragraph, Row, Table
from assistant.parsing.columns import columns_in
from assistant.parsing.draft import Contents, Draft, clean

_CAPTION = re.compile(r"(?:table|box|panel)\s+[\dA-Z]|.*\btable$", re.IGNORECASE)
_MAX_CAPTION = 160
_MAX_SECTION = 120
# A line shorter than this is one of an address or a list; the next begins with a small letter.
_MIN_CUT = 40
_GOES_ON = re.compile(r"[a-z]+[,.;:)”\"’]*\s+\w")


def captioned(blocks: Iterable[Block]) -> list[Block]:
    """Give a table without a caption the line before it, if that reads as one.

    A sentence may stand between a line that says "Table 3 …" and its table.
    """
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and not block.caption:
            at = next((at for at in (-1, -2) if len(out) >= -at and _is_caption(out[at], at)), None)
            if at is not None and not isinstance(caption := out[at], Table):
                del out[at]
                block = replace(block, caption=caption.excerpt)
        out.append(block)
    return out


def sectioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """Part a table at the rows that head others: what they say goes to the caption of each part.

    A table of recommendations is kept whole; there they name the area.
    """
    for block in blocks:
        if isinstance(block, Table) and not _holds_recommendations(block):
            yield from _parts(block)
        else:
            yield block


def _parts(table: Table) -> Iterator[Table]:
    """Part a table; a head with no row below it is a row like others."""
    heads, rows = list[Row](), list[Row]()
    for row in table.rows:
        if rows and _heads_rows(row):
            yield _part(table, heads, rows)
            heads, rows = [row], []
        elif _heads_rows(row):
            heads.append(row)
        else:
            rows.append(row)
    yield _part(table, heads, rows) if rows else _part(table, [], heads)


def _part(table: Table, heads: Sequence[Row], rows: Sequence[Row]) -> Table:
    said = [cell for row in heads for cell in row.cells if cell]
    page = rows[0].page if said and rows else table.page
    return Table(table.caption.joined(*said), table.header, tuple(rows), page)


def _heads_rows(row: Row) -> bool:
    """Tell whether a row across the table heads others; a sentence or more is what it says itself."""
    text = " ".join(cell.text for cell in row.cells if cell)
    return row.is_section and len(text) <= _MAX_SECTION and not text.endswith(".")


def _holds_recommendations(table: Table) -> bool:
    body = [[cell.text for cell in row.cells] for row in table.rows if not row.is_section]
    return bool(columns_in([cell.text for cell in table.header], body))


def rejoined(
    blocks: Iterable[Block], goes_on: Callable[[Paragraph, Heading | Paragraph], bool]
) -> list[Block]:
    """Join the paragraphs that were cut in two, as where a page of another file ended.

    Args:
        goes_on: told of a paragraph, and of the next block that is no table.
    """
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(last, Paragraph) and not isinstance(block, Table) and goes_on(last, block):
            out[-1] = replace(last, excerpt=last.excerpt.joined(block.excerpt))
        else:
            out.append(block)
    return out


def starred(source: str, blocks: Sequence[Block]) -> list[Block]:
    """Make items of the paragraphs that an asterisk marks where others stand around them, or a list."""
    is_star = [_is_starred(source, block) for block in blocks]
    out: list[Block] = []
    for at, block in enumerate(blocks):
        if is_star[at] and isinstance(block, Paragraph):
            around = *out[-1:], *blocks[at + 1 : at + 2]
            # A note at the foot of a page is a sentence, whatever list it stands in.
            is_inside = [getattr(b, "kind", "") for b in around] == ["item", "item"] and not (
                block.excerpt.text.endswith(".")
            )
            is_led = any(
                isinstance(b, Paragraph) and b.excerpt.text.endswith(":") for b in out[-1:]
            )
            if is_inside or is_led or any(is_star[max(at - 1, 0) : at + 2 : 2]):
                block = replace(block, kind="item")
        out.append(block)
    return out


def _is_starred(source: str, block: Block) -> bool:
    if not isinstance(block, Paragraph) or block.kind != "note":
        return False
    start = block.excerpt.spans[0].start
    return source[max(start - 2, 0) : start] == "* "


def _is_cut(last: Paragraph, block: Heading | Paragraph) -> bool:
    """Tell whether a paragraph goes on with the one before; printed pages are set out elsewhere."""
    if (
        not isinstance(block, Paragraph)
        or last.kind not in {"text", "item"}
        or block.kind != "text"
        or block.page is not None
    ):
        return False
    text = last.excerpt.text
    is_open = len(text) >= _MIN_CUT and (text[-1].isalpha() or text[-1] == ",")
    return is_open and bool(_GOES_ON.match(block.excerpt.text))


def _is_caption(block: Block, at: int) -> bool:
    """Tell whether a block can be the caption of the table that follows it, at -1 or -2."""
    if isinstance(block, Table) or len(block.excerpt.text) > _MAX_CAPTION:
        return False
    if _CAPTION.match(block.excerpt.text):
        return isinstance(block, Heading) or at == -1
    is_text = isinstance(block, Paragraph) and block.kind == "text" and at == -1
    return is_text and not block.excerpt.text.endswith((".", ",", ";", ":", "?", "!"))


def titled(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """Mark the title and, between it and the first heading, the front matter."""
    same = [i for i, b in enumerate(blocks) if not isinstance(b, Table) and b.excerpt.text == title]
    at = same[0] if same else -1
    is_front = at > 0
    for i, block in enumerate(blocks):
        if i == at and not isinstance(block, Table):
            yield Paragraph("title", block.excerpt, block.page)
        elif isinstance(block, Table) or (i > at and isinstance(block, Heading)):
            is_front = False
            yield block
        elif i < at or is_front:
            yield Paragraph("front", block.excerpt, block.page)
        else:
            yield block


def settled(
    draft: Draft, n_pages: int | None = None, pages_without_text: tuple[int, ...] = ()
) -> Contents:
    """Finish a draft: captions to their tables, and what was cut in two put together."""
    whole = starred(draft.source, rejoined(draft.blocks, _is_cut))
    blocks = tuple(sectioned(captioned(whole)))
    return Contents(
        draft.source,
        blocks,
        n_pages,
        pages_without_text,
        draft.omissions,
        tuple(draft.remarks),
        {name: words for name, value in draft.properties.items() if (words := clean(value))},
    )
