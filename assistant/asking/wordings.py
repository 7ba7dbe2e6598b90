"""Reads words.toml and finds wordings among tokens, the longest at each place.

Knows no class by name.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from assistant.asking.tokens import Token, wording
from assistant.errors import InvalidWording

WORDS = Path(__file__).with_name("words.toml")
T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """Tokens [start, end) and what they mean."""

    start: int
    end: int
    meanings: tuple[T, ...]


@dataclass(slots=True)
class _Step(Generic[T]):
    """What may follow some words in wordings, and what these words mean as a whole wording."""

    following: dict[str, _Step[T]] = field(default_factory=dict)
    meanings: tuple[T, ...] = ()


class Wordings(Generic[T]):
    """Many wordings with their meanings."""

    def __init__(self, meanings: Iterable[tuple[str, T]]) -> None:
        """Take wordings, each with one of its meanings."""
        whole = _Step[T]()
        for written, meaning in meanings:
            step = whole
            for word in wording(written):
                step = step.following.setdefault(word, _Step())
            step.meanings = tuple(dict.fromkeys((*step.meanings, meaning)))
        self._first = whole.following

    def begins(self, words: str) -> bool:
        """Tell whether some wording begins with the first of these words."""
        return words.partition(" ")[0] in self._first

    def at(self, words: Sequence[str], place: int) -> Match[T] | None:
        """Find the longest wording that begins at a place."""
        found = self._from(words, place) if words[place] in self._first else ()
        return found[0] if found else None

    def everywhere(self, words: Sequence[str]) -> Iterator[Match[T]]:
        """Find all wordings, those within others too."""
        # Most words begin none: told in one step, as this is asked of every question dozens of times.
        if self._first.keys().isdisjoint(words):
            return iter(())
        places = [n for n, word in enumerate(words) if word in self._first]
        return chain.from_iterable(self._from(words, place) for place in places)

    def _from(self, words: Sequence[str], place: int) -> list[Match[T]]:
        """Find the wordings that begin at a place, the longest first."""
        found: list[Match[T]] = []
        steps = self._first
        for end in range(place, len(words)):
            step = steps.get(words[end])
            if step is None:
                break
            if step.meanings:
                found.insert(0, Match(place, end + 1, step.meanings))
            steps = step.following
        return found


@cache
def _tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return read_classes(WORDS)


@cache
def classes() -> Mapping[str, tuple[str, ...]]:
    """Give the classes of words.toml: name -> its wordings.

    Raises:
        InvalidWording: malformed; names file and line.
    """
    return {name: wordings for table in _tables().values() for name, wordings in table.items()}


def shapes() -> tuple[str, ...]:
    """Name the classes that shape a question for a list."""
    return tuple(_tables()["shape"])


@cache
def words_of(name: str) -> frozenset[str]:
    """Give the plain words of a class, each a word of its own."""
    return frozenset(" ".join(wording(written)) for written in classes()[name])


@cache
def classes_by_word() -> Mapping[str, frozenset[str]]:
    """Give the classes that hold a word, or some words, as a wording of its own."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for name in classes():
        for word in words_of(name):
            held[word].add(name)
    return {word: frozenset(names) for word, names in held.items()}


@cache
def gathered(*names: str) -> Wordings[str]:
    """Gather the wordings of some classes of words.toml; each means its class."""
    return Wordings((written, name) for name in names for written in classes()[name])


def wording_at(name: str, said: Sequence[str], place: int) -> Match[str] | None:
    """Find the longest wording of a class that begins at a place among words."""
    return gathered(name).at(said, place) if place < len(said) else None


def holds(name: str, said: Sequence[str]) -> bool:
    """Tell whether words hold a wording of a class."""
    return next(gathered(name).everywhere(said), None) is not None


def opens_with(name: str, found: Sequence[Token]) -> int:
    """Count the tokens of a class's wording that a question begins with, marks before it too."""
    begins = next((n for n, t in enumerate(found) if not t.is_mark), len(found))
    is_one = begins < len(found) and gathered(name).begins(found[begins].word)
    match = gathered(name).at(word_list(found), begins) if is_one else None
    return match.end if match else 0


def uncovered(found: Sequence[Token], *names: str) -> list[Token]:
    """Give the words that no wording of some classes covers, the marks aside."""
    covered = {
        at
        for match in gathered(*names).everywhere(word_list(found))
        for at in range(match.start, match.end)
    }
    return [t for at, t in enumerate(found) if at not in covered and not t.is_mark]


def forget() -> None:
    """Read words.toml anew when it is next needed."""
    _tables.cache_clear()
    classes.cache_clear()
    gathered.cache_clear()
    words_of.cache_clear()
    classes_by_word.cache_clear()


def read_classes(path: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Read a file of classes of wordings, in tables.

    Raises:
        InvalidWording: malformed; names file and line.
    """
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # tomllib names the line, but for what is not closed before the end.
        said = str(error).replace("end of document", f"line {text.count(chr(10)) + 1}")
        raise InvalidWording(f"{path.name}: {said}") from error
    for table in data.values():
        for name, wordings in table.items():
            problem = _problem(wordings)
            if problem:
                raise InvalidWording(f"{_place(path, text, name)}: {name} {problem}")
    return {
        title: {
            name: tuple(w for x in wordings for w in _spelt_out(x))
            for name, wordings in table.items()
        }
        for title, table in data.items()
    }


def _spelt_out(written: str) -> Iterator[str]:
    """Give the wordings that alternatives in braces stand for: "{drop|lose} {the rest|the others}" for four."""
    parts = (part.split("|") for part in written.replace("}", "{").split("{"))
    return map("".join, product(*parts))


def _problem(wordings: object) -> str:
    """Say what is wrong with a class, or nothing."""
    if not isinstance(wordings, list) or not all(isinstance(w, str) for w in wordings):
        return "must be a list of texts in quotes"
    empty = next((w for w in wordings if not wording(w)), None)
    if empty is not None:
        return f"holds {empty!r}, which has no word"
    n_times = Counter(w for written in wordings for w in _spelt_out(written))
    doubled = next((w for w, n in n_times.items() if n > 1), None)
    return f"holds {doubled!r} twice" if doubled is not None else ""


def _place(path: Path, text: str, name: str) -> str:
    """Name the file and the line on which a class begins."""
    lines = text.splitlines()
    number = next((n for n, line in enumerate(lines, 1) if line.split("=")[0].strip() == name), 1)
    return f"{path.name}, line {number}"


def word_list(found: Sequence[Token]) -> list[str]:
    """Give the words of tokens."""
    return [token.word for token in found]
