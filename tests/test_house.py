"""The house rules that no linter knows: an exception says why, a source can be opened, rooms stay small."""

import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "scripts").glob("*.py"), ROOT / "app.py"]
EXCEPTION = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*|type: ignore\[[\w-]+\])")
# Parts that a library keeps to itself, each used in one module, which says why and has a test.
PRIVATE = {}


def lines(path):
    with path.open(encoding="utf-8") as file:
        return [token for token in tokenize.generate_tokens(file.readline)]


def comments(path):
    return [token for token in lines(path) if token.type == tokenize.COMMENT]


def where(path, token):
    return f"{path.relative_to(ROOT)}:{token.start[0]}"


def test_each_exception_to_a_rule_says_why():
    silent = [
        where(path, comment)
        for path in MODULES
        for comment in comments(path)
        if EXCEPTION.search(comment.string) and not EXCEPTION.sub("", comment.string).strip(" #")
    ]
    assert silent == []


def test_each_source_that_is_named_can_be_opened():
    named = re.compile(r"\b(?:scripts|docs|deploy)/[\w/]+\.\w+")
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert [
            n for n in named.findall(text) if not (ROOT / n).exists() and "build/" not in n
        ] == [], path
        assert not re.search(r"\bfindings,? [F\d]", text), path


def test_no_module_of_the_program_is_over_four_hundred_lines():
    long = [p.name for p in (ROOT / "assistant").rglob("*.py") if p.read_text().count("\n") > 400]
    assert long == []
