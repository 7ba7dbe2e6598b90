"""Add a person to a login file, or change a password: python scripts/add_login.py FILE NAME."""

import argparse
import getpass
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from assistant.errors import AssistantError
from assistant.views.web.guard.login import add_login


def main(arguments: list[str] | None = None) -> int:
    """Ask for the password twice, or read it from standard input, and keep its hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("name")
    options = parser.parse_args(arguments)
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Again: "):
            print("Error: the two passwords differ", file=sys.stderr)
            return 1
    else:
        password = sys.stdin.readline().rstrip(os.linesep)
    try:
        add_login(options.file, options.name, password)
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"{options.name} may come in once the server has been started again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
