"""Reads what is kept beside the documents: asked-as questions, the lexicon, outside examples.

InvalidCorpusData, which all of this raises, names file and line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain import AskedAs, Group, Lexicon, OutsideExample, StatusWording, Term
from assistant.errors import InvalidCorpusData

_ROLE = "[[role]]"
DISTANCES = ("far", "near", "very near")


def read_asked_as(
    corpus: Path, passage_ids: frozenset[str] | None, left_out: frozenset[str] = frozenset()
) -> tuple[AskedAs, ...]:
    """Read corpus/asked_as/*.toml, in the order of file names.

    Args:
        passage_ids: of the passages there are; None if any id will do.
        left_out: documents that are not indexed, and their questions neither.
    """
    found: dict[AskedAs, None] = {}
    for path in sorted((corpus / "asked_as").glob("*.toml")):
        for block in _read(path).blocks("passage"):
            passage_id = block.text("id")
            if passage_id.split("/")[0] in left_out:
                continue
            if passage_ids is not None and passage_id not in passage_ids:
                why = f"no passage has the id {passage_id!r}; python scripts/chunk_corpus.py lists the ids"
                raise block.fault(passage_id, why)
            found |= {AskedAs(passage_id, question): None for question in block.texts("asked_as")}
    return tuple(found)


def read_outside(corpus: Path) -> tuple[OutsideExample, ...]:
    """Read corpus/outside.toml; without the file there are no examples."""
    found: dict[str, OutsideExample] = {}
    for block in _read(corpus / "outside.toml").blocks("group"):
        distance, topic = block.text("distance"), block.text("topic")
        if distance not in DISTANCES:
            why = f"distance {distance!r} is not one of: {', '.join(DISTANCES)}"
            raise block.fault(topic, why)
        how = distance, topic, str(block.fields.get("turn_to", ""))
        found |= {q: OutsideExample(q, *how) for q in block.texts("questions")}
    return tuple(found.values())


def read_lexicon(corpus: Path) -> Lexicon:
    """Read corpus/lexicon.toml; without the file the lexicon is empty."""
    lexicon = _read(corpus / "lexicon.toml")

    def named(kind: str, *lists: str) -> Iterator[tuple[Any, ...]]:
        for block in lexicon.blocks(kind):
            yield block.text("name"), *map(block.texts, lists)

    groups = tuple(Group(*each) for each in named("group", "asked", "named"))
    shorthand = lexicon.fields.get("shorthand", {})
    for short, plain in shorthand.items():
        if not isinstance(plain, str):
            raise lexicon.fault(short, f"{short} must be a text in quotes")
    return Lexicon(
        terms=tuple(Term(*each) for each in named("term", "abbreviations", "also")),
        groups=groups,
        shorthand={short.casefold(): plain for short, plain in shorthand.items()},
        areas=dict(named("area", "asked")),
        statuses=tuple(
            StatusWording(block.texts("asked"), block.texts("means"))
            for block in lexicon.blocks("status")
        ),
        subject=lexicon.texts("subject"),
        roles=tuple(_role(block, groups) for block in lexicon.blocks("role")),
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of a file, or all of it: what is read of it is what it should be, or InvalidCorpusData."""

    path: Path
    fields: dict[str, Any]

    def blocks(self, name: str) -> Iterator[_Block]:
        blocks = self.fields.get(name, [])
        if not isinstance(blocks, list):
            raise self.fault(f"[{name}]", f"write [[{name}]], with two brackets")
        return (_Block(self.path, block) for block in blocks)

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(self._begins, f"{name} is missing or is not a text")
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.fields.get(name, [])
        if not isinstance(values, list):
            raise self.fault(self._begins, f"{name} must be a list in square brackets")
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.fault(str(value), f"{name} holds {value!r}, not a text")
        return tuple(value.strip() for value in values)

    @property
    def _begins(self) -> str:
        return next((v for v in self.fields.values() if isinstance(v, str)), "")

    def fault(self, words: str, what: str, *, after: str = "") -> InvalidCorpusData:
        """Say what is wrong, with the first line that holds some words, from a line with others on."""
        place, has_come = str(self.path), False
        for number, line in enumerate(self.path.read_text("utf-8").splitlines(), start=1):
            has_come = has_come or after in line
            if words and has_come and words in line:
                place = f"{self.path}, line {number}"
                break
        return InvalidCorpusData(f"{place}: {what}")


def _role(block: _Block, groups: Sequence[Group]) -> Group:
    """Put the groups that some people are in together, and what the column calls them besides."""
    name, wanted = block.text("name"), block.texts("groups")
    known = {group.name: group for group in groups}
    if strange := [group for group in wanted if group not in known]:
        why = f"has the group {strange[0]!r}, which no [[group]] is called; there are: {', '.join(known)}"
        raise block.fault(strange[0], f"role {name!r} {why}", after=_ROLE)
    named = [word for group in wanted for word in known[group].named]
    named += block.texts("named")
    if not named:
        raise block.fault(name, f"role {name!r} has no groups", after=_ROLE)
    return Group(name, (), tuple(dict.fromkeys(named)))


def _read(path: Path) -> _Block:
    try:
        return _Block(path, tomllib.loads(path.read_text("utf-8")) if path.exists() else {})
    except tomllib.TOMLDecodeError as error:
        raise InvalidCorpusData(f"{path}: {error}") from error  # tomllib names the line
    except UnicodeDecodeError as error:
        raise InvalidCorpusData(f"{path}: not UTF-8 (byte {error.start})") from error
