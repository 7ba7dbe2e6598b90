"""Write EVALUATION.md and the gate's curve from the labelled questions.

python scripts/make_evaluation.py [--also QUESTIONS.jsonl] [--collections FOLDER ...]

The questions kept with the corpus are always scored. --also scores a second labelled file that is
not kept here; --collections runs `benchmark` on folders in BEIR layout.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from make_assurance import write_card
from tables import table

from assistant.ask import Assistant
from assistant.indexing.storage import Index
from assistant.measuring.benchmark import benchmark, prepared
from assistant.measuring.evaluation import (
    Evaluation,
    LabelledQuestion,
    evaluate_file,
    read_labelled,
)
from assistant.retrieval.judging import ANSWERED
from assistant.retrieval.signals import SIGNALS

_CORPUS = Path("corpus")
_KEPT = _CORPUS / "questions.jsonl"
_CURVE = Path("docs/evidence/gate_curve.json")
_THRESHOLDS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7)
_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001)
# So many unseen sets, the newest, are shown in the README.
_IN_README = 9
_UNSEEN_SETS = Path("docs/evidence/unseen")
_SHOWN = (
    "rec@1", "rec@3", "rec_precision", "answered", "quote@3", "structured_exact", "followup_rec@1", "refused_outside",
)  # fmt: skip
# With so many asked-as questions for each passage the guidance is also scored.
_FEW = (0, 1, 5, 20)
_README = Path("README.md")
_FIGURES = re.compile(r"(<!-- figures: .*? -->\n).*?(<!-- end of figures -->)", re.DOTALL)
# What the README shows of a set.
_SHORT = {
    "rec@1": "right one first",
    "rec@3": "among three",
    "structured_exact": "lists exact",
    "answered": "answered",
    "refused_outside": "outside refused",
}

_HOW = """\
# Evaluation

Made by `scripts/make_evaluation.py` from index `{index}`; do not edit by hand.

## How the questions were made

- **Kept questions** (`corpus/questions.jsonl`, {n_kept}): written from the two documents by somebody who saw neither the
  asked-as questions nor any other labelled set; near-copies of an asked-as question were then taken out. Kinds:
  natural (hard paraphrases), keyword, typo, scenario, fact, structured, followup, compare, outside.
- **Second set** ({n_also}): another author's questions of the same kinds, not kept in this project. Thresholds and fusion
  weights were chosen with an eye on both sets, so both are development sets; only a set nobody here has seen decides.
- A test keeps all asked-as questions and outside examples apart from both sets (token Jaccard under 0.6, no shared
  run of six content words).

Intervals are 95 % bootstrap intervals over questions. rec@1 and rec@3: a right number is first, or among the first
three shown. rec_precision: share of shown numbers that are right or acceptable. quote@3: one of the first three
citations holds 80 % of a labelled quote. structured_exact: exactly the right set. refused_outside: outside questions
that got an abstention; answered: answerable ones that did not.
"""

_UNSEEN = """\
## Questions that nobody had seen

