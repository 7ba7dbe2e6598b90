"""Works out the numbers that Word sets before paragraphs, which stand nowhere in the file's text.

Source: ECMA-376 part 1, 17.9 (numbering).
"""

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, TypeAlias

# lxml carries no types and gives its elements no public name.
Element: TypeAlias = Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def value(element: Element, *names: str) -> str:
    """Give the w:val at a path below an element, or nothing."""
    found = element.find("/".join(_W + name for name in names))
    return found.get(_W + "val", "") if found is not None else ""


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts a document's numbered paragraphs; ask for each label once, in reading order."""

    root: Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for abstract in self.root.iterchildren(_W + "abstractNum"):
            levels = {
                int(level.get(_W + "ilvl", "0")): _level(level)
                for level in abstract.iterchildren(_W + "lvl")
                if level.get(_W + "ilvl", "0").isdecimal()
            }
            self._levels[abstract.get(_W + "abstractNumId", "")] = levels
        for number in self.root.iterchildren(_W + "num"):
            own = number.get(_W + "numId", "")
            # A list that starts anew counts on its own.
            is_anew = number.find(f"{_W}lvlOverride/{_W}startOverride") is not None
            self._lists[own] = value(number, "abstractNumId") + (f"#{own}" if is_anew else "")

    def label(self, number_id: str, level: int) -> str | None:
        """Count a paragraph and give its label: "3.", "R1", "1.2.3", "" for a bullet, None for none."""
        name = self._lists.get(number_id)
        levels = self._levels.get(name.partition("#")[0]) if name is not None else None
        if name is None or levels is None or level not in levels:
            return None
        key = (name, level)
        self._counts[key] = self._counts.get(key, levels[level].start - 1) + 1
        for deeper in [k for k in self._counts if k[0] == name and k[1] > level]:
            del self._counts[deeper]
        if levels[level].form in {"bullet", "none"}:
            return ""
        parts = re.split(r"%([1-9])", levels[level].text)
        figures = [self._figure(name, levels, int(part) - 1) for part in parts[1::2]]
        return "".join(a + b for a, b in zip_longest(parts[::2], figures, fillvalue=""))

    def _figure(self, name: str, levels: dict[int, _Level], level: int) -> str:
        if level not in levels:
            return ""
        count, form = self._counts.get((name, level), levels[level].start), levels[level].form
        figure = _letter(count) if form.endswith("Letter") else str(count)
        figure = roman(count) if form.endswith("Roman") else figure
        return figure.upper() if form.startswith("upper") else figure


def _level(element: Element) -> _Level:
    form, start = value(element, "numFmt") or "decimal", value(element, "start") or "1"
    return _Level(form, value(element, "lvlText"), int(start) if start.isdecimal() else 0)


def _letter(count: int) -> str:
    n_times, at = divmod(count - 1, 26)
    return chr(ord("a") + at) * (1 + n_times) if 0 < count < 1000 else str(count)


def roman(count: int) -> str:
    """Write a small number in small Roman letters."""
    if not 0 < count < 40:
        return str(count)
    written = ""
    for value, figure in _ROMAN:
        written += figure * (count // value)
        count %= value
    return written
