"""Which of this program's own files something depends on: read from the imports, listed nowhere."""

import re
from functools import cache
from pathlib import Path

_CODE = Path(__file__).parents[1]
_IMPORTED = re.compile(r"^ *from assistant(?:\.(\w+)[\w.]* import| import (.+))", re.MULTILINE)


@cache  # a program stays as it is while it runs
def files_of(room: str) -> tuple[Path, ...]:
    """List the files of a room or module of this package, and of all that it needs.

    Rooms count whole: some of their files are named in tables only.
    """
    needed: set[str] = set()
    waiting = {room}
    while waiting:
        needed |= waiting
        code = "\n".join(p.read_text(encoding="utf-8") for name in waiting for p in _files(name))
        found = re.findall(r"\w+", " ".join("".join(names) for names in _IMPORTED.findall(code)))
        waiting = {name for name in found if name not in needed and _files(name)}
    return tuple(path for name in sorted(needed) for path in _files(name))


def _files(name: str) -> list[Path]:
    single = _CODE / f"{name}.py"
    inside = (p for p in (_CODE / name).rglob("*") if p.suffix in {".py", ".toml"})
    return [single] if single.is_file() else sorted(inside)
