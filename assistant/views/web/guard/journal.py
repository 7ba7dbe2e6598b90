"""What the operator's log is told of an error of ours: its kind and its place, never its text."""

import sys
import traceback


def note(error: Exception) -> None:
    """Note where an error arose; its text may hold what a person wrote."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename}:{frame.lineno}"
    print(f"Error while answering a request: {type(error).__name__} at {place}", file=sys.stderr)
