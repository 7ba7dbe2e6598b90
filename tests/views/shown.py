"""Reads shown markup as a browser does: its text, its elements, its buttons."""

from html.parser import HTMLParser

VOID = {"br", "hr", "input"}
SKIPPED = {"button"}


class Shown(HTMLParser):
    """Collects elements with their text."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.elements = []
        self.feed(markup)
        assert not self.open, f"left open: {[e['tag'] for e in self.open]}"

    def handle_starttag(self, tag, attrs):
        found = {"tag": tag, "text": "", **{k: (v or "") for k, v in attrs}}
        self.elements.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, tag, **attributes):
        """Find elements by tag and attributes; a class matches as one of several."""
        return [
            e
            for e in self.elements
            if e["tag"] == tag and all(_has(e, k.rstrip("_"), v) for k, v in attributes.items())
        ]

    def texts(self, tag, **attributes):
        return [e["text"] for e in self.all(tag, **attributes)]

    @property
    def text(self):
        return self.elements[0]["text"]


def _has(element, key, value):
    given = element.get(key, "")
    return value in given.split() if key == "class" else given == value
