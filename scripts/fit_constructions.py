"""Count how questions for lists are worded that are read right: python scripts/fit_constructions.py FILE...

Reads labelled questions and the grid of the tests. Prints, of each set left out, how many right and how
many wrong lists would still be called complete, and writes the counts of all.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "asking")]

from grid import cases  # type: ignore[import-not-found]  # it stands in the folder named above

from assistant.ask import Assistant
from assistant.asking.asked import ByConditions, ByNumber
from assistant.asking.constructions import COUNTS, Constructions, is_plain
from assistant.asking.naming import Piece

# Of rarities from 1 to 2, what keeps four in five right lists of sets left out.
_MOST = 1.5
# A word in so many questions stands for itself. Chosen, as are the next two, and not measured against others.
_FREQUENT = 20
# The grid's questions are made of few wordings: so many of them weigh as much as one that a person asked.
_MADE_PER_ASKED = 20
# A count that rounds to nothing, as of what the grid alone holds, counts as this.
_LEAST_TOLD = 0.05


@dataclass(frozen=True)
class Sample:
    """A question whose reading is complete, but for how it is worded."""

    of: str
    pieces: Sequence[Piece]
    is_leaning: bool
    is_right: bool


def _sample(
    assistant: Assistant, of: str, question: str, history: list[str], fit: set[str], may: set[str]
) -> Sample | None:
    """Read one question; None if no complete list comes of it."""
    turn = assistant.understand(question, history)
    sought = turn.asked.sought
    if not isinstance(sought, ByConditions | ByNumber) or sought.left_aside:
        return None
    if isinstance(sought, ByConditions):
        if sought.otherwise:
            return None
        numbers = {r.number for r in assistant.records.select(sought.condition)}
    else:
        numbers = set(sought.known)
    is_right = fit <= numbers <= may
    return Sample(of, turn.asked.fragment.pieces, bool(turn.leans), is_right)


def _asked(assistant: Assistant, files: Sequence[Path]) -> Iterator[Sample]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            of = json.loads(line)
            fit = set(map(str, of["recs"]))
            may = fit | set(map(str, of.get("recs_ok", []))) | ({"31"} if not fit else set())
            sample = _sample(assistant, file.stem, of["question"], of["history"], fit, may)
            if sample is not None:
                yield sample


def _made(assistant: Assistant) -> Iterator[Sample]:
    for case in cases(assistant.records.everything):
        wanted = set(case.wanted)
        sample = _sample(assistant, "grid", case.question, [], wanted, wanted)
        if sample is not None and sample.is_right:
            yield sample


def _fitted(samples: Sequence[Sample]) -> Constructions:
    """Count what stands beside what in samples that are right."""
    right = [s for s in samples if s.is_right]
    asked = [s for s in right if s.of != "grid"]
    said = Counter(p.word for s in asked for p in {p.word: p for p in s.pieces}.values())
    # Two words that stand together are mostly a name, which another guidance has not.
    words = {word for word, n in said.items() if n >= _FREQUENT and " " not in word}
    words &= {p.word for s in asked for p in s.pieces if is_plain(p)}
    naming = Constructions(_MOST, words, {})
    counts: defaultdict[tuple[str, str], float] = defaultdict(float)
    for s in right:
        for pair in set(pairwise(naming.names(s.pieces, s.is_leaning))):
            counts[pair] += 1 if s.of != "grid" else 1 / _MADE_PER_ASKED
    beside: dict[str, dict[str, float]] = {}
    for (a, b), n in sorted(counts.items()):
        beside.setdefault(a, {})[b] = round(n, 1) or _LEAST_TOLD
    return Constructions(_MOST, words, beside)


def _written(held: Constructions, n: int) -> str:
    lines = [
        f"# Written by scripts/fit_constructions.py, from {n} questions.",
        f"most = {held.most}",
    ]
    lines += [f"words = {json.dumps(sorted(held.words))}", "", "[beside]"]
    for a, following in held.beside.items():
        told = ", ".join(f'"{b}" = {n:g}' for b, n in following.items())
        lines.append(f'"{a}" = {{{told}}}')
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit, tell how it does on sets left out, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    assistant = Assistant.open(ROOT / "index")
    samples = [*_asked(assistant, files), *_made(assistant)]
    for of in sorted({s.of for s in samples} - {"grid"}):
        held = _fitted([s for s in samples if s.of != of])
        for is_right in (True, False):
            left = [s for s in samples if s.of == of and s.is_right == is_right]
            kept = sum(held.rarity(held.names(s.pieces, s.is_leaning)) <= held.most for s in left)
            said = "right" if is_right else "wrong"
            print(
                of,
                f"{kept} of {len(left)} {said} ones still complete",
                end="; " if is_right else "\n",
            )
    COUNTS.write_text(_written(_fitted(samples), len(samples)), encoding="utf-8")


if __name__ == "__main__":
    main()
