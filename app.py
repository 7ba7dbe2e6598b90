"""Serve the page: python app.py [--host H] [--port N] [--index DIR] [--feedback FILE]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.errors import AssistantError


def main(arguments: list[str] | None = None) -> int:
    """Open the index and serve it until stopped."""
    parser = argparse.ArgumentParser(prog="app.py", description="Serve the AI guidance assistant.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (%(default)s)")
    parser.add_argument("--index", type=Path, default=Path("index"), help="index (%(default)s)")
    parser.add_argument("--feedback", type=Path, help="keep feedback in this local file")
    options = parser.parse_args(arguments)
    # Here, not above: --help need not wait for gradio.
    from assistant.ask import Assistant
    from assistant.views.web.feedback import FeedbackFile
    from assistant.views.web.page import create_page
    from assistant.views.web.serving import serve

    try:
        assistant = Assistant.open(options.index)
        assistant.warm_up()
        kept = FeedbackFile(options.feedback, assistant.index.id) if options.feedback else None
        serve(create_page(assistant, kept), options.host, options.port)
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
