"""The librarian's desk: who is signed in, the file that was sent, the change looked at, the build.

One for a server, whatever index serves: pages are made anew with each index, what lies here stays.
All decisions about documents and builds are assistant.library's.
"""

import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant import library
from assistant.domain import DocumentEntry, DocumentId, PassageId
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index, open_current
from assistant.parsing.formats import check_file
from assistant.views.render import wording
from assistant.views.web.guard.login import Login
from assistant.views.web.librarian.rebuilding import Rebuilding
from assistant.views.web.librarian.takeover import Takeover

# Who has done nothing for so long is signed out.
IDLE_S = 30 * 60.0
_MAX_NAME = 200
_LOOK_EVERY_S = 0.1


@dataclass(slots=True)
class _Visit:
    """Somebody who is signed in.

    Attributes:
        name: under which they signed in.
        shown: the changes of the documents that they have seen, as library.seen gives them.
    """

    name: str
    used_at: float
    file: Path | None = None
    shown: tuple[tuple[str, ...], ...] = ()


class Desk:
    """What the Library tab works on.

    Whatever takes a ticket raises InvalidRequest where nobody is signed in under it, and
    AssistantError where what was asked for cannot be done.

    Attributes:
        takeover: whether the running server answers from the index that is published.
    """

    def __init__(
        self, corpus: Path, index: Path, login: Login, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._corpus, self._index, self._login, self._clock = corpus, index, login, clock
        self._visits: dict[str, _Visit] = {}
        self._prepared: tuple[str, library.Prepared] | None = None
        self._building: Rebuilding | None = None
        self.takeover = Takeover(index, clock)
        self._taken_in: frozenset[DocumentId] = frozenset()
        self._one_at_a_time = threading.Lock()
        self._files = tempfile.TemporaryDirectory(prefix="guidance-library-")

    # Who is here

    async def sign_in(self, name: str, password: str, client: str) -> str:
        """Let somebody in; give the ticket by which the page shows it.

        Raises:
            InvalidRequest: the name or password is wrong, or there were too many tries.
        """
        denied = await self._login.refused(name.strip(), password, client)
        if denied is not None:
            raise InvalidRequest(wording.WRONG if denied.status == 401 else denied.sentence)
        ticket = secrets.token_urlsafe(32)
        self._visits[ticket] = _Visit(name.strip(), self._clock())
        return ticket

    def sign_out(self, ticket: str) -> None:
        """Forget somebody, with what they had begun and not committed."""
        if self.knows(ticket):
            self.put_away(ticket)
            self._lay_down(self._visits.pop(ticket), None)

    def knows(self, ticket: str) -> bool:
        """Tell whether somebody is signed in under this ticket, and note that they are here."""
        now = self._clock()
        # Callbacks come from several threads: whatever is gone already is gone.
        for old, visit in tuple(self._visits.items()):
            if now - visit.used_at > IDLE_S:
                self._visits.pop(old, None)
                self._lay_down(visit, None)
        found = self._visits.get(ticket)
        if found is not None:
            found.used_at = now
        return found is not None

    def _visit(self, ticket: str) -> _Visit:
        found = self._visits.get(ticket)
        if not self.knows(ticket) or found is None:
            raise InvalidRequest(wording.SIGNED_OUT)
        return found

    # The file that was sent

    def place_for(self, name: str) -> Path:
        """Make a place for a file that is coming, under its own name."""
        folder = Path(tempfile.mkdtemp(dir=self._files.name))
        own = "".join(filter(str.isprintable, name.replace("\\", "/").rpartition("/")[2]))
        # The end, which says what kind of file it is; systems count the bytes of a name.
        return folder / (own.strip(". ").encode()[-_MAX_NAME:].decode(errors="ignore") or "file")

    def receive(self, ticket: str, path: Path) -> None:
        """Lay down a file that has come; it takes the place of one before."""
        visit = self._visit(ticket)
        check_file(path)
        self._lay_down(visit, path)

    def file(self, ticket: str) -> Path | None:
        return self._visit(ticket).file

    def proposal(self, ticket: str) -> library.Description:
        """Propose how to describe the file that somebody has sent, from what it says itself."""
        file = self._visit(ticket).file
        return library.proposal(file) if file is not None else library.Description()

    def forget(self, path: Path) -> None:
        shutil.rmtree(path.parent, ignore_errors=True)

    def _lay_down(self, visit: _Visit, path: Path | None) -> None:
        if visit.file is not None:
            self.forget(visit.file)
        visit.file = path

    # The change that is looked at

    def look(self, ticket: str, replaces: str, said: library.Description) -> library.Prepared:
        """Read the file that was sent, as a new document or in place of one; who looks approves, if nobody else."""
        visit = self._visit(ticket)
        file = visit.file
        if file is None:
            raise InvalidRequest(wording.NO_FILE)
        said = library.approved(said, visit.name)
        corpus, index = self._corpus, self._index
        prepare = partial(library.prepare_addition, corpus, file, said, index)
        if replaces:
            prepare = partial(library.prepare_replacement, corpus, index, replaces, file, said)
        return self._looked_at(ticket, prepare)

    def look_at_removal(self, ticket: str, document_id: str) -> library.Prepared:
        self._visit(ticket)
        removing = partial(library.prepare_removal, self._corpus, document_id, self._index)
        return self._looked_at(ticket, removing)

    def _looked_at(self, ticket: str, prepare: Callable[[], library.Prepared]) -> library.Prepared:
        with self._alone():
            self._prepared = None
            self._prepared = (ticket, prepare())
            return self._prepared[1]

    def commit(self, ticket: str) -> tuple[str, ...]:
        """Carry out the change that was looked at; say what else was changed."""
        visit = self._visit(ticket)
        with self._alone():
            if self._prepared is None or self._prepared[0] != ticket:
                raise InvalidRequest(wording.NOTHING_PREPARED)
            if self.is_building:
                raise InvalidRequest(wording.BUILDING)
            prepared, self._prepared = self._prepared[1], None
            said = library.commit(prepared, self._index)
            self._lay_down(visit, None)
            return said

    def put_away(self, ticket: str) -> None:
        """Forget the change that was looked at, and the file."""
        visit = self._visit(ticket)
        with self._alone():
            if self._prepared is not None and self._prepared[0] == ticket:
                self._prepared = None
        self._lay_down(visit, None)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._one_at_a_time.acquire(blocking=False):
            raise InvalidRequest(wording.BUSY)
        try:
            yield
        finally:
            self._one_at_a_time.release()

    # What there is

    def shelf(
        self, ticket: str
    ) -> tuple[tuple[DocumentEntry, ...], tuple[library.SourceChange, ...]]:
        """List the documents, and how they differ from the index that serves: what a build may then take in."""
        visit = self._visit(ticket)
        pending = library.pending(self._corpus, self._index)
        visit.shown = tuple(library.seen(change) for change in pending)
        return library.documents_of(self._corpus), pending

    def builds(self, ticket: str) -> tuple[library.KeptBuild, ...]:
        self._visit(ticket)
        return library.kept_builds(self._index)

    def use(self, ticket: str, build_id: str) -> str:
        """Let a kept build serve, and wait until it answers; give its id."""
        self._visit(ticket)
        found = library.find_build(self._index, build_id)
        library.use_build(self._index, found)
        while self.takeover.is_under_way:
            time.sleep(_LOOK_EVERY_S)
        if problem := self.takeover.problem():
            raise InvalidRequest(problem)
        return found

    # What to ask

    def needs(self, ticket: str, document_id: DocumentId) -> tuple[library.Need, ...]:
        """Tell how well the recommendations of a document are found, those most in need first."""
        self._visit(ticket)
        with library.as_it_stands(self._corpus, self._index, self._opened(), document_id) as index:
            return library.needs(index, self._corpus, document_id)

    def question(
        self, ticket: str, passage_id: PassageId, question: str, *, keeps: bool
    ) -> library.Effect:
        """Tell what a question beside a recommendation changes, and write it if that is wanted."""
        self._visit(ticket)
        document = passage_id.partition("/")[0]
        with library.as_it_stands(self._corpus, self._index, self._opened(), document) as index:
            found = library.effect(index, self._corpus, passage_id, question)
        if keeps:
            library.write_question(self._index, self._corpus, passage_id, question)
        return found

    def fresh(self) -> tuple[DocumentId, ...]:
        """List the documents that the build that ended last took in; none if it came to nothing."""
        outcome = self._building.outcome if self._building is not None else None
        if outcome is None or outcome.kind != "done":
            return ()
        return tuple(d.id for d in self._opened().documents if d.id in self._taken_in)

    def _opened(self) -> Index:
        """Give the index that serves: the server's own, as another takes a hundred megabytes."""
        serving = self.takeover.serving
        return serving.index if serving is not None else open_current(self._index)

    # The build

    def building(self, ticket: str) -> Rebuilding | None:
        self._visit(ticket)
        return self._building

    def build(self, ticket: str, *, force: bool = False) -> None:
        """Begin a build of the documents as they were listed; one that runs goes on."""
        shown = self._visit(ticket).shown
        with self._alone():
            if not self.is_building:
                self._taken_in = frozenset(change[1] for change in shown)
                self._building = Rebuilding(self._corpus, self._index, shown, force=force)

    @property
    def is_building(self) -> bool:
        return self._building is not None and self._building.outcome is None

    def stop(self, ticket: str) -> None:
        self._visit(ticket)
        if self._building is not None:
            self._building.stop()

    def close(self) -> None:
        """Leave nothing behind."""
        self.takeover.serving = None
        if self._building is not None:
            self._building.stop()
        self._files.cleanup()
