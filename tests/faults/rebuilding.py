"""Builds toy corpora in processes of their own, which can be killed at any moment.

A fork server has the libraries loaded, so that a process costs no more than its build.
"""

import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

STAGES = (
    "reading documents",
    "lexical index",
    "learning",
    "learning what is answered",
    "checking answers",
    "publishing",
    "dropping old builds",
    "published",
)
# From here on the new build is the one that serves.
PUBLISHED = frozenset({"dropping old builds", "published"})
_FILES = frozenset({"open", "os.rename", "os.mkdir", "os.link", "os.remove"})
_PRELOADED = (
    "rebuilding", "assistant.library", "faiss", "onnx", "onnxruntime", "scipy.sparse.linalg",
    "sklearn.feature_extraction.text", "sklearn.linear_model", "snowballstemmer", "tokenizers", "toy",
)  # fmt: skip


def fork_server():
    """Give the context whose processes begin with the libraries loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context


@dataclass(frozen=True)
class Building:
    """A build under way in a process of its own."""

    process: multiprocessing.process.BaseProcess
    said_in: Path

    def kill(self):
        """End it at once, as a power cut would."""
        self.process.kill()

    def wait(self):
        """Wait for its end: the exit code (-9 if it was killed), and what it said."""
        self.process.join(120)
        assert self.process.exitcode is not None, "the build did not end"
        said = self.said_in.read_text(encoding="utf-8") if self.said_in.is_file() else ""
        self.said_in.unlink(missing_ok=True)
        return self.process.exitcode, said


def start(context, corpus, index, said_in, *, stage="", operation=0):
    """Start a build.

    Args:
        said_in: the file that takes its last words.
        stage: kill it when it comes here.
        operation: kill it before its so-manieth operation on files of the index.
    """
    arguments = (str(corpus), str(index), str(said_in), stage, operation)
    process = context.Process(target=_build, args=arguments)
    process.start()
    return Building(process, said_in)


def cut_off(context, operation, folder, function, *arguments):
    """Call a function in a process that is killed before its so-manieth operation on a folder's files.

    Returns:
        The exit code: -9 if it was killed.
    """
    process = context.Process(target=_cut_off, args=(operation, str(folder), function, arguments))
    process.start()
    process.join(120)
    assert process.exitcode is not None, "it did not end"
    return process.exitcode


def _cut_off(operation, folder, function, arguments):
    _kill_before(operation, folder)
    function(*arguments)


def _build(corpus, index, said_in, stage, operation):
    import toy

    from assistant.building import build_index
    from assistant.errors import AssistantError

    toy.build_quickly()

    def progress(name, done, total):
        if name == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    if operation:
        _kill_before(operation, index)
    try:
        report = build_index(
            Path(corpus),
            Path(index),
            progress=progress,
            accept=lambda built: progress("checking answers", 0, 1),
        )
    except AssistantError as error:
        Path(said_in).write_text(str(error), encoding="utf-8")
        sys.exit(1)
    Path(said_in).write_text(report.id, encoding="utf-8")


def _kill_before(operation, index):
    left = operation

    def hook(event, arguments):
        nonlocal left
        if event in _FILES and index in str(arguments[0]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
