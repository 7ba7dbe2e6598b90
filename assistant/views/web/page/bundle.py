"""What the page needs beside its own parts: Gradio's styles in one request, its scripts without delay.

Gradio loads a style sheet for each kind of part, two dozen in all. They are sent as one; its script then
finds them named in the page, and asks for none of them. Its scripts ask for others, three deep; named in
the page they all come at once. Names tell what a file says, so browsers may keep it and never keep an old one.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import gradio as gr
from fastapi import FastAPI, Response

_ASSETS = Path(gr.__file__).parent / "templates" / "frontend" / "assets"
# A larger one belongs to a part that this page does not have: sheets, plots, formulas.
_SMALL = 11_000
_NAMED = re.compile(r"m\.f\s*=\s*\[([^\]]*)\]")
_IMPORTED = re.compile(r"(?:from|import)\"\./([\w-]+\.js)\"")
# In the page itself: one request fewer.
HEAD = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 viewBox=%270 0 '
    "16 16%27%3E%3Crect width=%2716%27 height=%2716%27 rx=%273%27 fill=%27%23005eb8%27/%3E%3Cpath d=%27M4 "
    '5h8M4 8h8M4 11h5%27 stroke=%27%23fff%27 stroke-width=%271.5%27/%3E%3C/svg%3E">'
)


def serve_styles(app: FastAPI) -> str:
    """Let an application answer with Gradio's small style sheets as one; gives the links to them."""
    content = b"\n".join(path.read_bytes() for path in _sheets())
    address = f"/static/parts-{hashlib.sha256(content).hexdigest()[:12]}.css"

    @app.get(address, include_in_schema=False)
    def answered() -> Response:
        return Response(content, media_type="text/css")

    spared = '<link rel="stylesheet" disabled href="./assets/{}">'
    others = "".join(spared.format(path.name) for path in _sheets())
    return f'<link rel="stylesheet" href=".{address}">{others}'


def early(kinds: Iterable[str]) -> str:
    """Name the scripts that Gradio's first ones ask for, for these kinds of parts, so that they come with it."""
    [first], [blocks], [core] = map(_ASSETS.glob, ("index-*.js", "Blocks-*.js", "core-*.js"))
    part = re.compile(
        rf"[,{{](?:{'|'.join(kinds)}):\{{(?:example:.*?,)?component:.*?`\./([\w-]+\.js)`"
    )
    named = _NAMED.search(_text(first.name))
    wanted = [first.name, *re.findall(r"[\w-]+\.js", named[1] if named else ""), blocks.name]
    wanted += part.findall(_text(core.name))
    # What is named further on is asked for by what is named here.
    for name in wanted:
        wanted += [other for other in _IMPORTED.findall(_text(name)) if other not in wanted]
    return "".join(f'<link rel="modulepreload" href="./assets/{name}">' for name in wanted)


def _text(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _sheets() -> Iterable[Path]:
    # First the one that the page's own markup names.
    first, others = _ASSETS.glob("index-*.css"), _ASSETS.glob("*.css")
    small = (path for path in sorted(others) if path.stat().st_size < _SMALL)
    return tuple(dict.fromkeys([*sorted(first), *small]))
