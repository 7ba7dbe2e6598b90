"""Guidelines of any words, as hypothesis makes them up: numbers, short lead-ins, items, closing years."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# Making a failing document smaller takes minutes and tells little.
SETTINGS = settings(
    max_examples=settings().max_examples // 3,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Numbers of other recommendations among the words may come to stand at the start of a line.
WORDS = st.sampled_from(
    "tools owners registers audits images reports patients 1.1.7 2.3.1, (1.1.4) Discuss checks".split()
)
SENTENCE = st.lists(WORDS, min_size=2, max_size=24).map(lambda w: "Keep " + " ".join(w))
ITEM = st.lists(WORDS, min_size=1, max_size=14).map(lambda w: "one " + " ".join(w))
YEAR = st.sampled_from(["", " [2021]", " [May 2023]", " [2012, amended 2016]"])
RECOMMENDATION = st.one_of(
    st.tuples(SENTENCE.map(lambda s: f"{s}."), st.just(()), YEAR),
    st.tuples(
        st.sampled_from(["Explain that:", "Keep:", "Each tool should have:"]),
        st.lists(ITEM, min_size=1, max_size=4).map(tuple),
        st.just(""),
    ),
)
GUIDELINE = st.lists(RECOMMENDATION, min_size=3, max_size=14)


def expected(recommendations):
    """Give what is to be read, by number: what is asked for, and what the whole of it ends with."""
    return {
        f"1.1.{n}": (" ".join([lead, *items]), (lead + year).split()[-1] if not items else "")
        for n, (lead, items, year) in enumerate(recommendations, start=1)
    }


def read_of(document, recommendations):
    """Give the same of what was read; the year that closes one is part of its row only."""
    ends = expected(recommendations)
    return {
        r.number: (r.action.text, end if r.row.text.endswith(end) else r.row.text)
        for r in document.recommendations
        for end in [ends.get(r.number, ("", ""))[1]]
    }
