"""The fixed sentences of wording.toml, under their names, and those that are made of what was found."""

from collections.abc import Sequence
from datetime import date

from assistant.domain import Abstention, Answer, Count, Headline, Response, Why
from assistant.views.render import quotes
from assistant.views.render.edition import Edition
from assistant.views.render.sentences import sentence, table

# What undoing how a question was read sends; anything else does it again.
AS_WRITTEN = "as written"
# What a local status may be where the document defines none.
LOCAL_STATUSES = ("Not started", "Started", "In place")


def examples() -> tuple[tuple[str, str], ...]:
    """List who may ask what."""
    return tuple(table("examples").items())


def __getattr__(name: str) -> str:
    """Give a sentence by its name; every attribute that this module does not have is looked up so."""
    try:
        return sentence(name)
    except KeyError:
        raise AttributeError(name) from None


def label(response: Response) -> str:
    """Name the kind of response in two or three words."""
    match response:
        case Abstention(reason="small talk"):
            return "What this does"
        case Abstention(reason="no subject"):
            return "Nothing to look for"
        case Abstention(silent=(_, *_)):
            return "Not in the document you named"
        case Abstention():
            return sentence("NOT_IN_GUIDANCE")
        case Answer(headline=Headline(is_undecided=True)):
            return "What is said on this"
        case Answer(firmness="firm"):
            return "Answer found"
        case Answer(firmness="records"):
            return _label_of_list(response)
        case _:
            return "Likely answer"


def _label_of_list(answer: Answer) -> str:
    match answer.form:
        case "count" | "breakdown":
            return counted(answer)
        case "numbers":
            return ", ".join(r.recommendation.number for r in answer.recommendations) or "None"
        case "named" | "compared":
            return "By number"
    if answer.complete_of is not None:
        return "Complete list"
    return "List, with words left aside" if answer.left_aside else "List, as the question was read"


def lead(response: Response, edition: Edition) -> str:
    """Say which document answers and how firmly, in one sentence."""
    match response:
        case Abstention(reason="small talk"):
            return sentence("WHAT_IT_DOES")
        case Abstention(reason="no subject"):
            return sentence("NO_SUBJECT")
        case Abstention(silent=(_, *_) as silent, related=related):
            says = "says" if len(silent) == 1 else "say"
            titles = [edition.entry(document).short_title for document in silent]
            said = f"The {list_of(titles)} {says} nothing on this."
            if not related:
                return said
            number = related[0].recommendation
            where = f": recommendation {number}" if number else ""
            return f"{said} The {edition.entry(related[0].document_id).short_title} does{where}."
        case Abstention(reason="related only"):
            return "The guidance touches on this but does not answer it."
        case Abstention():
            return "The documents in this index do not answer this question."
        case Answer(firmness="records"):
            return lead_of_list(response)
        case Answer(entries=(_, *_)):
            return sentence("OF_ENTRIES")
        case Answer():
            return _lead_of_search(response, edition)


def _lead_of_search(answer: Answer, edition: Edition) -> str:
    # Those of its recommendations first.
    documents = [r.recommendation.document_id for r in answer.recommendations]
    documents += [c.document_id for c in answer.citations]
    titles = [edition.entry(document).short_title for document in dict.fromkeys(documents)]
    is_undecided = answer.headline is not None and answer.headline.is_undecided
    several, one = ("speak of", "speaks of") if is_undecided else ("answer", "answers")
    answers = one if len(titles) == 1 else several
    how = "as far as a search can tell. Check that the quotes fit your question."
    how = "in these words." if answer.firmness == "firm" else how
    return f"The {list_of(titles)} {answers} this, {how} {partial(answer)}".strip()


def line(response: Response) -> str:
    """Say what a question got in one line, for a list of questions and for those who hear the page."""
    if isinstance(response, Abstention):
        return label(response)
    return " ".join(quotes.headline(response)) or f"{label(response)}: {summary(response)}"


def title(response: Response) -> str:
    """Name an answer without its question: a browser keeps titles of pages on disk."""
    if isinstance(response, Abstention):
        return label(response)
    numbers = [r.recommendation.number for r in response.recommendations]
    if len(numbers) > 3:
        return plural(len(numbers), "recommendation")
    noun = "Recommendation" if len(numbers) == 1 else "Recommendations"
    return f"{noun} {list_of(numbers)}" if numbers else label(response)


def partial(answer: Answer) -> str:
    """Say that a search gives no complete list, and what was understood of one; else nothing."""
    if not answer.is_partial:
        return ""
    if not answer.description:
        return sentence("PARTIAL")
    understood = f"Understood of a list: {answer.description}; not: {aside(answer)}"
    return f"{sentence('PARTIAL')} {understood}. {sentence('HOW_TO_LIST')}"


def aside(answer: Answer) -> str:
    """Quote the words of a question for a list that were not used."""
    return list_of([f"“{words}”" for words in answer.left_aside])


