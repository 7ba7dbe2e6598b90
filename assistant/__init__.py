"""Answers questions from professional guidance: numbered recommendations and verbatim quotes.

Light to import: the nouns and the errors. The one path is assistant.ask.Assistant.
"""

from assistant.domain import (
    Abstention,
    Answer,
    Citation,
    Document,
    DocumentEntry,
    Excerpt,
    Passage,
    RankedRecommendation,
    Recommendation,
    Response,
    Span,
)
from assistant.errors import AssistantError

# pyproject.toml reads it too.
__version__ = "0.1.0"

__all__ = [
    "Abstention", "Answer", "AssistantError", "Citation", "Document", "DocumentEntry", "Excerpt", "Passage",
    "RankedRecommendation", "Recommendation", "Response", "Span",
]  # fmt: skip
