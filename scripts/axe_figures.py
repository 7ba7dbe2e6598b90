"""Count what axe finds on every tab of the page: docs/evidence/axe.json (needs Chromium and npm).

npm --prefix tests/browser ci && python scripts/axe_figures.py [--index index]
What axe calls incomplete it could not decide; a person has to look at it.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ROOT / "tests" / "browser"
sys.path[:0] = [str(BROWSER.parent)]

from browser.test_accessible import (  # type: ignore[import-not-found]  # on the path of the tests
    RULES,
    STATES,
    open_everything,
)
from playwright.sync_api import Page, sync_playwright

_OUT = ROOT / "docs" / "evidence" / "axe.json"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Drive every state once at 1280 pixels in light colours, and count."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--index", type=Path, default=ROOT / "index")
    axe = (BROWSER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    with _served(arguments.parse_args().index) as address, _browser() as page:
        page.goto(address)
        page.wait_for_selector("#answer .md > *")
        page.evaluate(axe)
        found = {}
        for state in (*STATES, on_news):
            page.get_by_role("tab", name="Ask", exact=True).click()
            state(page)
            open_everything(page)
            page.wait_for_timeout(200)
            found[state.__name__.removeprefix("on_")] = _counted(page)
        version = page.evaluate("axe.version")
    counts = {"axe-core": version, "rule_sets": RULES, "states": found}
    _OUT.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    print(f"{_OUT} written: {len(found)} states")
    return int(any(state["violations"] for state in found.values()))


def on_news(page: Page) -> None:
    """Open the one tab that the library's own tests look at."""
    page.get_by_role("tab", name="What changed", exact=True).click()
    page.wait_for_selector("#news h2")


def _counted(page: Page) -> dict[str, Any]:
    results = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return {
        "passed": len(results["passes"]),
        "violations": [rule["id"] for rule in results["violations"]],
        "incomplete": {rule["id"]: len(rule["nodes"]) for rule in results["incomplete"]},
    }


@contextmanager
def _served(index: Path) -> Iterator[str]:
    command = [sys.executable, "app.py", "--port", "0", "--index", str(index)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            ready = re.search(r"http://\S+", said)
            if ready is None:
                raise SystemExit(f"the page is not served: {said}")
            yield ready[0]
        finally:
            server.terminate()


@contextmanager
def _browser() -> Iterator[Page]:
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
