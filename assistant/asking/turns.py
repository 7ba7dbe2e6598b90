"""A conversation: which earlier question does this one lean on, and how is it then read?

Follows the list in force and the last topic from turn to turn, nothing older. Searches nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.asking.alike import alike
from assistant.asking.asked import (
    Asked,
    Before,
    ByConditions,
    ByNumber,
    OfDocument,
    Search,
    SmallTalk,
    Sought,
    Turn,
)
from assistant.asking.bounds import is_bound, is_of_numbers, perhaps_in_list
from assistant.asking.described import described
from assistant.asking.narrowing import changed, is_own_list, otherwise
from assistant.asking.operations import (
    Operation,
    Understand,
    asks_any,
    asks_which_also,
    leaves_out,
    operation,
    put_right,
    steps_of,
    tells_all,
)
from assistant.asking.placing import counted, paged, placed
from assistant.asking.pointing import (
    behind_opening,
    depends,
    names_nothing,
    opens,
    points,
    points_at_one,
    points_at_those,
    topic_of,
    turns_away,
)
from assistant.asking.remaining import kinds_of
from assistant.asking.rereading import by_meaning, is_open, is_told
from assistant.asking.returning import difference, earlier_list
from assistant.asking.topics import asks_which_it_is, in_there, instead, of_document
from assistant.asking.unused import miscounted, unplaced, unused
from assistant.asking.wants import also
from assistant.asking.within import is_open_list, remark_ends, said_before, without_tail
from assistant.asking.wordings import holds, word_list
from assistant.domain import Correction, Recommendation
from assistant.records.conditions import (
    EVERYTHING,
    Condition,
    Number,
    Status,
    Without,
    either,
    every,
)
from assistant.records.selecting import Records

_NOTHING = Before()
# Behind these another sentence begins: "is that all? What is emerging?"
_ENDS = frozenset(".!?")


def read(
    asked: Asked,
    earlier: Sequence[str],
    understand: Understand,
    records: Records,
    in_plain_words: Callable[[Asked], str],
) -> Turn:
    """Read a question with the earlier ones, oldest first.

    Args:
        in_plain_words: writes what a follow-up does with a list by its meaning; empty if that is not clear.
    """

    def reread(question: Asked, before: Before) -> Turn:
        turn = _framed(question, before, understand, records)
        may_reread = is_open(turn, before) and not is_told(question, turn, understand)
        plain = in_plain_words(question) if may_reread else ""
        other = _framed(understand(plain), before, understand, records) if plain else None
        return turn if other is None else by_meaning(turn, other)

    before, turn = _NOTHING, None
    for question in (*map(understand, earlier), asked):
        before = before if turn is None else _after(before, turn)
        turn = reread(question, before)
        is_anew = before.in_force is None and is_open_list(turn)
        two = said_before(question, understand) if is_anew else None
        if two is not None:
            condition, first, last = two
            there = Before(condition, (*before.lists, condition), topic=first, is_sure=False)
            of_those = reread(last, there)
            if of_those.leans == "list":
                asked_of = replace(of_those.asked, written=question.written)
                turn = replace(of_those, asked=asked_of)
    assert turn is not None
    return turn


def _step_by_step(
    asked: Asked, before: Before, understand: Understand, records: Records
) -> Turn | None:
    """Read "drop the pending ones and add research" as two turns; None if it is no such thing."""
    texts = steps_of(asked) if before.in_force else []
    steps = [understand(text) for text in texts] if len(texts) > 1 else []
    if not steps:
        return None
    exchanged = _exchanged(asked, steps, before, understand, records)
    if exchanged is not None:
        return Turn(_leaning(asked, before, ByConditions(exchanged)), "list", before)
    then, made = before, list[ByConditions | ByNumber]()
    for step in steps:
        turn = _turn(step, then, understand, records)
        sought = turn.asked.sought
        if turn.leans != "list" or not isinstance(sought, ByConditions | ByNumber):
            return None
        made.append(sought)
        then = _after(then, turn)
    aside = tuple(words for sought in made for words in sought.left_aside)
    return Turn(_leaning(asked, before, replace(made[-1], left_aside=aside)), "list", before)


def _exchanged(
    asked: Asked, steps: Sequence[Asked], before: Before, understand: Understand, records: Records
) -> Condition | None:
    """Read "drop industry and add HEIs" as the one in the other's place; None if they are of two kinds."""
    out, *more = (operation(step, understand) for step in steps)
    left, new = out.said.condition, more[0].said
    is_alike = kinds_of(left) == kinds_of(new.condition)
    is_added = more[0].name == "adds" and isinstance(left, Without)
    if not (is_alike and is_added) or len(more) > 1:
        return None
    both = replace(new, condition=every(left, new.condition), is_whole=True)
    return changed(asked, Operation("swaps", both, asked.text), before, records)


