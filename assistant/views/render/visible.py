"""What may be shown of a text: everything but characters that steer the reader or the terminal.

A quote's own characters stay as they are in the JSON, whose spans count them; there they are
written as escapes, so that no program passes them on to a terminal by copying the line.
"""

from __future__ import annotations

import json

# Source: Unicode 15.1, general category Cc; UAX #9, explicit directional formatting; the deprecated
# formatting characters, interlinear annotation and tags of the core specification, 23.3 to 23.9.
_STEERING = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x2070),
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)
_KEPT = frozenset("\t\n")
# Between two words these are white space.
_SPACES = frozenset("\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_SHOWN: dict[int, str] = {
    **{n: " " if chr(n) in _SPACES else "" for n in _STEERING if chr(n) not in _KEPT},
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# json writes the first 32 as escapes itself; half a surrogate pair cannot be written otherwise.
_ESCAPED = {n: json.dumps(chr(n))[1:-1] for n in (*_STEERING, *range(0xD800, 0xE000)) if n >= 0x7F}


def visible(text: str) -> str:
    """Leave out what steers: control characters but tab and new line, direction marks, tags."""
    # A file's line ends are no two spaces.
    return text.replace("\r\n", "\n").translate(_SHOWN)


def json_line(value: object, *, indent: int | None = None) -> str:
    """Write JSON in which whatever steers is an escape: read again, it is the same."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)
