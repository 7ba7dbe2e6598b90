"""Rewrites the files that people keep in the corpus: manifest.toml, asked_as/, questions.jsonl.

Comments, order and line ends stay as they are. Uses what tomlkit keeps to itself, the body of a
table: it has no other way to the comments behind a table's last field; tests/building/test_blocks.py
fails where a new tomlkit differs. Knows nothing of what stands in the documents.
"""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Comment, Table, Whitespace

from assistant.corpus.manifest import MANIFEST, OPTIONAL
from assistant.domain import DocumentEntry, DocumentId, PassageId
from assistant.errors import CorpusError, InvalidCorpusData, InvalidManifest
from assistant.indexing.disk import write_atomically

# How a file is written: at once, or as one of several (transaction.py).
Write = Callable[[Path, str], None]

_ASKED_AS = "asked_as"
_MANIFEST_HEAD = """\
# The documents that are indexed. Only these; a file that merely lies in this folder is left out
# and named in the build's report. corpus/README.md explains each field.
"""


def write_entry(
    corpus: Path, entry: DocumentEntry, replaces: DocumentId = "", write: Write = write_atomically
) -> None:
    """Write a document's entry into the manifest: a new one, or in the place of an earlier one."""
    path, written = _manifest(corpus)
    blocks = blocks_of(written, "document")
    if replaces:
        _set(blocks[_place(blocks, replaces)], entry)
    else:
        table = tomlkit.table()
        _set(table, entry)
        append_block(blocks, table)
    write(path, tomlkit.dumps(written))


def remove_entry(corpus: Path, document_id: DocumentId, write: Write = write_atomically) -> None:
    """Take a document's entry out of the manifest."""
    path, written = _manifest(corpus)
    removed(written, "document", _place(blocks_of(written, "document"), document_id))
    write(path, tomlkit.dumps(written))


def _manifest(corpus: Path) -> tuple[Path, tomlkit.TOMLDocument]:
    path = corpus / MANIFEST
    text = text_of(path) if path.exists() else _MANIFEST_HEAD
    return path, _parsed(path, text if text.endswith("\n") else text + "\n", InvalidManifest)


def _parsed(
    path: Path, text: str, fault: type[CorpusError] = InvalidCorpusData
) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise fault(f"{path}: {error}") from error


def _place(blocks: AoT, document_id: DocumentId) -> int:
    return next(at for at, block in enumerate(blocks) if block["id"] == document_id)


def _set(table: Table, entry: DocumentEntry) -> None:
    """Write an entry's fields into a block, those that are as they were left alone."""
    for name in DocumentEntry.__slots__:
        value = getattr(entry, name)
        plain = list(value) if isinstance(value, tuple) else value
        if name in OPTIONAL and plain in (None, "", []):
            if name in table:
                table.remove(name)
        elif name not in table:
            append_field(table, name, plain)
        elif table[name] != plain:
            table[name] = plain


def move_asked_as(
    corpus: Path,
    document_id: DocumentId,
    renamed: Mapping[PassageId, PassageId],
    write: Write = write_atomically,
) -> Iterator[str]:
    """Let the asked-as questions follow their passages; put those of lost passages aside.

    `renamed` gives the ids that passages have now, by those they had; those without one have gone.
    """
    for path in sorted((corpus / _ASKED_AS).glob("*.toml")):
        named = _named(path, document_id)
        if all(renamed.get(name) == name for name in named):
            continue  # reading a large file so that it can be written again takes seconds
        written = _parsed(path, text_of(path))
        gone: list[str] = []
        moved = 0
        for at in reversed(range(len(blocks_of(written, "passage")))):
            block = blocks_of(written, "passage")[at]
            was = str(block.get("id", ""))
            now = renamed.get(was, "") if was in named else was
            if not now:
                is_filled = bool(block.get("asked_as"))
                lost = removed(written, "passage", at)
                gone += [lost] if is_filled else []
            elif now != was:
                block["id"] = now
                moved += 1
        if gone:
            aside = path.with_name(f"{path.name}.lost")
            earlier = text_of(aside) if aside.exists() else ""
            write(aside, earlier + "\n".join(reversed(gone)) + "\n")
            yield (
                f"The asked-as questions of {len(gone)} passages that have gone were put aside "
                f"into {aside}"
            )
        write(path, tomlkit.dumps(written))
        if moved:
            yield f"{path}: the questions of {moved} passages follow them to their new ids"


def add_asked_as(corpus: Path, passage_id: PassageId, question: str) -> Path:
    """Write one more asked-as question behind those of its document; give the file.

    As text at the end: a large file takes seconds to be read so that it can be written again. One
    that is malformed stays as it is: InvalidCorpusData.
    """
    path = corpus / _ASKED_AS / f"{passage_id.split('/')[0]}.toml"
    path.parent.mkdir(exist_ok=True)
    before = text_of(path) if path.exists() else ""
    block = tomlkit.table()
    block["id"], block["asked_as"] = passage_id, [question]
    end = "" if not before or before.endswith("\n") else "\n"
    text = f"{before}{end}\n[[passage]]\n{block.as_string()}"
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidCorpusData(f"{path}: {error}") from error
    write_atomically(path, text)
    return path


def _named(path: Path, document_id: DocumentId) -> set[PassageId]:
    """List the passages of a document that a file holds questions for."""
    try:
        blocks = tomllib.loads(text_of(path)).get("passage", [])
        ids = {str(block.get("id", "")) for block in blocks}
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        raise InvalidCorpusData(f"{path}: {error}") from error
    return {name for name in ids if name.startswith(f"{document_id}/")}


def text_of(path: Path) -> str:
    """Read a file of the corpus as it stands, its line ends included."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidCorpusData(f"{path}: not UTF-8 (byte {error.start})") from error


def move_labels(
    questions: Path, numbers: Mapping[str, str], write: Write = write_atomically
) -> Iterator[str]:
    """Let the labels of the kept questions follow their recommendations to their new numbers.

    `numbers` gives the number a recommendation has now by the one it had; empty for none.
    """
    lines = text_of(questions).split("\n")
    fresh = [_relabelled(line, numbers) for line in lines]
    n_changed = sum(a != b for a, b in zip(lines, fresh, strict=True))
    if n_changed:
        write(questions, "\n".join(fresh))
        yield f"{questions}: {n_changed} labels follow the recommendations to their new numbers"


def _relabelled(line: str, numbers: Mapping[str, str]) -> str:
    """Renumber one labelled question; a label whose recommendation has gone is left out."""
    try:
        row = json.loads(line)
        changed = False
        for name in ("recs", "recs_ok"):
            labels = row.get(name, [])
            fresh = [now for n in labels if (now := numbers.get(str(n), str(n)))]
            changed = changed or fresh != [str(n) for n in labels]
            row[name] = [int(n) if n.isdigit() else n for n in fresh]
    except (ValueError, TypeError, AttributeError):
        return line  # not a labelled question; the evaluation says so
    return json.dumps(row, ensure_ascii=False) if changed else line


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
    """Remove a block and give it back; what stands after it, such as the comment on the next one, stays."""
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
