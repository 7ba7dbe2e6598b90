"""Write the measured tables of docs/assurance/model-card.md, and their counts as JSON.

python scripts/make_assurance.py: asks the labelled questions kept in corpus/questions.jsonl.
make_evaluation.py does the same at its end, so that both speak of one index.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from how_often_wrong import FAULTS, KINDS, measured
from tables import table

from assistant.ask import Assistant
from assistant.measuring.evaluation import read_labelled

CARD = ROOT / "docs" / "assurance" / "model-card.md"
COUNTS = ROOT / "docs" / "evidence" / "how_often_wrong.json"
BLOCK = re.compile(
    r"(?<=<!-- measured: made by scripts/make_assurance\.py -->\n).*?(?=<!-- end)", re.DOTALL
)
_FEWEST = 15  # questions; the JSON holds the smaller groups too


def main() -> int:
    """Measure and write."""
    write_card(Assistant.open(ROOT / "index"))
    return 0


def write_card(assistant: Assistant) -> None:
    """Measure an assistant and write what was found."""
    rates = measured(read_labelled(ROOT / "corpus" / "questions.jsonl"), assistant)
    counts = {"index": assistant.index.id, "rates": [rate.as_json() for rate in rates]}
    COUNTS.write_text(_lines(counts), encoding="utf-8")
    card = CARD.read_text(encoding="utf-8")
    CARD.write_text(BLOCK.sub(lambda _: tables(counts), card), encoding="utf-8")
    print(f"{CARD} and {COUNTS} written")


def _lines(counts: Mapping[str, Any]) -> str:
    """Write JSON with one rate a line, so that a difference can be read."""
    rates = ",\n".join(json.dumps(rate) for rate in counts["rates"])
    return f'{{"index": {json.dumps(counts["index"])}, "rates": [\n{rates}\n]}}\n'


def tables(counts: Mapping[str, Any]) -> str:
    """Set the counts as tables."""
    kinds, wordings, roles = (
        [rate for rate in counts["rates"] if rate["part"] == part]
        for part in ("kind", "wording", "role")
    )
    roles = [rate for rate in roles if rate["n"] >= _FEWEST]
    return f"""
Measured on index `{counts["index"]}`. A cell reads: wrong of asked = per cent (95 % interval).

### By kind of question

{_long(kinds)}
### The same questions, typed in other ways

{_wide("typed", wordings)}
### By who is responsible for what is asked about

Groups with at least {_FEWEST} questions; a question counts for every group that its recommendation names.

{_wide("responsible group", roles)}
"""


def _long(rates: Iterable[Mapping[str, Any]]) -> str:
    rows = ((KINDS[r["group"]], FAULTS[r["measure"]], _rate(r)) for r in rates)
    return table(("question", "what went wrong", "how often"), rows)


def _wide(head: str, rates: Iterable[Mapping[str, Any]]) -> str:
    groups: dict[str, dict[str, str]] = {}
    for rate in rates:
        groups.setdefault(rate["group"], {})[rate["measure"]] = _rate(rate)
    measures = list(dict.fromkeys(name for cells in groups.values() for name in cells))
    rows = ((group, *(cells[m] for m in measures)) for group, cells in groups.items())
    return table((head, *(FAULTS[m] for m in measures)), rows)


def _rate(rate: Mapping[str, Any]) -> str:
    share, low, high = (
        f"{100 * x:.0f}" for x in (rate["wrong"] / rate["n"], rate["low"], rate["high"])
    )
    return f"{rate['wrong']} of {rate['n']} = {share} ({low} to {high})"


if __name__ == "__main__":
    sys.exit(main())
