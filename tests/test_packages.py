"""What is installed is what was locked; its bill of materials is complete; what is unknown is said."""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

import audit
import make_sbom
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from installed import LOCKS, Package, direct_requirements, installed_packages, locked_files

from assistant.indexing.encoder import WEIGHTS_SHA256

ROOT = Path(__file__).resolve().parent.parent
FILE_DIFFERS = {"torch"}  # by machine: requirements.txt says why


def package(name="one", version="1.0", licence="MIT", runs=True):
    return Package(name, version, licence, (), "", (), runs)


@pytest.fixture(scope="module")
def packages():
    return installed_packages()


@pytest.fixture(scope="module", params=[pytest.param("made", marks=pytest.mark.slow)])
def bill(tmp_path_factory):
    out = tmp_path_factory.mktemp("sbom") / "sbom.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["make_sbom.py", "--out", str(out)])
        assert make_sbom.main() == 0
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def components(bill):
    return {c["name"]: c for c in json.loads(bill)["components"]}


def hashes(component):
    return {h["content"] for h in component["hashes"]}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_held_by_hashes(name):
    entries = re.findall(r"^[A-Za-z0-9].*", (ROOT / name).read_text(), re.MULTILINE)
    locked = locked_files(ROOT / name)
    assert len(locked) == len(entries) > 90
    assert all(locked.values())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_machine(name):
    assert not re.search(r"https?:|file:|--index|--find-links|[ =]/", (ROOT / name).read_text())


@pytest.mark.parametrize("suffix", ["", "-dev", "-milvus", "-mcp"])
def test_what_is_asked_for_is_locked_at_the_version_asked_for(suffix):
    asked = (ROOT / f"requirements{suffix}.txt").read_text()
    pins = set(re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", asked, re.MULTILINE))
    locked = set(locked_files(ROOT / f"requirements{suffix}.lock"))
    assert {name for name, _ in pins - locked} <= FILE_DIFFERS


def test_all_locks_agree():
    run, *others = (locked_files(ROOT / name).items() for name in LOCKS)
    assert all(run <= other for other in others)


def test_what_runs_is_what_was_locked(packages):
    locked = locked_files(ROOT / "requirements.lock")
    running = {(p.name, p.version) for p in packages if p.runs}
    assert {name for name, _ in running - set(locked)} <= FILE_DIFFERS | graphics(packages)


def graphics(packages):
    """What a build of torch for graphics cards brings besides."""
    return {p.name for p in packages if p.name.startswith(("nvidia-", "cuda-", "triton"))}


def test_every_licence_is_allowed(packages):
    assert [f"{p.name}: {p.licence}" for p in packages if not audit.allowed(p)] == []


@pytest.mark.parametrize(
    "licence",
    ["", "GPL-3.0", "MIT AND GPL-2.0", "LGPL-2.1", "AGPL-3.0", "BSD-4-Clause", "Proprietary"],
)
def test_any_other_licence_is_refused(licence):
    assert not audit.allowed(package(licence=licence))


def test_what_only_tests_may_use_may_not_run():
    assert audit.allowed(package("pyphen", runs=False))
    assert not audit.allowed(package("pyphen"))


def test_the_licence_table_lists_every_package(packages):
    table = audit.licence_table(packages)
    assert all(f"| {p.name} | {p.version} |" in table for p in packages)


def reporting(tmp_path, report, code=0):
    """Something that answers like pip-audit."""
    (tmp_path / "report").write_text(report)
    tool = tmp_path / "tool"
    tool.write_text(f'#!/bin/sh\ncat "{tmp_path}/report"\nexit {code}\n')
    tool.chmod(0o755)
    return tool


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ("", 1),
        ("No network", 0),
        ('{"dependencies": []}', 0),
        ('{"dependencies": [{"name": "one", "skip_reason": "not found"}]}', 0),
    ],
)
def test_a_package_that_could_not_be_looked_up_is_never_called_safe(tmp_path, report, code):
    known = audit.ask_pip_audit([package()], reporting(tmp_path, report, code))
    assert (known.unchecked, known.n_checked, known.exit_code) == (("one==1.0",), 0, 2)


def test_a_package_without_known_faults_passes(tmp_path):
    report = '{"dependencies": [{"name": "one", "version": "1.0", "vulns": []}]}'
    known = audit.ask_pip_audit([package(version="1.0+cpu")], reporting(tmp_path, report))
    assert (known.found, known.unchecked, known.exit_code) == ((), (), 0)


def test_a_known_fault_is_named(tmp_path):
    report = '{"dependencies": [{"name": "one", "version": "1.0", "vulns": [{"id": "CVE-1"}]}]}'
    known = audit.ask_pip_audit([package()], reporting(tmp_path, report, 1))
    assert (known.found, known.exit_code) == (("one==1.0: CVE-1",), 1)


def test_the_bill_of_materials_keeps_to_its_schema(bill):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None


def test_the_schema_would_refuse_another_bill(bill):
    spoilt = json.loads(bill)
    spoilt["components"][0]["type"] = "guidance"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(spoilt)) is not None


def test_the_bill_lists_what_is_installed_with_the_locked_hashes(components, packages):
    for one in packages:
        listed = components[one.name]
        assert listed["version"] == one.version
        assert listed["scope"] == ("required" if one.runs else "excluded")
        assert bool(one.sha256) == ("externalReferences" in listed)
    numpy = components["numpy"]["externalReferences"][0]
    assert numpy["url"] == "requirements.lock"
    locked = locked_files(ROOT / numpy["url"])["numpy", components["numpy"]["version"]]
    assert hashes(numpy) == set(locked)


def test_the_bill_lists_the_weights(components):
    weights = components["all-MiniLM-L6-v2"]
    assert weights["type"] == "machine-learning-model"
    assert hashes(weights) == {WEIGHTS_SHA256}
    assert weights["licenses"] == [{"license": {"id": "Apache-2.0"}}]


def test_the_bill_lists_each_document_with_its_licence(components, corpus):
    manifest = tomllib.loads((corpus / "manifest.toml").read_text(encoding="utf-8"))
    for entry in manifest["document"]:
        listed = components[entry["id"]]
        assert listed["type"] == "data"
        assert hashes(listed) == {hashlib.sha256((corpus / entry["file"]).read_bytes()).hexdigest()}
        assert listed["licenses"] == [{"license": {"name": entry["licence"]}}]


def test_the_bill_says_what_needs_what(bill):
    needs = {d["ref"]: set(d.get("dependsOn", ())) for d in json.loads(bill)["dependencies"]}
    program = needs["guidance-assistant"]
    assert {"all-MiniLM-L6-v2", "document/sor-ai-2021", "document/rcr-ai"} <= program
    assert len(program) == len(direct_requirements(ROOT / "requirements.txt")) + 3
