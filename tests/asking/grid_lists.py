"""Questions of the grid that put conditions together, or name numbers."""

from collections.abc import Iterator
from itertools import product

from grid_choices import (
    FREQUENT,
    FROM_EVERYTHING,
    SPANS,
    WORDS,
    Choice,
    Wording,
    area_choices,
    asked,
    group_choices,
    mention_choices,
    said,
    status_choices,
)
from grid_sets import AREAS, SHORT, STATUSES, Numbers, Sets

SOLE = (
    ("HEIs and practice educators", ("HEIs", "practice educators")),
    ("HEIs, academics and industry", ("HEIs", "academics", "industry")),
    (
        "researchers, clinicians, academics and industry",
        ("researchers", "clinicians", "academics", "industry"),
    ),
    ("industry", ("industry",)),
    ("HEIs", ("HEIs",)),
    ("academics", ("academics",)),
    ("the AIWG", ("the AIWG",)),
    ("students", ("students",)),
)


def of_one_kind(sets: Sets) -> Iterator[Wording]:
    """One condition: no operator, only, just, each."""
    choices = (*area_choices(sets), *status_choices(sets), *group_choices(sets))
    for words, name in SHORT.items():
        yield from asked(f"{words} ones", sets.area(name), "no operator", "area")
    for name in STATUSES:
        for says in ("with the status", "with a status of", "whose status is"):
            wanted = sets.status(name)
            yield from asked(f"recommendations {says} {name}", wanted, "no operator", "status")
    for words, name in AREAS.items():
        for section in ("section", "area", "table"):
            text = f"recommendations in the {words} {section}"
            yield from asked(text, sets.area(name), "no operator", "area")
    for choice in (*choices, *mention_choices(sets)):
        wanted, kind = choice.numbers, choice.kind
        yield from asked(choice.ones, wanted, "no operator", kind)
        yield from said(choice.does, wanted, "no operator", kind)
        count = f"how many {choice.ones} are there"
        yield Wording(count, "question", wanted, "no operator", (kind,))
        for operator in ("only", "just"):
            for text, shape in only(operator, choice):
                yield Wording(text, shape, wanted, operator, (kind,))
        for text in each(choice):
            yield Wording(text, "question", wanted, "each", (kind,))


def only(operator: str, choice: Choice) -> Iterator[tuple[str, str]]:
    yield f"{operator} the {choice.ones}", "phrase"
    yield f"show me {operator} the {choice.ones}", "request"
    yield f"list {operator} the {choice.ones}", "request"
    yield f"I want {operator} the {choice.ones}", "phrase"
    if choice.kind in {"area", "status"} and " " not in choice.bare[0]:
        yield f"{operator} {choice.bare[0]}", "phrase"
        if operator == "only":
            yield f"{choice.bare[0]} only", "phrase"
            yield f"{choice.ones} only", "phrase"


def each(choice: Choice) -> Iterator[str]:
    yield f"who is responsible for each of the {choice.ones}"
    yield f"what does each of the {choice.ones} say"
    if choice.kind != "status":
        yield f"what is the status of each of the {choice.ones}"


def of_two_kinds(sets: Sets) -> Iterator[Wording]:
    """Two conditions at once, with no operator or with both … and."""
    areas, statuses = area_choices(sets), status_choices(sets)[:3]
    others = (*group_choices(sets), *mention_choices(sets))
    for area, status in product(areas, statuses):
        wanted = area.numbers & status.numbers
        ones = f"{status.bare[0]} {area.ones}"
        yield from asked(ones, wanted, "no operator", "area", "status")
        yield from said(f"{status.does} and {area.does}", wanted, "no operator", "area", "status")
        place = area.does.removeprefix("are ")
        yield from said(
            f"are both {status.bare[0]} and {place}", wanted, "both … and", "area", "status"
        )
        yield from asked(f"only the {ones}", wanted, "only", "area", "status")
    for head, other in product((*areas, *statuses), others):
        wanted, kinds = head.numbers & other.numbers, (head.kind, other.kind)
        for_group = other.does.startswith("are for ")
        of, does = "" if for_group else "that ", other.does.removeprefix("are " * for_group)
        yield from asked(f"{head.ones} {of}{does}", wanted, "no operator", *kinds)
        yield Wording(f"which {head.ones} {other.does}", "question", wanted, "no operator", kinds)


