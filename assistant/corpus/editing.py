"""Rewrites the files that people keep in the corpus: manifest.toml, asked_as/, questions.jsonl.

A TOML file is cut into its blocks as text, and only the fields of a block that change are written
anew: comments, order and line ends stay as they are.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit

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
# Where a block or table begins; and what stands behind its last field, mostly said of the next one.
_BEGINS = re.compile(r"^(?=[ \t]*\[{1,2}[\w .-]+\]{1,2}[ \t]*(?:#.*)?\r?$)", re.MULTILINE)
_BEHIND = re.compile(r"(?:^[ \t]*(?:#.*)?\r?\n)*\Z", re.MULTILINE)


def write_entry(
    corpus: Path, entry: DocumentEntry, replaces: DocumentId = "", write: Write = write_atomically
) -> None:
    """Write a document's entry into the manifest: a new one, or in the place of an earlier one."""
    path, blocks = _manifest(corpus)
    if replaces:
        at = _place(path, blocks, replaces)
        blocks[at] = _edited(blocks[at], "document", _fields(entry))
    else:
        new = _edited("[[document]]\n", "document", _fields(entry))
        blocks += ["\n", new] if len(blocks) > 1 else [new]
    write(path, "".join(blocks))


def remove_entry(corpus: Path, document_id: DocumentId, write: Write = write_atomically) -> None:
    """Take a document's entry out of the manifest."""
    path, blocks = _manifest(corpus)
    at = _place(path, blocks, document_id)
    blocks[at] = _without_block(blocks[at])
    write(path, "".join(blocks))


def _manifest(corpus: Path) -> tuple[Path, list[str]]:
    path = corpus / MANIFEST
    return path, blocks_of(path, text_of(path) if path.exists() else _MANIFEST_HEAD, InvalidManifest)


def _place(path: Path, blocks: list[str], document_id: DocumentId) -> int:
    ids = [_named(block, "document").get("id") for block in blocks]
    if document_id not in ids:
        raise InvalidManifest(f"{path}: give {document_id!r} a [[document]] block of its own")
    return ids.index(document_id)


def _fields(entry: DocumentEntry) -> dict[str, Any]:
    """Give an entry's fields as the manifest holds them; None for one that it may lack."""
    values = ((name, getattr(entry, name)) for name in DocumentEntry.__slots__)
    plain = {name: list(v) if isinstance(v, tuple) else v for name, v in values}
    return {n: None if n in OPTIONAL and v in ("", []) else v for n, v in plain.items()}


def blocks_of(path: Path, text: str, fault: type[CorpusError] = InvalidCorpusData) -> list[str]:
    """Cut TOML into what stands before the first block, and each block with what is behind it.

    Each is TOML by itself. Raises `fault`, which names the file and, where it is known, the line.
    """
    blocks, whole = _BEGINS.split(text if text.endswith("\n") else text + "\n"), ""
    try:
        tomllib.loads(text)
        whole = "a line of a long text looks like the head of a block; write it on one line"
        for block in blocks:
            tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise fault(f"{path}: {whole or error}") from error
    return blocks


def _named(block: str, name: str) -> dict[str, Any]:
    """Read the fields of a block of a name; of another one, none."""
    held = tomllib.loads(block).get(name)
    return held[0] if isinstance(held, list) and block.lstrip().startswith("[[") else {}


def _parted(block: str) -> tuple[str, str]:
    """Part a block from the comments and empty lines behind it."""
    match = _BEHIND.search(block)
    at = match.start() if match else len(block)
    return block[:at], block[at:]


def _edited(block: str, name: str, fields: Mapping[str, Any]) -> str:
    """Write fields into a block, those that are as they were left alone; None takes one out."""
    own, behind = _parted(block)
    written: Any = tomlkit.parse(own)
    table = written[name][0]
    for field, value in fields.items():
        if value is None:
            table.pop(field, None)
        elif field not in table or table[field] != value:
            table[field] = value
    return tomlkit.dumps(written) + behind


def _without_block(block: str) -> str:
    """Give what stays where a block is taken out: the comments behind it, said of the next one."""
    behind = _parted(block)[1]
    return behind if "#" in behind else ""


def move_asked_as(
    corpus: Path,
    document_id: DocumentId,
    renamed: Mapping[PassageId, PassageId],
    write: Write = write_atomically,
) -> Iterator[str]:
    """Let the asked-as questions follow their passages; put those of lost passages aside.

    Says what it did, one sentence each.
    """
    for path in sorted((corpus / _ASKED_AS).glob("*.toml")):
        blocks = blocks_of(path, text_of(path))
        fresh, gone, n_moved = [*blocks], [], 0
        for at, block in enumerate(blocks):
            fields = _named(block, "passage")
            was = str(fields.get("id", ""))
            if not was.startswith(f"{document_id}/"):
                continue
            now = renamed.get(was, "")
            if not now:
                fresh[at] = _without_block(block)
                gone += [_parted(block)[0]] if fields.get("asked_as") else []
            elif now != was:
                fresh[at] = _edited(block, "passage", {"id": now})
                n_moved += 1
        if fresh == blocks:
            continue
        if gone:
            aside = path.with_name(f"{path.name}.lost")
            earlier = text_of(aside) if aside.exists() else ""
            write(aside, earlier + "\n".join(gone) + "\n")
            whose = f"{len(gone)} passages that have gone"
            yield f"The asked-as questions of {whose} were put aside into {aside}"
        write(path, "".join(fresh))
        if n_moved:
            yield f"{path}: the questions of {n_moved} passages follow them to their new ids"


def add_asked_as(corpus: Path, passage_id: PassageId, question: str) -> Path:
    """Write one more asked-as question behind those of its document; give the file.

    One that is malformed stays as it is: InvalidCorpusData.
    """
    path = corpus / _ASKED_AS / f"{passage_id.split('/')[0]}.toml"
    path.parent.mkdir(exist_ok=True)
    blocks = blocks_of(path, text_of(path)) if path.exists() else []
    block = tomlkit.dumps({"passage": [{"id": passage_id, "asked_as": [question]}]})
    write_atomically(path, "".join([*blocks, "\n", block]))
    return path


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
