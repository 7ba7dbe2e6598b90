"""Write the corpus's passages as JSON lines, to look at and to compare.

python scripts/chunk_corpus.py [--corpus corpus] > passages.jsonl
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.building.corpus import chunk_corpus, parse_corpus
from assistant.errors import AssistantError


def main() -> int:
    """Print one passage a line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", type=Path, default=Path("corpus"))
    try:
        passages = chunk_corpus(parse_corpus(arguments.parse_args().corpus))
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    for passage in passages:
        print(json.dumps(asdict(passage), ensure_ascii=False))
    print(f"{len(passages)} passages", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