def pairs(sets: Sets) -> Iterator[Wording]:
    """Neither … nor, either … or, both … and, over two of a kind."""
    wordings = (*FREQUENT, "the CoR", "researchers", "clinicians", "professional bodies")
    groups = [c for c in group_choices(sets, wordings) if c.ones.startswith("ones for")]
    for kind in (area_choices(sets), status_choices(sets)[:3], groups):
        for a, b in product(kind, kind):
            if a.bare < b.bare:
                yield from pair(sets, a, b)


def pair(sets: Sets, a: Choice, b: Choice) -> Iterator[Wording]:
    kinds = (a.kind, b.kind)
    one, other = a.bare[0], b.bare[0]
    neither, either = sets.every - a.numbers - b.numbers, a.numbers | b.numbers
    before = {"area": "in ", "status": "", "group": "for "}[a.kind]
    ends = ("s" * one.endswith("ship"), "s" * other.endswith("ship"))
    ends = ends if a.kind == "area" else ("", "")
    x, y = one + ends[0], other + ends[1]
    yield from said(f"are {before}neither {x} nor {y}", neither, "neither … nor", *kinds)
    yield from said(f"are {before}either {x} or {y}", either, "either … or", *kinds)
    if a.kind == "group":
        shared = a.numbers & b.numbers
        yield from said(f"are for both {x} and {y}", shared, "both … and", *kinds)
        yield from asked(f"ones for both {x} and {y}", shared, "both … and", *kinds)
        yield from asked(f"ones for either {x} or {y}", either, "either … or", *kinds)
    else:
        yield from asked(f"both the {one} and the {other} ones", either, "both … and", *kinds)
        yield from asked(f"{one} and {other} ones", either, "no operator", *kinds)
        yield from asked(f"{one} or {other} ones", either, "no operator", *kinds)


def by_sole_group(sets: Sets) -> Iterator[Wording]:
    """Groups, and nobody else."""
    for words, groups in SOLE:
        wanted = sets.sole(groups)
        for text in (
            f"which recommendations are for {words} and nobody else",
            f"which ones are for {words}, and nobody else",
            f"which recommendations name {words} and no one else",
            f"how many are for {words} and nobody else",
        ):
            yield Wording(text, "question", wanted, "and nobody else", ("group",))
        listed = f"ones for {words} and nobody else"
        yield from asked(listed, wanted, "and nobody else", "group")


def ranges(sets: Sets) -> list[tuple[str, str, Numbers]]:
    """Stretches of numbers: the operator, its words, the set."""
    top = int(sets.ordered[-1])
    return [
        ("between … and", "between 4 and 9", sets.between(4, 9)),
        ("between … and", "between 10 and 20", sets.between(10, 20)),
        ("between … and", "between five and eight", sets.between(5, 8)),
        ("up to", "up to 6", sets.between(1, 6)),
        ("up to", "up to number 15", sets.between(1, 15)),
        ("up to", "up to ten", sets.between(1, 10)),
        ("from … on", "from 27 on", sets.between(27, top)),
        ("from … on", "from 20 onwards", sets.between(20, top)),
        ("from … on", "from number 12 onwards", sets.between(12, top)),
        ("from … to", "from 5 to 12", sets.between(5, 12)),
        ("from … to", "from 18 to 24", sets.between(18, 24)),
    ]


def by_range(sets: Sets) -> Iterator[Wording]:
    """A stretch of numbers, of everything or of a list, with and without an exception."""
    lists = (*area_choices(sets), *status_choices(sets), *group_choices(sets, FREQUENT))
    for operator, words, numbers in ranges(sets):
        yield from asked(f"recommendations {words}", numbers, operator, "number")
        yield Wording(words, "phrase", numbers, operator, ("number",))
        for choice in lists:
            wanted, kinds = numbers & choice.numbers, ("number", choice.kind)
            listed = f"{choice.ones} {words}"
            if " that " in choice.ones:
                listed = choice.ones.replace("ones", f"ones {words}", 1)
            yield from asked(listed, wanted, operator, *kinds)
            does = f"which recommendations {words} {choice.does}"
            yield Wording(does, "question", wanted, operator, kinds)
            rest = numbers - choice.numbers
            does = f"which recommendations {words} {choice.does_not}"
            yield Wording(does, "question", rest, operator, kinds)


