"""What a keeper is told to write a question for, and what one more question is said to change."""

import json
from dataclasses import replace

import pytest
import toy

from assistant import library
from assistant.ask import Assistant
from assistant.corpus.annotations import read_asked_as
from assistant.domain import AskedAs
from assistant.errors import BuildRefused, InvalidQuestion, InvalidRequest
from assistant.indexing import storage
from assistant.library.draft import questioned
from assistant.library.needs import MOST, Finder, most_in_need
from assistant.retrieval.retriever import Retriever
from assistant.views.render import needs as shown
from assistant.views.render import wording

NOVEL = "What about gusty afternoons?"


@pytest.fixture
def opened(toy_copy):
    return storage.open_current(toy_copy)


@pytest.fixture
def folder(tmp_path):
    return toy.write_corpus(tmp_path / "corpus")


def test_every_recommendation_is_looked_for_with_its_own_words_and_its_questions(opened, folder):
    found = library.needs(opened, folder, "kites")
    assert {need.passage.recommendation for need in found} == {"1", "2", "3", "4"}
    assert all(need.own.rank == 1 and need.own.lead > 0 for need in found)
    written = {a.passage_id: [] for a in opened.asked_as}
    for a in opened.asked_as:
        written[a.passage_id].append(a.question)
    for need in found:
        assert need.n_questions == len(written[need.passage.id])
        assert {place.question for place in need.asked} <= set(written[need.passage.id])


def test_a_question_is_never_found_by_itself(opened, folder):
    """Asked as if nobody had written it, it stands where it stood before it was written."""
    number = opened.passages.recommendations["kites/rec-1"]
    before = Finder(opened, ()).place(NOVEL, number)
    with_it = Finder(opened, (AskedAs("kites/rec-1", NOVEL),))
    assert with_it.place(NOVEL, number) == before
    assert with_it.place(NOVEL, number, is_itself=True).lead > before.lead


def test_a_word_goes_to_whom_people_ask_about_it(opened):
    """ "Vane" stands in the recommendation on wind; ten questions of the one on beginners say it."""
    wind, beginners = (opened.passages.recommendations[f"kites/rec-{n}"] for n in (1, 2))
    theirs = [AskedAs("kites/rec-2", f"Which vane is number {n}?") for n in range(10)]
    own = AskedAs("kites/rec-1", "Which vane do I read?")

    def lead(number, *asked):
        return Finder(opened, asked).place("Which vane is it?", number).lead

    assert lead(beginners, *theirs) > lead(beginners)
    assert lead(wind, *theirs, own) > lead(wind, *theirs)


def test_without_more_questions_a_search_finds_what_the_index_finds(assistant):
    index = assistant.index
    _, whole = questioned(index, ())
    for question in ("Who checks the AI?", "What about training?"):
        asked = assistant.understanding.understand(question)
        was, now = Retriever(index).retrieve(asked), Retriever(whole).retrieve(asked)
        assert was.ranking == now.ranking
        assert was.scores.tolist() == now.scores.tolist()


def test_a_question_that_is_written_is_searched_before_any_build(opened, toy_copy, folder):
    before = {n.passage.id: n.n_questions for n in library.needs(opened, folder, "kites")}
    path = library.write_question(toy_copy, folder, "kites/rec-1", NOVEL)
    assert path == folder / "asked_as" / "kites.toml"
    after = {n.passage.id: n.n_questions for n in library.needs(opened, folder, "kites")}
    assert after == before | {"kites/rec-1": before["kites/rec-1"] + 1}


@pytest.mark.parametrize("question", [NOVEL, 'Is "windy" \\ a word?', "Ist es böig – oft?"])
def test_a_question_is_written_as_it_was_asked_behind_the_others(opened, folder, question):
    ids = frozenset(p.id for p in opened.passages)
    before = read_asked_as(folder, ids)
    index = folder.parent / "index"
    library.write_question(index, folder, "kites/rec-1", question)
    library.write_question(index, folder, "guild/main/item-1", question)
    more = {AskedAs("kites/rec-1", question), AskedAs("guild/main/item-1", question)}
    assert set(read_asked_as(folder, ids)) == {*before, *more}


def test_an_effect_says_where_it_stood_and_stands_and_writes_nothing(opened, folder):
    found = library.effect(opened, folder, "kites/rec-3", NOVEL)
    assert found.after.lead > found.before.lead
    assert all(was.rank != now.rank for was, now in found.others)
    assert found.n_others == sum(
        a.passage_id != "kites/rec-3" for a in opened.asked_as if a.passage_id.startswith("kites/")
    )
    assert not (folder / "asked_as" / "kites.toml").exists()


def test_a_question_that_is_anothers_word_for_word_takes_from_it(opened, folder):
    """The wind's own question, written beside the pets too, is told to move the wind's."""
    question = "Who checks the weather first?"
    found = library.effect(opened, folder, "kites/rec-3", question)
    assert found.after.rank <= found.before.rank
    lines = list(shown.effect_lines(found))
    assert len(lines) == 1 + max(1, len(found.others))


def test_what_is_no_question_or_no_recommendation_is_told(opened, toy_copy, folder):
    with pytest.raises(InvalidQuestion):
        library.effect(opened, folder, "kites/rec-1", "…")
    with pytest.raises(InvalidRequest, match="no recommendation 'kites/p1'"):
        library.effect(opened, folder, "kites/p1", NOVEL)
    with pytest.raises(InvalidRequest, match="there are: kites, guild"):
        library.needs(opened, folder, "tea")


