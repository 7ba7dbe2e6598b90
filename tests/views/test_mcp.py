"""Another assistant asks over the Model Context Protocol: the SDK's own client, a process of its own."""

import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assistant.ask import Assistant
from assistant.errors import InvalidRequest
from assistant.views.render.json import response_json

pytest.importorskip("mcp", reason="the optional package mcp is not installed")

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.views.cli.mcp import TOOLS, Toolbox

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
QUESTION = "Who should be checking the AI still works?"


@pytest.fixture(scope="module")
def connected(index_folder, tmp_path_factory):
    """Connect the SDK's client to `python -m assistant mcp`, offline; give what it wrote on stderr."""

    @asynccontextmanager
    async def connect(mode, index=index_folder):
        paths = os.pathsep.join(map(str, (TESTS / "offline", ROOT, TESTS)))
        said = tmp_path_factory.mktemp("mcp") / "stderr"
        with said.open("w") as log:
            server = StdioServerParameters(
                command=sys.executable,
                args=["-m", "assistant", "--index", str(index), "mcp"],
                env=os.environ | {"PYTHONPATH": paths},
            )
            async with Client(stdio_client(server, errlog=log), mode=mode) as client:
                yield client
        assert said.read_text() == ""  # no complaint, and nothing that tried to leave the machine

    return connect


@pytest.mark.parametrize("mode", ["auto", pytest.param("legacy", marks=pytest.mark.slow)])
def test_a_client_gets_the_answers_of_the_command_line(connected, assistant, mode):
    """In the protocol of 2026 and with the handshake before it; a wrong call ends nothing."""

    async def converse():
        async with connected(mode) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            wrong = [
                await client.call_tool("show", {"number": 99}),
                await client.call_tool("ask", {"question": ""}),
            ]
            return tools, wrong, await client.call_tool("ask", {"question": QUESTION})

    tools, wrong, right = anyio.run(converse)
    assert tools == {"ask", "show", "list", "read"}
    assert all(result.is_error for result in wrong)
    assert "there are 1 to 31" in wrong[0].content[0].text
    assert not right.is_error
    assert right.structured_content == response_json(assistant.ask(QUESTION), assistant.index)


@pytest.fixture(scope="module")
def desk(index_folder):
    return Toolbox(index_folder)


@pytest.fixture(scope="module")
def call(desk):
    """Call a tool, and hold what it gives against what it says that it gives."""

    def checked(name, **given):
        answered = desk.call(name, given)
        Draft202012Validator(TOOLS[name].output_schema).validate(answered)
        return answered

    return checked


def words(text):
    return "".join(text.split())


def stands(part, source):
    """Tell whether a part's words stand at its spans."""
    return words("".join(source[a:b] for a, b in part["spans"])) == words(part["text"])


def test_every_description_of_a_tool_is_a_schema():
    for tool in TOOLS.values():
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"


def test_every_recommendation_is_shown_in_words_of_its_document(call, assistant, golden):
    for number, row in golden.items():
        shown = call("show", number=number)
        assert row.items() <= shown.items()
        source = assistant.index.sources[shown["document"]]
        assert all(stands(part, source) for part in shown["parts"])


def test_a_list_is_the_command_lines(call, run):
    listed = call("list", status="pending", area="education")
    assert (
        listed["recommendations"]
        == run("list", "--status", "pending", "--area", "education", "--json").json
    )
    assert listed["of"] == 31


def test_what_an_answer_cites_can_be_read(call):
    for citation in call("ask", question=QUESTION)["citations"]:
        passage = call("read", id=citation["id"])
        assert (passage["page"], passage["document"]) == (citation["page"], citation["document"])
        assert {tuple(map(tuple, p["spans"])) for p in citation["parts"]} <= {
            tuple(map(tuple, p["spans"])) for p in passage["parts"]
        }


def test_a_document_is_read_whole_from_its_contents_on(call, assistant):
    """Every passage is reached from the first one, once and in order, word for word."""
    for entry in assistant.index.documents:
        sections = call("read", id=entry.id)["sections"]
        here, walked = sections[0]["first"], []
        while here:
            passage = call("read", id=here)
            source = assistant.index.sources[entry.id]
            assert all(stands(part, source) for part in passage["parts"])
            assert passage["before"] == (walked[-1] if walked else None)
            walked.append(here)
            here = passage["after"]
        assert walked == [p.id for p in assistant.index.passages if p.document_id == entry.id]
        assert {section["first"] for section in sections} <= set(walked)


def test_a_question_leans_on_the_earlier_ones(call, assistant):
    history = [QUESTION]
    asked = call("ask", question="and has it started?", history=history)
    assert asked["read_as"] == assistant.ask("and has it started?", history).read_as


def test_every_argument_that_a_tool_names_is_taken(call, assistant):
    entry = assistant.index.documents[0].id
    asked = call("ask", question=QUESTION, history=[], as_written=True, document=entry)
    assert {c["document"] for c in asked["citations"]} == {entry}
    assert set(TOOLS["ask"].input_schema["properties"]) == {
        "question",
        "history",
        "as_written",
        "document",
    }


ARGUMENT = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.lists(st.text(), max_size=2)
)
NAMES = st.sampled_from(
    [*(n for t in TOOLS.values() for n in t.input_schema["properties"]), "index", "self"]
)


@given(st.sampled_from([*TOOLS, "build", ""]), st.dictionaries(NAMES, ARGUMENT, max_size=3))
def test_whatever_is_sent_is_answered_or_refused_in_a_sentence(desk, name, given):
    from assistant.errors import AssistantError

    try:
        answered = desk.call(name, given)
    except AssistantError as error:
        assert str(error)
    else:
        Draft202012Validator(TOOLS[name].output_schema).validate(answered)


def test_a_new_build_answers_the_next_call(own_corpus, quick, edit, tmp_path):
    index = tmp_path / "index"
    quick(own_corpus, index)
    desk = Toolbox(index)
    before = desk.call("ask", {"question": "Who flies the kites?"})["index"]["id"]
    edit(own_corpus)
    quick(own_corpus, index)
    after = desk.call("ask", {"question": "Who flies the kites?"})["index"]["id"]
    assert after == Assistant.open(index).index.id != before


def test_without_the_optional_package_the_command_says_how_to_get_it(run, monkeypatch):
    monkeypatch.delitem(sys.modules, "assistant.views.cli.mcp")
    monkeypatch.setitem(sys.modules, "mcp_types", None)
    ran = run("mcp")
    assert (ran.code, ran.out) == (1, "")
    assert "requirements-mcp.lock" in ran.err
    assert ran.err.count("\n") == 1


def test_an_unknown_tool_is_refused_by_name(desk):
    with pytest.raises(
        InvalidRequest, match="there is no tool 'dance'; there are ask, show, list, read"
    ):
        desk.call("dance", {})
