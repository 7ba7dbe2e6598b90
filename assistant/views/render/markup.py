"""Fills the templates of templates/: every text in them is escaped, unless a template made it.

The page shows markup through Gradio's Markdown, whose sanitiser stays switched on as a second
door; that sanitiser knows neither aria- nor data- attributes, so a button says what it does by its
`name` and `value`. A blank line would end a block of Markdown: a template's own line ends are left
out, and those of texts become entities.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from assistant.domain import Answer
from assistant.domain.marks import words_only
from assistant.views.render import citing, quotes, wording
from assistant.views.render.sentences import table
from assistant.views.render.visible import json_line, visible
from assistant.views.render.words import pieces

_LAYOUT = re.compile(r"\s*\n\s*")


class Html(str):
    """Markup that is safe to show."""

    __slots__ = ()

    def __html__(self) -> Html:
        return self


NOTHING = Html("")


def text(value: object) -> Html:
    """Escape a text; markup stays as it is."""
    if hasattr(value, "__html__"):
        return Html(value)
    return Html(html.escape(visible(str(value))).replace("\n", "&#10;"))


class Template:
    """The macros of a template, by their names; it is read when the first of them is called."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, macro: str) -> Callable[..., Html]:
        def filled(*given: object, **named: object) -> Html:
            module = _environment().get_template(self._name).module
            return Html(getattr(module, macro)(*given, **named))

        return filled


# What frames the page, and what it says besides answers.
notices = Template("notices.html")


class _InOneLine(Extension):
    """Leaves out line ends and what stands around them, wherever a template's own markup has them."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            is_markup = token.type == "data"
            value = _LAYOUT.sub("", token.value) if is_markup else token.value
            yield Token(token.lineno, token.type, value)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        extensions=[_InOneLine],
        undefined=StrictUndefined,
        autoescape=True,
        finalize=text,
    )
    made.globals |= {"citing": citing, "quotes": quotes, "wording": wording, "pieces": pieces}
    made.globals |= {"words_only": words_only, "json_line": json_line, "table": table}
    made.tests["answer"] = lambda response: isinstance(response, Answer)
    return made
