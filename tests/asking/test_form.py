"""The form of a question never changes the answer: courtesy, case, marks, spaces, unseen characters."""

import json

import pytest

FORMS = {
    "courtesy before": lambda q: f"Hi there, hope you can help. {q}",
    "courtesy close before": lambda q: f"hi can you tell me {q}",
    "courtesy after": lambda q: f"{q.rstrip('?. ')}, please? Many thanks!",
    "capitals": str.upper,
    "small letters": str.lower,
    "no mark at the end": lambda q: q.rstrip("?!. "),
    "many marks": lambda q: f"{q.rstrip('?!. ')} ?!…",
    "no commas": lambda q: q.replace(", ", " "),
    "spaces": lambda q: "  " + q.replace(" ", " \n\u00a0") + "\t",
    "curly quotes": lambda q: q.replace("'", "’").replace('"', "”"),
    "soft hyphens": lambda q: " ".join(
        w[:3] + "\u00ad" + w[3:] if len(w) > 5 else w for w in q.split(" ")
    ),
    "unseen characters": lambda q: "\ufeff" + q.replace(" ", "\u200b \u2060"),
}
# A list goes by commas; without them "HEIs, academics and industry" would still be three.
KEEPS_COMMAS = {"structured"}


def outcome(response):
    return type(response).__name__, [
        r.recommendation.key for r in getattr(response, "recommendations", ())
    ]


@pytest.mark.parametrize("every", [len(FORMS), pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_a_question_changes_neither_whether_nor_what_is_answered(
    assistant, responses, form, every
):
    changed = []
    # Of a share each form has another one.
    for row, response in responses[[*FORMS].index(form) % every :: every]:
        question, history = row["question"], row["history"]
        written = FORMS[form](question)
        if written == question or (form == "no commas" and row["kind"] in KEEPS_COMMAS):
            continue
        before, after = outcome(response), outcome(assistant.ask(written, history))
        if before != after:
            changed.append(json.dumps([question, before, after]))
    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("form", ["capitals", "small letters", "curly quotes"])
@pytest.mark.parametrize(
    "question",
    ["1-10 w/o 4", "Which ones talk about the College's Education and Career Framework?"],
)
def test_shorthand_and_a_possessive_have_no_form(assistant, form, question):
    assert outcome(assistant.ask(FORMS[form](question))) == outcome(assistant.ask(question))
