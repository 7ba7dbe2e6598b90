"""Reads a PDF: what words stand where on its pages, and what lines are drawn.

The one door of pypdf. Pictures are not looked at: a scanned page has no words here.
Knows nothing of paragraphs or tables.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ContentStream

# pypdf gives the widths of letters, without which no column is seen, only here; the version is pinned.
from pypdf.generic._font import Font

from assistant.domain import DocumentEntry
from assistant.errors import UnreadableDocument
from assistant.parsing.drafting import Contents, Draft, settled
from assistant.parsing.flow import write_pages
from assistant.parsing.layout import Page, Rule, Word
from assistant.parsing.operators import operations

# The longest guideline seen has some 700 pages.
MAX_PAGES = 2500
MAX_CHARACTERS = 20_000_000
_MAX_FORM_DEPTH = 8
_MAX_FORMS_PER_PAGE = 400
_MAX_RULES_PER_PAGE = 20_000
# In parts of the size of the type: letters further apart are two words.
_WORD_GAP = 0.15
_INVISIBLE = 3
_THIN = 3.0  # points; a field no thicker is drawn as a line
_BOLD = ("bold", "black", "heavy", "demi")
# Letters that a reader cannot read: no Unicode value, private use, control characters.
_UNREADABLE_SHARE = 0.3

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
# A letter's text, its width in parts of the size of the type, and whether it is a space.
Letter: TypeAlias = tuple[str, float, bool]
# What stands in a file may be of any kind; it is looked at before it is used.
PdfValue: TypeAlias = Any
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_pdf(path: Path, entry: DocumentEntry) -> Contents:
    """Read a PDF.

    Raises:
        UnreadableDocument: it needs a password, is broken or too long, or its pages are pictures.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableDocument(f"{path.name} needs a password; save a copy without one")
        n_pages = len(reader.pages)
        if n_pages > MAX_PAGES:
            raise UnreadableDocument(
                f"{path.name} is too large: {n_pages} pages, at most {MAX_PAGES} are read"
            )
        if n_pages == 0:
            raise UnreadableDocument(f"{path.name} is broken: it has no pages")
        pages = list(_Reader(reader).pages(path))
    except DependencyError as error:
        raise UnreadableDocument(
            f"{path.name} is locked (encrypted); install `cryptography` or save a copy without a password"
        ) from error
    except (PyPdfError, NotImplementedError, RecursionError) as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise UnreadableDocument(f"{path.name} is broken: {reason}") from error
    _check_text(path, pages)
    draft = Draft()
    write_pages(pages, draft)
    return settled(draft, entry, len(pages))


def _check_text(path: Path, pages: Sequence[Page]) -> None:
    letters = Counter(letter for page in pages for word in page.words for letter in word.text)
    n_letters = sum(letters.values())
    if n_letters == 0:
        raise UnreadableDocument(
            f"{path.name} has no text layer: scanned? ({len(pages)} pages without a word); "
            "run text recognition (OCR) on it first"
        )
    unreadable = sum(n for letter, n in letters.items() if _is_unreadable(letter))
    if unreadable > _UNREADABLE_SHARE * n_letters:
        raise UnreadableDocument(
            f"{path.name} has no readable text layer: its fonts do not say what letters they show; "
            "run text recognition (OCR) on it first"
        )


def _is_unreadable(letter: str) -> bool:
    return (
        letter == "\ufffd"
        or letter < " "
        or "\x7f" <= letter <= "\x9f"
        or "\ue000" <= letter <= "\uf8ff"
    )


