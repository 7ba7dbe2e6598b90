"""Finds the boxes drawn beside other text on a page: what one holds is read by itself.

Labels of diagrams, boxes beside forms, coloured columns at the side. Knows nothing of tables.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.parsing.layout import Page, Rule, Word, bands_of, lines_of

_NEAR = 3.0  # points that sides of one box may miss each other by
_HIGH = 1.7  # how much higher than its type a box is; lower ones mark single words
_MOST = 60  # boxes; no diagram has more
_LEVEL = 0.3  # how much above its baseline a word stands
_SPACE = 0.6  # between two words, all in parts of the size of the type


def boxed_words(words: Sequence[Word], page: Page) -> list[tuple[Rule, list[Word]]]:
    """Give the boxes that other words stand beside, from corner to corner, and what each holds.

    A box in a box is one of its own, and comes first.
    """
    found: list[tuple[Rule, list[Word]]] = []
    used: set[int] = set()
    boxes = [*boxes_of(page.rules), *page.rounded, *_frames(page.rules, words)]
    for box in sorted(boxes, key=lambda box: (box.x1 - box.x0) * (box.y1 - box.y0)):
        level = [w for w in words if box.y0 < w.y + _LEVEL * w.size < box.y1]
        inside = words_in(box, level)
        held = [w for w in inside if id(w) not in used]
        is_high = held and box.y1 - box.y0 > _HIGH * max(w.size for w in held)
        is_beside = len(inside) < len(level) and not n_cut(level, set(map(id, inside)))
        if is_high and is_beside and not _is_field(box, held, level):
            found.append((box, held))
            used |= set(map(id, held))
    return found


def n_cut(level: Sequence[Word], inside: Container[int]) -> int:
    """Count the lines of words that run out of a place, of all words on its heights."""
    runs = lines_of(level, 0, gutter=_SPACE)
    return sum(len({id(word) in inside for word in run.words}) > 1 for run in runs)


def _is_field(box: Rule, held: Sequence[Word], level: Sequence[Word]) -> bool:
    """Tell whether a box is a field of a form: a line of words behind what asks for them."""
    before = [w for w in level if w.x1 <= box.x0]
    asks = bool(before) and max(before, key=lambda w: w.x1).text.endswith(":")
    return asks and max(w.y for w in held) - min(w.y for w in held) < min(w.size for w in held)


def is_diagram(
    rules: Sequence[Rule], rounded: Iterable[Rule], cells: Iterable[Sequence[Word]]
) -> bool:
    """Tell lines that only lead from box to box: one runs between two, or two stand in one cell."""
    boxes = [*boxes_of(rules), *rounded]
    if not 1 < len(boxes) <= _MOST:
        return False
    for words in cells:
        held = [frozenset(map(id, words_in(box, words))) for box in boxes]
        inside = sorted({ids for ids in held if ids}, key=len)
        if inside and any(not inside[0] & other for other in inside):
            return True
    return any(_leads(rule, boxes) for rule in rules)


def _leads(rule: Rule, boxes: Sequence[Rule]) -> bool:
    """Tell whether a line runs outside all boxes from the side of one to that of another."""
    middle = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2
    if any(_is_at(box, middle, (_NEAR, _NEAR)) for box in boxes):
        return False
    # The lines of a table end at corners.
    near = (-_NEAR, _NEAR) if rule.x0 == rule.x1 else (_NEAR, -_NEAR)
    start, end = (
        {n for n, box in enumerate(boxes) if _is_at(box, at, near)}
        for at in ((rule.x0, rule.y0), (rule.x1, rule.y1))
    )
    return bool(start and end) and start != end


def _is_at(box: Rule, place: tuple[float, float], near: tuple[float, float]) -> bool:
    """Tell whether a place is in a box, or so near to it across and down."""
    (x, y), (across, down) = place, near
    return box.x0 - across <= x <= box.x1 + across and box.y0 - down <= y <= box.y1 + down


def words_in(box: Rule, words: Sequence[Word]) -> list[Word]:
    """Give the words whose middle stands in a box."""
    return [
        w
        for w in words
        if box.x0 < (w.x0 + w.x1) / 2 < box.x1 and box.y0 < w.y + _LEVEL * w.size < box.y1
    ]


def boxes_of(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Give the boxes from corner to corner: two lines down of one height, closed above and below."""
    sides: dict[tuple[int, int], set[float]] = defaultdict(set)
    across: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.x0 == rule.x1:
            sides[round(rule.y0 / _NEAR), round(rule.y1 / _NEAR)].add(rule.x0)
        else:
            across[round(rule.y0 / _NEAR)].append(rule)
    for (low, high), places in sides.items():
        for x0, x1 in pairwise(sorted(places)):
            foot, head = (
                [r.y0 for n in (-1, 0, 1) for r in across.get(at + n, ()) if _closes(r, x0, x1)]
                for at in (low, high)
            )
            if foot and head:
                yield Rule(x0, max(foot), x1, min(head))


def _frames(rules: Sequence[Rule], words: Sequence[Word]) -> Iterator[Rule]:
    """Give the places that only lines across frame: quotations between two of them, tables between more.

    A menu has lines between its entries too, and no columns. A thick line is drawn as its two edges.
    """
    heights: dict[tuple[float, float], set[float]] = defaultdict(set)
    for rule in rules:
        if rule.x0 != rule.x1 and not rule.is_edge:
            heights[rule.x0, rule.x1].add(rule.y0)
    for (x0, x1), ys in heights.items():
        frame = Rule(x0, min(ys), x1, max(ys))
        n_across = 1 + sum(above - below > _NEAR for below, above in pairwise(sorted(ys)))
        bands = bands_of(words_in(frame, words), 0) if n_across > 1 else []
        # One line between two is a field of a form.
        if (len(bands) if n_across == 2 else sum(len(band) > 1 for band in bands)) > 1:
            yield frame


def _closes(rule: Rule, x0: float, x1: float) -> bool:
    return abs(rule.x0 - x0) <= _NEAR and abs(rule.x1 - x1) <= _NEAR
