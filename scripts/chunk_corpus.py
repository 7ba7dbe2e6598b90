"""Write the corpus's passages as JSON lines, to look at and to compare.

python scripts/chunk_corpus.py [--corpus corpus] > passages.jsonl
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.building.corpus import chunk_corpus
from assistant.corpus.manifest import document_path, read_manifest
from assistant.errors import AssistantError
from assistant.parsing import parse_document


def main() -> int:
    """Print one passage a line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", type=Path, default=Path("corpus"))
    corpus = arguments.parse_args().corpus
    try:
        # Not what stands beside them: a line there may name an id that is none.
        entries = read_manifest(corpus)
        passages = chunk_corpus([parse_document(document_path(corpus, e), e) for e in entries])
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    for passage in passages:
        print(json.dumps(asdict(passage), ensure_ascii=False))
    print(f"{len(passages)} passages", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
