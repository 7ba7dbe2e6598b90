"""The library, the command line, batch and evaluation give one question one response."""

import json

import pytest

from assistant.ask import Assistant
from assistant.measuring.evaluation import evaluate_file, read_labelled, score
from assistant.views.render.json import response_json

CASES = [
    ("Who should be checking the AI still works?", []),
    ("And what is its status?", ["Who should be checking the AI still works?"]),
    ("Which education recommendations are pending?", []),
    ("How do the SoR and the RCR differ on regulation?", []),
    ("wot abt biasd algorithims", []),
    ("How do I bake a sourdough loaf?", []),
    ("recommendation 99", []),
]


def test_library_and_batch_give_the_same_responses(run, assistant, tmp_path):
    rows = [{"id": n, "question": q, "history": h} for n, (q, h) in enumerate(CASES)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    library = [response_json(assistant.ask(q, h), assistant.index) for q, h in CASES]
    batch = run("batch", str(tmp_path / "in.jsonl")).json_lines
    assert batch == [{"id": n} | response for n, response in enumerate(library)]


@pytest.mark.parametrize(("question", "history"), CASES[1:3] + CASES[5:6])
def test_library_and_command_line_give_the_same_response(run, assistant, question, history):
    after = [word for q in history for word in ("--after", q)]
    command = run("ask", question, *after, "--json").json
    assert command == response_json(assistant.ask(question, history), assistant.index)


class Counting(Assistant):
    """An assistant that notes what it is asked from outside."""

    def __init__(self, index):
        super().__init__(index)
        self.asked = []
        self._depth = 0

    def ask(self, question, history=(), **options):
        if not self._depth:
            self.asked.append((question, tuple(history)))
        self._depth += 1
        try:
            return super().ask(question, history, **options)
        finally:
            self._depth -= 1


def test_evaluation_asks_each_question_once_through_the_same_path(assistant, labelled, tmp_path):
    path = tmp_path / "some.jsonl"
    rows = labelled[::25]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    counting = Counting(assistant.index)
    evaluation = evaluate_file(path, counting)
    asked = [(row["question"], tuple(row["history"])) for row in rows]
    # A follow-up that is also written out in full is held against that: both are asked again.
    pairs = [(at, row["in_full"]) for at, row in enumerate(rows) if row.get("in_full")]
    again = [asked[at] for at, _ in pairs] + [(in_full, ()) for _, in_full in pairs]
    assert counting.asked == asked + again
    own = [score(q, assistant.ask(q.question, q.history)) for q in read_labelled(path)]
    answered = [v for s in own for v in s.get("answered", [])]
    assert evaluation.value("answered") == round(sum(answered) / len(answered), 4)
