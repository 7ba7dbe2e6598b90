"""A rebuild that is killed at any moment leaves the old index or the new one, whole, never a mixture.

The next build succeeds and leaves nothing of the killed one behind. So does the next command after
a change of the documents that was killed: it finds the corpus as it was, or completes the change.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import changing
import pytest
import rebuilding
from frame import IS_FULL, ROOT, own_environment

from assistant.ask import Assistant
from assistant.corpus.transaction import is_cut_off, settle
from assistant.indexing import storage
from assistant.library import commit
from assistant.views.render.json import response_json

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
KILLED = -signal.SIGKILL
# More operations than any rebuild has: where a case fails, the loop still ends.
MOST = 1000
QUESTIONS = ("Is it too windy to fly?", "where do I learn it, 0?", "How do I boil an egg?")


def answers(index):
    """What the index answers, in words: ids of builds, quotes and scores are among them."""
    assistant = Assistant.open(index)
    return [response_json(assistant.ask(q), assistant.index) for q in QUESTIONS]


@pytest.fixture
def trial(quick, own_corpus, edit, tmp_path, is_whole, leftovers, start_build):
    """An index whose corpus has changed since, and what the old and the new build answer."""
    index = tmp_path / "index"
    quick(own_corpus, index)
    right = {is_whole(index): answers(index)}
    edit(own_corpus)
    rebuilt = Path(shutil.copytree(index, tmp_path / "rebuilt"))
    quick(own_corpus, rebuilt)
    right[is_whole(rebuilt)] = answers(rebuilt)
    assert len(right) == 2

    def after(kill, *, then_build=True, **how):
        """Kill a rebuild, check all that must hold, and tell how it ended and what serves."""
        tried = Path(shutil.copytree(index, tmp_path / "tried"))
        try:
            building = start_build(own_corpus, tried, **how)
            kill(building)
            code, said = building.wait()
            assert code in {0, KILLED}, said
            serving = is_whole(tried)
            assert answers(tried) == right[serving]
            if then_build:
                quick(own_corpus, tried)
                assert is_whole(tried) == list(right)[1]
                assert leftovers(tried) == []
            return code, serving == list(right)[1]
        finally:
            shutil.rmtree(tried)

    return after


@pytest.mark.parametrize("stage", rebuilding.STAGES)
def test_killed_at_a_named_step(trial, stage):
    code, is_new = trial(lambda building: None, stage=stage)
    assert code == KILLED
    assert is_new == (stage in rebuilding.PUBLISHED)


def test_killed_at_a_random_moment(trial, fault):
    started = time.monotonic()
    assert trial(lambda building: building.wait())[0] == 0
    whole_s = time.monotonic() - started
    moments = fault.random
    ends = []
    for n in range(fault.size(8, 200)):
        pause = moments.uniform(0, whole_s)
        with fault.case(f"kill {n} after {pause:.3f} s"):
            ends.append(trial(lambda building, s=pause: (time.sleep(s), building.kill())))
    new = sum(is_new for _, is_new in ends)
    done = sum(code == 0 for code, _ in ends)
    fault.note(
        f"random moments: {len(ends)} kills, {len(ends) - new} left the old build, {new} the new "
        f"one, {done} of which had ended"
    )


def test_killed_at_every_operation_on_files(trial, fault):
    n, step, code = 1, fault.size(4, 1), KILLED
    while code == KILLED and n < MOST:
        with fault.case(f"kill at operation {n}"):
            code, is_new = trial(
                lambda building: None, operation=n, then_build=n % fault.size(2, 5) == 1
            )
            assert is_new or code == KILLED
        n += step
    fault.note(f"killed at each of {(n - step) // step} operations, every {step} of {n - step}")
    assert n > 60


def test_after_a_kill_the_command_builds_(
    start_build, own_corpus, edit, tmp_path, cli, n_documents
):
    assert cli("build")[0] == 0
    edit(own_corpus)
    start_build(own_corpus, tmp_path / "index", stage="publishing").wait()
    code, _, err = cli("build")
    assert (code, n_documents()) == (0, 2), err


@pytest.mark.parametrize("kind", changing.KINDS)
def test_a_change_of_the_documents_killed_at_every_operation(
    kind, own_corpus, tmp_path, quick, fork_server, fault
):
    trial = changing.trial(kind, own_corpus, tmp_path, quick)
    n, step, code, moments = 1, fault.size(6, 1), KILLED, fault.random
    n_completed = 0

    def kill(operation, function, *arguments):
        return rebuilding.cut_off(fork_server, operation, trial.folder, function, *arguments)

    while code == KILLED and n < MOST:
        with fault.case(f"{kind} killed at operation {n}"):
            code = kill(n, commit, trial.lay(), trial.index)
            assert code in {0, KILLED}
            is_begun = is_cut_off(trial.corpus)
            assert is_begun or changing.shown(trial.corpus) in (trial.old, trial.new)
            # Whoever completes it may be killed as well.
            kill(moments.randrange(1, 30), settle, trial.corpus)
            if moments.random() < 0.5:
                settle(trial.corpus)
                assert trial.check() or not (is_begun or code == 0)
            trial.repeat()
            n_completed += is_begun
        n += step
    fault.note(f"{kind}: killed at every {step}. of {n - step} operations, {n_completed} completed")
    assert n > 20


def test_a_change_of_the_documents_killed_half_way_is_completed_by_the_next_build(
    own_corpus, tmp_path, quick, fork_server, cli
):
    """The labels and questions follow once, and what was agreed to is not asked again."""
    for kind in ("add", "remove"):
        trial = changing.trial(kind, own_corpus, tmp_path / kind, quick, labels=())
        quick(trial.base / "corpus", trial.base / "index")
        n = 1
        while not is_cut_off(trial.corpus):
            rebuilding.cut_off(fork_server, n, trial.folder, commit, trial.lay(), trial.index)
            n += 1
        code, out, err = cli("build", index=trial.index, corpus=trial.corpus)
        assert (code, "serves: " in out) == (0, True), err
        assert trial.check()


@pytest.mark.slow
@pytest.mark.skipif(not IS_FULL, reason="a real rebuild takes half a minute: make faults")
def test_a_rebuild_of_the_guidance_killed_at_a_random_moment(index_folder, tmp_path, fault):
    """With the real encoder, through the command line."""
    corpus = Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
    asked_as = min((corpus / "asked_as").glob("*.toml"))
    text = asked_as.read_text(encoding="utf-8")
    asked_as.write_text(text.replace("asked_as = [", 'asked_as = ["kites?",', 1), encoding="utf-8")
    moments = random.Random(fault.seed)
    for n in range(5):
        index = Path(shutil.copytree(index_folder, tmp_path / "index"))
        old = storage.pointed_to(index)
        pause = moments.uniform(1, 25)
        with fault.case(f"real rebuild {n}, killed after {pause:.1f} s"):
            command = [sys.executable, "-m", "assistant", "--corpus", corpus, "--index", index]
            building = subprocess.Popen(
                [*map(str, command), "build", "--yes"],
                cwd=ROOT,
                env=own_environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(pause)
            building.kill()
            building.wait()
            opened = storage.open_current(index)
            assert opened.check_everything() == []
            fault.note(
                f"real rebuild killed after {pause:.1f} s: "
                f"{'the old' if opened.id == old else 'the new'} build serves, whole"
            )
        shutil.rmtree(index)
