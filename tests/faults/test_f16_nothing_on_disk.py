"""No word of a question is found on disk after it was asked: not in logs, temporary files, the
browser's profile, the index or the server's folder, nor after a crash.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from browser.steps import ask, go, ready
from frame import ROOT, own_environment
from server.browsing import Page
from server.running import started

# No word of any document, so that wherever it is found the question left it there.
MARKER = "zqxmarkerquokkaplinth"
QUESTION = f"who audits the {MARKER} after deployment?"
FORMS = tuple(
    form.encode(encoding)
    for form in (MARKER, MARKER.upper(), MARKER.capitalize())
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def holding(*folders):
    """List the files that hold the marker in any of its forms."""
    return [
        str(path)
        for folder in folders
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and not path.is_symlink() and any(f in path.read_bytes() for f in FORMS)
    ]


@pytest.fixture
def place(tmp_path, index_folder):
    """Folders of the server's own: what it can write lies in them."""
    index = Path(shutil.copytree(index_folder, tmp_path / "index"))
    folders = {name: tmp_path / name for name in ("home", "temporary", "cache")}
    for folder in folders.values():
        folder.mkdir()
    environment = {
        "HOME": str(folders["home"]),
        "TMPDIR": str(folders["temporary"]),
        "GRADIO_TEMP_DIR": str(folders["temporary"] / "gradio"),
        "XDG_CACHE_HOME": str(folders["cache"]),
    }
    return index, environment, tmp_path


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_writes_no_question(place, end, fault):
    index, environment, everything = place
    with started("--api", "--index", index, **environment) as running:
        with Page(running.address) as page:
            for n in range(5):
                with fault.case(f"page {n}"):
                    status, stream = page.ask(QUESTION)
                    assert status == 200
                    assert MARKER in stream
            for path in (
                f"/?q={MARKER}",
                f"/nothing/{MARKER}",
                f"/readyz?{MARKER}",
                f"/assets/{MARKER}",
            ):
                page.client.get(path)
            page.client.post("/api/v1/ask", json={"question": QUESTION})
            page.client.post("/api/v1/ask", json={"question": QUESTION, MARKER: MARKER})
            page.client.get(f"/api/v1/recommendations?area={MARKER}")
            page.client.post("/gradio_api/run/predict", content=MARKER)
            page.call([{"path": MARKER}, MARKER, [MARKER], [MARKER]])
        _, out, err = running.stop(end)
    assert MARKER not in out + err
    assert holding(everything) == []


def test_the_command_line_writes_no_question(place, fault):
    index, environment, everything = place
    for extra in ([], ["--json"], ["--as-written"], ["--after", QUESTION]):
        with fault.case(f"ask {' '.join(extra[:1])}"):
            done = subprocess.run(
                [sys.executable, "-m", "assistant", "--index", str(index), "ask", QUESTION, *extra],
                cwd=ROOT,
                env=own_environment() | environment,
                capture_output=True,
                check=False,
            )
            assert done.returncode in {0, 3}, done.stderr
            assert holding(everything) == []


def test_the_search_would_find_it(tmp_path):
    for n, form in enumerate(FORMS):
        (tmp_path / str(n)).write_bytes(b"\x00before" + form + b"after\xff")
    assert len(holding(tmp_path)) == len(FORMS)


@pytest.mark.browser
def test_the_browsers_profile_holds_no_question(chromium, chromium_path, place, fault):
    """Asking, following up, loading again, clearing, leaving; then every byte of the profile."""
    index, environment, everything = place
    profile = everything / "profile"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with started("--index", index, **environment) as running:
        context = chromium.browser_type.launch_persistent_context(
            profile, executable_path=chromium_path, args=arguments
        )
        page = context.pages[0]
        page.goto(running.address)
        ready(page)
        ask(page, QUESTION)
        ask(page, f"and for the {MARKER} of students?")
        page.reload()
        page.wait_for_selector("#answer .question")
        assert MARKER in page.inner_text("#answer .question")
        go(page, "Compare")
        page.fill("label:has-text('Topic') textarea", QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector("#comparison .md > *")
        go(page, "Browse")
        page.fill("label:has-text('Words in the recommendation') textarea", MARKER)
        go(page, "Read")
        page.fill("label:has-text('Find in this document') textarea", MARKER)
        page.keyboard.press("Enter")
        page.wait_for_selector("#found .found")
        go(page, "Ask")
        # Typed and not sent, and so left.
        page.fill("#question textarea", f"{MARKER} half a question")
        page.wait_for_timeout(6_000)  # Chromium writes its memory of forms and tabs after seconds
        while_open = holding(profile)
        page.goto("about:blank")
        page.wait_for_timeout(1_000)
        context.close()
        _, out, err = running.stop()
    files = [p for p in profile.rglob("*") if p.is_file()]
    fault.note(
        f"profile: {len(files)} files, {sum(p.stat().st_size for p in files)} bytes searched"
    )
    assert len(files) > 20
    assert while_open == []
    assert holding(everything) == []
    assert MARKER not in out + err
