"""The command line's contract: commands, exit codes, streams, JSON.

The help pages and a whole response stand in tests/golden/; rewrite them with
    python -m pytest tests/test_cli.py --rewrite-golden
and look at the diff.
"""

import csv
import io
import json
from dataclasses import dataclass

import pytest

from assistant.ask import checked
from assistant.domain import Response
from assistant.indexing.storage import Index
from assistant.views.cli import main
from assistant.views.cli.asking import batch_lines

COMMANDS = [
    *("ask", "batch", "show", "list"),
    *("build", "diff", "builds", "use", "add", "replace", "remove", "suggest"),
    *("verify", "doctor", "evaluate", "benchmark", "serve", "mcp", "completion"),
]
QUESTION = "Who should be checking the AI still works?"
OUTSIDE = "How do I bake a sourdough loaf?"
RECOMMENDATION = "document number area priority action responsible status status_detail".split()
CITATION = "marker id document headings page quote spans parts recommendation why".split()
RESPONSE = set(
    """
    schema kind question read_as corrections confidence answer recommendations citations related
    next_questions reason index
    """.split()
)
ANSWERED, FAILED, USAGE, NOT_IN_GUIDANCE = 0, 1, 2, 3


@pytest.fixture
def batch(run, tmp_path):
    """Run a batch over lines."""

    def over(*lines):
        path = tmp_path / "in.jsonl"
        path.write_bytes(
            b"".join(line if isinstance(line, bytes) else line.encode() + b"\n" for line in lines)
        )
        return run("batch", str(path))

    return over


def asked(identifier, question=QUESTION, **more):
    return json.dumps({"id": identifier, "question": question} | more)


# --- help and usage


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_help_page_reads_as_reviewed(run, monkeypatch, same_as_golden, command):
    monkeypatch.setenv("COLUMNS", "96")
    ran = run(*filter(None, [command]), "--help")
    assert (ran.code, ran.err) == (ANSWERED, "")
    same_as_golden(f"help/{command or 'assistant'}.txt", ran.out)


