"""Turn kept feedback into candidate asked-as lines: python scripts/review_feedback.py FILE."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.errors import AssistantError, InvalidRequest
from assistant.views.render.visible import json_line


def candidates(lines: Iterable[str]) -> Iterator[str]:
    """Turn kept feedback into asked-as lines for a person to review, one per question.

    Raises:
        InvalidRequest: a line is not what FeedbackFile.keep writes; the message names its number.
    """
    kinds: dict[str, set[str]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            remark = json.loads(line)
            kinds.setdefault(str(remark["question"]), set()).add(str(remark["kind"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidRequest(f"line {number} is not feedback: {line.strip()[:80]!r}") from error
    for question in sorted(kinds):
        yield f"# {', '.join(sorted(kinds[question]))}"
        yield f"{json_line(question)},"


def main() -> int:
    """Print the candidates, for a person to judge and to move into corpus/asked_as/."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with Path(sys.argv[1]).open(encoding="utf-8") as file:
            for line in candidates(file):
                print(line)
    except (AssistantError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
