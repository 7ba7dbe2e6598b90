"""Whatever fails while a build is written, the index that served goes on serving, and whole."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.build import build_index, use_build
from assistant.errors import AssistantError, BuildRefused
from assistant.indexing import storage

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
QUESTION = "Is it too windy to fly?"
ERRNOS = (errno.ENOSPC, errno.EIO, errno.EACCES)
STAGES = (
    "reading documents",
    "lexical index",
    "loading the encoder",
    "learning",
    "checking answers",
    "publishing",
    "dropping old builds",
    "published",
)


def attempt(build, corpus, index, faults, n, number):
    """Build with the nth operation failing; tell whether it did fail."""
    faults.arm(index, n, number)
    try:
        build(corpus, index, accept=lambda built: None)
    except BuildRefused as error:
        said = str(error)
    else:
        said = "the new index serves"
    finally:
        faults.disarm()
    assert "serve" in said
    return bool(faults.hit)


def one_after_another(build, corpus, index, faults, is_whole, leftovers, step):
    """Let every step-th operation fail in turn, until none is left to fail."""
    old = is_whole(index)
    answer = Assistant.open(index).ask(QUESTION)
    spoiled = index.parent / "spoiled"
    n, seen = 1, set()
    while True:
        shutil.copytree(index, spoiled)
        failed = attempt(build, corpus, spoiled, faults, n, ERRNOS[n % 3])
        serving = is_whole(spoiled)
        new = serving != old
        assert (
            Assistant.open(spoiled).ask(QUESTION).recommendations[0].recommendation
            == answer.recommendations[0].recommendation
        )
        if not failed:
            assert new
            break
        seen.add(faults.hit.split()[0])
        if n % 7 == 0:
            build(corpus, spoiled)  # whatever happened, the next build succeeds and cleans up
            assert is_whole(spoiled) != old
            assert leftovers(spoiled) == []
        shutil.rmtree(spoiled)
        n += step
    return n, seen


def test_a_build_survives_failing_operations(
    quick, own_corpus, edit, tmp_path, faults, is_whole, leftovers
):
    quick(own_corpus, tmp_path / "index")
    edit(own_corpus)
    n, seen = one_after_another(
        quick, own_corpus, tmp_path / "index", faults, is_whole, leftovers, step=9
    )
    assert n > 80
    assert {"open", "fsync"} <= seen


@pytest.mark.slow
def test_a_build_survives_every_failing_operation(
    quick, own_corpus, edit, tmp_path, faults, is_whole, leftovers
):
    quick(own_corpus, tmp_path / "index")
    edit(own_corpus)
    _, seen = one_after_another(
        quick, own_corpus, tmp_path / "index", faults, is_whole, leftovers, step=1
    )
    assert {"open", "fsync", "os.rename", "os.link", "os.mkdir"} <= seen


@pytest.fixture
def two_builds(quick, own_corpus, edit, tmp_path):
    """An index with a build that serves, and another one written but not published."""
    index = tmp_path / "index"
    quick(own_corpus, index)
    served = storage.pointed_to(index)
    edit(own_corpus)
    quick(own_corpus, index)
    other = storage.pointed_to(index)
    use_build(index, served)
    written = tmp_path / "written"
    shutil.move(index / storage.BUILDS / other, written)
    return index, served, written, storage.read_manifest(written)


@pytest.mark.parametrize(
    ("is_damaged", "step"), [(False, 1), (True, 5)], ids=["new", "in the place of a damaged one"]
)
def test_publishing_survives_every_failing_operation(
    two_builds, tmp_path, faults, is_whole, is_damaged, step
):
    index, served, written, manifest = two_builds
    n = 1 - step
    while True:
        n += step
        tried = Path(shutil.copytree(index, tmp_path / f"tried-{n}"))
        folder = Path(shutil.copytree(written, tried / storage.BUILDS / ".writing-1"))
        target = tried / storage.BUILDS / manifest.id
        if is_damaged:
            shutil.copytree(written, target)
            (target / "dense.faiss").write_bytes(b"nothing")
            shutil.rmtree(target / "encoder")
        faults.arm(tried, n)
        try:
            storage.publish(tried, folder, manifest)
        except OSError:
            assert is_whole(tried) in {served, manifest.id}
        finally:
            faults.disarm()
        if not faults.hit:
            break
        shutil.rmtree(tried)
    assert n > 30
    assert is_whole(tried) == manifest.id


def test_a_damaged_build_that_serves_is_mended_in_its_place(quick, own_corpus, tmp_path, is_whole):
    index = tmp_path / "index"
    whole = quick(own_corpus, index).id
    folder = index / storage.BUILDS / whole
    for name in (
        "dense.faiss",
        "documents.jsonl",
        "texts.jsonl",
        "encoder/model.onnx",
        storage.MANIFEST,
    ):
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / name).write_bytes(content[: len(content) // 2])
        assert quick(own_corpus, index).id == whole
        assert is_whole(index) == whole, name
    shutil.rmtree(folder / "lexical_text")
    (folder / "lexical_text").write_text("a file in the place of a folder", encoding="utf-8")
    (folder / "rows.npy").unlink()
    (folder / "rows.npy").mkdir()
    quick(own_corpus, index)
    assert is_whole(index) == whole


def test_an_edit_that_changes_no_word_is_built_once(quick, own_corpus, tmp_path):
    first = quick(own_corpus, tmp_path / "index")
    path = own_corpus / "lexicon.toml"
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    again = quick(own_corpus, tmp_path / "index")
    assert (again.id, again.is_new) == (first.id, True)
    assert not quick(own_corpus, tmp_path / "index").is_new


KILLED = """
import os, signal, sys
from pathlib import Path
import toy
from assistant import build
build.TorchEncoder = toy.HashingEncoder
build.english_words = lambda: ["kite", "wind"]
def kill(stage, done, total):
    if stage == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
