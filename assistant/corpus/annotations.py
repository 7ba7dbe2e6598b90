"""Reads what is kept beside the documents: asked-as questions, the lexicon, outside examples.

InvalidCorpusData, which all of this raises, names file and line.
"""

import tomllib
from collections.abc import Iterator, Sequence
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
        data = _read(path)
        for block in _blocks(path, data, "passage"):
            passage_id = _text(path, block, "id")
            if passage_id.split("/")[0] in left_out:
                continue
            if passage_ids is not None and passage_id not in passage_ids:
                raise InvalidCorpusData(
                    f"{_place(path, passage_id)}: no passage has the id {passage_id!r}; "
                    "python scripts/chunk_corpus.py lists the ids"
                )
            for question in _texts(path, block, "asked_as"):
                found[AskedAs(passage_id, question)] = None
    return tuple(found)


def read_outside(corpus: Path) -> tuple[OutsideExample, ...]:
    """Read corpus/outside.toml; without the file there are no examples."""
    path = corpus / "outside.toml"
    found: dict[str, OutsideExample] = {}
    for block in _blocks(path, _read(path), "group"):
        distance, topic = _text(path, block, "distance"), _text(path, block, "topic")
        if distance not in DISTANCES:
            raise InvalidCorpusData(
                f"{_place(path, topic)}: distance {distance!r} is not one of: {', '.join(DISTANCES)}"
            )
        turn_to = block.get("turn_to", "")
        for question in _texts(path, block, "questions"):
            found[question] = OutsideExample(question, distance, topic, str(turn_to))
    return tuple(found.values())


def read_lexicon(corpus: Path) -> Lexicon:
    """Read corpus/lexicon.toml; without the file the lexicon is empty."""
    path = corpus / "lexicon.toml"
    data = _read(path)

    def named(block: dict[str, Any], *lists: str) -> tuple[Any, ...]:
        return _text(path, block, "name"), *(_texts(path, block, each) for each in lists)

    terms = tuple(Term(*named(b, "abbreviations", "also")) for b in _blocks(path, data, "term"))
    groups = tuple(Group(*named(b, "asked", "named")) for b in _blocks(path, data, "group"))
    areas = dict(named(block, "asked") for block in _blocks(path, data, "area"))
    statuses = tuple(
        StatusWording(_texts(path, block, "asked"), _texts(path, block, "means"))
        for block in _blocks(path, data, "status")
    )
    subject = _texts(path, data, "subject")
    plain_by_short = {}
    for short, plain in data.get("shorthand", {}).items():
        if not isinstance(plain, str):
            raise InvalidCorpusData(f"{_place(path, short)}: {short} must be a text in quotes")
        plain_by_short[short.casefold()] = plain
    roles = tuple(_role(path, block, groups) for block in _blocks(path, data, "role"))
    return Lexicon(terms, groups, plain_by_short, areas, statuses, subject, roles)


def _role(path: Path, block: dict[str, Any], groups: Sequence[Group]) -> Group:
    """Put the groups that some people are in together, and what the column calls them besides."""
    name = _text(path, block, "name")
    known = {group.name: group for group in groups}
    wanted = _texts(path, block, "groups")
    for group in wanted:
        if group not in known:
            raise InvalidCorpusData(
                f"{_place(path, group, after=_ROLE)}: role {name!r} has the group {group!r}, which "
                f"no [[group]] is called; there are: {', '.join(known)}"
            )
    named = [word for group in wanted for word in known[group].named]
    named += _texts(path, block, "named")
    if not named:
        raise InvalidCorpusData(f"{_place(path, name, after=_ROLE)}: role {name!r} has no groups")
    return Group(name, (), tuple(dict.fromkeys(named)))


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidCorpusData(f"{path}: {error}") from error  # tomllib names the line
    except UnicodeDecodeError as error:
        raise InvalidCorpusData(f"{path}: not UTF-8 (byte {error.start})") from error


def _blocks(path: Path, data: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    blocks = data.get(name, [])
    if not isinstance(blocks, list):
        raise InvalidCorpusData(f"{_place(path, f'[{name}]')}: write [[{name}]], with two brackets")
    yield from blocks


def _text(path: Path, block: dict[str, Any], name: str) -> str:
    value = block.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InvalidCorpusData(f"{_of(path, block)}: {name} is missing or is not a text")
    return value.strip()


def _texts(path: Path, block: dict[str, Any], name: str) -> tuple[str, ...]:
    values = block.get(name, [])
    if not isinstance(values, list):
        raise InvalidCorpusData(f"{_of(path, block)}: {name} must be a list in square brackets")
    for value in values:
        if not isinstance(value, str) or not value.strip():
            place = _place(path, str(value))
            raise InvalidCorpusData(f"{place}: {name} holds {value!r}, not a text")
    return tuple(value.strip() for value in values)


def _of(path: Path, block: dict[str, Any]) -> str:
    return _place(path, next((v for v in block.values() if isinstance(v, str)), ""))


def _place(path: Path, words: str, *, after: str = "") -> str:
    """Name the file and the first line that holds some words, from a line with others on."""
    has_come = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        has_come = has_come or after in line
        if words and has_come and words in line:
            return f"{path}, line {number}"
    return str(path)
