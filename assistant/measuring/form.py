"""What is wrong with a finished build whatever it answers: fields emptied, words lost, things doubled."""

from collections import Counter
from collections.abc import Iterator

from assistant.indexing.storage import Index

# Longer than any whole paragraph or row: a document that was not taken apart. The longest passage
# of the corpus has 197 words, that of the documents tried (the EU's AI Act) 729.
MAX_PASSAGE_WORDS = 3_000
# A document that has lost more than this part of its words was not read as before.
_MAX_LOST = 0.5


def faults_of_form(built: Index, serving: Index | None) -> list[str]:
    """Check what can be checked without asking; return what is wrong, in words."""
    return [
        *built.broken_spans(),
        *_doubled(built),
        *_too_long(built),
        *((*_emptied(serving, built), *_lost(serving, built)) if serving is not None else ()),
    ]


def _doubled(built: Index) -> Iterator[str]:
    keys = Counter(r.key for r in built.recommendations)
    for (document_id, number), n in keys.items():
        if n > 1:
            yield f"{document_id}: recommendation {number} is there {n} times"
    ids = Counter(passage.id for passage in built.passages)
    yield from (f"{name}: {n} passages have this id" for name, n in ids.items() if n > 1)
    lacking = (r.id for r in built.recommendations if r.id not in ids)
    yield from (f"{name}: the recommendation has no passage" for name in lacking)


def _too_long(built: Index) -> Iterator[str]:
    for passage in built.passages:
        n_words = len(passage.text.split())
        if n_words > MAX_PASSAGE_WORDS:
            yield f"{passage.id} has {n_words} words: more than {MAX_PASSAGE_WORDS}, it was not taken apart"


def _emptied(serving: Index, built: Index) -> Iterator[str]:
    now = {r.key: r for r in built.recommendations}
    for before in serving.recommendations:
        after = now.get(before.key)
        for name in ("priority", "action", "responsible", "status"):
            if after is not None and getattr(before, name) and not getattr(after, name):
                yield f"{after.id}: {name} is empty, it was not before"


def _lost(serving: Index, built: Index) -> Iterator[str]:
    had, has = (Counter(r.document_id for r in i.recommendations) for i in (serving, built))
    for document in built.documents:
        name = document.id
        if had[name] and not has[name]:
            yield f"{name} has no recommendations any more, it had {had[name]}"
        before = len(serving.sources.get(name, "").split())
        after = len(built.sources[name].split())
        if after < _MAX_LOST * before:
            yield f"{name} has {after} words, it had {before}: was it read whole?"
