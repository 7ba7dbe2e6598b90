"""Classes of wordings that are told apart by meaning: how likely is each of them of a text's vector?

The weights were fitted to the wordings: scripts/fit_meanings.py.
"""

import tomllib
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.indexing.arrays import Float32Array


class Meanings:
    """The classes of one file of wordings, each named by a plain wording.

    Attributes:
        wordings: the file; weights: the file of what was fitted to it.
    """

    def __init__(self, name: str) -> None:
        """Take the name of a file beside this one."""
        self.wordings = Path(__file__).with_name(f"{name}.toml")
        self.weights = Path(__file__).with_name(f"{name}_weights.toml")

    @property
    def names(self) -> list[str]:
        """The classes' names, in the order of the columns of `likelihoods`."""
        return self._fitted[0]

    def likelihoods(self, vectors: Float32Array) -> Float32Array:
        """Give how likely each class is of each vector; in the last column, that it is none."""
        _, weights, bias = self._fitted
        scores = vectors @ weights + bias
        e = np.exp(scores - scores.max(1, keepdims=True))
        return np.asarray(e / e.sum(1, keepdims=True), np.float32)

    def fits(self, encoder: str) -> bool:
        """Tell whether the weights are for an encoder."""
        return bool(self._held["encoder"] == encoder)

    @cached_property
    def _held(self) -> dict[str, object]:
        return tomllib.loads(self.weights.read_text(encoding="utf-8"))

    @cached_property
    def _fitted(self) -> tuple[list[str], Float32Array, Float32Array]:
        names = [name for name in self._held if name not in ("encoder", "bias")]
        weights = np.array([self._held[name] for name in names], np.float32).T
        return names[:-1], weights, np.array(self._held["bias"], np.float32)