def test_the_help_page_names_every_command(run):
    assert [c for c in COMMANDS if f"\n    {c}" not in run("--help").out] == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["ask"],
        ["ask", QUESTION, "--loud"],
        ["show"],
        ["list", "--json", "--csv"],
        ["batch"],
        ["evaluate"],
    ],
)
def test_wrong_usage_is_told_on_stderr_with_exit_2(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (USAGE, "")
    assert "usage: python -m assistant" in ran.err


LONG, NUL = "x" * 300, "a\0b"
SAID = ("--title", "Tea", "--publisher", "Guild of Tea", "--year", "2003", "--yes")
NAMING = [
    *(["--index", "{}", *command] for command in (["ask", QUESTION], ["build"], ["verify"])),
    *(["--index", "{}", *command] for command in (["doctor"], ["list"], ["builds"], ["use", "a"])),
    *(["--corpus", "{}", *command] for command in (["build"], ["remove", "kites", "--yes"])),
    *(["--corpus", "{}", *command] for command in (["add", __file__, *SAID],)),
    ["--corpus", "{}", "replace", "kites", __file__],
    *(["evaluate", "{}"], ["benchmark", "{}"], ["batch", "{}"], ["add", "{}", *SAID]),
    ["replace", "kites", "{}"],
]


@pytest.fixture
def main_run(capsys, toy_copy, own_corpus):
    """Run a command as it is given, on a toy unless it names another index or corpus."""

    def run(*arguments):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(own_corpus.parent)
            try:
                code = main(arguments)
            except SystemExit as stopped:
                code = stopped.code
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize("arguments", NAMING, ids=" ".join)
def test_a_name_that_no_file_can_have_is_told_in_a_sentence(main_run, arguments):
    code, out, err = main_run(*(a.format(LONG) for a in arguments))
    assert (code, out) == (FAILED, "")
    *progress, said = err.splitlines()
    assert progress in ([], ["reading documents …"])
    assert said.startswith("Error: ")
    assert "File name too long" in said
    code, out, err = main_run(*(a.format(NUL) for a in arguments))
    assert (code, out) == (USAGE, "")
    assert "a file's name holds no NUL" in err.splitlines()[-1]


# --- ask


def test_an_answered_question_exits_0_and_prints_to_stdout_only(run):
    ran = run("ask", QUESTION)
    assert (ran.code, ran.err) == (ANSWERED, "")
    assert "Recommendation 4 · Clinical Practice · Emerging" in ran.out
    assert "sor-ai-2021/rec-4" not in ran.out
    assert "sor-ai-2021/rec-4" in run("ask", QUESTION, "--full").out


def test_the_terminal_is_short_and_says_each_thing_once(run):
    ran = run("ask", QUESTION)
    first, *rest = ran.out.splitlines()
    assert first.startswith("Recommendation 4: “Industry, Healthcare organisations")
    assert len(rest) < 20
    assert sum("Ensure AI tools are being audited" in line for line in rest) == 1
    assert "Who is responsible:" in ran.out
    assert "Emerging – work commenced but not established" in ran.out


def test_a_list_takes_a_line_or_two_each(run):
    ran = run("ask", "list all recommendations")
    lines = ran.out.splitlines()
    assert len(lines) < 80
    numbers = [line[:3].strip() for line in lines if line[:3].strip().isdigit() and line[4] == " "]
    assert numbers == [str(n) for n in range(1, 32)]
    assert len(run("ask", "list all recommendations", "--full").out.splitlines()) > 200


def test_a_question_outside_the_guidance_exits_3(run):
    ran = run("ask", OUTSIDE)
    assert (ran.code, ran.err) == (NOT_IN_GUIDANCE, "")
    assert ran.out.startswith("Not in this guidance.")


@pytest.mark.parametrize("question", ["", " ", "\0", "audit " * 200_000])
def test_what_is_no_question_exits_1_with_a_message_on_stderr(run, question):
    ran = run("ask", question)
    assert (ran.code, ran.out) == (FAILED, "")
    assert ran.err.startswith("Error: ")
    assert ran.err.count("\n") == 1


def test_what_is_printed_carries_no_colour(run):
    for arguments in (["ask", QUESTION], ["ask", OUTSIDE], ["show", "4"], ["list"], ["verify"]):
        assert "\x1b" not in run(*arguments).out


def test_ask_json_has_the_keys_of_the_contract(run):
    answer = run("ask", QUESTION, "--json").json
    assert set(answer) == RESPONSE | {
        "firmness",
        "complete_of",
        "is_partial",
        "description",
        "left_aside",
        "entries",
        "otherwise",
        "form",
        "count",
    }
    assert (answer["schema"], answer["kind"]) == (2, "answer")
    assert [list(r) for r in answer["recommendations"]] == [
        [*RECOMMENDATION, "score", "near_tie", "formerly", "is_quoted"]
    ] * len(answer["recommendations"])
    assert {tuple(c) for c in answer["citations"] + answer["related"]} == {tuple(CITATION)}
    assert list(answer["citations"][0]["why"]) == [
        "words",
        "expansions",
        "asked_as",
        "lexical_rank",
        "dense_rank",
        "near_tie",
    ]
    assert list(answer["index"]) == ["id", "documents"]
    assert [list(d) for d in answer["index"]["documents"]] == [
        ["id", "title", "published", "sha256"]
    ] * 2


def test_ask_json_of_an_abstention_has_the_keys_of_the_contract(run):
    ran = run("ask", OUTSIDE, "--json")
    assert ran.code == NOT_IN_GUIDANCE
    assert set(ran.json) == RESPONSE | {"topic", "turn_to", "silent"}
    assert (ran.json["kind"], ran.json["recommendations"], ran.json["citations"]) == (
        "abstention",
        [],
        [],
    )
    assert ran.json["reason"] in ("related only", "not in this guidance")


def test_ask_json_is_one_line(run):
    out = run("ask", QUESTION, "--json").out
    assert (out.count("\n"), out[-1]) == (1, "\n")


def test_the_spans_of_ask_json_cut_the_quotes_out_of_the_corpus_file(run, corpus):
    files = {"sor-ai-2021": "sor-ai-guidance-2021.txt", "rcr-ai": "rcr-ai-statement.txt"}
    answer = run("ask", "What do both bodies say about regulation?", "--json").json
    for c in answer["citations"] + answer["related"]:
        text = (corpus / files[c["document"]]).read_bytes().decode()
        assert [span for part in c["parts"] for span in part["spans"]] == c["spans"]
        assert "\n".join(part["text"] for part in c["parts"]) == c["quote"]
        for part in c["parts"]:
            cut = "".join(text[a:b] for a, b in part["spans"])
            assert "".join(cut.split()) == "".join(part["text"].split())


def test_ask_json_says_the_answer_first(run):
    answer = run("ask", QUESTION, "--json").json
    said = answer["answer"]
    cited = answer["citations"][said["citation"] - 1]
    assert [p["field"] for p in said["parts"]] == ["responsible"]
    assert said["parts"][0] in cited["parts"]
    assert said["text"] == answer["recommendations"][0]["responsible"]
    assert run("ask", "list all recommendations", "--json").json["answer"] is None
    compared = run("ask", "compare recommendations 2 and 4", "--json").json["answer"]
    assert [compared["citation"], *(one["citation"] for one in compared["beside"])] == [1, 2]


def test_a_number_is_an_integer_in_json(run):
    answer = run("ask", QUESTION, "--json").json
    assert answer["recommendations"][0]["number"] == 4
    assert answer["citations"][0]["recommendation"] == 4


def test_after_gives_the_earlier_questions_oldest_first(run, assistant):
    history = [QUESTION, "Who is in charge of that?"]
    after = [word for q in history for word in ("--after", q)]
    ran = run("ask", "And what is its status?", *after, "--json")
    assert ran.json["read_as"] == assistant.ask("And what is its status?", history).read_as


def test_as_written_corrects_nothing(run):
    assert run("ask", "who audits the algorithim", "--json").json["corrections"]
    assert (
        run("ask", "who audits the algorithim", "--json", "--as-written").json["corrections"] == []
    )


def test_a_question_is_kept_to_a_document_alike_at_the_prompt_and_in_a_batch(run, batch):
    (line,) = batch(asked(1, document="rcr-ai")).json_lines
    assert line == {"id": 1} | run("ask", QUESTION, "--document", "rcr", "--json").json
    assert line["silent"] == ["rcr-ai"]


def test_corrections_are_shown(run):
    assert "Read ‘algorithim’ as ‘algorithm’." in run("ask", "who audits the algorithim").out


# --- show and list


def test_show_prints_every_field(run, golden):
    ran = run("show", "4")
    assert (ran.code, ran.err) == (ANSWERED, "")
    printed = "".join(ran.out.split())
    for name in ("area", "priority", "action", "responsible", "status", "status_detail"):
        assert "".join(golden[4][name].split()) in printed


def test_show_says_what_the_status_means(run):
    assert "Emerging (work commenced but not established)" in " ".join(run("show", "4").out.split())


@pytest.mark.parametrize("number", range(1, 32))
def test_show_json_is_what_the_eye_reads(run, golden, number):
    assert run("show", str(number), "--json").json == {"document": "sor-ai-2021"} | golden[number]


@pytest.mark.parametrize("number", ["32", "0", "four", ""])
def test_showing_what_is_not_there_exits_1_and_says_what_there_is(run, number):
    ran = run("show", number)
    assert (ran.code, ran.out) == (FAILED, "")
    assert "there are 1 to 31" in ran.err


def test_list_json_is_what_the_eye_reads(run, golden):
    rows = run("list", "--json").json
    assert rows == [{"document": "sor-ai-2021"} | golden[n] for n in range(1, 32)]


def test_list_csv_is_what_the_eye_reads(run, golden):
    rows = list(csv.DictReader(io.StringIO(run("list", "--csv").out)))
    wanted = [{"document": "sor-ai-2021"} | row | {"number": str(n)} for n, row in golden.items()]
    assert rows == wanted


def test_list_prints_one_line_each_and_the_count_on_stderr(run):
    ran = run("list", "--status", "pending", "--area", "education")
    assert [line.split()[0] for line in ran.out.splitlines()] == [
        "7",
        "9",
        "10",
        "12",
        "13",
        "14",
        "16",
    ]
    assert ran.err == "7 of 31 recommendations\n"


def test_list_meets_all_conditions(run, golden):
    rows = run(
        "list",
        "--status",
        "ongoing",
        "--responsible",
        "industry",
        "--document",
        "sor-ai-2021",
        "--json",
    ).json
    wanted = [
        n for n, r in golden.items() if r["status"] == "Ongoing" and "ndustry" in r["responsible"]
    ]
    assert [r["number"] for r in rows] == wanted


@pytest.mark.parametrize("option", ["--area", "--status", "--responsible", "--document"])
def test_a_condition_that_nothing_meets_exits_1_with_the_legal_ones(run, option):
    ran = run("list", option, "nonsense")
    assert (ran.code, ran.out) == (FAILED, "")
    assert "'nonsense'; there are: " in ran.err


# --- batch


def test_batch_writes_one_line_a_question_in_order_with_its_id(batch):
    ran = batch(asked("a"), asked(2, OUTSIDE), asked(None))
    assert (ran.code, ran.err) == (ANSWERED, "")
    assert [(line["id"], line["kind"]) for line in ran.json_lines] == [
        ("a", "answer"),
        (2, "abstention"),
        (None, "answer"),
    ]


def test_a_batch_line_is_the_ask_json_object_plus_the_id(batch, run):
    assert batch(asked("a")).json_lines == [{"id": "a"} | run("ask", QUESTION, "--json").json]


def test_a_batch_line_may_be_asked_as_it_is_written(batch, run):
    written = "algorithim audit"
    (line,) = batch(asked("a", written, as_written=True)).json_lines
    assert line == {"id": "a"} | run("ask", written, "--as-written", "--json").json
    assert line["corrections"] == []


def test_a_batch_line_with_a_history_is_a_follow_up(batch):
    line = batch(asked("a", "And what is its status?", history=[QUESTION])).json_lines[0]
    assert [c["kind"] for c in line["corrections"]] == ["follow-up"]
    assert line["recommendations"][0]["number"] == 4


@dataclass
class OneAnswer:
    """Stands in for an Assistant: gives every real question one response, and counts them."""

    index: Index
    response: Response
    n_asked: int = 0

    def ask(self, question, history, **kept_to):
        checked(question)
        self.n_asked += 1
        return self.response


@pytest.fixture
def one_answer(assistant):
    return OneAnswer(assistant.index, assistant.ask(OUTSIDE))


MALFORMED = [
    "{",
    "not json",
    "[]",
    "12",
    "null",
    '"text"',
    '{"id": "x"}',
    '{"id": "x", "question": 5}',
    '{"id": "x", "question": ""}',
    '{"id": "x", "question": "Who?", "history": "before"}',
    '{"id": "x", "question": "Who?", "history": [1]}',
    '{"id": "x", "question": "Who?", "document": 5}',
    "[" * 100_000,
    '{"id": "x", "question": "' + "y" * 1_000_000 + '"}',
]


@pytest.mark.parametrize("line", MALFORMED, ids=lambda line: line[:24])
def test_a_malformed_line_is_an_error_object_and_the_rest_go_on(one_answer, line):
    before, error, after = batch_lines(iter([asked("before"), line, asked("after")]), one_answer)
    assert (before["id"], after["id"]) == ("before", "after")
    assert before["kind"] == after["kind"] == "abstention"
    assert set(error) == {"id", "schema", "kind", "line", "error"}
    assert (error["schema"], error["kind"], error["line"]) == (2, "error", 2)
    assert error["error"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
@pytest.mark.parametrize("where", ["{}", '[1, {{"a": {}}}]'])
def test_what_json_has_no_number_for_is_an_error_object_that_json_can_write(batch, number, where):
    def strictly(text):
        return json.loads(text, parse_constant=pytest.fail, parse_float=pytest.fail)

    ran = batch(f'{{"id": {where.format(number)}, "question": "Who?"}}', asked(2, OUTSIDE))
    error = strictly(ran.out.splitlines()[0])
    assert (ran.code, error["kind"], error["id"]) == (FAILED, "error", None)
    assert number in error["error"]
    assert ran.json_lines[1]["id"] == 2


@pytest.mark.parametrize(("opened", "closed"), ["[]", ('{"a": ', "}")])
def test_an_id_that_is_nested_too_deep_to_be_written_is_an_error_object(batch, opened, closed):
    ids = (f"{opened * depth}1{closed * depth}" for depth in (100, 101, *range(900, 1000)))
    kept, *errors = batch(*(f'{{"id": {id_}, "question": ""}}' for id_ in ids)).json_lines
    assert kept["id"]
    assert {(line["kind"], line["id"]) for line in errors} == {("error", None)}


def test_a_batch_with_a_malformed_line_exits_1_at_its_end(batch):
    ran = batch(asked("before"), b'{"id": "x", "question": "\xff\xfe"\n', "{", asked("after"))
    assert (ran.code, ran.err) == (FAILED, "")
    assert [line["kind"] for line in ran.json_lines] == ["answer", "error", "error", "answer"]


def test_an_error_object_keeps_the_id_where_there_is_one(batch):
    assert batch('{"id": "x", "question": ""}').json_lines[0]["id"] == "x"


def test_blank_lines_are_passed_over_but_counted(batch):
    ran = batch("", asked("a"), "   ", "{")
    assert [line.get("line") for line in ran.json_lines] == [None, 4]


def test_an_empty_batch_is_answered_by_nothing(batch):
    ran = batch()
    assert (ran.code, ran.out, ran.err) == (ANSWERED, "", "")


def test_batch_reads_stdin(run, monkeypatch):
    sent = io.BytesIO(f"{asked('ü')}\n{{\n".encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(sent, encoding="latin-1"))
    ran = run("batch", "-")
    assert ran.code == FAILED
    assert [line["id"] for line in ran.json_lines] == ["ü", None]


def test_a_batch_that_cannot_be_read_exits_1(run, tmp_path):
    ran = run("batch", str(tmp_path / "nowhere.jsonl"))
    assert (ran.code, ran.out) == (FAILED, "")
    assert "nowhere.jsonl cannot be read" in ran.err


def test_a_batch_of_a_thousand_gives_a_thousand_lines(one_answer):
    lines = batch_lines((asked(n) for n in range(1000)), one_answer)
    assert [line["id"] for line in lines] == list(range(1000))
    assert one_answer.n_asked == 1000


def test_batch_lines_come_as_they_are_answered(one_answer):
    """A line is given before the next one is read, so that a pipe may wait for it."""
    read = []

    def lines():
        for n in range(3):
            read.append(n)
            yield asked(n)

    for at, _ in enumerate(batch_lines(lines(), one_answer), start=1):
        assert len(read) == one_answer.n_asked == at


# --- build, verify, doctor


def test_an_index_that_is_not_there_exits_1_and_names_the_command(run, tmp_path):
    for command in (["ask", QUESTION], ["show", "4"], ["list"], ["verify"], ["batch", "-"]):
        ran = run(*command, index=tmp_path)
        assert (ran.code, ran.out) == (FAILED, "")
        assert "run: python -m assistant build" in ran.err


def test_verify_counts_what_it_checked(run, toy_index):
    ran = run("verify", index=toy_index)
    assert (ran.code, ran.err) == (ANSWERED, "")
    assert "are as they should be." in ran.out


def test_verify_names_each_damaged_file_on_stderr_with_exit_1(run, toy_copy, current_build):
    for name in ("passages.jsonl", "dense.faiss"):
        with (current_build(toy_copy) / name).open("ab") as file:
            file.write(b" ")
    ran = run("verify", index=toy_copy)
    assert (ran.code, ran.out) == (FAILED, "")
    assert "passages.jsonl holds" in ran.err
    assert "dense.faiss holds" in ran.err
    assert "run: python -m assistant build --force" in ran.err


def test_build_says_what_it_built_on_stdout_and_its_progress_on_stderr(
    run, build_toy, toy_corpus, tmp_path
):
    ran = run("build", index=tmp_path / "index", corpus=toy_corpus)
    assert ran.code == ANSWERED
    assert "serves: 2 documents, 4 recommendations" in ran.out
    assert "kites/abstract/p1" in ran.out
    assert "reading documents …" in ran.err
    again = run("build", index=tmp_path / "index", corpus=toy_corpus)
    assert again.out.startswith("Nothing has changed: index ")


def test_a_build_of_a_faulty_corpus_exits_1(run, tmp_path):
    ran = run("build", index=tmp_path / "index", corpus=tmp_path)
    assert (ran.code, ran.out) == (FAILED, "")
    assert "manifest.toml is missing" in ran.err


# --- evaluate


def test_evaluate_prints_every_measure(run, tmp_path, labelled):
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in labelled[::12]), encoding="utf-8")
    ran = run("evaluate", str(path), "--json")
    assert ran.code == ANSWERED
    measures = {m["name"]: m for m in ran.json["measures"]}
    assert {
        "rec@1",
        "rec@3",
        "rec_precision",
        "quote@3",
        "structured_exact",
        "answered",
        "refused_outside",
    } <= set(measures)
    assert all(m["low"] <= m["value"] <= m["high"] for m in measures.values())
    assert "rec@1" in run("evaluate", str(path)).out


def test_a_faulty_labelled_question_is_named_by_its_line(run, tmp_path, labelled):
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps(labelled[0]) + '\n{"id": 1}\n', encoding="utf-8")
    ran = run("evaluate", str(path))
    assert (ran.code, ran.out) == (FAILED, "")
    assert "some.jsonl, line 2: not a labelled question" in ran.err


# --- the process


def test_a_reader_that_goes_away_is_no_fault_of_ours(python, index_folder):
    script = f"import subprocess,sys; p=subprocess.Popen([sys.executable,'-m','assistant','--index',{str(index_folder)!r},'list','--csv'],stdout=subprocess.PIPE,stderr=subprocess.PIPE); p.stdout.close(); print(p.stderr.read().decode())"
    assert "Traceback" not in python("-c", script).out


@pytest.mark.parametrize(("arguments", "code"), [(["show", "99"], FAILED), (["dance"], USAGE)])
def test_the_exit_code_reaches_the_shell(python, index_folder, arguments, code):
    assert python("-m", "assistant", "--index", index_folder, *arguments).code == code