def reasons(why: Why) -> list[tuple[str, str]]:
    """Say why a passage was found, each reason with what it is."""
    named = (
        ("words of your question", ", ".join(why.words)),
        ("found through the lexicon", ", ".join(why.expansions)),
        ("people also ask it as", why.asked_as),
        ("close call", "another passage fits nearly as well" if why.near_tie else ""),
    )
    return [(name, value) for name, value in named if value]


def summary(response: Response) -> str:
    """Count what was found, for those who hear the page and for a list of turns."""
    if isinstance(response, Abstention):
        return label(response)
    found = [r.recommendation.number for r in response.recommendations]
    numbers = f"{plural(len(found), 'recommendation')}: {', '.join(found)}" if found else ""
    quoted = plural(len(response.citations), "quote") if response.citations else ""
    return "; ".join(filter(None, (numbers, quoted)))


def overdue(edition: Edition, today: date) -> tuple[str, ...]:
    """Say which documents are past the date that the corpus sets for looking for a newer one."""
    return tuple(
        f"{entry.short_title} ({entry.published}): the keepers of this index want it checked after "
        f"{day(entry.review_by)}. Ask {entry.publisher} whether there is a newer version."
        for entry in edition.documents
        if entry.review_by and date.fromisoformat(entry.review_by) < today
    )


def today() -> date:
    """Tell the reader's own day."""
    return date.today()  # noqa: DTZ011  the reader's day, not UTC's


def day(written: str) -> str:
    """Write an ISO date as people do: 31 December 2024."""
    parsed = date.fromisoformat(written)
    return f"{parsed.day} {parsed:%B %Y}"


def duration(seconds: float) -> str:
    """Write how long something takes, as people count it: 42 s, 5 minutes."""
    whole = max(round(seconds), 1)
    return f"{whole} s" if whole < 90 else f"{round(whole / 60)} minutes"


def plural(n: int, noun: str) -> str:
    """Count things: 1 quote, 2 quotes."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def list_of(items: Sequence[str]) -> str:
    """Write a list as a sentence does: a, b and c."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def identifiers(kinds: Sequence[str]) -> str:
    """Say why a question was not searched."""
    held = list_of(kinds)
    return f"This looks as if it holds {held}. It has not been searched and has not been stored."


def lead_of_list(answer: Answer) -> str:
    """Say how many are listed, by what, and whether that is all; nothing of that where the label has said it."""
    not_whole, is_whole = _not_whole(answer), answer.complete_of is not None
    more = not_whole or (sentence("WHOLE") if is_whole else sentence("AS_READ"))
    if answer.form == "numbers":
        return not_whole or ("" if is_whole else more)
    if answer.form in ("count", "breakdown"):
        return more
    if answer.form == "list":
        return f"{counted(answer)}. {more}"
    beside = answer.description.partition(";")[2]
    said = f"{title(answer)}{beside and ';'}{beside}."
    return said if is_whole else f"{said} {more}"


def counted(answer: Answer) -> str:
    """Say how many recommendations are so, and of each kind: "7 of 12 Education recommendations are Pending"."""
    count = answer.count
    if count is None:
        return plural(len(answer.recommendations), "recommendation")
    noun = " ".join(filter(None, (count.within, "recommendations")))
    of_all = f"{count.n} of {count.of}" if count.said else f"{count.n}"
    said = f"{of_all} {noun} {count.said}".strip()
    share = f" ({count.percent}%)" if count.percent is not None else ""
    return f"{said}{share}{_each(count)}{_everybodys(count)}"


def _everybodys(count: Count) -> str:
    """Say how many of a group's list name it, where others name everybody."""
    if not count.everybodys:
        return ""
    n_by_name = count.n - len(count.everybodys)
    return f"; {n_by_name} by name, and number {list_of(count.everybodys)} as addressed to all"


def _each(count: Count) -> str:
    kinds = [f"{kind.n} {kind.said}{_within(kind)}" for kind in count.each]
    return f": {list_of(kinds)}" if kinds else ""


def _within(count: Count) -> str:
    there = [f"{kind.n} {kind.said}" for kind in count.each if kind.n]
    return f" ({list_of(there)})" if there else ""


def _not_whole(answer: Answer) -> str:
    """Say which words a list does not use, and what else was perhaps meant; nothing if it is whole."""
    meant = [change for change in answer.corrections if change.kind == "meaning"]
    said = [f"It rests on reading “{change.written}” as “{change.read}”." for change in meant]
    if answer.left_aside:
        what = "What the guidance does not record cannot be listed by."
        said.append(f"Left aside: {aside(answer)}. {what}")
    for reading in answer.otherwise:
        numbers = "all of them" if reading.is_all else ", ".join(reading.numbers) or "none"
        said.append(f"Read as “{reading.description}” it would be: {numbers}.")
    return " ".join(said)
