"""What frames the page, and what it says besides answers: warnings, files handed over, the documents, about."""

import base64
from datetime import date

from assistant.ask import MAX_QUESTION
from assistant.views.render.edition import Edition
from assistant.views.render.files import File
from assistant.views.render.markup import Html, Template

_PAGE = Template("notices.html")
banner, renewed, at_rest, about = _PAGE.banner, _PAGE.renewed, _PAGE.at_rest, _PAGE.about
problem, hint, said, heard = _PAGE.problem, _PAGE.hint, _PAGE.said, _PAGE.heard
identifiers, print_button = _PAGE.identifiers, _PAGE.print_button


def frame(edition: Edition, today: date) -> tuple[Html, Html, Html]:
    """Frame the page: its title, and markup before its parts and after them."""
    return _PAGE.head(), _PAGE.above(edition, today, MAX_QUESTION), _PAGE.below(edition)


def outgoing(file: File, serial: int) -> Html:
    """Hand a file to the page's script, which saves it; with another serial the same one once more."""
    coded = base64.b64encode(file.content).decode()
    return _PAGE.outgoing(file.name, file.kind, coded, serial)
