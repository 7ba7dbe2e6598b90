"""Chunk the corpus and build the BM25 and FAISS indices into index/.

python scripts/build_index.py [--force]: the same as python -m assistant build.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.views.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
