"""The library, the command line, batch and evaluation give one question one response."""

import json

import pytest

from assistant.ask import Assistant
from assistant.evaluation import evaluate_file, read_labelled, score
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


@pytest.mark.parametrize(("question", "history"), CASES)
def test_library_command_line_and_batch_give_the_same_response(run, assistant, tmp_path, question, history):
    library = response_json(assistant.ask(question, history), assistant.index)
    after = [word for q in history for word in ("--after", q)]
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "question": question, "history": history}))
    command = run("ask", question, *after, "--json")
    batch = run("batch", str(tmp_path / "in.jsonl"))
    assert command.json == library
    assert batch.json_lines == [{"id": 1} | library]


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
    assert counting.asked == [(row["question"], tuple(row["history"])) for row in rows]
    own = [score(q, assistant.ask(q.question, q.history)) for q in read_labelled(path)]
    answered = [v for s in own for v in s.get("answered", [])]
    assert evaluation.value("answered") == round(sum(answered) / len(answered), 4)
