"""Tells what a document calls itself and the columns of its tables of recommendations.

Knows nothing of file formats.
"""

import re
from collections.abc import Iterator

from assistant.domain import Document, Heading, Paragraph, Table
from assistant.parsing.recommendations import columns_of
from assistant.parsing.statements import is_numbered

# Names that programs give, not people.
_NO_TITLE = re.compile(
    r"untitled|microsoft word|document\d*$|.*\.(?:docx?|pdf|indd|html?)$", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
# A title stands at the beginning.
_BEGINNING = 3_000
_N_BLOCKS = 20
_MAX_TITLE = 200


def labels_of(document: Document) -> dict[str, str]:
    """Give what a document calls itself ("title"), and its columns ("column for action")."""
    heads: dict[str, dict[str, None]] = {}
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for name, at in columns_of(table).items():
            if table.header[at]:
                heads.setdefault(f"column for {name}", {})[table.header[at].text] = None
    title = next(_titles(document), "")
    return ({"title": title} if title else {}) | {k: "; ".join(v) for k, v in heads.items()}


def _titles(document: Document) -> Iterator[str]:
    """Give titles, the likeliest first: what is known as one, what the file and its first page say."""
    paragraphs = [b for b in document.blocks[:_N_BLOCKS] if isinstance(b, Paragraph)]
    yield from (b.excerpt.text for b in paragraphs if b.kind == "title")
    plain = _SITE.sub("", document.properties.get("title", ""))
    is_name = not plain or bool(_NO_TITLE.match(plain)) or len(plain.split()) < 2
    start = " ".join(document.source[:_BEGINNING].casefold().split())
    if not is_name and plain.casefold() in start:
        yield plain
    first = document.blocks[0] if document.blocks else None
    # Plain text marks no title; it stands first.
    is_plain = document.entry.file.lower().endswith(".txt")
    if is_plain and isinstance(first, Paragraph) and _is_short(first.excerpt.text):
        yield first.excerpt.text
    headings = [b for b in document.blocks[:_N_BLOCKS] if isinstance(b, Heading)]
    texts = (b.excerpt.text for b in sorted(headings, key=lambda b: b.level))
    yield from (text for text in texts if not _CONTENTS.fullmatch(text))
    if not is_name:
        yield plain


def _is_short(text: str) -> bool:
    is_title = len(text) <= _MAX_TITLE and not text.endswith((".", ":", ";", ","))
    return is_title and not is_numbered(text)
