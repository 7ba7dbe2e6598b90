"""Keeps a question to one document, as if it named that one and no other.

What it asks is understood before, from its words alone.
"""

from dataclasses import replace

from assistant.asking.asked import Asked, ByConditions, ByNumber, Search, Sought
from assistant.domain import DocumentId
from assistant.records.conditions import Among, Condition, Responsible, based, every
from assistant.records.selecting import Records


def within(asked: Asked, document: DocumentId, records: Records) -> Asked:
    """Keep a question to one document; to none it stays as it is.

    Args:
        document: the document's id; empty for none.
    """
    if not document:
        return asked
    sought = _sought_within(asked.sought, document, records)
    return replace(asked, documents=(document,), kept_to=document, sought=sought)


def _sought_within(sought: Sought, document: DocumentId, records: Records) -> Sought:
    match sought:
        # Where nothing is numbered, a group's bare name is a subject.
        case ByConditions(Responsible()) if document not in records.documents:
            return Search()
        case ByNumber(known, unknown):
            there = {r.number for r in records.select(Among((document,)))}
            gone = tuple(n for n in known if n not in there)
            return ByNumber(tuple(n for n in known if n in there), (*gone, *unknown), document)
        case ByConditions(condition, left_aside):
            return ByConditions(_condition_within(condition, document), left_aside)
        case Search(is_list=True, understood=condition):
            return replace(sought, understood=_condition_within(condition, document))
    return sought


def _condition_within(condition: Condition, document: DocumentId) -> Condition:
    here = Among((document,))
    return every(here, based(condition, here))
