"""Reads the bytes of a text file as letters: UTF-8, UTF-16, or what Windows wrote before.

Knows nothing of what the letters say.
"""

import codecs
from pathlib import Path
from typing import NamedTuple

from assistant.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What ends a line besides: letters that Word, InDesign and mainframes write.
_LINE_ENDS = dict.fromkeys(map(ord, "\v\x85\u2028\u2029"), "\n")
# In UTF-16 every second byte of a European language is 0.
_MANY_ZEROS = 0.6
# Bytes that no letter has in Windows-1252; control characters that no text has.
_NO_LETTERS = frozenset(b"\x81\x8d\x8f\x90\x9d") | frozenset(range(32)) - frozenset(b"\t\n\f\r")


class Letters(NamedTuple):
    """The text of a file, and how its bytes were read; a mark of the order of bytes is no letter."""

    text: str
    encoding: str


def remark_on(encoding: str) -> str:
    """Say what a person should look at in a text whose encoding was told from its bytes alone."""
    if encoding != "cp1252":
        return ""
    return (
        "It says nothing right of its encoding and was read as Windows-1252: look at its accents."
    )


def letters_of(path: Path) -> Letters:
    """Read a text file.

    Raises:
        UnreadableDocument: it holds bytes that are no text.
    """
    data = path.read_bytes()
    encoding = encoding_of(data)
    mark = next((mark for mark, name in _MARKS if name == encoding and data.startswith(mark)), b"")
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path.name} is not text in any encoding read here (byte {error.start}); "
            "save it with encoding UTF-8"
        ) from error
    if "\0" in text:
        raise UnreadableDocument(f"{path.name} holds NUL bytes: it is not a text file")
    return Letters(text.translate(_LINE_ENDS), encoding)


def encoding_of(data: bytes) -> str:
    """Tell the encoding of a text from its bytes; "ascii" for what is none."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    for first, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = data[first:4096:2].count(0), data[1 - first : 4096 : 2].count(0)
        if not others and zeros > _MANY_ZEROS * len(data[:4096]) / 2:
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "ascii" if _NO_LETTERS.intersection(data) else "cp1252"
    return "utf-8"
