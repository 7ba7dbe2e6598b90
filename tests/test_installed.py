"""`pip install .` gives the command `guidance`, which does what `python -m assistant` does."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from shtab import SUPPORTED_SHELLS

from assistant.views.cli import main

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", params=[pytest.param("built", marks=pytest.mark.slow)])
def wheel(tmp_path_factory):
    """Build the package from a copy, so that nothing of an earlier build gets in."""
    home = tmp_path_factory.mktemp("package")
    nothing_built = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "assistant", home / "assistant", ignore=nothing_built)
    for name in ("pyproject.toml", "requirements.txt", "LICENSE"):
        shutil.copy(ROOT / name, home)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps"]
    subprocess.run([*pip, "--no-index", "-w", "dist", "."], cwd=home, check=True)
    return next((home / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def guidance(wheel, index_folder, tmp_path_factory):
    """Install it into an environment of its own, beside the packages that are here."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    site = sysconfig.get_path("purelib", "venv", {"base": str(home)})
    (Path(site) / "here.pth").write_text(sysconfig.get_path("purelib"))
    scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(home)}))
    pip = [sys.executable, "-m", "pip", "-q", "--python", str(scripts / Path(sys.executable).name)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)

    def run(*arguments, cwd=index_folder.parent):
        done = subprocess.run(
            [shutil.which("guidance", path=scripts), *arguments],
            cwd=cwd,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"},
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_package_holds_every_file_of_the_program(wheel):
    held = {n for n in zipfile.ZipFile(wheel).namelist() if n.startswith("assistant/")}
    there = {
        p for p in (ROOT / "assistant").rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    assert held == {p.relative_to(ROOT).as_posix() for p in there}


def test_the_extra_asks_for_what_its_requirements_ask_for():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (wanted,) = declared["optional-dependencies"]["mcp"]
    assert wanted in (ROOT / "requirements-mcp.txt").read_text().splitlines()


def test_the_command_answers_as_python_does(guidance, run):
    for arguments in (["show", "12"], ["ask", "Who audits AI tools?", "--json"]):
        ran = run(*arguments)
        assert guidance(*arguments) == (ran.code, ran.out, ran.err)


def test_the_command_calls_itself_by_its_name(guidance):
    assert guidance("--help")[1].startswith("usage: guidance ")
    assert guidance("--version")[:2] == (0, "guidance 0.1.0\n")


def test_the_command_finds_its_folders_where_they_are_named(guidance, index_folder, tmp_path):
    code, out, _ = guidance("--index", str(index_folder), "show", "12", cwd=tmp_path)
    assert (code, out) == guidance("show", "12")[:2]


@pytest.mark.parametrize("command", [["ask", "hello"], ["build"], ["serve"], ["mcp"]])
def test_where_no_guidance_is_the_command_says_where_to_go(capsys, monkeypatch, tmp_path, command):
    monkeypatch.chdir(tmp_path)
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    said = err.splitlines()[-1]
    assert str(tmp_path / "corpus") in said
    assert "--index FOLDER" in said


@pytest.mark.parametrize("shell", SUPPORTED_SHELLS)
def test_every_shell_is_told_of_every_command(run, shell):
    script = run("completion", shell).out
    assert {c for c in ("ask", "show", "serve", "completion") if c not in script} == set()
    # tcsh is told of the commands and their first options only.
    assert shell == "tcsh" or "as-written" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_a_command(run, tmp_path):
    script = tmp_path / "guidance.bash"
    script.write_text(run("completion", "bash").out)
    ask = (
        f". {script}; COMP_WORDS=(guidance bui); COMP_CWORD=1; COMP_LINE='guidance bui'; "
        '$(complete -p guidance | sed "s/.*-F \\([^ ]*\\).*/\\1/") guidance bui guidance; '
        'echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["build", "builds"]
