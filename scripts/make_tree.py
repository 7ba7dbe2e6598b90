"""Write the annotated tree of docs/tree.md from the first lines of the modules' docstrings.

python scripts/make_tree.py [--check]: with --check, only tell whether the tree is current.
"""

import argparse
import ast
import re
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_TREE = _ROOT / "docs" / "tree.md"
_BLOCK = re.compile(r"(<!-- tree: .*? -->\n).*?(<!-- end of tree -->)", re.DOTALL)
_FOLDERS = {
    "corpus": "the documents word for word, and the data kept beside them (README.md there)",
    "index": "the built index; nothing in it is written by hand (README.md there)",
    "tests": "tests, one folder per floor; read as statements about guidance",
    "deploy": "a systemd unit and its check, an nginx configuration and a container file",
    "docs": "updating, deploying, performance, scaling; assurance for whoever approves it; evidence",
}


def main() -> int:
    """Write or check the tree."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    text = _TREE.read_text(encoding="utf-8")
    fresh = _BLOCK.sub(lambda m: f"{m[1]}```\n{tree()}```\n{m[2]}", text)
    if arguments.parse_args().check:
        return int(fresh != text)
    _TREE.write_text(fresh, encoding="utf-8")
    return 0


def tree() -> str:
    """Give one line per module, folders first named where they begin."""
    modules = [
        p for p in _tracked() if p.suffix == ".py" and p.parts[0] in ("assistant", "scripts")
    ]
    lines = [_line("app.py", _purpose(_ROOT / "app.py"), 0)]
    seen: set[Path] = set()
    for path in sorted(
        modules, key=lambda p: [(i < len(p.parts) - 1, x) for i, x in enumerate(p.parts)]
    ):
        for depth in range(1, len(path.parts)):
            folder = Path(*path.parts[:depth])
            if folder not in seen:
                seen.add(folder)
                init = _ROOT / folder / "__init__.py"
                purpose = _purpose(init) if init.exists() else "thin doors over the package"
                lines.append(_line(f"{folder.name}/", purpose, depth - 1))
        if path.name != "__init__.py":
            lines.append(_line(path.name, _purpose(_ROOT / path), len(path.parts) - 1))
    lines += [_line(f"{name}/", purpose, 0) for name, purpose in _FOLDERS.items()]
    return "".join(lines)


def _tracked() -> list[Path]:
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line) for line in out.stdout.splitlines() if (_ROOT / line).exists()]


def _purpose(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split()).rstrip(".")


def _line(name: str, purpose: str, depth: int) -> str:
    return f"{'  ' * depth + name:<28} {purpose}\n"


if __name__ == "__main__":
    sys.exit(main())
