"""The fixtures of the modules of faults, and the counting of their cases.

A test that counts no case is one case itself. FAULTS_REPORT names the file that the counts are
written to (scripts/run_faults.py).
"""

import io
import json
import os
import re
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import injection
import rebuilding
from frame import Fault, own_environment

from assistant.indexing import storage
from assistant.views.cli import main

_RECORDS = pytest.StashKey()
_HERE = Path(__file__).parent
# These measure time, or load the machine for all.
_ALONE = ("f07", "f08", "f13", "f14")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave the faults to `make test-all` and `make faults`: they take longer than all the rest."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker("slow")
            if item.path.stem.split("_")[1] in _ALONE:
                item.add_marker("alone")


def _record(item):
    """Find the record of a test's module, or begin it."""
    name = item.path.stem
    records = item.config.stash.setdefault(_RECORDS, {})
    if name not in records:
        number = re.match(r"test_f(\d+)", name)
        promise = " ".join((item.module.__doc__ or "").split("\n\n")[0].split())
        records[name] = Fault(f"F{int(number[1])}" if number else name, promise)
    return records[name]


@pytest.fixture
def fault(request):
    """The record of this module's fault: `with fault.case(name): ...` counts a case."""
    return _record(request.node)


@pytest.fixture
def n_documents(tmp_path):
    """Count the documents of the build that serves."""
    return lambda: len(storage.open_current(tmp_path / "index").documents)


@pytest.fixture
def failing():
    """Operations on files that fail on demand."""
    with injection.failing() as faults:
        yield faults


@pytest.fixture(scope="session")
def fork_server():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", own_environment()["PYTHONPATH"])
        yield rebuilding.fork_server()


@pytest.fixture
def start_build(fork_server, tmp_path):
    """Start a build of a toy corpus in a process of its own."""

    def start(corpus, index, number=0, **how):
        return rebuilding.start(fork_server, corpus, index, tmp_path / f"said-{number}", **how)

    return start


@pytest.fixture
def cli(quick, own_corpus, tmp_path, capsys, monkeypatch):
    """Run a command on a toy corpus and index, without a terminal: exit code, stdout, stderr."""

    def run(*arguments, index=tmp_path / "index", corpus=own_corpus):
        monkeypatch.setattr("sys.stdin", io.StringIO())
        capsys.readouterr()
        code = main(["--corpus", str(corpus), "--index", str(index), *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if item.path.parent != Path(__file__).parent:
        return (yield)
    record = _record(item)
    before, failed = record.cases, record.cases - record.held
    try:
        result = yield
    except pytest.skip.Exception:
        raise
    except BaseException as error:
        record.broken(item.name, error)
        raise
    if record.cases == before:
        record.cases += 1
        record.held += 1
    elif record.cases - record.held > failed:
        n = record.cases - record.held - failed
        pytest.fail(f"{n} of {record.cases - before} cases failed:\n" + "\n".join(record.failures))
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    if call.excinfo is not None and item.path.parent == Path(__file__).parent:
        if call.excinfo.errisinstance(pytest.skip.Exception):
            _record(item).note(f"skipped: {call.excinfo.value}")
        elif call.when == "setup":
            _record(item).broken(item.name, call.excinfo.value)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    started = time.monotonic()
    try:
        return (yield)
    finally:
        if item.path.parent == Path(__file__).parent:
            _record(item).seconds += time.monotonic() - started


def pytest_sessionfinish(session):
    records = session.config.stash.get(_RECORDS, {})
    report = os.environ.get("FAULTS_REPORT")
    if report and records:
        rows = [asdict(r) | {"seconds": round(r.seconds, 1)} for r in records.values()]
        Path(report).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
