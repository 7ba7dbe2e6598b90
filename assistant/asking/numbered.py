"""Reads the numbers of recommendations among the pieces of a question: one, several, a range.

Tells them from years, counts and doses. Knows nothing of conditions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Literal, TypeAlias

from assistant.asking.naming import Piece, tags_of
from assistant.asking.numbers import Label, Numbers, bounded, spelt_out
from assistant.asking.phrases import Phrase, is_of, joined, with_places
from assistant.asking.wordings import holds, words_of
from assistant.domain import RecommendationNumber, number_order
from assistant.records.conditions import Condition, Number, either
from assistant.records.selecting import Records

Side: TypeAlias = Literal["from", "above", "up to", "below"]
# An unlabelled number of four figures that begins so is a year.
_CENTURIES = ("19", "20")
# Before these a number that no word calls a recommendation's counts: "12 recommendations".
_CONDITIONS = ("status", "area")
_PLACES = ("first", "last", "odd", "even", "further", "barely", "above", "below")
_SIDES: tuple[tuple[str, Side], ...] = (
    ("up_to", "up to"),
    ("above", "above"),
    ("below", "below"),
    ("at_least", "from"),
    ("from", "from"),
)
# What bounds begin with, but for the number itself and "the".
_BOUNDED = (*(tag for tag, _ in _SIDES), "label")
# The words for a bound on the other side, and which it is.
_UPPER: dict[str, Side] = {"below": "below", "up_to": "up to", "downwards": "below"}
_LOWER: dict[str, Side] = {"above": "above", "at_least": "from", "onwards": "above"}
_COUNTED = ("listed", "group", "document", "area", "by_area", "by_status", "by_group")


def phrases(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Put tables, first and last ones and numbers together."""
    is_placed = not tags_of(pieces).isdisjoint(_PLACES)
    if not (is_placed or any(p.figure for p in pieces)):
        return list(pieces)
    # "No. 10".
    held = [p for at, p in enumerate(pieces) if not (p.word == "." and _labels_next(pieces, at))]
    return _Numbered(with_places(held, records), records).pieces()


def _labels_next(pieces: Sequence[Piece], at: int) -> bool:
    rest = pieces[at + 1 : at + 2]
    return at > 0 and pieces[at - 1].has("label") and any(p.figure for p in rest)