@dataclass(slots=True)
class _Reader:
    """Reads page after page, each font once."""

    reader: PdfReader
    fonts: dict[tuple[int, int], Font | None] = field(default_factory=dict)
    known: dict[int, dict[str, Letter]] = field(default_factory=dict)
    bold: dict[int, bool] = field(default_factory=dict)

    def pages(self, path: Path) -> Iterator[Page]:
        n_letters = 0
        for number, page in enumerate(self.reader.pages, start=1):
            box = page.cropbox
            sheet = _Sheet(self)
            content = page.get("/Contents")
            content = content.get_object() if content is not None else None
            if content is not None:
                sheet.draw(content, _dictionary(page.get("/Resources")), _IDENTITY, 0)
            turned = int(page.get("/Rotate", 0) or 0) % 360
            size = float(box.width), float(box.height)
            made = sheet.page(number, size, (float(box.left), float(box.bottom)), turned)
            n_letters += sum(len(word.text) for word in made.words)
            if n_letters > MAX_CHARACTERS:
                raise UnreadableDocument(f"{path.name} is too large: over {MAX_CHARACTERS} letters")
            yield made

    def letters(self, font: Font | None, string: str | bytes) -> list[Letter]:
        """Give the letters of a string."""
        if font is None or isinstance(string, str):
            text = string if isinstance(string, str) else string.decode("ascii", "replace")
            return [(letter, 0.5, letter == " ") for letter in text]
        known = self.known.setdefault(id(font), {})
        found = []
        for code in _codes(font, string):
            if code not in known:
                known[code] = _letter(font, code)
            found.append(known[code])
        return found

    def is_bold(self, font: Font | None) -> bool:
        if id(font) not in self.bold:
            self.bold[id(font)] = _is_bold(font)
        return self.bold[id(font)]

    def font(self, resources: PdfValue, name: str) -> Font | None:
        fonts = _dictionary(resources.get("/Font"))
        if name not in fonts:
            return None
        raw = fonts.raw_get(name) if hasattr(fonts, "raw_get") else fonts[name]
        key = (getattr(raw, "idnum", id(raw)), getattr(raw, "generation", -1))
        if key not in self.fonts:
            try:
                self.fonts[key] = Font.from_font_resource(raw.get_object())
            except (AttributeError, TypeError, ValueError, LookupError):
                # Of a broken font only plain ASCII can be read; _check_text counts the rest.
                self.fonts[key] = None
        return self.fonts[key]


def _dictionary(value: PdfValue) -> PdfValue:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, dict) else {}


def _times(a: Matrix, b: Matrix) -> Matrix:
    """Multiply two transformations: first a, then b. Source: ISO 32000-1, 8.3.4."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state that words and lines depend on. Source: ISO 32000-1, 8.4 and 9.3."""

    matrix: Matrix
    font: Font | None = None
    size: float = 0.0
    letter_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """Where strings that are shown together begin, their direction (a, b), and how they look."""

    x: float
    y: float
    a: float
    b: float
    size: float
    quarter: int
    is_bold: bool
    is_visible: bool


