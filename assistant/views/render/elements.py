"""Builds markup in which every text is escaped unless it was built here.

A plain string given to `element` is text: it is escaped. Only what `element` and `joined` return
is markup. The page shows it through Gradio's Markdown, whose sanitiser stays switched on as a
second door; that sanitiser knows neither aria- nor data- attributes, so a button says what it
does by its `name` and `value`.
"""

import html
from collections.abc import Callable, Iterable
from functools import partial

from assistant.views.render.visible import visible

_VOID = frozenset({"br", "hr", "input"})


class Html(str):
    """Markup that is safe to show."""

    __slots__ = ()


NOTHING = Html("")


def text(value: str) -> Html:
    """Escape a text; line breaks become entities, since a blank line would end a Markdown block."""
    if isinstance(value, Html):
        return value
    return Html(html.escape(visible(value)).replace("\n", "&#10;"))


def joined(*parts: str, between: str = "") -> Html:
    """Put pieces one after another, escaping those that are not markup."""
    return Html(text(between).join(map(text, parts)))


def element(tag: str, /, *children: str, **attributes: str | bool) -> Html:
    """Build one element.

    Args:
        tag: its name.
        children: markup, or texts that are escaped.
        attributes: `class_` stands for class; an empty string leaves an attribute out, True
            gives one without a value.
    """
    written = "".join(_attribute(key.rstrip("_"), value) for key, value in attributes.items())
    if tag in _VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(*children)}</{tag}>")


class _Tags:
    """Elements by their names: tag.p("words") and tag["p"]("words") are element("p", "words")."""

    def __getitem__(self, name: str) -> Callable[..., Html]:
        return partial(element, name)

    def __getattr__(self, name: str) -> Callable[..., Html]:
        return self[name]


tag = _Tags()


def _attribute(key: str, value: str | bool) -> str:
    if value is True:
        return f" {key}"
    return f' {key}="{text(value)}"' if value else ""


def button(label: str, action: str, value: str, *, class_: str = "quiet", title: str = "") -> Html:
    """Build a button that the page's script hands to the server, or acts on itself."""
    return element(
        "button", label, type="button", name=action, value=value, class_=class_, title=title
    )


def named_values(named: Iterable[tuple[str, str]]) -> Html:
    """Build a list of values with their names, those left out that are empty."""
    shown = [tag.div(tag.dt(name), tag.dd(value)) for name, value in named if value]
    return tag.dl(*shown, class_="fields") if shown else NOTHING


def folded(summary: str, *inside: str, **attributes: str | bool) -> Html:
    """Build what opens below its summary."""
    return tag.details(tag.summary(summary), *inside, **attributes)


def unseen(label: str) -> Html:
    """Build words for those who hear the page."""
    return element("span", label, class_="unseen")
