"""Photograph the page for the README: python scripts/make_screenshots.py (needs Chromium)."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
QUESTION = "Who should check that an AI tool still works?"
SIZES = {"page-desktop.png": (1280, 900), "page-phone.png": (375, 812)}
START_WITHIN_S = 120


def main() -> int:
    """Serve the page, ask one question, and photograph it at both widths."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Error: no chromium found; install it first", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [sys.executable, "app.py", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait(port)
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"http://127.0.0.1:{port}/")
                _photograph(page, IMAGES / name)
    finally:
        server.terminate()
        server.wait()
    return 0


def _photograph(page: Page, file: Path) -> None:
    page.wait_for_selector("#answer .examples")
    page.wait_for_timeout(1000)
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .marker")
    if file.name == "page-desktop.png":
        page.click("#answer .marker")
        page.wait_for_selector("#beside mark")
        page.wait_for_timeout(500)
        page.evaluate("window.scrollTo(0, 0)")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(500)
    page.screenshot(path=file)
    print(file.relative_to(ROOT))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait(port: int) -> None:
    end = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
