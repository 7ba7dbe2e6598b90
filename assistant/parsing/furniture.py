"""Tells what only frames a web page from what it says: navigation, cookie notices, hidden drafts.

By what the page itself says of its parts (names of elements, roles, classes). A part that holds a
good share of the page's words frames nothing. Knows nothing of paragraphs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# lxml carries no types and gives its elements no public name.
Element: TypeAlias = Any

# What a person never reads as words of the page.
_UNREAD = frozenset([
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed",
    "applet", "svg", "annotation", "annotation-xml", "audio", "video", "canvas",
])  # fmt: skip
_NO_WORDS, _CONTROL = "no words", "form control"
_CONTROLS = frozenset(["select", "option", "button", "input", "textarea", "dialog"])
# Whose value nobody wrote into the page.
_NOT_WRITTEN = frozenset(["hidden", "submit", "button", "reset", "image", "checkbox", "radio"])
_ROLES = dict.fromkeys(("navigation", "menu", "menubar", "search"), "navigation") | {
    "banner": "page header",
    "contentinfo": "page footer",
    "dialog": "dialog",
}
# What the class, id or label of an element calls it.
_CALLED = {
    "cookie notice": r"cookie|consent[-_ ]?(?:banner|bar|notice)|gdpr",
    "navigation": r"\bbread-?crumbs?\b|\bnav(?:bar|igation)?\b|\bskip-?link\b|\btoc\b|editsection",
    "share links": r"\b(?:social-?)?shar(?:e|ing)\b|\bsocial-(?:links|media|icons)\b",
}
# The same of what stands outside the page's content, or holds little but links.
_CALLED_OUTSIDE = {
    "page footer": r"\b(?:site|page)?-?footer\b",
    "what stands beside the page": r"\bside-?bar|\brelated\b|\bfeedback\b|\bnewsletter\b",
}
_CONTAINERS = frozenset([
    "div", "section", "aside", "ul", "ol", "p", "header", "form", "span", "a", "region",
])  # fmt: skip
_CONTENT = frozenset(["main", "article", "main-content"])
# What opens and closes a part of a page is often a button in its heading.
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What opens at a click is hidden only until then.
_OPENS = re.compile(
    r"accordion|collaps|\btabs?\b|tab-?panel|expand|disclos|toggle|reveal|details|\bpanel",
    re.IGNORECASE,
)
_MAX_LEVELS_UP = 3
# What a link to the place that it stands at is made of.
_PLACE_MARKS = frozenset(["", "¶", "#", "§", "🔗"])
# A part with more of the page's words than this is the page.
_MAX_SHARE = 0.4


def clear(root: Element, tell: Callable[[str, str], None]) -> None:
    """Take out of a page what only frames it, and tell why and of its words."""
    furniture = _Furniture(root)
    waiting = [root]
    while waiting:
        for child in list(waiting.pop()):
            reason = furniture.reason(child, child.tag if isinstance(child.tag, str) else "")
            if not reason:
                waiting.append(child)
                continue
            if reason != _NO_WORDS:
                words = (
                    child.get("value", "") if _is_filled_in(child) else " ".join(child.itertext())
                )
                tell(reason, " ".join(words.split()))
            if reason == _CONTROL:
                child.tail = f" {child.tail or ''}"
            child.drop_tree()


@dataclass(slots=True)
class _Furniture:
    """Tells of each element of one page why it is left out."""

    root: Element
    n_letters: int = field(init=False)
    opened: frozenset[str] = field(init=False)
    last_footer: Element | None = field(init=False)
    has_content: bool = field(init=False)

    def __post_init__(self) -> None:
        self.n_letters = max(_n_letters(self.root), 1)
        self.opened = frozenset(
            name
            for element in self.root.iter("*")
            for attribute in ("aria-controls", "data-target", "data-bs-target", "href")
            for name in element.get(attribute, "").removeprefix("#").split()
        )
        footers = [f for f in self.root.iter("footer") if not _is_within(f, _CONTENT)]
        self.last_footer = footers[-1] if footers else None
        self.has_content = any(_is_one(element, _CONTENT) for element in self.root.iter("*"))

    def reason(self, element: Element, tag: str) -> str:
        """Say what an element is that is left out; empty for what the page says."""
        if tag in _UNREAD or not tag or _marks_place(element, tag):
            return _NO_WORDS
        if tag in _CONTROLS and not _is_within(element, _HEADINGS):
            return _CONTROL
        if tag == "nav":
            return "navigation"
        if tag == "footer" and element is self.last_footer:
            return "page footer"
        if role := _ROLES.get(element.get("role", "")):
            return role
        if self._is_hidden(element):
            return "hidden text"
        return self._called(element, tag)

    def _called(self, element: Element, tag: str) -> str:
        if tag not in _CONTAINERS:
            return ""
        names = " ".join(element.get(name, "") for name in ("class", "id", "aria-label"))
        called = _reason(_CALLED, names)
        if (
            not called
            and (called := _reason(_CALLED_OUTSIDE, names))
            and not self._is_outside(element)
        ):
            return ""
        return called if called and self._is_small(element) else ""

    def _is_outside(self, element: Element) -> bool:
        n_linked = sum(map(_n_letters, element.iter("a")))
        is_beside = self.has_content and not _is_within(element, _CONTENT)
        return is_beside or 2 * n_linked > _n_letters(element)

    def _is_small(self, element: Element) -> bool:
        return _n_letters(element) <= _MAX_SHARE * self.n_letters

    def _is_hidden(self, element: Element) -> bool:
        is_marked = (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or bool(_HIDDEN_STYLE.search(element.get("style", "")))
        )
        return is_marked and not self._opens(element)

    def _opens(self, element: Element) -> bool:
        """Tell whether a click shows an element that is hidden at first."""
        if element.get("hidden") == "until-found" or element.get("role") == "tabpanel":
            return True
        if element.get("id", "") in self.opened - {""}:
            return True
        around = [element, *list(element.iterancestors())[:_MAX_LEVELS_UP]]
        return any(_OPENS.search(e.get("class", "")) for e in around)


def _reason(called: Mapping[str, str], names: str) -> str:
    return next((r for r, words in called.items() if re.search(words, names, re.IGNORECASE)), "")


def _is_filled_in(element: Element) -> bool:
    return element.tag == "input" and element.get("type", "text").lower() not in _NOT_WRITTEN


def _marks_place(element: Element, tag: str) -> bool:
    is_link = tag == "a" and element.get("href", "").startswith("#")
    return is_link and "".join(element.itertext()).strip() in _PLACE_MARKS


def _n_letters(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _is_within(element: Element, names: frozenset[str]) -> bool:
    """Tell whether an element stands in another that is one of these, or says that it is."""
    return any(_is_one(around, names) for around in element.iterancestors())


def _is_one(element: Element, names: frozenset[str]) -> bool:
    return any(name in names for name in (element.tag, element.get("role"), element.get("id")))
