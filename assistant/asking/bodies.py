"""Is a body's name that of the document that it publishes, or of who is responsible? Whom does "all" name?

Looks at the pieces beside it. Knows nothing of operators.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.naming import Piece, tags_of
from assistant.asking.owners import is_owner
from assistant.asking.phrases import Phrase
from assistant.asking.wordings import words_of
from assistant.records.conditions import Among, Responsible
from assistant.records.selecting import Records


def bodies(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Settle what the names of bodies, and "all", stand for."""
    return _everybodys(_documents(pieces, records), records)


def _documents(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Tell names of documents from names of groups, and make a condition of a document."""
    out = list(pieces)
    for at, piece in enumerate(pieces if "document_name" in tags_of(pieces) else ()):
        if not piece.has("document_name"):
            continue
        is_document = not piece.has("group") or _is_document(pieces, at)
        if not is_document and not _is_of_noun(pieces, at):
            continue
        # In the only document that has recommendations, all of them are.
        narrows = records.documents != (piece.document,)
        condition = Among((piece.document,)) if narrows else None
        tag = frozenset({"document_named" if narrows else "filler"})
        # "The Society's recommendations" may be those that it is responsible for.
        is_theirs = piece.is_plural or not is_document
        group = piece.condition if is_theirs else None
        out[at] = Phrase(tag, piece.start, piece.end, piece.word, condition, otherwise=group)
    return out


def _is_of_noun(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a name stands before "recommendations", and none of these is left out or kept by it."""
    before, after = pieces[max(at - 2, 0) : at], pieces[at + 1 : at + 2]
    is_noun = any(p.has("listed") and p.has("label") for p in after)
    is_noun &= not any(p.has("except") for p in pieces)
    return is_noun and not any(p.has("not", "only", "both", "group") for p in before)


def _is_document(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a name that a group has too means the document here."""
    before, after = pieces[max(at - 2, 0) : at], pieces[at + 1 : at + 3]
    if after and after[0].word in words_of("speaks"):
        return True
    if before and before[-1].word in words_of("having"):
        return False  # "which have the SoR on them?"
    if any(p.has("group") and not p.has("document_name") for p in pieces):
        return bool(after) and after[0].has("document")
    if len(after) > 1 and after[0].has("and", "or") and after[1].has("group"):
        return False
    if any(
        p.has(
            "responsible",
            "responsible_loosely",
            "denial",
            "names",
            "both",
            "except",
            "not",
            "alone",
        )
        for p in pieces
    ):
        return bool(after) and after[0].has("document")
    is_near = any(p.has("document", "listed") for p in (*before, *after))
    return (is_near or any(p.word in words_of("issued_by") for p in before)) and not any(
        p.word in words_of("to_whom") for p in before
    )


def _everybodys(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Take "all" for whom the responsible column names by it: "who has ALL as the responsible party"."""

    def is_one(at: int) -> bool:
        after = next((p for p in pieces[at + 1 :] if p.word != '"'), None)
        if after is not None and after.word in ("as", "in"):
            return is_owner(pieces, pieces.index(after))
        # "Which is for ALL?", "the one addressed to all", "down to all", unlike "the status for all".
        to_whom, whose = pieces[at - 1 : at], pieces[max(at - 2, 0) : max(at - 1, 0)]
        is_said = any(p.is_noun or p.figure or p.word in words_of("whose") for p in whose)
        is_said |= any(p.has("responsible") for p in to_whom)
        is_to = any(p.word.split()[-1] in words_of("to_whom") for p in to_whom)
        return is_to and is_said and (after is None or after.has("mark", "and", "or", "except"))

    told = frozenset({"group"})
    meant = Responsible(records.everybody)
    return [
        replace(p, tags=told, condition=meant, group=records.everybody)
        if p.word == "all" and is_one(at)
        else p
        for at, p in enumerate(pieces)
    ]