def _framed(asked: Asked, before: Before, understand: Understand, records: Records) -> Turn:
    """Read a question; what it asks within what is said around it may change a list."""
    if asks_which_it_is(asked, before) and before.topic is not None:
        again = _read_as(asked, before.topic.text)
        return Turn(replace(before.topic, written=asked.written, corrections=again))
    listed = before.in_force
    plain = put_right(asked) or counted(asked, len(records.select(listed))) if listed else ""
    if plain:
        meant = _framed(understand(plain), before, understand, records)
        return replace(meant, asked=replace(meant.asked, written=asked.written))
    stepped = _without_tail(asked, before, understand, records) or _step_by_step(
        asked, before, understand, records
    )
    if stepped is not None:
        return stepped
    whole = _behind_remark(asked, before, understand, records) or _turn(
        asked, before, understand, records
    )
    if (
        not asked.requests
        or before == _NOTHING
        or earlier_list(asked, before) is not None
        or turns_away(asked)
        or (before.in_force is not None and described(asked, before.in_force, records))
    ):
        return whole
    within = [_within(asked, request, before, understand, records) for request in asked.requests]
    read = [turn for turn in within if turn is not None]
    return min(read, key=_n_left_aside, default=whole)


def _behind_remark(
    asked: Asked, before: Before, understand: Understand, records: Records
) -> Turn | None:
    """Read what follows a remark on a list: "Only two, I see. Add the ongoing ones"; None where nothing is remarked."""
    listed = before.in_force
    cut = remark_ends(asked.written, len(records.select(listed)), understand) if listed else 0
    if not cut:
        return None
    turn = _framed(understand(asked.written[cut:]), before, understand, records)
    sought = turn.asked.sought
    if turn.leans != "list" or not isinstance(sought, ByConditions | ByNumber):
        return None
    remark = asked.written[:cut].strip(" .!?")
    if any(p.is_content for p in understand(remark).fragment.pieces):
        sought = replace(sought, left_aside=(remark, *sought.left_aside))
    return replace(turn, asked=replace(turn.asked, written=asked.written, sought=sought))


def _without_tail(
    asked: Asked, before: Before, understand: Understand, records: Records
) -> Turn | None:
    """Read what is done with a list before "… - full list of both"; None where nothing of the kind is said."""
    head = without_tail(asked) if before.in_force is not None else ""
    turn = _framed(understand(head), before, understand, records) if head else None
    if turn is None or turn.leans != "list":
        return None
    return replace(turn, asked=replace(turn.asked, written=asked.written))


def _within(
    asked: Asked, request: str, before: Before, understand: Understand, records: Records
) -> Turn | None:
    """Read what is asked within what is said around it, if it is asked of the list; None if it is not."""
    turn = _turn(understand(request), before, understand, records)
    sought = turn.asked.sought
    if turn.leans != "list" or not isinstance(sought, ByConditions | ByNumber):
        return None
    said = (s.strip(" .,:;!?-–") for s in asked.text.partition(request)[::2])
    around = " … ".join(filter(None, said))
    sought = replace(sought, left_aside=(around, *sought.left_aside))
    return replace(turn, asked=replace(turn.asked, written=asked.written, sought=sought))


def _n_left_aside(turn: Turn) -> int:
    """Count what a reading leaves aside beside what is said around the request."""
    sought = turn.asked.sought
    return len(sought.left_aside) if isinstance(sought, ByConditions | ByNumber) else 0


