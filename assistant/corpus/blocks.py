"""The [[blocks]] of a TOML file: put in and taken out, the comments between them left as they stand.

Uses what tomlkit keeps to itself, the body of a table: it has no other way to the comments behind
a table's last field. tests/building/test_blocks.py fails where a new tomlkit differs.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import tomlkit
from tomlkit.items import AoT, Comment, Table, Whitespace


def append_block(blocks: AoT, table: Table) -> None:
    """Add a block behind the last one, an empty line between."""
    if blocks:
        blocks[-1].value.body.append((None, Whitespace("\n")))
    blocks.append(table)


def append_field(table: Table, name: str, value: object) -> None:
    """Add a field at the end of a block, before the comments and empty lines that follow it."""
    trailing = _trailing(table)
    table.append(name, value)
    table.value.body.extend(trailing)


def _trailing(table: Table) -> list[tuple[Any, Any]]:
    """Take the comments and empty lines from the end of a block."""
    body = table.value.body
    behind = reversed([name is None and isinstance(i, (Comment, Whitespace)) for name, i in body])
    start = len(body) - sum(1 for _ in takewhile(bool, behind))
    taken = body[start:]
    del body[start:]
    return taken


def removed(written: tomlkit.TOMLDocument, name: str, at: int) -> str:
    """Remove a block; what stands after it, such as the comment on the next one, stays.

    Returns:
        The block as it stood.
    """
    blocks = blocks_of(written, name)
    trailing = _trailing(blocks[at])
    text = f"[[{name}]]\n{blocks[at].as_string()}"
    if not any(isinstance(item, Comment) for _, item in trailing):
        trailing = []
    if at:
        blocks[at - 1].value.body.extend(trailing)
    else:
        before = list(written.body).index(next(i for i in written.body if i[1] is blocks))
        written.body[before:before] = trailing
    del blocks[at]
    return text


def blocks_of(written: tomlkit.TOMLDocument, name: str) -> AoT:
    """Give the blocks of a name; none yet, if there is none."""
    blocks = written.get(name)
    if blocks is None:
        blocks = tomlkit.aot()
        written.append(name, blocks)
    assert isinstance(blocks, AoT)
    return blocks
