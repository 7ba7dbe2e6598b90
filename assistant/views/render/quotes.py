"""A quote's parts as they are read: labelled, each on lines of its own."""

from collections.abc import Sequence
from itertools import groupby

from assistant.domain import Answer, EntryFact, Part, Quote
from assistant.views.render.sentences import sentence, table


def labelled(parts: Sequence[Part]) -> list[tuple[str, list[str]]]:
    """Give the parts field by field: its label, or nothing, and its lines."""
    fields = []
    for name, of_field in groupby(parts, key=lambda part: part.field):
        bullet = "• " if name == "item" else ""
        said = (f"{p.text} – {p.meaning}" if p.meaning else p.text for p in of_field)
        lines = [f"{bullet}{line}" for words in said for line in words.split("\n")]
        fields.append((table("labels").get(name, ""), lines))
    return fields


def plain(quote: Quote) -> str:
    """Write a quote to be pasted: each part in quotation marks, behind its field's label."""
    lines: list[str] = []
    for name, parts in groupby(quote.parts, key=lambda part: part.field):
        first, *rest = (line for part in parts for line in quoted(part))
        label = f"{table('labels')[name]}: " if name in table("labels") else ""
        lines += [label + first, *rest]
    return "\n".join(lines)


def entry(fact: EntryFact) -> str:
    """Say what a document's entry says of it, or that it says nothing."""
    entered, not_entered = table("entries")[fact.field]
    if not fact.value:
        return f"{fact.name}: {not_entered}."
    cut = " (the address in this index is cut short)" if fact.is_cut else ""
    return f"{fact.name}: {entered.format(fact.value.rstrip('.'))}{cut}."


def headline(answer: Answer) -> list[str]:
    """Write the words that answer, line by line, with number and marker; nothing where none decide."""
    entries = [entry(fact) for fact in answer.entries]
    if answer.headline is None:
        return entries
    lines = [sentence("UNDECIDED")] if answer.headline.is_undecided else []
    for said in (answer.headline, *answer.headline.beside):
        number = answer.citations[said.marker - 1].recommendation
        words = [line for part in said.parts for line in quoted(part)]
        words[0] = f"Recommendation {number}: {words[0]}" if number else words[0]
        words[-1] += f" [{said.marker}]"
        lines += words
    return [*lines, *entries]


def stated(answer: Answer, marker: int) -> tuple[Part, ...]:
    """Give the words that answer, where they are those of the citation with this marker."""
    said = (answer.headline, *answer.headline.beside) if answer.headline else ()
    return next((each.parts for each in said if each.marker == marker), ())


def quoted(part: Part) -> list[str]:
    """Write a part in quotation marks, line by line."""
    meaning = f" – {part.meaning}" if part.meaning else ""
    bullet = "• " if part.field == "item" else ""
    return f"{bullet}“{part.text}”{meaning}".split("\n")