Sets in `docs/evidence/unseen/`, each written by somebody who knew nothing but the two documents and the form of a labelled
question, and neither the asked-as questions nor another set. *first*: what it gave when it was asked for the first time,
which is the only figure here of questions that nobody had in sight (the `.json` beside it names commit and day).
*now*: what it gives from this index. Between A's first asking and B's, what A had shown was mended: list questions worded
otherwise than expected, lists narrowed by a follow-up, and which cells of a recommendation are quoted. C and D are list
questions and follow-ups to lists alone, by two more writers; of D's 224 first answers 14 were wrong lists called complete.
Between C and D, and after D, what they had shown was mended. E is 120 list questions and 40 follow-ups in four kinds of
persons' words, and 40 questions with a list's words that ask for none, by somebody who had the code open but wrote from the
records; of its 160 lists 4 were wrong and called complete when first asked. After what it had shown was mended, F asked
90 lists more, by the same writer, in two halves: of the first 50 7 were wrong and called complete, of the next 40,
after those were mended, none. G, by one more writer, is 175 such questions in words as free as people use, 25 of them for lists that no
record gives: of the first 80 41 of 62 lists were exact and 2 wrong called complete; of the other 95, asked after every word was
made to count, 54 of 71 and one. What that one and the misses had shown was mended as kinds of wording.
I, by one more writer, is 93 lists, 30 follow-ups to lists, 12 for lists that no record gives and 15 questions on a subject: 70 of the lists
and 17 of the follow-ups were exact when first asked, and 4 wrong called complete. Only its odd half was looked at and mended as kinds
of wording: from 44 to 60 of 61 exact; the even half, held back meanwhile, went from 43 to 46 of 62, with 2 wrong called complete, so a
free wording nobody has seen is still read exactly three times in four. Then the even half was looked at too.
H is 120 questions on subjects by one more writer; J 140 short ones, concerns, facts and questions outside by another, of which only the
odd half was looked at: quote@3 of the even half, held back, was .867 when first asked and is .933.
U, W and X are lists and follow-ups, V searches, by four more writers. Of the 250 lists none was wrong and called complete when first
asked, of the 180 follow-ups nine. W was asked after a half of U was looked at; then the faults of U and W, and two of X, were looked at too.
Y and Z are lists and follow-ups, AA searches and facts, AB the last turns of conversations, by three more writers; a half of AB was looked
at while the code changed, the other (35 of 54 quoted when first asked, now 42) not before the end.
AC to AI are by seven more writers, none of whom meant to be hard: AC and AF ask for lists, AF also 30 questions with a list's words that ask for
none, AD and AG end conversations, AE and AH are searches, facts and questions outside; these six were first asked of the same code. Of AC, AD and AE
the odd half was looked at while the code changed, then the lists and follow-ups of all six. AI, lists of which a third stand in a story, follow-ups and
questions outside, was first asked of the code after that.
AJ to AP are by seven more writers. AJ (lists, in words of many trades), AK (follow-ups) and AL (facts, searches, questions outside, many of which ask for
a detail that neither document gives) were first asked of the code before. After AJ and AK had been looked at, AM and AN were written to find what is read
wrongly but confidently: short plain sentences, each with one construction of English that matters. When first asked, 152 of 202 lists and 115 of 158
follow-ups were exact, 7 and 4 wrong and called complete. The odd half of each was looked at first; the even half, held back, went from 76 to 77 of 101
and from 57 to 60 of 77. AO and AP, everyday lists and follow-ups, were first asked of the code after that: it gave as many exact as the code before all this, with 2 instead
of 4 wrong and called complete: what constructions show seldom stands in everyday questions.
AQ to AU are by five more writers. AQ (everyday lists), AR (everyday follow-ups) and AS (facts, searches, questions outside) were first asked of the code before;
2 of the lists and 3 of the follow-ups were wrong and called complete. AQ and the odd half of AR were then looked at, and AT (follow-ups as typed on a telephone) and AU (lists in ten
people's informal words, 23 of which look for words in the text) were first asked of the code after that: 75 and 76 exact, where the code before gives 74 and 76. So again what was mended
seldom stands in the next writer's questions. 2 and 1 were wrong and called complete; of all five sets none is now. The code for AT and AU was mended by their odd halves, and a few words by the even ones.
AV (lists), AW (follow-ups) and AX (facts, searches, and questions outside that sound like what the guidance speaks of) are by three more writers and were
first asked of the code of set AU. Then all three were looked at.
AY (lists), AZ (follow-ups) and BA (facts, searches, questions outside) are by three more writers and were first asked of the code that had been mended by these; 1 and 2 were wrong and
called complete, one of which only because what falls to ALL was not counted in. A reader beside them asked 144 questions as twelve people and judged every answer whole: 87 right,
28 partly, 29 wrong. After these had been looked at, BB (lists, many behind a sentence that names something first) and BC (follow-ups, many behind a remark) were first asked of the
code mended by them: 65 of 84 and 54 of 78 exact, none wrong and called complete. Then they were looked at too. A second reader's 84 turns, asked after that, were 47 right,
19 partly, 18 wrong (of the 51 turns of conversations 15): what leans on the words of the answer just shown is weakest.
BD (lists) and BE (follow-ups) were first asked of the code mended by these: 80 of 87 and 71 of 82 exact; three were wrong and called complete, beside four of which the writer did not count
what falls to ALL. The code was then changed by them, and by three grids that no set had shown: lists of what one word says in 42 wordings; a mark, or thanks, behind every labelled list; a
word that says something put into every list that was complete. BF (lists) and BG (follow-ups) were first asked of that code: 82 of 86 and 65 of 76; no list and four follow-ups were wrong and called
complete. Then they were looked at too. BH (lists and follow-ups in the words of twelve people) and BI (searches, facts, questions outside) were first asked of the code
that these had mended: one follow-up of BH was wrong and called complete. Of each search in BI its writer allows one recommendation or two, so that rec_precision is lower; two of
its searches were read as lists. Then they were looked at too.
"""

_LIMITS = """\
## What these figures do not show

- The labels are one person's judgement each; nobody has measured how far two readers agree.
- Questions by real radiographers in a department may be worded otherwise than any of these.
- The asked-as questions were written for these two documents. A new document works without any, less well: the table
  "A new document" shows by how much. The plain gate's weights were chosen with an eye on these questions and on those of
  the EU AI Act, so its figures there are no test.
- Nothing here shows whether the guidance itself is right or still current.
"""


def main() -> int:
    """Write the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--also", type=Path)
    arguments.add_argument("--collections", nargs="*", type=Path, default=[])
    arguments.add_argument("--index", type=Path, default=Path("index"))
    arguments.add_argument("--out", type=Path, default=Path("EVALUATION.md"))
    given = arguments.parse_args()
    assistant = Assistant.open(given.index)
    files = [path for path in (_KEPT, given.also) if path is not None]
    sets = [read_labelled(path) for path in files]
    sections = [
        _HOW.format(
            index=assistant.index.id,
            n_kept=len(sets[0]),
            n_also=len(sets[1]) if len(sets) > 1 else "not scored in this run",
        )
    ]
    for name, path in zip(("Kept questions", "Second set"), files, strict=False):
        sections.append(_evaluation_section(name, evaluate_file(path, assistant)))
    sections.append(_unseen_section(assistant))
    sections.append(_signals_section())
    sections.append(_gate_section([q for s in sets for q in s], assistant))
    sections.append(_few_questions_section(assistant.index, files))
    sections.append(_collections_section(given.collections))
    sections.append(_LIMITS)
    given.out.write_text("\n".join(sections), encoding="utf-8")
    print(f"{given.out} written")
    if given.out == arguments.get_default("out"):
        write_card(assistant)
        readme = _README.read_text(encoding="utf-8")
        _README.write_text(with_figures(readme, given.out.read_text("utf-8")), encoding="utf-8")
    return 0


def with_figures(readme: str, evaluation: str) -> str:
    """Set the README's table of figures from those of the evaluation, unseen sets first."""
    rows = list(_unseen_rows(evaluation))[-_IN_README:]
    for name in ("Kept questions", "Second set"):
        found = re.search(rf"^## {name}\n\n\|.*?\n\n", evaluation, re.DOTALL | re.MULTILINE)
        cells = [line.split(" | ") for line in found[0].splitlines()[4:]] if found else []
        values = {c[0].strip("| "): c[1] for c in cells if len(c) > 3}
        if values:
            rows.append((f"{name}, in sight", values))
    shown = ((first, *(values.get(m, "–") for m in _SHORT)) for first, values in rows)
    written = table(("questions", *_SHORT.values()), shown)
    return _FIGURES.sub(lambda m: f"{m[1]}{written}{m[2]}", readme)


def _unseen_rows(evaluation: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each unseen set's measures as first asked and as they are now: "0.947→0.955"."""
    lines = re.findall(r"^\| [A-Z]+ \| .*", evaluation, re.MULTILINE)
    asked = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    for (name, _, n, *first), (_, _, _, *now) in zip(asked[::2], asked[1::2], strict=True):
        pairs = zip(first, now, strict=True)
        cells = ("→".join(cell.split()[0] for cell in pair) for pair in pairs)
        values = dict(zip(_SHOWN, cells, strict=True))
        yield f"{name}, {n}", {m: v for m, v in values.items() if v != "–→–"}


def _evaluation_section(name: str, evaluation: Evaluation) -> str:
    measures = (
        (m.name, f"{m.value:.3f}", f"{m.low:.3f} to {m.high:.3f}", m.n) for m in evaluation.measures
    )
    columns = list(dict.fromkeys(m.name for ms in evaluation.by_kind.values() for m in ms))
    kinds = {
        kind: {m.name: f"{m.value:.3f} ({m.n})" for m in ms}
        for kind, ms in evaluation.by_kind.items()
    }
    steps = ((s.name, f"{s.rec_at_1:.3f}", f"{s.rec_at_3:.3f}") for s in evaluation.ablation)
    misses = (
        f"- {m['id']} ({m['kind']}) {m['question']} — wanted {', '.join(m['wanted']) or '–'}, "
        f"shown {', '.join(m['shown']) or '–'}; {', '.join(m['missed'])}"
        for m in evaluation.misses
    )
    return "\n".join(
        [
            f"## {name}\n",
            table(("measure", "value", "95 % interval", "n"), measures),
            table(
                ("kind", *columns),
                ((kind, *(of.get(c, "") for c in columns)) for kind, of in kinds.items()),
            ),
            *_follow_ups(evaluation),
            "Ranking the recommendations with more and more of the signals, before any decision on how many to show:\n",
            table(("signals", "rec@1", "rec@3"), steps),
            f"<details><summary>{len(evaluation.misses)} missed questions</summary>\n",
            *misses,
            "\n</details>\n",
        ]
    )


def _unseen_section(assistant: Assistant) -> str:
    """Show what sets gave when they were asked for the first time, and what they give now."""
    rows = []
    # "aa" comes after "z".
    for path in sorted(_UNSEEN_SETS.glob("*.jsonl"), key=lambda p: (len(p.stem), p.stem)):
        first = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        now = evaluate_file(path, assistant).measures
        values = {m["name"]: (m["value"], m["n"]) for m in first["measures"]}
        asked = {"first": values, "now": {m.name: (m.value, m.n) for m in now}}
        n = sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        for when, found in asked.items():
            pairs = [found.get(name) for name in _SHOWN]
            cells = [f"{pair[0]:.3f} ({pair[1]})" if pair else "–" for pair in pairs]
            rows.append((path.stem.upper(), when, n, *cells))
    return f"{_UNSEEN}\n{table(('set', 'when', 'questions', *_SHOWN), rows)}"


def _signals_section() -> str:
    """Show the table by which passages are ranked."""
    rows = (
        (
            name,
            signal.said,
            signal.weight.per_unit,
            "–" if signal.weight.floor is None else signal.weight.floor,
            signal.needs or "any text",
        )
        for name, signal in SIGNALS.items()
    )
    return f"""\
## The signals

`assistant/retrieval/signals.py`: a passage's score is the sum of
what each gives, times its weight; what people asked counts the less, the more plainly
some text says it.

{table(("signal", "kind", "weight", "counts from", "needs"), rows)}"""


def _follow_ups(evaluation: Evaluation) -> list[str]:
    if not evaluation.follow_ups:
        return []
    rows = (
        (m.name, f"{m.value:.3f}", f"{full.value:.3f}", m.n)
        for m, full in zip(evaluation.follow_ups, evaluation.in_full, strict=True)
    )
    return [
        "Follow-ups, beside the same questions written out in full and asked with nothing before:\n",
        table(("measure", "as follow-ups", "in full", "n"), rows),
    ]


def _gate_section(questions: Iterable[LabelledQuestion], assistant: Assistant) -> str:
    """Tabulate the gate's threshold and its reliability, over questions without a history."""
    plain = [q for q in questions if not q.history and q.kind != "structured"]
    confidence = np.array([assistant.ask(q.question).confidence for q in plain])
    answerable = np.array([q.answerable for q in plain])
    curve = [
        {
            "threshold": t,
            "answered": round(float((confidence[answerable] >= t).mean()), 4),
            "refused_outside": round(float((confidence[~answerable] < t).mean()), 4),
        }
        for t in _THRESHOLDS
    ]
    bins = _reliability(confidence, answerable)
    _CURVE.parent.mkdir(parents=True, exist_ok=True)
    _CURVE.write_text(
        json.dumps({"curve": curve, "reliability": bins}, indent=1) + "\n", encoding="utf-8"
    )
    n_outside = int((~answerable).sum())
    thresholds = (
        (c["threshold"], f"{c['answered']:.3f}", f"{c['refused_outside']:.3f}") for c in curve
    )
    ranges = ((f"{b['from']:.1f} to {b['to']:.1f}", b["n"], b["answerable"]) for b in bins)
    return f"""\
## The gate

Answered means a confidence of at least {ANSWERED}. Over {len(plain)} questions of all sets ({n_outside} of them outside); the data are in `{_CURVE}`.

{table(("threshold", "answered", "refused_outside"), thresholds)}
Reliability: of the questions given a confidence in a range, how many were answerable. The confidence is fitted with both classes weighing the same, so it is a score to compare, not a percentage to quote.

{table(("confidence", "questions", "answerable"), ranges)}"""


def _reliability(confidence: np.ndarray, answerable: np.ndarray) -> list[dict[str, float]]:
    out = []
    for low, high in pairwise(_BINS):
        inside = (confidence >= low) & (confidence < high)
        counts = {"n": int(inside.sum()), "answerable": int(answerable[inside].sum())}
        out.append({"from": low, "to": min(high, 1.0), **counts})
    return out


def _few_questions_section(index: Index, files: Sequence[Path]) -> str:
    """Score the guidance indexed with few asked-as questions, and with none."""
    rows: list[Sequence[object]] = []
    for most in _FEW:
        with tempfile.TemporaryDirectory() as scratch:
            assistant = prepared(_CORPUS, index, Path(scratch), most)
            evaluations = [evaluate_file(path, assistant) for path in files]
        names = (m.name for m in evaluations[0].measures)
        rows += [(most, n, *(f"{e.value(n):.3f}" for e in evaluations)) for n in names]
    columns = ("kept questions", "second set")[: len(files)]
    return f"""\
## A new document

The same guidance as if it had just been added: with so many asked-as questions for each passage, drawn by lot. Without any there are no outside examples either; the plain gate judges.

{table(("asked-as questions each", "measure", *columns), rows)}"""


def _collections_section(folders: Sequence[Path]) -> str:
    tables = (
        f"**{folder.name}**\n\n{table(('measure', 'value'), benchmark(folder).items())}"
        for folder in folders
    )
    return f"""\
## The engine on public collections

`python -m assistant benchmark FOLDER`: the shipped encoder and settings, no asked-as questions.

{chr(10).join(tables) or "Not run." + chr(10)}"""


if __name__ == "__main__":
    sys.exit(main())
