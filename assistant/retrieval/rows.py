"""The rows that a search compared with a question, passage by passage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.indexing.arrays import Float32Array, Float64Array, Int32Array, Int64Array


@dataclass(frozen=True, slots=True, eq=False)
class Owned:
    """The rows of one kind, passage by passage.

    Attributes:
        rows: (m,) where they are among the rows found, each passage's in order.
        owners: (k,) int32, rising: the passages that have any; starts, counts: (k,) of each.
    """

    rows: Int64Array
    owners: Int32Array
    starts: Int64Array
    counts: Int64Array

    @classmethod
    def of(cls, rows: Int32Array, kind: int) -> Owned:
        """Sort the rows of a kind."""
        found = np.flatnonzero(rows[:, 0] == kind)
        found = found[np.argsort(rows[found, 1], kind="stable")]
        owners = rows[found, 1]
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        return cls(found, owners[starts], starts, np.diff(starts, append=len(found)))

    def nearest(self, cosines: Float32Array) -> Int64Array:
        """(k,) the row of each passage that is nearest; among equals the first."""
        if not len(self.rows):
            return self.rows
        values = cosines[self.rows]
        highest = np.repeat(np.maximum.reduceat(values, self.starts), self.counts)
        equal = np.flatnonzero(values == highest)
        return self.rows[equal[np.searchsorted(equal, self.starts)]]


def best(owned: Owned, cosines: Float32Array, pool: Int64Array, missing: float) -> Float64Array:
    """(n,) best cosine of a passage's rows of one kind; `missing` if it has none."""
    out = np.full(len(pool), missing)
    if len(owned.rows):
        values = cosines[owned.rows].astype(np.float64)
        out[_places(pool, owned.owners)] = np.maximum.reduceat(values, owned.starts)
    return out


def _places(pool: Int64Array, numbers: Int32Array) -> Int64Array:
    """Find the places in a pool of passages that are all in it."""
    # A guidance's pool is all its passages.
    is_all = len(pool) > 0 and pool[-1] == len(pool) - 1
    return numbers.astype(np.int64) if is_all else np.searchsorted(pool, numbers)
