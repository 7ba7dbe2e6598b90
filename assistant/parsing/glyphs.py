"""Reads what words and lines stand on the pages of a PDF, and where.

The one door of pypdfium2. Pictures are not looked at: a scanned page has no words here.
Knows nothing of paragraphs or tables.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
from pypdfium2 import raw

from assistant.parsing.layout import Page, Rule, Word

_MAX_DEPTH = 9
_MAX_RULES_PER_PAGE = 20_000
# Each is held against all words of its page: 3,000 ellipses on one of 60 lines take 1.4 s, without .5.
_MAX_ROUNDED_PER_PAGE = 1_000
# In parts of the size of the type: letters further apart are two words. Where PDFium itself makes a
# space less is enough, for the box of an f reaches over it; but its spaces alone would part "License."
# (measured on two real files of 65 and 36 pages: all words are those that pypdf gives, dotted
# leaders aside).
_WORD_GAP = 0.15
_SPACED_GAP = 0.03
_ALWAYS = -math.inf
_OVERLAP = 0.3
_LEVEL = 0.1
_SLANTED = 0.1  # quarter turns; a page that was scanned askew is not so far
_INVISIBLE = 3  # how text is shown that is only there to be searched. Source: ISO 32000-1, 9.3.6
_THIN = 3.0  # points; a field no thicker is drawn as a line
_BOLD = ("bold", "black", "heavy", "demi")
_FIELD_SIZE = 10.0  # points; a form does not say how large its fields are written
_FORCE_BOLD = 1 << 18  # Source: ISO 32000-1, 9.8.2
# A bullet that is drawn, not written: how large it is, in points, and how far before its words, in
# parts of the size of the type. A page with more of them is a chart.
_MARK_SIZES = 2.0, 8.0
_MARK_GAP = 2.0
_MAX_MARKS = 200
# PDFium gives these for the hyphen at the end of a line.
_HYPHENS = str.maketrans("\x02\ufffe\u00ad", "---")

Place: TypeAlias = tuple[float, float]
# Left, bottom, right, top: from the beginning of a letter to that of the next, as high as its font.
Box: TypeAlias = tuple[float, float, float, float]
# PDFium's own objects carry no types.
Handle: TypeAlias = Any


class FilledIn(NamedTuple):
    """What somebody wrote into a field of a form, and the field's box."""

    text: str
    box: Box


def pages_of(
    file: Path | bytes, forms: Mapping[int, Sequence[FilledIn]] | None = None
) -> Iterator[Page]:
    """Give the pages of a PDF, the right way up, one after another.

    Args:
        forms: what is written into fields, by the number of the page; it is no text of the page.

    Raises:
        ValueError: PDFium cannot read the file.
    """
    try:
        document = pypdfium2.PdfDocument(file)
        for number, page in enumerate(document, start=1):
            yield _Sheet(page, (forms or {}).get(number, ())).page(number)
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    document.close()


@dataclass(frozen=True, slots=True)
class _Hand:
    """How a piece of text is written: the size of its type, its direction in quarter turns.

    Attributes:
        is_slanted: it runs between two of them, as what is stamped across a page does.
    """

    size: float
    quarter: int
    is_bold: bool
    is_visible: bool
    is_slanted: bool = False