def test_nothing_is_written_while_a_build_runs(toy_copy, folder):
    from assistant.building.builds import only_writer

    with only_writer(toy_copy), pytest.raises(BuildRefused):
        library.write_question(toy_copy, folder, "kites/rec-1", NOVEL)


def test_few_are_named_and_none_that_is_served(opened, folder):
    found = library.needs(opened, folder, "kites")
    assert most_in_need(found) == found[:MOST]
    served = [replace(n, n_questions=9, asked=()) for n in found]
    assert most_in_need(served) == ()
    missed = replace(served[0], own=served[0].own._replace(rank=2))
    assert most_in_need([*served, missed]) == (missed,)


def test_a_document_nobody_has_asked_anything_of_is_named_once(folder, toy_copy, build_toy):
    asked = [json.dumps(f"Which vane is number {n}?") for n in range(10)]
    blocks = f'[[passage]]\nid = "guild/main/item-1"\nasked_as = [{", ".join(asked)}]\n'
    for path in (folder / "asked_as").glob("*.toml"):
        path.unlink()
    (folder / "asked_as" / "guild.toml").write_text(blocks, encoding="utf-8")
    updated = library.update(folder, toy_copy, force=True)
    (one,) = updated.unasked
    assert (one.document_id, one.n_recommendations) == ("kites", 4)
    text = "\n".join(shown.unasked_lines(updated.unasked))
    assert (
        text
        == f"kites: no asked-as questions yet: 4 recommendations, {one.n_others} other passages"
    )


def test_a_build_says_what_its_new_documents_need_and_of_no_other(folder, toy_copy, build_toy):
    path = folder.parent / "tea.md"
    path.write_text(
        "# Tea in parks\n\nTea is served from four.\n\nRecommendation 1: Wash the cups.\n\n"
        "Recommendation 2: Warm the pot.\n"
    )
    said = library.Description(title="Tea in parks", publisher="Guild of Tea", year=2003)
    library.commit(library.prepare_addition(folder, path, said, toy_copy), toy_copy)
    updated = library.update(folder, toy_copy, force=True)
    assert set(updated.needs) == {"tea-in-parks"}
    lines = list(shown.needs_lines(updated.needs))
    assert lines[0].endswith(
        "of 2 recommendations come first for their own words; no questions yet."
    )
    assert sum("tea-in-parks/rec-" in line for line in lines) == 2


def test_the_page_shows_the_same_and_offers_a_question_for_each(opened, folder):
    found = library.needs(opened, folder, "kites")
    markup = str(shown.needs("kites", found))
    for need in most_in_need(found):
        assert shown.need_line(need) in markup.replace("&quot;", '"')
        assert f'value="{need.passage.id}"' in markup
    assert wording.NOTHING_NUMBERED in str(shown.needs("guild", ()))


@pytest.fixture
def tea(folder, toy_copy):
    """A document that has come in and is in no index yet."""
    path = folder.parent / "tea.md"
    path.write_text(
        "# Tea in parks\n\nTea is served from four.\n\nRecommendation 1: Wash the cups.\n"
    )
    said = library.Description(title="Tea in parks", publisher="Guild of Tea", year=2003)
    library.commit(library.prepare_addition(folder, path, said, toy_copy), toy_copy)
    return "tea-in-parks"


def test_what_has_just_come_in_is_looked_for_before_any_build(opened, folder, toy_copy, tea):
    before = sorted(toy_copy.rglob("*"))
    with library.as_it_stands(folder, toy_copy, opened, tea) as drafted:
        (need,) = library.needs(drafted, folder, tea)
        assert (need.passage.id, need.n_questions) == (f"{tea}/rec-1", 0)
        found = library.effect(drafted, folder, f"{tea}/rec-1", "Who does the washing up?")
        assert found.after.lead > found.before.lead
    left = {p for p in set(toy_copy.rglob("*")) - set(before) if p.parent.name != "encoded"}
    assert left <= {toy_copy / "encoded"}


def test_what_was_learned_of_a_passage_goes_with_it_into_a_draft(opened, folder, toy_copy, tea):
    question = "Is it too windy for my puppy?"
    was = Assistant(opened).evidence(question)
    with library.as_it_stands(folder, toy_copy, opened, tea) as drafted:
        now = Assistant(drafted).evidence(question)
        for passage_id, number in opened.passages.recommendations.items():
            at = now.pool.place(drafted.passages.recommendations[passage_id])
            learned = was.signals["learned"][was.pool.place(number)]
            assert now.signals["learned"][at] == pytest.approx(learned)
        new = now.pool.place(drafted.passages.recommendations[f"{tea}/rec-1"])
        assert now.signals["learned"][new] == 0


def test_what_a_draft_has_encoded_the_next_build_takes_over(
    opened, folder, toy_copy, tea, build_toy
):
    with library.as_it_stands(folder, toy_copy, opened, tea):
        pass
    assert build_toy(folder, toy_copy).n_encoded == 0


def test_a_document_that_the_index_holds_needs_no_draft(opened, folder, toy_copy):
    with library.as_it_stands(folder, toy_copy, opened, "kites") as index:
        assert index is opened
