"""Check the licences of what is installed, and ask whether any of it has known vulnerabilities.

python scripts/audit.py: writes build/licences.md. Exit code 0: all well; 1: a licence or a package
must be looked at; 2: some packages could not be looked up, so nothing is known of them.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from installed import ROOT, Package, installed_packages

_TOOL = ROOT / ".venv" / "audit" / "bin" / "pip-audit"
# A licence is of a family when its name matches. MPL 2.0 asks only for its own files to stay open.
_FAMILIES = re.compile(
    r"\bApache|\bBSD(?!-4)|\bMIT\b|\bISC\b|\bPSF|\bPython Software Foundation|\bCNRI-Python|"
    r"\b0BSD|\bCC0-1\.0|\bZlib|\bBSL-1\.0|\bUnlicense|\bMPL-2\.0|\bMPL 2\.0"
)
_ONLY_TESTS = {"pyphen": "the tests use it unchanged, under MPL 1.1, one of three it is offered by"}


@dataclass(frozen=True, slots=True)
class Vulnerabilities:
    """What pip-audit could tell: packages it knows faults of, and packages it knows nothing of."""

    found: tuple[str, ...]
    unchecked: tuple[str, ...]
    n_checked: int

    @property
    def exit_code(self) -> int:
        """Never 0 where something was not looked up."""
        return 1 if self.found else 2 if self.unchecked else 0


def main() -> int:
    """Look at licences, then at vulnerabilities."""
    packages = installed_packages()
    table = ROOT / "build" / "licences.md"
    table.parent.mkdir(exist_ok=True)
    table.write_text(licence_table(packages), encoding="utf-8")
    refused = [p for p in packages if not allowed(p)]
    print(f"licences: {len(packages) - len(refused)} of {len(packages)} allowed; {table}")
    for package in refused:
        print(f"  not on the list: {package.name} {package.version}: {package.licence or 'none'}")
    known = ask_pip_audit(packages)
    for line in known.found:
        print(f"  vulnerable: {line}")
    print(f"vulnerabilities: {len(known.found)} found in {known.n_checked} packages looked up")
    if known.unchecked:
        print(
            f"  NOT CHECKED: {len(known.unchecked)} packages, of which pip-audit's service told "
            f"nothing ({known.unchecked[0]}); run this where there is a network"
        )
    return 1 if refused else known.exit_code


def allowed(package: Package) -> bool:
    """Tell whether every licence a package names is of a family that may be used."""
    if package.name in _ONLY_TESTS:
        return not package.runs
    return all(_FAMILIES.search(name) for name in re.split(r"\s(?:AND|OR)\s", package.licence))


def licence_table(packages: Iterable[Package]) -> str:
    """List licences as a Markdown table, what runs first."""
    rows = [
        f"| {p.name} | {p.version} | {p.licence} | {'runs' if p.runs else 'tests and checks'} |"
        for p in sorted(packages, key=lambda p: (not p.runs, p.name))
    ]
    return "\n".join(["| package | version | licence | for |", "|---|---|---|---|", *rows, ""])


def ask_pip_audit(packages: Iterable[Package], tool: Path = _TOOL) -> Vulnerabilities:
    """Look the packages up by name and version; a local part like +cpu is left out."""
    pins = [f"{p.name}=={p.version.partition('+')[0]}" for p in packages]
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("\n".join(pins), encoding="utf-8")
        ran = subprocess.run(
            [
                tool,
                "-r",
                listed,
                "--disable-pip",
                "--no-deps",
                "-f",
                "json",
                "--progress-spinner=off",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    return told(ran.stdout, pins)


def told(report: str, pins: list[str]) -> Vulnerabilities:
    """Read pip-audit's report; what it does not speak of was not checked, whatever its exit code."""
    try:
        rows = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        rows = []
    checked = {f"{row['name']}=={row['version']}": row["vulns"] for row in rows if "vulns" in row}
    found = tuple(
        f"{pin}: {', '.join(v['id'] for v in vulns)}" for pin, vulns in checked.items() if vulns
    )
    return Vulnerabilities(found, tuple(p for p in pins if p not in checked), len(checked))


if __name__ == "__main__":
    sys.exit(main())