@dataclass(slots=True)
class _Letters:
    """A word in the making: where it starts and ends, and how it is written."""

    text: str
    start: Place
    box: Box
    hand: _Hand

    @property
    def end(self) -> Place:
        left, bottom, right, top = self.box
        x, y = self.start
        return ((right, y), (x, top), (left, y), (x, bottom))[self.hand.quarter]

    def is_beside(self, box: Box, gap: float) -> bool:
        """Tell by the boxes alone that a letter goes on with a word from left to right.

        The parts of a ligature have one box.
        """
        _, bottom, right, top = self.box
        if self.hand.quarter or box[1] != bottom or box[3] != top:
            return False
        size = self.hand.size
        return (box == self.box and gap > 0) or -_OVERLAP * size < box[0] - right < gap * size

    def stop_before(self, start: Place) -> None:
        """Leave room for a space: the box of an f or of an italic letter reaches over it."""
        left, bottom, right, top = self.box
        room = start[0] - _WORD_GAP * self.hand.size
        if self.hand.quarter == 0 and left < room < right and start[1] == self.start[1]:
            self.box = left, bottom, room, top

    def goes_on(self, start: Place, hand: _Hand, gap: float) -> bool:
        """Tell whether a letter that begins here, no further away than this, belongs to the word."""
        size = hand.size
        if hand.quarter != self.hand.quarter or abs(size - self.hand.size) > _LEVEL * size:
            return False
        across, along = start[1] - self.end[1], start[0] - self.end[0]
        if hand.quarter % 2:
            across, along = along, across
        if hand.quarter in {2, 3}:
            along = -along
        return abs(across) < _LEVEL * size and -_OVERLAP * size < along < gap * size


