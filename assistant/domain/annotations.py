"""What people write beside the documents: asked-as questions, outside examples, the lexicon."""

from dataclasses import dataclass, field

from assistant.domain.document import PassageId


@dataclass(frozen=True, slots=True)
class OutsideExample:
    """A question the guidance does not answer, and who does."""

    question: str
    distance: str
    topic: str
    turn_to: str


@dataclass(frozen=True, slots=True)
class AskedAs:
    """A question in people's own words, and the passage that answers it."""

    passage_id: PassageId
    question: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words of the field that mean the same: a plain name, its abbreviations, other wordings."""

    name: str
    abbreviations: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group that recommendations are addressed to: as people name it, and as the responsible column does."""

    name: str
    asked: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusWording:
    """How people say one status or several, or what no status of the guidance means, without their names."""

    asked: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of the field, kept with the corpus.

    Attributes:
        areas: other names that people give to each area.
        subject: what the whole corpus is about; such words narrow nothing down.
        roles: people, each a group of all the groups that they are in.
    """

    terms: tuple[Term, ...] = ()
    groups: tuple[Group, ...] = ()
    shorthand: dict[str, str] = field(default_factory=dict)
    areas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: tuple[StatusWording, ...] = ()
    subject: tuple[str, ...] = ()
    roles: tuple[Group, ...] = ()