def _turn(asked: Asked, before: Before, understand: Understand, records: Records) -> Turn:
    if before == _NOTHING or turns_away(asked) or isinstance(asked.sought, SmallTalk):
        return Turn(asked)
    if isinstance(asked.sought, OfDocument):
        kinds = kinds_of(asked.fragment.condition)
        is_of_list = before.in_force is not None and asked.fragment.is_whole
        is_of_list &= bool(kinds) or holds("rest_of", word_list(asked.tokens))
        leans = is_of_list or bool(instead(asked, before))
        of_one = None if leans else of_document(asked, asked.sought, before.topic)
        if of_one is not None:
            return Turn(of_one)
        asked = replace(asked, sought=Search())
    apart = difference(asked, before)
    if apart is not None:
        return Turn(_leaning(asked, before, ByConditions(apart)), "list", before)
    back = _gone_back(asked, before, understand, records)
    if back is not None:
        return back
    in_force = before.in_force
    spoken_of = _spoken_of(before, records)
    shared = alike(asked, spoken_of, understand)
    if shared is not None:
        return Turn(_leaning(asked, before, shared), "list", before)
    members = in_there(asked, before) or paged(asked, before, records)
    if in_force is not None:
        members = members or placed(asked, in_force, records) or described(asked, in_force, records)
    members = members or _of_the_one(asked, spoken_of)
    if members is not None:
        return Turn(_leaning(asked, before, members), "list", before)
    if isinstance(asked.sought, ByNumber) and not (in_force and is_bound(asked)):
        return Turn(perhaps_in_list(asked) if in_force else asked)
    of_numbers = is_of_numbers(asked, before)
    in_list = None if of_numbers else _of_list(asked, before, understand, records)
    return in_list or _of_topic(asked, before, understand)


def _spoken_of(before: Before, records: Records) -> Sequence[Recommendation]:
    """List what was named by number, or else the list in force."""
    named: Condition = either(*map(Number, before.numbers)) if before.numbers else EVERYTHING
    listed = named if before.numbers else before.in_force
    return records.select(listed) if listed is not None else ()


def _of_the_one(asked: Asked, spoken_of: Sequence[Recommendation]) -> ByNumber | None:
    """Read "has anybody started on that one?" as asked of the only member of a list."""
    is_of_it = "yes-no" in asked.wants and points_at_one(asked) and asked.fragment.is_whole
    is_of_it &= _ENDS.isdisjoint(word_list(asked.tokens[behind_opening(asked) : -1]))
    if len(spoken_of) != 1 or not is_of_it or asked.fragment.condition == EVERYTHING:
        return None
    return ByNumber((spoken_of[0].number,))


def _gone_back(
    asked: Asked, before: Before, understand: Understand, records: Records
) -> Turn | None:
    """Read "go back to the first list and add the ongoing ones"; None if it goes back to none."""
    found = earlier_list(asked, before)
    if found is None:
        return None
    listed, rest = found
    there = replace(before, listed=listed, lists=(*before.lists, listed), numbers=())
    turn = _of_list(understand(rest), there, understand, records) if rest else None
    beside = ByConditions(listed, (rest,) if rest else ())
    sought = turn.asked.sought if turn is not None and turn.leans == "list" else beside
    return Turn(_leaning(asked, before, sought), "list", there)


def _of_list(asked: Asked, before: Before, understand: Understand, records: Records) -> Turn | None:
    """Read a question that changes the list in force, chooses among what was shown, or lists anew."""
    in_force = before.in_force
    op = operation(asked, understand)
    said = op.said
    listed = changed(asked, op, before, records) if in_force is not None else None
    leans = said.narrows or op.name or opens(asked) or points(asked) or points_at_those(asked)
    leans = leans or asks_which_also(asked)
    # "Any ongoing?" is asked of a list though none of it is.
    is_of_status = kinds_of(said.condition) == {Status} and not said.has_noun
    # "Are there any in research?" too.
    leans = leans or asks_any(word_list(asked.tokens))
    is_own = said.shows and not (leans or is_of_status)
    if listed is not None and is_own and not records.select(listed):
        return Turn(asked)
    if listed is not None:
        met = records.select(listed)
        others = (o for o in otherwise(asked, op, before, records) if records.select(o) != met)
        # "And UKIO?" after a list of what mentions something: its own words are what is looked for.
        is_used = said.condition == EVERYTHING and listed != in_force
        aside = (
            *(() if is_used else said.aside),
            *unplaced(asked),
            *unused(asked, op, (listed, in_force or listed)),
            *miscounted(asked, len(records.select(in_force or listed))),
        )
        sought = ByConditions(listed, tuple(dict.fromkeys(aside)), tuple(others))
        return Turn(_leaning(asked, before, sought), "list", before)
    chooses = said.is_whole and said.condition != EVERYTHING and points_at_those(asked)
    if in_force is None and chooses:
        return Turn(asked, "those", before)
    if not is_own_list(asked):
        return None
    if in_force is not None:
        return Turn(_perhaps_of_list(asked, in_force, records))
    if before.topic is not None and leaves_out(asked):
        # "Not the pending ones" after an answer leaves out of it, more likely than of the guidance.
        beside = (topic_of(before.topic),)
        return Turn(replace(asked, sought=ByConditions(asked.fragment.condition, beside)))
    return Turn(asked)


