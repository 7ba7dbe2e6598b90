"""The nouns of this program, in the order in which data meets them.

document        one guidance text, read from a file of the corpus; `source` is its text
span            [start, end) in a document's source, counted in characters
excerpt         words of a document and the spans they stand at
block           heading, paragraph or table: what every reader turns a file into
recommendation  one numbered recommendation with its fields
passage         the unit of retrieval (chunking is the verb)
part            a sentence or table cell of a passage: what a quote is made of, each labelled and verbatim
asked-as        a question in people's own words that a passage answers
question        what a person asks; query: what an index is given
score           higher is better; rank: from 1
citation        a verbatim quote with its place
headline        the words that answer, cut from the guidance: what stands above everything
answer, abstention   the two responses; an abstention is a value, not an error

Knows nothing of files, indices or views.
"""

from assistant.domain.annotations import (
    AskedAs,
    Group,
    Lexicon,
    OutsideExample,
    StatusWording,
    Term,
)
from assistant.domain.document import (
    Block,
    Document,
    DocumentEntry,
    DocumentId,
    Heading,
    Omission,
    Paragraph,
    ParagraphKind,
    Passage,
    PassageId,
    PassageKind,
    Recommendation,
    RecommendationKey,
    RecommendationNumber,
    Row,
    Table,
    number_order,
)
from assistant.domain.excerpt import NOTHING, Excerpt, Field, Part, Quote, Span
from assistant.domain.response import (
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    Correction,
    Count,
    EntryFact,
    EntryField,
    Firmness,
    Headline,
    ListForm,
    RankedRecommendation,
    Reading,
    Response,
    Why,
)
