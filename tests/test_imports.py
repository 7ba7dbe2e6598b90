"""What is light starts light: heavy libraries load only where they are needed."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

HEAVY = set(
    """
    gradio faiss torch onnxruntime sentence_transformers transformers sklearn scipy
    """.split()
)
BUILDERS = set(
    """
    torch sentence_transformers transformers gradio rank_bm25 pypdf pypdfium2 sklearn
    """.split()
)
MODULES = """
import runpy, sys
sys.argv = ["assistant", *sys.argv[1:]]
try:
    runpy.run_module("assistant", run_name="__main__")
except SystemExit as ended:
    code = ended.code
print("MODULES", *sorted(sys.modules))
"""


@pytest.fixture
def modules_of(python):
    """Run something in a process of its own and list the modules it had loaded."""

    def after(*arguments):
        ran = python(*arguments)
        assert "MODULES" in ran.out, ran.err
        return set(ran.out.rsplit("MODULES", 1)[1].split())

    return after


def top(modules):
    return {name.partition(".")[0] for name in modules}


def test_importing_the_package_loads_nothing_heavy(modules_of):
    loaded = modules_of("-c", "import assistant, sys; print('MODULES', *sys.modules)")
    assert not top(loaded) & (HEAVY | {"numpy"})


@pytest.mark.parametrize("arguments", [["--help"], ["show", "4"], ["list", "--json"]])
def test_what_needs_no_search_loads_nothing_heavy(modules_of, index_folder, arguments):
    loaded = modules_of("-c", MODULES, "--index", index_folder, *arguments)
    assert not top(loaded) & HEAVY


@pytest.mark.parametrize("command", ["ask", "batch"])
def test_asking_loads_no_builder_and_no_document_reader(
    modules_of, index_folder, tmp_path, command
):
    (tmp_path / "in.jsonl").write_text('{"id": 1, "question": "Who audits AI?"}')
    asked = {"ask": "Who audits AI?", "batch": str(tmp_path / "in.jsonl")}[command]
    loaded = modules_of("-c", MODULES, "--index", index_folder, command, asked)
    assert {"faiss", "onnxruntime"} <= top(loaded)
    assert not top(loaded) & BUILDERS
    assert "snowballstemmer" not in top(loaded), "the build holds the stems of such words"
    assert not {
        m
        for m in loaded
        if m.startswith(("assistant.parsing", "assistant.building", "assistant.chunking"))
    }


WITHOUT = """
import sys
sys.modules |= dict.fromkeys(sys.argv[2:])
from pathlib import Path
from starlette.testclient import TestClient
from assistant.views.web.serve.server import Settings, guarded
app = guarded(Path(sys.argv[1]), Settings(has_api=True))
with TestClient(app, base_url="http://localhost") as client:
    assert client.get("/").status_code == 200
    print(client.post("/api/v1/ask", json={"question": "Who audits AI tools?"}).json()["kind"])
"""


@pytest.mark.slow
def test_the_page_is_served_without_what_the_container_leaves_out(python, index_folder):
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    left_out = re.search(r"uninstall -q -y (.*)", text)[1].split()
    modules = {m for m, names in packages_distributions().items() if {*names} & {*left_out}}
    assert len(modules) >= len(left_out)
    assert python("-c", WITHOUT, index_folder, "torch", *modules).out == "answer\n"


def test_importing_the_assistant_loads_nothing_heavy(modules_of):
    loaded = modules_of("-c", "import assistant.ask, sys; print('MODULES', *sys.modules)")
    assert not top(loaded) & HEAVY


def test_the_library_of_the_page_brings_no_builder_into_the_server(modules_of):
    loaded = modules_of(
        "-c",
        "from assistant.views.web.librarian import desk, uploads\n"
        "from assistant.views.web.page import library_tab\n"
        "import sys; print('MODULES', *sys.modules)",
    )
    assert not top(loaded) & {
        "torch",
        "sentence_transformers",
        "transformers",
        "pypdf",
        "pypdfium2",
    }
