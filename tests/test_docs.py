"""The pages say for whom they are, and name only files, commands and figures that are there."""

import re
import shlex
from pathlib import Path

import make_evaluation
import make_tree
import pytest

from assistant.views.cli.options import parser

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
PROGRAM = r"^(python -m assistant|guidance|python app\.py)(?: (.*))?$"


def read(page):
    return page.read_text(encoding="utf-8")


@every_page
def test_every_file_that_is_linked_is_there(page):
    links = re.findall(r"\]\(([^)#:]+)\)", read(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


@every_page
def test_every_command_that_is_named_is_there(page):
    targets = set(re.findall(r"^([\w-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)", read(page))) <= targets | {
        "no",
        "something",
    }
    scripts = re.findall(r"\bscripts/\w+\.py", read(page))
    assert [script for script in scripts if not (ROOT / script).is_file()] == []


def test_every_command_line_that_is_shown_is_understood():
    """Read as the program reads it; what is behind two blanks or `>` is said to the reader or the shell."""
    n_read = 0
    for page in PAGES:
        for block in re.findall(r"^```\n(.*?)^```", read(page), re.DOTALL | re.MULTILINE):
            for program, line in re.findall(PROGRAM, block, re.MULTILINE):
                words = shlex.split(re.split(r"  |>", line)[0])
                parser().parse_args(["serve", *words] if program.endswith("app.py") else words)
                n_read += 1
    assert n_read > 20


@pytest.mark.parametrize("page", PAGES[2:], ids=lambda p: p.stem)
def test_a_page_begins_with_whom_it_is_for(page):
    _, first = read(page).split("\n\n", 2)[:2]
    assert re.match(r"For (?:whoever|a|an|the) ", first)


def test_the_readme_is_read_in_five_minutes():
    assert len(README.split()) <= 1_200
    linked = set(re.findall(r"\]\((docs/[^)#]+)", README))
    assert {p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md")} <= linked


def test_the_readme_states_the_figures_of_the_evaluation():
    assert make_evaluation.with_figures(README, read(ROOT / "EVALUATION.md")) == README
    first = README.partition("<!-- figures")[2].splitlines()[3]
    assert re.match(r"\| [A-Z]+, \d+ \|", first)  # what nobody had seen comes first


def test_every_command_is_explained():
    usage = parser().format_usage() + parser().format_help()
    commands = re.findall(r"^    ([a-z]+)  ", usage, re.MULTILINE)
    assert len(commands) > 15
    page = read(ROOT / "docs" / "commands.md")
    assert [name for name in commands if f"`{name}`" not in page] == []


def test_the_tree_shows_every_module():
    text = read(ROOT / "docs" / "tree.md")
    assert make_tree.tree() in text
