"""Whether the running server answers from the index that is published, and why not if it cannot."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant.indexing.storage import Index, pointed_to
from assistant.views.render import wording

# A server has taken an index over within some seconds, on a laden machine within half a minute.
_WITHIN_S = 120.0


class _Serving(Protocol):
    @property
    def index_id(self) -> str: ...
    @property
    def index(self) -> Index: ...
    def refusal(self, index_id: str) -> str: ...


class Takeover:
    """Follows how the published index takes over; without anything serving, it counts as serving."""

    def __init__(self, index: Path, clock: Callable[[], float]) -> None:
        self.serving: _Serving | None = None
        self._index, self._clock = index, clock
        self._awaited_since = "", 0.0

    @property
    def is_under_way(self) -> bool:
        """Whether the published index is still to take over from the one that answers."""
        return bool(self._awaited()) and not self.problem()

    def problem(self) -> str:
        """Say why the published index does not answer, if it cannot; else nothing."""
        build_id, serving = self._awaited(), self.serving
        if serving is None or not build_id:
            return ""
        why = serving.refusal(build_id)
        if not why and self._clock() - self._awaited_since[1] > _WITHIN_S:
            why = wording.LATE
        if not why:
            return ""
        return wording.NOT_TAKEN_OVER.format(published=build_id, serving=serving.index_id, why=why)

    def _awaited(self) -> str:
        """Give the index that is published and is not yet the one that answers, if there is one."""
        serving = self.serving
        if serving is None:
            return ""
        published = pointed_to(self._index)
        build_id = published if published != serving.index_id else ""
        if build_id != self._awaited_since[0]:
            self._awaited_since = build_id, self._clock()
        return build_id