def by_number(sets: Sets) -> Iterator[Wording]:
    """Ranges and lists of numbers."""
    for words, numbers in SPANS:
        wanted = frozenset(map(str, numbers))
        for noun in ("recommendations ", "numbers ", "recs ", ""):
            yield from asked(noun + words, wanted, "numbers", "number")
        for text in number_questions(words):
            yield Wording(text, "question", wanted, "numbers", ("number",))


def number_questions(words: str) -> Iterator[str]:
    yield f"what is the status of {words}"
    yield f"what do {words} say"
    yield f"who is responsible for {words}"
    yield f"who does {words}"


def one_number(sets: Sets) -> Iterator[Wording]:
    """One recommendation, by its number in every form."""
    for n in (4, 9, 14, 27, 30):
        wanted, kinds = frozenset([str(n)]), ("number",)
        forms = (str(n), f"R{n}", f"rec {n}", f"recommendation {n}", f"number {n}", f"no. {n}")
        forms += (f"#{n}", f"recommendation no {n}") + ((f"number {WORDS[n]}",) if n < 11 else ())
        for form in forms:
            yield Wording(form, "phrase", wanted, "one number", kinds)
            yield Wording(f"show me {form}", "request", wanted, "one number", kinds)
            for text in (
                f"what's {form}",
                f"what does {form} say",
                f"who does {form}",
                f"who is responsible for {form}",
                f"what is the status of {form}",
                f"is {form} pending",
                f"has {form} started",
            ):
                yield Wording(text, "question", wanted, "one number", kinds)


def by_place(sets: Sets) -> Iterator[Wording]:
    """First and last few; odd and even ones; of everything or of a list."""
    lists = (*area_choices(sets), *status_choices(sets)[:3])
    for n, end in product((2, 3, 5, 10), ("first", "last")):
        cut = sets.first if end == "first" else sets.last
        for few in (str(n), WORDS[n]):
            yield from asked(f"{end} {few}", cut(n), f"{end} n", "place")
            yield from asked(f"{end} {few} recommendations", cut(n), f"{end} n", "place")
            for choice in lists:
                wanted = cut(n, choice.numbers)
                if n < len(choice.numbers):
                    yield from asked(f"{end} {few} {choice.ones}", wanted, f"{end} n", choice.kind)
    for rest, name in enumerate(("even", "odd")):
        parity = sets.odd(rest)
        yield from asked(f"{name} ones", parity, "odd/even", "place")
        yield from asked(f"{name}-numbered ones", parity, "odd/even", "place")
        for choice in lists:
            wanted = parity & choice.numbers
            of = (
                choice.does.removeprefix("are ") if choice.kind == "area" else f"that {choice.does}"
            )
            yield from asked(f"{name}-numbered ones {of}", wanted, "odd/even", choice.kind)
            listed = f"{name}-numbered ones except {choice.bare[1]}"
            yield from asked(listed, parity - choice.numbers, "odd/even", choice.kind, "except")


def by_document(sets: Sets) -> Iterator[Wording]:
    """The document that holds the records is named; the other one holds none."""
    paper = ("in the SoR guidance", "in the SoR paper", "from the SoR guidance")
    choices = (*area_choices(sets), *status_choices(sets), *mention_choices(sets)[:4])
    for place, choice in product(paper, choices):
        kinds = ("document", choice.kind)
        order = f"{choice.ones} {place}"
        if choice.kind == "mention" or " that " in choice.ones:
            order = choice.ones.replace("ones", f"ones {place}", 1)
        yield from asked(order, choice.numbers, "no operator", *kinds)
        for operator in FROM_EVERYTHING:
            listed = f"everything {place}, {operator} {choice.bare[1]}"
            yield from asked(listed, sets.every - choice.numbers, operator, *kinds)
        listed = f"{choice.ones} {place}, not the RCR statement"
        if order.startswith(choice.ones):
            yield from asked(listed, choice.numbers, "not", *kinds)
    for place in ("in the SoR guidance", "of the SoR paper"):
        listed = f"all recommendations {place}"
        yield from asked(listed, sets.every, "no operator", "document")
