"""How large the faults are tried, from which seed, and what is counted of each.

A module test_fNN_*.py states in its docstring what must hold. FAULTS=full takes the full size
(make faults), FAULTS_SEED another seed.
"""

import os
import random
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("FAULTS_SEED", "499"))
IS_FULL = os.environ.get("FAULTS") == "full"
# So many failures are kept in words; all are counted.
_KEPT = 20


@dataclass
class Fault:
    """What was tried of one fault, and how much of it held."""

    fault: str
    promise: str
    cases: int = 0
    held: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    seed: int = SEED
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def case(self, name):
        """Count one case; what fails in it is kept, and fails the test when it has ended."""
        try:
            yield
        except Exception as error:
            self.broken(name, error)
        else:
            self.cases += 1
            self.held += 1

    def broken(self, name, error):
        """Count a case that did not hold."""
        self.cases += 1
        if len(self.failures) < _KEPT:
            self.failures.append(f"{name}: {type(error).__name__}: {first_line(error)}")

    def note(self, text):
        """Keep a sentence with the counts: a measured figure, or what was left out."""
        if text not in self.notes:
            self.notes.append(text)

    @staticmethod
    def size(small, full):
        """Choose by the size that is run."""
        return full if IS_FULL else small

    @property
    def random(self):
        """Random numbers from the seed, the same in every test."""
        return random.Random(self.seed)


def first_line(error):
    """What an error says, short enough for a list of many."""
    return str(error).split("\n")[0][:300]


def own_environment():
    """The environment of a process that finds this project and the tests, and no network."""
    paths = (ROOT / "tests" / "offline", ROOT, ROOT / "tests", ROOT / "tests" / "faults")
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
