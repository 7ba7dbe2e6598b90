"""Tells a grid of cards, a recommendation on each, from a table, and parts what a card says.

Knows words only; nothing of blocks, spans or files.
"""

import re
from collections.abc import Sequence

from assistant.parsing.normative import are_normative
from assistant.parsing.statements import said_behind_label

# Two cells side by side may be a comparison; over a card's label stands its area, not a sentence.
_MIN_CARDS, _MAX_OVER = 3, 4
_NAME = re.compile(r"\b[A-Z][a-z]+:")


def cards_in(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """Part each card of a grid before its label and below its words; nothing if this is no such grid.

    What is said of a recommendation below it begins with a name that all cards have: "Who: …".
    """
    parts = [_parted(cell) for cell in cells]
    said = [said_behind_label(card) for _, card in parts]
    if len(cells) < _MIN_CARDS or not all(said) or not are_normative(said):
        return []
    shared = set.intersection(*(set(_NAME.findall(words)) for words in said))
    below = re.compile("|".join(rf"\b(?={name})" for name in shared) or "$")
    return [(over, *below.split(card, maxsplit=1)) for over, card in parts]


def _parted(cell: str) -> tuple[str, str]:
    """Part a cell before the label of its recommendation, if one stands near its beginning."""
    words = cell.split()
    for at in range(min(len(words), _MAX_OVER + 1)):
        if said_behind_label(card := " ".join(words[at:])):
            return " ".join(words[:at]), card
    return cell, ""
