"""Reads the operators of a page's content and what they are given: numbers, names and strings.

Only what pages are made of nearly everywhere is read here, some five times as fast as pypdf's own
reader of content, which is handed all else. Knows nothing of what the operators do.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

# Numbers are float, strings bytes, names str, arrays lists; what marks content is not looked at.
Operation: TypeAlias = tuple[list[Any], bytes]

_SPACE = rb"\0\t\n\f\r "
_ENDS = _SPACE + rb"()<>\[\]{}/%"
_STRING = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
# Source: ISO 32000-1, 7.2 to 7.3 and 7.8.2.
_TOKEN = re.compile(
    rb"[%(space)s]*+(?:"
    rb"([+-]?(?:\d{1,15}+(?:\.\d{0,15}+)?|\.\d{1,15}+)(?=[%(ends)s]|\Z))"  # 1 a number
    rb"|\(([^()\\]*+)\)"  # 2 a string without marks of escape
    rb"|([A-Za-z'\"][^%(ends)s]{0,9}+(?=[%(ends)s]|\Z))"  # 3 an operator
    rb"|(\[)|(\])"  # 4, 5 an array
    rb"|(%(string)s)"  # 6 a string with them, or with a pair of brackets in it
    rb"|<([0-9A-Fa-f%(space)s]*+)>"  # 7 a string in hexadecimal figures
    rb"|(/[!$&*-.0-;=?-Z^-z|~]*+(?=[%(ends)s]|\Z))"  # 8 a name
    rb"|(<<(?:[^<>()]++|%(string)s|<[0-9A-Fa-f%(space)s]*+>)*+>>)"  # 9 what marks content
    rb"|(%%[^\r\n]*+)"  # 10 a comment
    rb"|(\Z)|(.)"  # 11, 12 the end; anything else: the search must not go on behind it
    rb")" % {b"space": _SPACE, b"ends": _ENDS, b"string": _STRING},
    re.DOTALL,
)
_NUMBER, _PLAIN, _OPERATOR, _OPENS, _CLOSES, _ESCAPED, _HEX, _NAME, _MARKING, _, _, _UNUSUAL = (
    range(1, 13)
)
_ESCAPE = re.compile(rb"\\([0-3][0-7]{2}|[0-7]{1,2}(?![0-7])|.)", re.DOTALL)
_ESCAPES = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f",
    b"(": b"(", b")": b")", b"\\": b"\\",
}  # fmt: skip
_INLINE_IMAGE = b"BI"


def operations(content: bytes) -> list[Operation] | None:
    """Read a content stream; None if anything unusual stands in it."""
    found: list[Operation] = []
    operands: list[Any] = []
    into: list[Any] | None = operands
    for token in _TOKEN.finditer(content):
        kind = token.lastindex
        if into is None or kind == _UNUSUAL:
            return None
        if kind == _NUMBER:
            into.append(float(token[_NUMBER]))
        elif kind == _OPERATOR:
            if into is not operands or token[_OPERATOR] == _INLINE_IMAGE:
                return None
            found.append((operands, token[_OPERATOR]))
            operands = into = []
        else:
            into = _taken(token, operands, into)
    return found if into is operands else None


def _taken(token: re.Match[bytes], operands: list[Any], into: list[Any]) -> list[Any] | None:
    """Take what is neither number nor operator; give where the next goes, None if that is unknown."""
    match token.lastindex:
        case kind if kind is None or kind > _MARKING:
            return into
        case kind if kind == _OPENS:
            operands.append([])
            return operands[-1] if into is operands else None
        case kind if kind == _CLOSES:
            return None if into is operands else operands
        case kind:
            value = _value(kind, token[kind])
            into.append(value)
            return into if value is not None else None


def _value(kind: int, written: bytes) -> bytes | str | dict[str, str] | None:
    """Give a string's bytes, or a name; None for an escape that has no meaning."""
    if kind == _PLAIN:
        return written
    if kind == _NAME:
        return written.decode("ascii")
    if kind == _HEX:
        figures = written.translate(None, b"\0\t\n\f\r ")
        return bytes.fromhex((figures + b"0" * (len(figures) % 2)).decode("ascii"))
    if kind == _MARKING:
        return {}
    try:
        return _ESCAPE.sub(_unescaped, written[1:-1])
    except KeyError:
        return None


def _unescaped(escape: re.Match[bytes]) -> bytes:
    figures = escape[1]
    return bytes((int(figures, 8),)) if figures.isdigit() else _ESCAPES[figures]
