"""Recommendations: as one picture, whole as a card, or many in a short list."""

from assistant.views.render.markup import Template

_CARDS = Template("cards.html")
card, chart, short_list = _CARDS.card, _CARDS.chart, _CARDS.short_list
