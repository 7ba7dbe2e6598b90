"""Turn kept feedback into candidate asked-as lines: python scripts/review_feedback.py FILE."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.errors import AssistantError
from assistant.views.web.page.feedback import candidates


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