def _perhaps_of_list(asked: Asked, in_force: Condition, records: Records) -> Asked:
    """Tell that "all except the pending recommendations", or "ongoing, but …", may mean those of the list in force."""
    sought, said = asked.sought, asked.fragment.condition
    of_list = every(in_force, said)
    names_none = not any(piece.has("listed") for piece in asked.fragment.pieces)
    is_all = isinstance(said, Without) and tells_all(asked)
    if not isinstance(sought, ByConditions) or not (names_none or is_all):
        return asked
    if records.select(of_list) in ((), records.select(said)):
        return asked
    return replace(asked, sought=replace(sought, otherwise=(*sought.otherwise, of_list)))


def _of_topic(asked: Asked, before: Before, understand: Understand) -> Turn:
    """Read a question that leans on the last topic, or stands by itself."""
    other = instead(asked, before)
    if other:
        corrections = _read_as(asked, other)
        return Turn(replace(understand(other), written=asked.written, corrections=corrections))
    if before.topic is None or not depends(asked):
        return Turn(asked)
    # After a list, or to a document by name, a question with a subject of its own is a new one.
    is_new = (before.listed is not None and not before.numbers) or bool(asked.documents)
    if is_new and not (opens(asked) or points(asked) or names_nothing(asked)):
        return Turn(asked)
    return Turn(asked, "topic", before)


def _after(before: Before, turn: Turn) -> Before:
    """Tell what a turn leaves behind for the next one."""
    if isinstance(turn.asked.sought, SmallTalk):
        return before
    if turn.leans in ("topic", "those"):
        # "Who does that?" leaves what is spoken of as it was.
        return before if names_nothing(turn.asked) else replace(before, more=turn.asked)
    lists = before.lists
    match turn.asked.sought:
        case ByConditions(condition, left, _, is_guess):
            is_sure = not (left or is_guess) and (turn.leans != "list" or before.is_sure)
            return Before(condition, (*lists, condition), topic=turn.asked, is_sure=is_sure)
        case ByNumber(known) if len(known) == 1 or not known:
            adds = turn.leans != "list" and (opens(turn.asked) or not turn.asked.wants)
            earlier = before.numbers if adds else ()
            # What is asked of one recommendation leaves the list in force.
            return Before(before.listed, lists, (*earlier, *known), turn.asked)
        case ByNumber(known):
            listed = either(*map(Number, known))
            return Before(listed, (*lists, listed), known, turn.asked)
        case _:
            return Before(lists=lists, topic=turn.asked)


def _leaning(asked: Asked, before: Before, sought: Sought) -> Asked:
    topic = before.topic.text if before.topic else ""
    if isinstance(sought, ByConditions) and not before.is_sure:
        sought = replace(sought, is_guess=True)
    read_as = f"{topic.rstrip('?.! ')} – {asked.text}"
    if before.topic and holds("as_well", word_list(asked.tokens)):
        asked = replace(asked, wants=also(asked.wants, before.topic.wants))
    return replace(asked, sought=sought, corrections=_read_as(asked, read_as))


def _read_as(asked: Asked, read_as: str) -> tuple[Correction, ...]:
    return (*asked.corrections, Correction(asked.text, read_as, "follow-up"))