build.build_index(Path(sys.argv[1]), Path(sys.argv[2]), progress=kill, accept=lambda built: kill("checking answers", 0, 1))
"""
KILLED_AT_OPERATION = """
import os, signal, sys
from pathlib import Path
import toy
from assistant import build
build.TorchEncoder = toy.HashingEncoder
build.english_words = lambda: ["kite", "wind"]
n_left, armed = int(sys.argv[3]), False
def hook(event, arguments):
    global n_left
    if armed and event in {"open", "os.rename", "os.mkdir", "os.link", "os.remove"} and sys.argv[2] in str(arguments[0]):
        n_left -= 1
        if n_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
armed = True
build.build_index(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def kill(script, corpus, index, *arguments, env):
    command = [sys.executable, "-c", script, corpus, index, *map(str, arguments)]
    return subprocess.run(
        command, env=env, capture_output=True, check=False, timeout=120
    ).returncode


@pytest.fixture
def environment():
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (TESTS / "offline", ROOT, TESTS)))}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("stage", ["publishing", "dropping old builds"])
def test_a_build_killed_while_publishing_leaves_a_whole_index(
    quick, own_corpus, edit, tmp_path, is_whole, leftovers, environment, stage
):
    killed_at_a_stage(
        quick, own_corpus, edit, tmp_path / "index", is_whole, leftovers, environment, stage
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("stage", sorted({*STAGES} - {"publishing", "dropping old builds"}))
def test_a_build_killed_at_any_other_stage_leaves_a_whole_index(
    quick, own_corpus, edit, tmp_path, is_whole, leftovers, environment, stage
):
    killed_at_a_stage(
        quick, own_corpus, edit, tmp_path / "index", is_whole, leftovers, environment, stage
    )


def killed_at_a_stage(quick, corpus, edit, index, is_whole, leftovers, environment, stage):
    quick(corpus, index)
    old = is_whole(index)
    edit(corpus)
    assert kill(KILLED, corpus, index, stage, env=environment) == -signal.SIGKILL
    is_published = stage in {"dropping old builds", "published"}
    assert (is_whole(index) != old) == is_published
    report = quick(corpus, index)
    assert report.is_new != is_published
    assert is_whole(index) != old
    assert leftovers(index) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_build_killed_at_any_operation_leaves_a_whole_index(
    quick, own_corpus, edit, tmp_path, is_whole, leftovers, environment
):
    index = tmp_path / "index"
    quick(own_corpus, index)
    old = is_whole(index)
    edit(own_corpus)
    n, code = 1, -signal.SIGKILL
    while code == -signal.SIGKILL:
        tried = Path(shutil.copytree(index, tmp_path / f"tried-{n}"))
        code = kill(KILLED_AT_OPERATION, own_corpus, tried, n, env=environment)
        assert code in {0, -signal.SIGKILL}
        serving = is_whole(tried)
        if code == 0:
            assert serving != old
        elif n % 5 == 0:
            quick(own_corpus, tried)
            assert is_whole(tried) != old
            assert leftovers(tried) == []
        shutil.rmtree(tried)
        n += 11
    assert n > 60


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of file size")
@pytest.mark.parametrize("limit", [100, 3_000, 30_000])
def test_a_write_that_stops_in_the_middle_of_a_file_is_told(
    quick, own_corpus, edit, tmp_path, is_whole, leftovers, limit
):
    """Files cannot grow beyond the limit, as on a full disk, for faiss and ONNX too."""
    index = tmp_path / "index"
    quick(own_corpus, index)
    old = is_whole(index)
    edit(own_corpus)
    shutil.copytree(index, tmp_path / "copy")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(BuildRefused, match="still serves"):
            quick(own_corpus, index)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert is_whole(index) == old
    assert leftovers(index) == []


def test_an_index_that_cannot_be_made_is_told(own_corpus, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AssistantError, match="cannot be written"):
        build_index(own_corpus, tmp_path / "file" / "index")


def test_a_corpus_that_cannot_be_read_is_named(quick, own_corpus, tmp_path, monkeypatch):
    quick(own_corpus, tmp_path / "index")
    real = Path.read_bytes

    def refuse(path):
        if path.name == "outside.toml":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(AssistantError, match=r"outside.toml cannot be read"):
        quick(own_corpus, tmp_path / "index")


@pytest.mark.parametrize("n_builds", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_readers_during_rebuilds_see_whole_builds(quick, own_corpus, edit, tmp_path, n_builds):
    """A reader in a process of its own asks all the time while the corpus is rebuilt."""
    index, done = tmp_path / "index", tmp_path / "done"
    quick(own_corpus, index)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, index, done],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "asking\n"
    built = {storage.pointed_to(index)}
    for turn in range(n_builds):
        edit(own_corpus, turn)
        built.add(quick(own_corpus, index).id)
    done.touch()
    said, wrong = reader.communicate(timeout=60)
    assert reader.returncode == 0, wrong
    seen = said.split()
    assert len(seen) > n_builds
    assert set(seen) <= built


READER = """
import sys
from pathlib import Path
from assistant.ask import Assistant
index, done = Path(sys.argv[1]), Path(sys.argv[2])
print("asking", flush=True)
while not done.exists():
    assistant = Assistant.open(index)
    answer = assistant.ask("Is it too windy to fly?")
    assert answer.recommendations[0].recommendation.number == "1", answer
    print(assistant.index.id)
"""


def test_two_builders_at_once_do_not_hinder_each_other(own_corpus, tmp_path, is_whole, environment):
    script = KILLED.replace("if stage == sys.argv[3]:", "if False:")
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", script, own_corpus, tmp_path / "index", "-"],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in starts]
    codes = [process.returncode for process in starts]
    assert 0 in codes
    for code, wrong in zip(codes, said, strict=True):
        assert code == 0 or "another build" in wrong, wrong
    assert is_whole(tmp_path / "index")
