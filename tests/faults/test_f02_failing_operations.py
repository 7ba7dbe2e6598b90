"""Whatever operation on a file fails while a build is written, the old index serves on, untouched.

The command says what failed and exits 1; the next build succeeds and cleans up. Where a change of
the documents fails, the command says truly whether they stand as before or it is completed later.
"""

import errno
import hashlib
import shutil
from pathlib import Path

import changing
import pytest

from assistant.building.builds import use_build
from assistant.corpus.transaction import is_cut_off, settle
from assistant.errors import AssistantError
from assistant.indexing import manifests, serving, storage
from assistant.library import commit

# More operations than any rebuild has: where a case fails, the loop still ends.
MOST = 1000
ERRNOS = (errno.ENOSPC, errno.EIO, errno.EACCES)


def digest(folder):
    """A checksum of all files of a folder, and of their names."""
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


def check_failed_build(index, old, before, failing, cli):
    """Build with an operation failing; see that the exit code and the words say what happened."""
    code, out, err = cli("build", index=index)
    failing.disarm()
    serving = storage.open_current(index)
    assert serving.check_everything() == []
    assert digest(index / storage.BUILDS / old) == before
    if code:
        assert err.splitlines()[-1].startswith("Error: ")
        said = "already" if serving.id != old else "still serves"
        assert said in err
        assert "Traceback" not in err
    else:
        assert serving.id != old
        assert f"Index {serving.id} serves" in out


def test_every_operation_fails_in_turn(
    quick, own_corpus, edit, tmp_path, failing, leftovers, cli, fault
):
    index, spoiled = tmp_path / "index", tmp_path / "spoiled"
    old = quick(own_corpus, index).id
    before = digest(index / storage.BUILDS / old)
    edit(own_corpus)
    n, step, seen, operation = 1, fault.size(9, 1), set(), ""
    while n < MOST:
        for number in ERRNOS if step == 1 else ERRNOS[n % 3 : n % 3 + 1]:
            shutil.copytree(index, spoiled)
            with fault.case(f"{errno.errorcode[number]} at operation {n}"):
                failing.arm(spoiled, n, number)
                check_failed_build(spoiled, old, before, failing, cli)
                operation = failing.hit
                seen.add(operation.split(" ")[0])
                if n % 7 == 0:
                    assert cli("build", index=spoiled)[0] == 0
                    assert storage.pointed_to(spoiled) != old
                    assert leftovers(spoiled) == []
            failing.disarm()
            shutil.rmtree(spoiled)
        if not operation:
            break
        n += step
    fault.note(f"operations of a rebuild: about {n}; each {step}. failed, as ENOSPC, EIO or EACCES")
    assert n > 80
    assert {"open", "fsync"} <= seen


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
    return index, served, written, manifests.read_manifest(written)


@pytest.mark.parametrize("is_damaged", [False, True], ids=["new", "in the place of a damaged one"])
def test_every_operation_of_publishing_fails_in_turn(
    two_builds, tmp_path, failing, is_whole, is_damaged, fault
):
    index, served, written, manifest = two_builds
    n, step = 1, fault.size(5, 1)
    while n < MOST:
        tried = Path(shutil.copytree(index, tmp_path / f"tried-{n}"))
        folder = Path(shutil.copytree(written, tried / storage.BUILDS / ".writing-1"))
        target = tried / storage.BUILDS / manifest.id
        if is_damaged:
            shutil.copytree(written, target)
            (target / "dense.faiss").write_bytes(b"nothing")
            shutil.rmtree(target / "encoder")
        with fault.case(f"publishing, operation {n}"):
            failing.arm(tried, n)
            try:
                serving.publish(tried, folder, manifest)
            except OSError:
                assert is_whole(tried) in {served, manifest.id}
            finally:
                failing.disarm()
        if not failing.hit:
            break
        shutil.rmtree(tried)
        n += step
    assert n > 30
    assert is_whole(tried) == manifest.id


def check_failed_change(trial, said):
    """See that a change that failed left what its words say, and that nothing stops the next one."""
    if "has been begun" in said:
        assert is_cut_off(trial.corpus)
        settle(trial.corpus)
        assert trial.check()
    else:
        assert changing.shown(trial.corpus) == (trial.old if said else trial.new)
    if said and "has been begun" not in said:
        assert "stand as before" in said or "cannot be written" in said
    trial.repeat()


@pytest.mark.parametrize("kind", changing.KINDS)
def test_every_operation_of_a_change_of_the_documents_fails_in_turn(
    kind, own_corpus, tmp_path, quick, failing, fault
):
    trial = changing.trial(kind, own_corpus, tmp_path, quick)
    n, step, is_hit, ends = 1, fault.size(4, 1), True, set()
    while is_hit and n < MOST:
        for number in ERRNOS if step == 1 else ERRNOS[n % 3 : n % 3 + 1]:
            with fault.case(f"{kind}: {errno.errorcode[number]} at operation {n}"):
                change, said = trial.lay(), ""
                failing.arm(trial.folder, n, number)
                try:
                    commit(change, trial.index)
                except AssistantError as error:
                    said = str(error)
                finally:
                    failing.disarm()
                is_hit = bool(failing.hit)
                ends.add("begun" if "has been begun" in said else bool(said))
                check_failed_change(trial, said)
        n += step
    fault.note(f"{kind}: each {step}. of about {n} operations failed, as ENOSPC, EIO or EACCES")
    assert n > 12
    assert step > 1 or ends == {True, False, "begun"}
