"""Says what of a document is missing or in doubt, and what a reader left out, one sentence each.

Looks at what was read only; knows nothing of the file it came from.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.domain import Block, Document, Heading, Omission, Paragraph, Recommendation, Table
from assistant.parsing.columns import NUMBER, counts_up, holds_numbers, normative_columns
from assistant.parsing.series import unnumbered
from assistant.parsing.statements import ends, is_numbered

# Of what is left out or missing so many are named, the others counted.
_NAMED = 5
# More numbers than this between two are another way of counting, not a gap.
_MAX_GAP = 20
_OPEN = (":", ",", " and", " or", "-")
_NUMBER = re.compile(r"(?<!\S)(\d+(?:\.\d+)*)\b")
_MAX_QUOTED = 60
# What a person does at a screen or a device; guidance seldom begins so.
_STEPS = frozenset(
    "click press type select open close install run download enter choose tick drag launch log scroll tap"
    " restart copy paste save unzip extract edit compile reboot go browse navigate connect".split()
)
_FEW_STEPS = 0.3
# The most frequent small words of a language that few others share.
_SMALL_WORDS = {
    "English": "the of and to in is for that with be are should this by on or as from",
    "French": "le la les des du et une dans pour est sur que au aux avec sont ce par",
    "German": "der die und das den von zu mit ist für auf ein eine werden sich dem nicht auch",
    "Spanish": "el los las del y una por con para que es se su como al lo está deben",
    "Italian": "il di che della per con del una sono le dei nel alla gli è delle si non",
    "Dutch": "het een van en de voor met zijn op te dat niet aan worden ook bij door is",
    "Portuguese": "o os as do da dos das em uma para com não por que se ao pelo são",
    "Welsh": "yr y yn ac o i ar gan mae wedi bod eu hyn dylai neu fel gyda ein",
    "Polish": "w z na do nie się jest że oraz przez dla lub od jak po są być ze",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_MIN_WORDS = 40
_MAX_WORDS = 20_000
# The share of these words: what shows another language, and what English at least has. Measured on
# 20 English documents: 4.5 % of a table of settings, 18 to 33 % of all else; at most 5 % by chance
# those of another language.
_ANOTHER = 0.1
_ENGLISH = 0.03
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def doubts(document: Document) -> tuple[str, ...]:
    """Say what a person should look at before the document is used."""
    return (
        *document.remarks,
        *language_remark(document.source),
        *_gaps(document.recommendations),
        *_unread_numbers(document),
        *dict.fromkeys(_without_heads(document.blocks)),
        *_without_numbers(document),
        *dict.fromkeys(_rows_left(document)),
        *_steps(document.recommendations),
        *(f"Recommendation {n} {what}" for n, what in cut_short(document).items()),
        *_without_text(document),
        *left_out(document.omissions),
    )


def _gaps(recommendations: Sequence[Recommendation]) -> Iterator[str]:
    """Find the numbers that are passed over: 1.1.4 after 1.1.2, 6 after 4."""
    series: dict[str, list[int]] = defaultdict(list)
    for r in recommendations:
        before, dot, last = r.number.rpartition(".")
        if last.isdigit():
            series[before + dot].append(int(last))
    for before, found in series.items():
        known = sorted({0, *found})
        for low, high in pairwise(known):
            missing = [f"{before}{n}" for n in range(low + 1, high)]
            if missing and len(missing) <= _MAX_GAP and (low or len(found) > 1):
                verb = "is" if len(missing) == 1 else "are"
                whence = f"after {before}{low}" if low else "at the beginning"
                yield (f"{_listed(missing)} {verb} missing: {whence} comes {before}{high}.")


def _unread_numbers(document: Document) -> Iterator[str]:
    """Find the words that begin as recommendations do and were not taken for any, wherever they stand."""
    if not document.recommendations:
        return
    numbers = {r.number for r in document.recommendations}
    depth = max(number.count(".") for number in numbers)
    sections = {number.rpartition(".")[0] for number in numbers}
    for block in document.blocks:
        text = "" if isinstance(block, Table) else block.excerpt.text
        for match in _NUMBER.finditer(text):
            number, words = match[1], text[match.start() : match.start() + 2 * _MAX_QUOTED]
            is_known = number in numbers or number.count(".") != depth or not is_numbered(words)
            if is_known or (
                isinstance(block, Heading) and number.rpartition(".")[0] not in sections
            ):
                continue
            if match.start() == 0:
                yield f"{number} stands before words that are no statement: {_quoted(text)}"
            elif depth > 1:
                yield f"{number} stands inside other words: {_quoted(words)}"


def _without_heads(blocks: Sequence[Block]) -> Iterator[str]:
    """Find the tables whose rows are numbered below no head that says what they hold."""
    for table in blocks:
        if isinstance(table, Table) and len(table.header) > 1:
            body = [[cell.text for cell in row.cells] for row in table.rows]
            first = next(filter(None, (table.header[0].text, *(row[0] for row in body[:1]))), "")
            is_headed = any(cell.text for cell in table.header[1:]) and not table.header[0]
            if not is_headed and NUMBER.fullmatch(first) and holds_numbers(body, 0):
                yield f"A table numbers its rows from {first} and has no head: see whether they are recommendations."


def _without_numbers(document: Document) -> Iterator[str]:
    """Say what stands under a name of recommendations without a number: it is quoted, and in no list."""
    taken = [span for r in document.recommendations for span in r.spans]
    said: dict[str, list[str]] = defaultdict(list)
    for name, words in unnumbered(document.blocks, document.source, taken):
        said[name].append(words)
    lists = {name: items for name, items in said.items() if len(items) > 1}
    for name, items in list(lists.items())[:_NAMED]:
        yield (
            f"{len(items)} items under {_quoted(name)} have no numbers ({_quoted(items[0])}): "
            "they are quoted, and counted as no recommendations."
        )
    if more := list(lists.values())[_NAMED:]:
        yield f"{sum(map(len, more))} items more under {len(more)} other names have no numbers either."


def _rows_left(document: Document) -> Iterator[str]:
    """Find the tables whose numbered rows say what is to be done and were not taken for recommendations."""
    taken = {span.start for r in document.recommendations for span in r.spans}
    for table in document.blocks:
        if not isinstance(table, Table) or not any(cell for cell in table.header):
            continue
        body = [[cell.text for cell in row.cells] for row in table.rows]
        is_taken = any(s.start in taken for row in table.rows for c in row.cells for s in c.spans)
        said = normative_columns([cell.text for cell in table.header], body)
        if said and not is_taken and counts_up(body, 0):
            yield (
                f"{len(body)} numbered rows of a table say what is to be done "
                f"({_quoted(body[0][said[0]])}) and were not taken for recommendations."
            )


def _steps(recommendations: Sequence[Recommendation]) -> Iterator[str]:
    """Say so where many begin as steps of instructions for a program or device do."""
    steps = [r for r in recommendations if r.action.text.split(" ", 1)[0].casefold() in _STEPS]
    if len(steps) > _FEW_STEPS * len(recommendations):
        yield (
            f"{len(steps)} of {len(recommendations)} recommendations begin as steps of instructions "
            f"do: {_quoted(steps[0].action.text)}; see whether they are any."
        )


def cut_short(document: Document) -> dict[str, str]:
    """Find the recommendations that end in the middle; say how, by their numbers.

    Cells of tables and items of lists often end without a full stop.
    """
    may_end = set[int]()
    for block in document.blocks:
        if isinstance(block, Table):
            may_end |= {s.end for row in block.rows for cell in row.cells for s in cell.spans}
        elif isinstance(block, Paragraph) and block.kind == "item":
            may_end |= {span.end for span in block.excerpt.spans}
    found = {}
    for r in document.recommendations:
        text = r.action.text.rstrip()
        if text.endswith(":"):
            found[r.number] = f"ends with a colon, and nothing follows: {_quoted(text, end=True)}"
        elif text.endswith(_OPEN) or not (
            ends(text) or ends(r.row.text) or r.action.spans[-1].end in may_end
        ):
            found[r.number] = f"ends in the middle: {_quoted(text, end=True)}"
    return found


def _without_text(document: Document) -> Iterator[str]:
    if blank := document.pages_without_text:
        pages = f"Page {blank[0]} has" if len(blank) == 1 else f"Pages {pages_named(blank)} have"
        yield f"{pages} no text; if it is a picture of some, run text recognition (OCR) first."


def left_out(omissions: Sequence[Omission]) -> Iterator[str]:
    """Say what was left out, each reason once or, if there are few, each of its texts."""
    by_reason: dict[str, list[Omission]] = defaultdict(list)
    for omission in omissions:
        by_reason[omission.reason].append(omission)
    for reason, found in by_reason.items():
        if len(found) <= _NAMED:
            yield from (_left_out(reason, [one]) for one in found)
        else:
            yield _left_out(reason, found)


def _left_out(reason: str, found: Sequence[Omission]) -> str:
    pages = sorted({page for one in found for page in one.pages})
    n_times = sum(one.n_times for one in found)
    times = f", {n_times} times" if n_times > 1 and n_times != len(pages) else ""
    where = f" on page {pages[0]}" if len(pages) == 1 else f" on {len(pages)} pages"
    named = ", ".join(_quoted(one.words) for one in found[:_NAMED])
    more = ", …" if len(found) > _NAMED else ""
    return f"Left out as {reason}{where if pages else ''}{times}: {named}{more}"


def pages_named(pages: Sequence[int]) -> str:
    """Name pages, runs of three and more by their ends: "3-7, 12"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def _listed(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:_NAMED]) + (", …" if len(numbers) > _NAMED else "")


def _quoted(text: str, *, end: bool = False) -> str:
    if len(text) <= _MAX_QUOTED:
        return f"“{text}”"
    return f"“… {text[-_MAX_QUOTED:]}”" if end else f"“{text[:_MAX_QUOTED]} …”"


def language_remark(text: str) -> Iterator[str]:
    """Say so if a text is not English; nothing of one too short to tell."""
    words = re.findall(r"[^\W\d_]+", text.casefold())[:_MAX_WORDS]
    if len(words) < _MIN_WORDS:
        return
    n_latin = sum(1 for word in words if _LATIN.match(word))
    if 2 * n_latin < len(words):
        yield "It is not written in Latin letters; questions in English find little in it."
        return
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in small) / len(words)
        for language, small in _WORDS.items()
    }
    likeliest = max(shares, key=lambda language: shares[language])
    if likeliest != "English" and shares[likeliest] > _ANOTHER:
        yield f"It seems to be in {likeliest}; questions in English find little in it."
    elif shares["English"] < _ENGLISH:
        share = f"{shares['English']:.0%}"
        yield f"It does not read as English: {share} of its words are the usual small ones."