@dataclass(slots=True)
class _Letters:
    """A word in the making: where it starts and ends, and which way it runs (quarter turns)."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    size: float
    is_bold: bool
    is_visible: bool
    quarter: int


@dataclass(slots=True)
class _Sheet:
    """Follows the operators of a page and notes its words and lines."""

    owner: _Reader
    words: list[_Letters] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    state: _State = _State(_IDENTITY)
    stack: list[_State] = field(default_factory=list)
    text: Matrix = _IDENTITY
    line: Matrix = _IDENTITY
    path: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    point: tuple[float, float] = (0.0, 0.0)
    first: tuple[float, float] = (0.0, 0.0)
    n_forms: int = 0

    def draw(self, content: PdfValue, resources: PdfValue, matrix: Matrix, depth: int) -> None:
        """Follow a content stream."""
        depth_of_stack = len(self.stack)
        self.state = replace(self.state, matrix=matrix)
        for operands, operator in self._operations(content):
            if operator == b"Do":
                self._form(operands, resources, depth)
            elif operator == b"Tf" and len(operands) > 1:
                font = self.owner.font(resources, str(operands[0]))
                self.state = replace(self.state, font=font, size=_numbers(operands[1:])[0])
            elif operator in _TEXT:
                _TEXT[operator](self, operands)
            elif operator in _GRAPHICS:
                _GRAPHICS[operator](self, operands)
        del self.stack[depth_of_stack:]

    def _operations(self, content: PdfValue) -> Sequence[tuple[Any, bytes]]:
        stream = ContentStream(content, self.owner.reader, "bytes")
        found = operations(stream.get_data())
        return stream.operations if found is None else found

    def _form(self, operands: Sequence[Any], resources: PdfValue, depth: int) -> None:
        """Follow a form: a piece of page kept elsewhere in the file."""
        forms = _dictionary(resources.get("/XObject"))
        name = str(operands[0]) if operands else ""
        self.n_forms += 1
        if name not in forms or depth >= _MAX_FORM_DEPTH or self.n_forms > _MAX_FORMS_PER_PAGE:
            return
        form = forms[name].get_object()
        if not isinstance(form, dict) or form.get("/Subtype") != "/Form":
            return
        before = self.state
        numbers = _numbers(form.get("/Matrix", ()))
        own: Matrix = tuple(numbers) if len(numbers) == 6 else _IDENTITY  # type: ignore[assignment]
        inner = _dictionary(form.get("/Resources")) or resources
        self.draw(form, inner, _times(own, before.matrix), depth + 1)
        self.state = before

    def save(self, _: Sequence[Any]) -> None:
        if len(self.stack) < 500:
            self.stack.append(self.state)

    def restore(self, _: Sequence[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 6:
            matrix: Matrix = tuple(numbers)  # type: ignore[assignment]
            self.state = replace(self.state, matrix=_times(matrix, self.state.matrix))

    def begin_text(self, _: Sequence[Any]) -> None:
        self.text = self.line = _IDENTITY

    def place(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 6:
            self.text = self.line = tuple(numbers)  # type: ignore[assignment]

    def move(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self.line = _times((1, 0, 0, 1, numbers[0], numbers[1]), self.line)
            self.text = self.line

    def move_and_lead(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self.state = replace(self.state, leading=-numbers[1])
        self.move(operands)

    def next_line(self, _: Sequence[Any] = ()) -> None:
        self.move((0.0, -self.state.leading))

    def show_next(self, operands: Sequence[Any]) -> None:
        self.next_line()
        self.show(operands)

    def show_spaced(self, operands: Sequence[Any]) -> None:
        if len(gaps := _numbers(operands[:2])) == 2:
            self.state = replace(self.state, word_gap=gaps[0], letter_gap=gaps[1])
        self.show_next(operands[2:])

    def show(self, operands: Sequence[Any]) -> None:
        """Note the words of a string, or of an array of strings and the gaps between them."""
        pieces = operands[0] if operands and isinstance(operands[0], list) else operands[:1]
        run = self._run()
        at = 0.0
        for piece in pieces:
            if isinstance(piece, (int, float)):
                at -= float(piece) / 1000 * self.state.size * self.state.stretch
            elif isinstance(piece, (str, bytes)):
                at = self._string(getattr(piece, "original_bytes", piece), run, at)
        a, b, c, d, e, f = self.text
        self.text = (a, b, c, d, e + at * a, f + at * b)

    def _run(self) -> _Run:
        state = self.state
        raised: Matrix = (1, 0, 0, 1, 0, state.rise)
        a, b, c, d, x, y = _times(raised, _times(self.text, state.matrix))
        size = abs(state.size) * math.hypot(c, d)
        quarter = 0 if b == 0 and a > 0 else round(math.atan2(b, a) / (math.pi / 2)) % 4
        is_bold, is_visible = self.owner.is_bold(state.font), state.mode != _INVISIBLE
        return _Run(x, y, a, b, size, quarter, is_bold, is_visible)

    def _string(self, string: str | bytes, run: _Run, at: float) -> float:
        """Note the words of a string that begins at this place of a run; give where it ends.

        Letters are placed from the run's start, not one by one.
        """
        state = self.state
        start = 0.0
        text = ""
        for letter, width, is_space in self.owner.letters(state.font, string):
            step = width * state.size + state.letter_gap + (state.word_gap if is_space else 0.0)
            if letter.strip():
                start = start if text else at
                text += letter
            elif text:
                self._add(text, run, start, at)
                text = ""
            at += step * state.stretch
        if text:
            self._add(text, run, start, at)
        return at

    def _add(self, text: str, run: _Run, start: float, end: float) -> None:
        """Note the letters between two places of a run; they may go on with the word before."""
        ends = run.x + end * run.a, run.y + end * run.b
        begins = run.x + start * run.a, run.y + start * run.b
        last = self.words[-1] if self.words else None
        if last is not None and _follows(last, begins, run.size, run.quarter):
            last.text += text
            last.end = ends
            return
        self.words.append(
            _Letters(text, begins, ends, run.size, run.is_bold, run.is_visible, run.quarter)
        )

    def corner(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self.point = self.first = (numbers[0], numbers[1])

    def side(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 2:
            self.path.append((*self.point, numbers[0], numbers[1], math.inf))
            self.point = (numbers[0], numbers[1])

    def close(self, _: Sequence[Any]) -> None:
        self.path.append((*self.point, *self.first, math.inf))
        self.point = self.first

    def rectangle(self, operands: Sequence[Any]) -> None:
        if len(numbers := _numbers(operands)) == 4:
            x, y, width, height = numbers
            x1, y1 = x + width, y + height
            a, b, c, d, _, _ = self.state.matrix
            thick = min(abs(width) * math.hypot(a, b), abs(height) * math.hypot(c, d))
            for side in ((x, y, x1, y), (x1, y, x1, y1), (x1, y1, x, y1), (x, y1, x, y)):
                self.path.append((*side, thick))

    def stroke(self, _: Sequence[Any]) -> None:
        """Note the lines of the path that run straight across or down."""
        self._note(is_stroke=True)

    def fill(self, _: Sequence[Any]) -> None:
        """Note the edges of a field; a thin field is a line."""
        self._note(is_stroke=False)

    def _note(self, *, is_stroke: bool) -> None:
        for *side, thick in self.path[: _MAX_RULES_PER_PAGE - len(self.rules)]:
            x0, y0 = _moved(side[0], side[1], self.state.matrix)
            x1, y1 = _moved(side[2], side[3], self.state.matrix)
            is_edge = not is_stroke and thick > _THIN
            if abs(x1 - x0) <= 1 < abs(y1 - y0):
                self.rules.append(Rule(x0, min(y0, y1), x0, max(y0, y1), is_edge))
            elif abs(y1 - y0) <= 1 < abs(x1 - x0):
                self.rules.append(Rule(min(x0, x1), y0, max(x0, x1), y0, is_edge))
        self.path = []

    def drop(self, _: Sequence[Any]) -> None:
        self.path = []

    def page(
        self, number: int, size: tuple[float, float], origin: tuple[float, float], turned: int
    ) -> Page:
        """Give the page the right way up: as it is turned, or as most of its words run."""
        quarters: Counter[int] = Counter()
        for letters in self.words:
            quarters[letters.quarter] += len(letters.text)
        quarter = quarters.most_common(1)[0][0] if quarters else (turned // 90) % 4
        seen = [w for w in self.words if w.is_visible] or self.words
        width, height = size if quarter % 2 == 0 else size[::-1]
        words = []
        for w in seen:
            if w.quarter == quarter and w.size > 1:
                x0, y = _turned(w.start, origin, quarter, size)
                x1, _ = _turned(w.end, origin, quarter, size)
                text = w.text.replace("\u00ad", "-")
                words.append(Word(text, x0, x1, y, round(w.size, 2), w.is_bold))
        rules = [_turned_rule(rule, origin, quarter, size) for rule in self.rules]
        # A line from edge to edge parts the page, or frames it; it is none of a table.
        kept = tuple(r for r in rules if r.x1 - r.x0 < width - 20)
        return Page(number, width, height, tuple(words), kept)


def _numbers(operands: PdfValue) -> list[float]:
    return [float(value) for value in operands if isinstance(value, (int, float))]


def _moved(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _turned(
    place: tuple[float, float], origin: tuple[float, float], quarter: int, size: tuple[float, float]
) -> tuple[float, float]:
    """Turn a place on the page back by quarter turns, so that writing runs from left to right."""
    x, y = place[0] - origin[0], place[1] - origin[1]
    width, height = size
    match quarter:
        case 1:
            return y, width - x
        case 2:
            return width - x, height - y
        case 3:
            return height - y, x
        case _:
            return x, y


def _turned_rule(
    rule: Rule, origin: tuple[float, float], quarter: int, size: tuple[float, float]
) -> Rule:
    x0, y0 = _turned((rule.x0, rule.y0), origin, quarter, size)
    x1, y1 = _turned((rule.x1, rule.y1), origin, quarter, size)
    return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), rule.is_edge)


def _follows(last: _Letters, start: tuple[float, float], size: float, quarter: int) -> bool:
    """Tell whether a letter goes on with the word before it."""
    if quarter != last.quarter or abs(size - last.size) > 0.1 * size:
        return False
    across, along = (start[1] - last.end[1]), (start[0] - last.end[0])
    if quarter % 2:
        across, along = along, across
    if quarter in {2, 3}:
        along = -along
    return abs(across) < 0.1 * size and -0.3 * size < along < _WORD_GAP * size


def _is_bold(font: Font | None) -> bool:
    if font is None:
        return False
    name = font.name.lower()
    return any(word in name for word in _BOLD) or font.font_descriptor.flags & (1 << 18) != 0


def _codes(font: Font, string: bytes) -> str:
    """Give the character codes of a string."""
    if not isinstance(font.encoding, str):
        return string.decode("latin-1")
    try:
        return string.decode(font.encoding, "surrogatepass")
    except UnicodeDecodeError:
        return string.decode(font.encoding, "replace")


def _letter(font: Font, code: str) -> Letter:
    name = code if isinstance(font.encoding, str) else font.encoding.get(ord(code), code)
    text = "".join(font.character_map.get(part, part) for part in name)
    is_space = code == font.space_char
    width = font.space_width if is_space else font.get_text_width(code)
    return text, width / 1000, is_space


Step: TypeAlias = Callable[[_Sheet, Sequence[Any]], None]


def _set(name: str, scale: float = 1.0) -> Step:
    """Make the step of an operator that sets one number of the state."""

    def step(sheet: _Sheet, operands: Sequence[Any]) -> None:
        if numbers := _numbers(operands):
            sheet.state = replace(sheet.state, **{name: numbers[0] * scale})  # type: ignore[arg-type]

    return step


_TEXT: dict[bytes, Step] = {
    b"BT": _Sheet.begin_text,
    b"Td": _Sheet.move,
    b"TD": _Sheet.move_and_lead,
    b"Tm": _Sheet.place,
    b"T*": _Sheet.next_line,
    b"Tj": _Sheet.show,
    b"TJ": _Sheet.show,
    b"'": _Sheet.show_next,
    b'"': _Sheet.show_spaced,
    b"Tc": _set("letter_gap"),
    b"Tw": _set("word_gap"),
    b"Tz": _set("stretch", 0.01),
    b"TL": _set("leading"),
    b"Ts": _set("rise"),
    b"Tr": _set("mode"),
}
_GRAPHICS: dict[bytes, Step] = {
    b"q": _Sheet.save,
    b"Q": _Sheet.restore,
    b"cm": _Sheet.transform,
    b"m": _Sheet.corner,
    b"l": _Sheet.side,
    b"h": _Sheet.close,
    b"re": _Sheet.rectangle,
    b"n": _Sheet.drop,
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), _Sheet.stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), _Sheet.fill),
}
