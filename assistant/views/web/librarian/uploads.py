"""Takes in the file that a librarian sends: the one way by which a file comes to this server.

The route exists only where the Library tab does. Nothing of a file is read before the sender is
known to have signed in; it goes to disk piece by piece, and never to Gradio.
"""

import contextlib
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope

from assistant.errors import AssistantError
from assistant.parsing.formats import MAX_BYTES
from assistant.views.render import wording
from assistant.views.web.guard import headers
from assistant.views.web.guard.bodies import CLOSE, Refusal, pieces
from assistant.views.web.librarian.desk import Desk

TICKET, NAME = "x-library-ticket", "x-library-name"
# 100 MB in it are 7 Mbit/s: a slow line of a hospital.
_WITHIN_S = 120.0


@dataclass
class Uploads:
    """Takes in one file at a time, and lays it on the desk."""

    desk: Desk
    is_busy: bool = False

    async def take(self, scope: Scope, receive: Receive) -> Response:
        """Take in a file for whoever's ticket it carries.

        Raises:
            Refusal: nobody is signed in under the ticket, or the file does not come as it should.
        """
        given = headers.single(scope["headers"])
        ticket, name = given.get(TICKET, ""), unquote(given.get(NAME, ""))
        if not self.desk.knows(ticket):
            raise Refusal(401, wording.SIGNED_OUT, CLOSE)
        if self.is_busy:
            raise Refusal(409, wording.BUSY, CLOSE)
        self.is_busy = True
        try:
            n_bytes = await self._kept(ticket, name, scope, receive)
        finally:
            self.is_busy = False
        return JSONResponse({"received": n_bytes})

    async def _kept(self, ticket: str, name: str, scope: Scope, receive: Receive) -> int:
        with contextlib.ExitStack() as undone:
            try:
                path = self.desk.place_for(name)
                undone.callback(self.desk.forget, path)
                with path.open("wb") as file:
                    async for piece in pieces(scope, receive, MAX_BYTES, _WITHIN_S):
                        file.write(piece)
                self.desk.receive(ticket, path)
            except AssistantError as error:
                raise Refusal(422, str(error), CLOSE) from error
            except OSError as error:
                raise Refusal(507, wording.NO_ROOM, CLOSE) from error
            undone.pop_all()
            return path.stat().st_size
