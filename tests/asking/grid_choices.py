"""What questions of the grid choose by, in the wordings that a sentence has room for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from grid_sets import AREAS, GROUPS, NOT_BEGUN, STATUSES, Numbers, Sets


class Wording(NamedTuple):
    """A question before courtesy, case and end mark; its shape says which of them it bears."""

    text: str
    shape: str  # phrase, request or question
    wanted: Numbers
    operator: str
    kinds: tuple[str, ...]


class Choice(NamedTuple):
    """A condition in the wordings that a sentence has room for.

    Attributes:
        ones: as what is listed: "pending ones".
        bare: as what follows an operator: "pending", "those that mention CPD".
        does, does_not: as what is said of recommendations: "are pending", "are not pending".
    """

    kind: str
    ones: str
    bare: tuple[str, ...]
    does: str
    does_not: str
    numbers: Numbers


EXCLUDERS = (
    "except",
    "except for",
    "but not",
    "apart from",
    "other than",
    "not counting",
    "excluding",
    "leaving out",
    "minus",
    "ignoring",
    "without",
    "not",
)


FROM_EVERYTHING = tuple(e for e in EXCLUDERS if e not in {"but not", "without", "not"})


SPANS = (
    ("5 to 12", range(5, 13)),
    ("5-12", range(5, 13)),
    ("5–8", range(5, 9)),
    ("19 to 26", range(19, 27)),
    ("five to eight", range(5, 9)),
    ("1, 4 and 9", (1, 4, 9)),
    ("2, 6, 30", (2, 6, 30)),
    ("11 and 12", (11, 12)),
)


WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


CONCERNED = ("students", "patients")


# Words of which no row holds another form ("audit" and "auditing" would leave room for two sets).
MENTIONED = (
    "CPD",
    "NHSx",
    "Topol",
    "the British Standards Institute",
    "UKIO",
    "ESTRO",
    "webinars",
    "privacy",
    "NIAW",
    "consent",
    "surveillance",
    "terminology",
)


FREQUENT = ("industry", "HEIs", "academics", "students", "the AIWG", "practice educators")


def area_choices(sets: Sets) -> list[Choice]:
    return [
        Choice(
            "area",
            f"{words} ones",
            (words, f"the {words} ones"),
            f"are in {words}{'s' * words.endswith('ship')}",
            f"are not in {words}{'s' * words.endswith('ship')}",
            sets.area(name),
        )
        for words, name in AREAS.items()
    ]


def status_choices(sets: Sets) -> list[Choice]:
    named = [
        Choice(
            "status",
            f"{name.lower()} ones",
            (name.lower(), f"the {name.lower()} ones"),
            f"are {name.lower()}",
            f"are not {name.lower()}",
            sets.status(name),
        )
        for name in STATUSES
    ]
    idle, begun = sets.status(NOT_BEGUN), sets.every - sets.status(NOT_BEGUN)
    return [
        *named,
        that_choice("status", "have started", "have not started", begun),
        that_choice("status", "have not been started yet", "have been started", idle),
    ]


def that_choice(kind: str, does: str, does_not: str, numbers: Numbers) -> Choice:
    return Choice(
        kind,
        f"ones that {does}",
        (f"those that {does}", f"the ones that {does}"),
        does,
        does_not,
        numbers,
    )


def group_choices(sets: Sets, wordings=tuple(GROUPS)) -> list[Choice]:
    """Groups as addressees and as those responsible; "for patients" alone could be about them."""
    responsible = [responsible_choice(words, sets.group(words)) for words in wordings]
    return responsible + [
        Choice(
            "group",
            f"ones for {words}",
            (words, f"the ones for {words}"),
            f"are for {words}",
            f"are not for {words}",
            sets.group(words),
        )
        for words in wordings
        if words not in CONCERNED
    ]


def responsible_choice(words: str, numbers: Numbers) -> Choice:
    be = "are" if words.endswith("s") else "is"
    that = f"that {words} {be} responsible for"
    return Choice(
        "group",
        f"ones {that}",
        (f"those {that}", f"the ones {that}"),
        f"are the responsibility of {words}",
        f"are not the responsibility of {words}",
        numbers,
    )


def mention_choices(sets: Sets) -> list[Choice]:
    return [
        that_choice(
            "mention",
            f"mention {word}",
            f"do not mention {word}",
            sets.mentioning(word.removeprefix("the ")),
        )
        for word in MENTIONED
    ]


def number_choices(sets: Sets) -> list[Choice]:
    """What numbers an operator may take away."""
    single = [("9", {"9"}), ("21", {"21"}), ("4", {"4"}), ("16", {"16"})]
    several = [("1 and 12", {"1", "12"}), ("7, 10 and 30", {"7", "10", "30"})]
    plain = [
        Choice("number", "", (words, f"number{'s' * (len(n) > 1)} {words}"), "", "", frozenset(n))
        for words, n in (*single, *several)
    ]
    rows = [("5 to 12", sets.between(5, 12)), ("20-25", sets.between(20, 25))]
    return plain + [
        Choice("number", "", (words, f"numbers {words}"), "", "", n) for words, n in rows
    ]


def asked(listed: str, wanted: Numbers, operator: str, *kinds: str) -> Iterator[Wording]:
    """Ask for what a noun phrase lists ("pending ones", "first five")."""
    full = listed.replace("ones", "recommendations", 1) if " ones" in f" {listed}" else listed
    the = "" if re.match(r"every|all |both |only |\d|five ", listed) else "the "
    what = () if listed.startswith(("every", "all ")) else ((f"what are {the}{full}", "question"),)
    for text, shape in (
        (listed, "phrase"),
        (the + full, "phrase"),
        (f"list {the}{full}", "request"),
        (f"show me {the}{listed}", "request"),
        (f"give me {the}{listed}", "request"),
        *what,
    ):
        yield Wording(text, shape, wanted, operator, kinds)


def said(does: str, wanted: Numbers, operator: str, *kinds: str) -> Iterator[Wording]:
    """Ask which recommendations do something ("are pending", "mention CPD")."""
    for text in (
        f"which recommendations {does}",
        f"which {does}",
        f"which ones {does}",
        f"how many recommendations {does}",
        f"how many {does}",
    ):
        yield Wording(text, "question", wanted, operator, kinds)
    yield Wording(f"list the recommendations that {does}", "request", wanted, operator, kinds)
    yield Wording(f"recommendations that {does}", "phrase", wanted, operator, kinds)