@dataclass(slots=True)
class _Sheet:
    """A page of a PDF, in its own coordinates."""

    source: pypdfium2.PdfPage
    filled_in: Sequence[FilledIn] = ()
    words: list[_Letters] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rounded: list[Rule] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    hands: dict[int, _Hand] = field(default_factory=dict)

    def page(self, number: int) -> Page:
        """Give the page the right way up: as it is turned, or as most of its words run."""
        self._read_words()
        self.words += [word for filled in self.filled_in for word in self._written(filled)]
        self._read_rules()
        if len(self.shapes) <= _MAX_MARKS:
            self.words += [mark for shape in self.shapes for mark in self._marks(shape)]
        left, bottom, right, top = self.source.get_cropbox()
        size = right - left, top - bottom
        quarters: Counter[int] = Counter()
        for letters in self.words:
            quarters[letters.hand.quarter] += len(letters.text)
        turned = (self.source.get_rotation() // 90) % 4
        quarter = quarters.most_common(1)[0][0] if quarters else turned
        turn = _Turn((left, bottom), quarter, size)
        width, height = size if quarter % 2 == 0 else size[::-1]
        is_any_seen = any(w.hand.is_visible for w in self.words)
        kinds: dict[str, list[_Letters]] = {"": [], "turned": [], "unseen": []}
        for word in self.words:
            hand = word.hand
            is_seen = (hand.is_visible or not is_any_seen) and hand.size > 1
            is_turned = hand.quarter != quarter or hand.is_slanted
            kinds["unseen" if not is_seen else "turned" if is_turned else ""].append(word)
        words = tuple(map(turn.word, kinds.pop("")))
        rules = (turn.rule(rule) for rule in self.rules)
        # A line from edge to edge parts the page, or frames it; it is none of a table.
        kept = tuple(rule for rule in rules if rule.x1 - rule.x0 < width - 20)
        others = {kind: " ".join(w.text for w in found) for kind, found in kinds.items()}
        rounded = tuple(map(turn.rule, self.rounded))
        return Page(number, width, height, words, kept, rounded, **others)

    def _read_words(self) -> None:
        """Note the words; letters that stand side by side are put together by their boxes alone."""
        helper = self.source.get_textpage()
        text, box = helper.raw, raw.FS_RECTF()
        measure, into = raw.FPDFText_GetLooseCharBox, ctypes.byref(box)
        word: _Letters | None = None
        before: _Letters | None = None
        gap = _WORD_GAP
        for at, letter in enumerate(_letters_of(helper)):
            if letter.isspace():
                is_made = raw.FPDFText_IsGenerated(text, at) == 1
                gap = min(gap, _SPACED_GAP) if is_made else _ALWAYS
            elif measure(text, at, into):
                here = box.left, box.bottom, box.right, box.top
                if gap == _SPACED_GAP and word and word.text[-1] == "f" and letter.isalnum():
                    gap = _ALWAYS  # the box of a slanted f reaches over the whole space
                if word is None or not word.is_beside(here, gap):
                    # Of two lines printed over each other PDFium gives the letters as they come.
                    is_over = word and here[0] < word.box[2] - _LEVEL * word.hand.size
                    if is_over and before and before.is_beside(here, gap):
                        word, before = before, word
                    else:
                        before, word = word, self._word_at(text, at, here, word, gap)
                word.text += letter
                word.box = here
                gap = _WORD_GAP
        helper.close()

    def _word_at(
        self, text: Handle, at: int, box: Box, word: _Letters | None, gap: float
    ) -> _Letters:
        """Give the word that a letter goes on with, or a new one."""
        start, hand = _origin(text, at), self._hand(text, at)
        if word is not None and word.goes_on(start, hand, gap):
            return word
        if word is not None and gap < _WORD_GAP:
            word.stop_before(start)
        self.words.append(_Letters("", start, box, hand))
        return self.words[-1]

    def _written(self, filled: FilledIn) -> Iterator[_Letters]:
        """Place what is written into a field on the line of text that the field stands in."""
        left, bottom, right, top = filled.box
        hand = _Hand(min(_FIELD_SIZE, top - bottom), 0, is_bold=False, is_visible=True)
        beside = [word.start[1] for word in self.words if bottom <= word.start[1] <= top]
        middle = (bottom + top - _FIELD_SIZE) / 2
        y = min(beside, key=lambda y: abs(y - middle), default=max(middle, bottom))
        for n, line in enumerate(filled.text.splitlines()):
            x, words = left, line.split()
            for word in words:
                width = min(0.5 * hand.size, (right - left) / len(line)) * len(word)
                start = x, y - n * 1.2 * hand.size
                yield _Letters(word, start, (x, start[1], x + width, start[1]), hand)
                x += width + 0.3 * hand.size

    def _marks(self, shape: Box) -> Iterator[_Letters]:
        """Take a small shape for a bullet where it stands right before the words of a line."""
        left, bottom, right, top = shape
        beside = [
            word
            for word in self.words
            if word.hand.quarter == 0
            and word.start[1] <= (bottom + top) / 2 <= word.start[1] + word.hand.size
            and left - word.end[0] < _MARK_GAP * word.hand.size
            and word.start[0] - right < _MARK_GAP * word.hand.size
        ]
        if beside and right < min(word.start[0] for word in beside):
            first = min(beside, key=lambda word: word.start[0])
            y = first.start[1]
            yield _Letters("•", (left, y), (left, y, right, y), first.hand)

    def _hand(self, text: Handle, at: int) -> _Hand:
        shown = raw.FPDFText_GetTextObject(text, at)
        key = ctypes.cast(shown, ctypes.c_void_p).value or 0
        if key not in self.hands:
            matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
            raw.FPDFText_GetMatrix(text, at, matrix)
            size = abs(raw.FPDFText_GetFontSize(text, at)) * math.hypot(matrix.c, matrix.d)
            turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
            is_visible = raw.FPDFTextObj_GetTextRenderMode(shown) != _INVISIBLE
            is_slanted = abs(turns - round(turns)) > _SLANTED
            quarter = round(turns) % 4
            self.hands[key] = _Hand(size, quarter, _is_bold(text, at), is_visible, is_slanted)
        return self.hands[key]

    def _read_rules(self) -> None:
        """Note the straight lines of the page, and of the pieces of page that are put on it."""
        for drawn in self.source.get_objects([raw.FPDF_PAGEOBJ_PATH], _MAX_DEPTH):
            matrix, around = drawn.get_matrix(), drawn.container
            while around is not None:
                matrix, around = matrix.multiply(around.get_matrix()), around.container
            self._read_path(drawn, matrix)

    def _read_path(self, path: pypdfium2.PdfObject, matrix: pypdfium2.PdfMatrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        outlines = list(_outlines(path, matrix))
        pieces = [*chain.from_iterable(outlines)]
        if pieces and _is_small(shape := _around([*chain.from_iterable(pieces)])):
            self.shapes.append(shape)
            return
        for outline in outlines:
            # The handles of an ellipse, or of a round corner, reach to the sides of the box around it.
            is_room = len(self.rounded) < _MAX_ROUNDED_PER_PAGE
            if is_room and len(outline) > 1 and math.dist(outline[0][0], outline[-1][-1]) <= _THIN:
                self.rounded.append(Rule(*_around([*chain.from_iterable(outline)])))
        for corners in pieces:
            left, bottom, right, top = _around(corners)
            is_thin = min(right - left, top - bottom) <= _THIN
            for side in pairwise(corners):
                if len(self.rules) >= _MAX_RULES_PER_PAGE:
                    return
                if rule := _rule(side, is_edge=not stroke.value and not is_thin):
                    self.rules.append(rule)


def _letters_of(text: pypdfium2.PdfTextPage) -> str:
    """Give the letters of a page, one for each place that PDFium counts."""
    n_letters = text.count_chars()
    units = (ctypes.c_ushort * (n_letters + 1))()
    written = raw.FPDFText_GetText(text.raw, 0, n_letters, units)
    letters = bytes(units)[: 2 * n_letters].decode("utf-16-le", "replace")
    if written != n_letters + 1 or len(letters) != n_letters:
        # A letter that takes two places, or none, in what GetText gives.
        codes = (raw.FPDFText_GetUnicode(text.raw, at) for at in range(n_letters))
        letters = "".join(map(chr, codes))
    return letters.translate(_HYPHENS)


def _origin(text: Handle, at: int) -> Place:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value


def _is_bold(text: Handle, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    written = name.value.decode("utf-8", "replace").lower()
    return any(word in written for word in _BOLD) or bool(flags.value & _FORCE_BOLD)


def _outlines(
    path: pypdfium2.PdfObject, matrix: pypdfium2.PdfMatrix
) -> Iterator[list[list[Place]]]:
    """Give the outlines of a path, each in pieces: the corners up to where a curve bends, and so on."""
    pieces: list[list[Place]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(max(raw.FPDFPath_CountSegments(path), 0)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        place = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and pieces:
            yield pieces
            pieces = []
        if kind == raw.FPDF_SEGMENT_LINETO and pieces:
            pieces[-1].append(place)
        else:
            pieces.append([place])
        if raw.FPDFPathSegment_GetClose(segment):
            pieces[-1].append(pieces[0][0])
    if pieces:
        yield pieces


def _around(places: Sequence[Place]) -> Box:
    xs, ys = zip(*places, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _is_small(shape: Box) -> bool:
    """Tell whether a shape is as small as a bullet, and as wide as high."""
    width, height = shape[2] - shape[0], shape[3] - shape[1]
    low, high = _MARK_SIZES
    return low <= width <= high and low <= height <= high and 0.7 <= width / height <= 1.4


def _rule(side: tuple[Place, Place], *, is_edge: bool) -> Rule | None:
    """Make a line of a side that runs straight across or down."""
    (x0, y0), (x1, y1) = side
    if abs(x1 - x0) <= 1 < abs(y1 - y0):
        return Rule(x0, min(y0, y1), x0, max(y0, y1), is_edge)
    if abs(y1 - y0) <= 1 < abs(x1 - x0):
        return Rule(min(x0, x1), y0, max(x0, x1), y0, is_edge)
    return None


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turns a page back by quarter turns, so that its writing runs from left to right."""

    origin: Place
    quarter: int
    size: tuple[float, float]

    def place(self, place: Place) -> Place:
        x, y = place[0] - self.origin[0], place[1] - self.origin[1]
        width, height = self.size
        return ((x, y), (y, width - x), (width - x, height - y), (height - y, x))[self.quarter]

    def word(self, letters: _Letters) -> Word:
        x0, y = self.place(letters.start)
        x1, _ = self.place(letters.end)
        hand = letters.hand
        return Word(letters.text, x0, x1, y, round(hand.size, 2), hand.is_bold)

    def rule(self, rule: Rule) -> Rule:
        x0, y0 = self.place((rule.x0, rule.y0))
        x1, y1 = self.place((rule.x1, rule.y1))
        return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), rule.is_edge)
