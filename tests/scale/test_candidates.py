"""Asked as a library is, with candidates and a graph, the guidance gives the answers it always gives."""

import json

import numpy as np
import pytest

from assistant.ask import Assistant
from assistant.building.corpus import read_corpus
from assistant.building.encoding import Encoding
from assistant.building.progress import silent
from assistant.building.writing import write_index
from assistant.indexing import dense, serving
from assistant.indexing.passages import KINDS
from assistant.indexing.vocabulary import KnownWords


@pytest.fixture(scope="module")
def library(tmp_path_factory, corpus, assistant):
    """The guidance indexed as if it were too large to compare with every vector."""
    index = tmp_path_factory.mktemp("library") / "index"
    folder = index / "builds" / ".writing"
    folder.mkdir(parents=True)
    given = assistant.index
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "MAX_EXACT", 500)
        encoding = Encoding(folder / "encoder", given, index / "encoded", silent)
        built = write_index(read_corpus(corpus), folder, encoding)
        serving.publish(index, folder, built.manifest)
        opened = Assistant.open(index)
        opened.index.search.most = 500
        assert opened.index.dense.kind == "hnsw"
        yield opened


def recommended(assistant, row):
    response = assistant.ask(row["question"], row.get("history") or [])
    return [r.recommendation.number for r in getattr(response, "recommendations", ())][:1]


@pytest.mark.slow
def test_the_first_recommendation_stays_for_nearly_all_questions(corpus, assistant, library):
    lines = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines[::5]]
    same = [recommended(assistant, row) == recommended(library, row) for row in rows]
    assert np.mean(same) >= 0.95


@pytest.mark.slow
def test_signals_are_about_the_candidates_only(library):
    evidence = library.evidence("Who should audit the algorithm after it is switched on?")
    assert all(len(s) == len(evidence.pool) for s in evidence.signals.values())
    assert np.all(np.diff(evidence.pool.numbers) > 0)
    for place in evidence.ranking[:20]:
        number = evidence.pool.number(place)
        assert evidence.pool.place(number) == place
        assert evidence.pool[place] == library.index.passages[number]
    assert evidence.pool.place(10**6) is None


def test_passages_are_parsed_one_by_one_and_described_without_it(assistant):
    passages = assistant.index.passages
    every = np.arange(len(passages))
    assert passages.kinds(every) == [p.kind for p in passages]
    assert passages.documents(every) == [p.document_id for p in passages]
    assert passages[-1] == passages[len(passages) - 1]
    assert passages[2:4] == (passages[2], passages[3])
    assert {*passages.kinds(every)} <= {*KINDS}
    with pytest.raises(IndexError):
        passages[len(passages)]


def test_known_words_are_found_by_halving(tmp_path):
    words = sorted({"a", "an", "ant", "zebra", "naïve", "été", *(f"w{n}" for n in range(300))})
    path = tmp_path / "words.txt"
    path.write_text("\n".join(words) + "\n", encoding="utf-8")
    known = KnownWords(path)
    assert all(word in known for word in words)
    assert not any(
        word in known for word in ("", "b", "w", "w3000", "zz", "\x00", "\ud800", "ants")
    )


def test_an_empty_word_list_knows_no_word(tmp_path):
    (tmp_path / "words.txt").write_bytes(b"")
    assert "a" not in KnownWords(tmp_path / "words.txt")
