"""Finds what is stamped on printed pages, not set among their words: "DRAFT" behind them, a head over them.

By where it stands: larger than what stands on it, or at one place of most pages and over other
words, as browsers print what a web page fixes to the window. Knows nothing of what the words mean.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from assistant.parsing.layout import Line, Page, Word, with_initials

# What a word says, and where.
_Place: TypeAlias = tuple[str, int, int]

# A stamp has more letters, is so many times as large as what it stands on, which is no higher in it.
_MIN_STAMP, _MIN_LETTERS, _LARGE, _STAMPED = 20.0, 3, 2.0, 0.6
_MIN_PAGES, _ON_PAGES = 2, 0.6  # pages, and the share of all, that a fixed head stands on
# In parts of the size of the type: how near the lines, how far one word reaches over the next. Tried on
# six files that Chromium printed, with heads of 8 to 14 points over text of 11, and on 250 without any.
_LEVEL, _OVER = 0.75, 0.3


def without_stamps(pages: Sequence[Page]) -> list[Page]:
    """Take out the large words that other words stand on, and what is fixed over those of most pages."""
    pages = [_without_large(page) for page in pages]
    counts = Counter(place for page in pages for place in set(map(_place, page.words)))
    few = max(_MIN_PAGES, _ON_PAGES * len(pages))
    fixed = {place for place, n in counts.items() if n >= few}
    over = {_place(word) for page in pages for word in _over_others(page, fixed)}
    if not over:
        return pages
    return [_without(page, [w for w in page.words if _place(w) in over]) for page in pages]


def _without_large(page: Page) -> Page:
    words = with_initials(page.words)
    large = [w for w in words if w.size > _MIN_STAMP and len(w.text) > _MIN_LETTERS]
    stamps = [w for w in large if any(_stands_on(other, w) for other in words)]
    return _without(replace(page, words=words), stamps)


def _without(page: Page, stamps: Sequence[Word]) -> Page:
    if not stamps:
        return page
    words = tuple(word for word in page.words if word not in stamps)
    return replace(page, words=words, stamped=" ".join([page.stamped, *(w.text for w in stamps)]))


def _stands_on(word: Word, stamp: Word) -> bool:
    is_within = stamp.x0 < (word.x0 + word.x1) / 2 < stamp.x1
    is_level = 0 < word.y - stamp.y < _STAMPED * stamp.size
    return is_within and is_level and word.size * _LARGE < stamp.size


def _place(word: Word) -> _Place:
    return word.text, round(word.x0), round(word.y)


def _over_others(page: Page, fixed: set[_Place]) -> Iterator[Word]:
    """Give the words, written one after the other on one line, of which one stands over another's."""
    others = [word for word in page.words if _place(word) not in fixed]
    run: list[Word] = []
    for word in [*(w for w in page.words if _place(w) in fixed), None]:
        if word and run and word.y == run[-1].y and 0 <= word.x0 - run[-1].x1 < word.size:
            run.append(word)
            continue
        # What is written on a dotted line stands over no word.
        said = [own for own in run if any(map(str.isalnum, own.text))]
        level = [w for w in others if run and abs(w.y - run[0].y) < run[0].size]
        if any(is_over(own, other) for own in said for other in level):
            yield from run
        run = [word] if word else []


def is_over(word: Word, other: Word) -> bool:
    """Tell whether one word is printed over another."""
    size = min(word.size, other.size)
    reach = min(word.x1, other.x1) - max(word.x0, other.x0)
    return abs(word.y - other.y) < _LEVEL * size and reach > _OVER * size


def is_printed_over(line: Line) -> bool:
    """Tell whether words of a line are printed over each other, so that nobody can tell what it says."""
    return any(is_over(a, b) and a.text != b.text for a, b in pairwise(line.words))
