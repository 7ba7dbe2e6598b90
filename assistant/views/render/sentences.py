"""The fixed words of wording.toml: sentences by their names, and tables of words."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str = "") -> dict[str, Any]:
    """Give a table of words; without a name, everything."""
    written = Path(__file__).with_name("wording.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(written)
    return dict(found[name]) if name else found


def sentence(name: str) -> str:
    """Give a sentence; its name stands in capitals."""
    return str(table()[name])