class _Numbered:
    """Reads the numbers among some pieces."""

    def __init__(self, pieces: Sequence[Piece], records: Records) -> None:
        self._all = pieces
        self._known = records.numbers
        self._n = len(records.everything)
        self._out: list[Piece] = []

    def pieces(self) -> list[Piece]:
        at = 0
        while at < len(self._all):
            at += self._step(at)
        return self._out

    def _step(self, at: int) -> int:
        """Take the number that begins here, or one piece; give how many pieces were taken."""
        piece = self._all[at]
        if self._is_total(piece):
            self._out.append(replace(piece, tags=frozenset({"filler"})))
            return 1
        for read in (self._between, self._bounded, self._single):
            found = read(at)
            if found is not None:
                numbers, length = found
                self._put(numbers, self._all[at : at + length])
                return length
        if piece.figure and at and self._all[at - 1].word in words_of("them"):
            piece = replace(piece, tags=frozenset({"filler"}))  # "the status of those two"
        elif piece.figure and not piece.has("listed_loosely", "filler"):
            piece = piece.untagged()
        self._out.append(piece)
        return 1

    def _is_total(self, piece: Piece) -> bool:
        """Tell whether a number says how many there are: "all 31", "of the 31"."""
        last = self._out[-1:]  # "of the 31", unlike "the status of 31"
        is_all = any(p.has("every") or (p.word == "the" and is_of(self._out)) for p in last)
        return is_all and piece.figure is not None and piece.figure.number == str(self._n)

    def _put(self, numbers: Numbers, pieces: Sequence[Piece]) -> None:
        while self._out and self._out[-1].has("label") and not self._out[-1].has("listed"):
            pieces = [self._out.pop(), *pieces]
        leaves: Iterable[Condition] = (Number(n) for n in numbers.listed)
        condition = either(*leaves)
        self._out.append(joined(pieces, "numbers", condition, numbers))

    def _between(self, at: int) -> tuple[Numbers, int] | None:
        """Read "between 4 and 9", "from 4 to 9", "4-9"."""
        opening = self._all[at].has("between", "from")
        first = at + opening
        first += self._labels(first)
        own = _label_of(self._all[first - 1]) if first and self._all[first - 1].has("label") else ""
        a = self._figure(first)
        if a is None:
            return None
        joint = first + 1
        if joint >= len(self._all):
            return None
        is_joint = self._all[joint].has("to", "up_to") or (
            self._all[at].has("between") and self._all[joint].has("and")
        )
        last = joint + 1 + self._labels(joint + 1)
        b = self._figure(last)
        if not is_joint or b is None or self._is_counted(last):
            return None
        listed = spelt_out(self._known, a, b)
        return Numbers(listed, is_range=True, label=own or self._label(at)), last + 1 - at

    def _bounded(self, at: int) -> tuple[Numbers, int] | None:
        """Read "from 27 on", "27 and above", "up to 5", "after 20"."""
        opening = self._all[at]
        if opening.figure is None and opening.word != "the" and not opening.has(*_BOUNDED):
            return None
        side = next((side for tag, side in _SIDES if self._all[at].has(tag)), None)
        place = at + (side is not None)
        place += self._labels(place)
        number = self._figure(place)
        is_count = self._counts(place) or (side is None and self._counts_those(place))
        if number is None or self._is_counted(place) or is_count:
            return None
        after = self._all[place + 1] if place + 1 < len(self._all) else None
        ends = place + 1
        if side in (None, "from") and after is not None and after.has("onwards", "downwards"):
            rest = self._all[place + 2 :]
            if (rest and rest[0].is_content) or (after.word == "on" and _is_the_list(rest)):
                return None  # "number 3 on that list"
            side, ends = ("from" if after.has("onwards") else "up to"), place + 2
        elif side is None or (
            side == "from"
            and not self._all[at].has("at_least")
            and not self._all[at].word.startswith(("start", "begin"))
        ):
            return None
        listed = bounded(self._known, number, side)
        if not listed:
            return None  # "lecturers over 50"
        other = self._other_bound(side, ends)
        if other is not None:
            found, ends, is_or = other
            both = {*listed} | {*found} if is_or else {*listed} & {*found}
            listed = tuple(sorted(both, key=number_order))
        return Numbers(listed, is_range=True, label=self._label(at)), ends - at

    def _other_bound(
        self, side: Side, at: int
    ) -> tuple[Sequence[RecommendationNumber], int, bool] | None:
        """Read "… but below 20", "… or above 27" behind a bound on the other side.

        Gives what it holds, its end, and whether either bound will do.
        """
        joint = next((n for n in range(at, len(self._all)) if not self._all[n].has("mark")), at)
        joints = self._all[joint : joint + 1]
        bound = joint + any(p.has("and", "or", "but") for p in joints)
        number = self._figure(bound + 1)
        is_up = side in ("above", "from")
        sides = _UPPER if is_up else _LOWER
        said = self._all[bound : bound + 1]
        other = next((side for tag, side in sides.items() if any(p.has(tag) for p in said)), None)
        if number is None or other is None:
            return None
        is_or = any(p.word.split()[0] == "or" for p in joints)
        return bounded(self._known, number, other), bound + 2, is_or

    def _single(self, at: int) -> tuple[Numbers, int] | None:
        number = self._figure(at)
        if number is None or self._is_counted(at):
            return None
        figure = self._all[at].figure
        assert figure is not None
        label = self._label(at)
        is_numbered = bool(label)
        if figure.is_one and self._out and isinstance(self._out[-1], Phrase):
            return None  # "the twelfth one"
        after = self._all[at + 1] if at + 1 < len(self._all) else None
        before = self._out[-1] if self._out else None
        if before is not None and before.has("every") and not is_numbered:
            return None  # "all 31" counts, "every third" chooses
        is_spelt = self._all[at].is_spelt
        if self._counts_those(at):
            return None
        if figure.is_place and after is not None and after.has("listed", "listed_loosely"):
            return Numbers((number,), label="recommendation"), 1
        is_things = (
            is_spelt and after is not None and after.has("listed_loosely") and after.is_plural
        )
        if not is_numbered and (
            figure.is_one or is_things or (after is not None and _is_count(after))
        ):
            return None  # "12 recommendations" is a count
        opens = next((p.word for p in self._all if not p.has("mark")), "")
        is_said_of = holds("yes_no", [opens])
        if not is_numbered and not is_said_of and after is not None and after.has(*_CONDITIONS):
            return None  # "two pending" is a count, "is 14 pending" is not
        if not is_numbered and (_is_year(number) or (after is not None and after.is_content)):
            return None
        if label and after is not None and after.word in words_of("speaks"):
            label = "recommendation"  # "what does number 3 say about …"
        return Numbers((number,), label=label), 1

    def _counts(self, at: int) -> bool:
        """Tell whether a number that no word calls a recommendation's is a year, or counts what follows."""
        rest = self._all[at + 1 : at + 2]
        number = self._figure(at) or ""
        return not self._label(at) and (
            _is_year(number) or any(p.has(*_COUNTED, *_CONDITIONS) for p in rest)
        )

    def _counts_those(self, at: int) -> bool:
        """Tell whether a number counts what is spoken of: "the five things", "between the two"."""
        piece = self._all[at]
        is_the = at > 0 and self._all[at - 1].word in ("the", "these", "those")
        is_place = piece.figure is not None and piece.figure.is_place
        return piece.is_spelt and is_the and not (self._label(at) or is_place)

    def _labels(self, at: int) -> int:
        """Count the labels that stand here: "from recommendation number 4", "between the 4th …"."""
        rest = self._all[at:]
        return next((n for n, p in enumerate(rest) if not (p.has("label") or p.word == "the")), 0)

    def _figure(self, at: int) -> RecommendationNumber | None:
        piece = self._all[at] if at < len(self._all) else None
        return piece.figure.number if piece is not None and piece.figure else None

    def _is_counted(self, at: int) -> bool:
        """Tell whether a number counts something: "20 mGy", "band 6"."""
        before = self._out[-1] if self._out and at and self._all[at - 1] is self._out[-1] else None
        after = self._all[at + 1] if at + 1 < len(self._all) else None
        return bool(
            (before is not None and before.has("counted", "table") and not before.has("label"))
            or (after is not None and after.has("counted"))
        )

    def _label(self, at: int) -> Label:
        """Tell what the label before a number, or before one joined to it, says that it is."""
        for piece in reversed(self._out[-4:]):
            if piece.has("label"):
                return _label_of(piece)
            if isinstance(piece, Phrase) and piece.numbers:
                return piece.numbers.label
            is_joint = piece.has("and", "or", "mark", "to", "compare", "from", "between")
            if not (is_joint or piece.word == "the") or piece.word in "?.!":
                return ""
        return ""


def _is_count(after: Piece) -> bool:
    """Tell whether a number before this counts it: "12 recommendations", "two of the emerging ones"."""
    return after.has(*_COUNTED) or after.word == "of"


def _label_of(piece: Piece) -> Label:
    return "number" if piece.word in words_of("of_anything") else "recommendation"


def _is_the_list(rest: Sequence[Piece]) -> bool:
    return any(" ".join(p.word for p in rest[:n]).endswith("list") for n in (1, 2))


def _is_year(number: RecommendationNumber) -> bool:
    return len(number) == 4 and number.startswith(_CENTURIES)


def is_of_another(pieces: Sequence[Piece]) -> bool:
    """Tell whether numbers are those of a document that is none of ours: "recommendation 5 of the House of Lords report"."""
    for at, piece in enumerate(pieces[:-1]):
        if not (piece.has("numbers") and pieces[at + 1].word in words_of("of_a_list")):
            continue
        said = list(takewhile(lambda p: not p.has("mark"), pieces[at + 2 :]))
        noun = next((n for n, p in enumerate(said) if p.has("document", "other_document")), 0)
        if any(p.is_content for p in said[:noun]) and not any(p.document for p in said[:noun]):
            return True
    return False
