"""The repository keeps its promises: nothing of one machine, no registry hosts, licences that fit."""

import re
import subprocess
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest

# Written in pieces, so that this file does not contain what it looks for.
REGISTRY_HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb.debian" + ".org"]
MACHINE_PATHS = ["/work/" + "main", "/work/" + "shared", "/root/" + ".pyenv"]


def tracked(repository: Path) -> list[Path]:
    """The files git tracks and that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout
    return [repository / name for name in listed.split("\0") if name and (repository / name).is_file()]


@pytest.mark.parametrize("needle", REGISTRY_HOSTS + MACHINE_PATHS)
def test_no_tracked_file_names(repository: Path, needle: str) -> None:
    found = [str(path) for path in tracked(repository) if needle.encode() in path.read_bytes()]
    assert found == []


def test_no_reference_file_was_copied(repository: Path, shared_data: Path) -> None:
    from hashlib import sha256

    def digest(path: Path) -> str:
        return sha256(path.read_bytes()).hexdigest()

    theirs = {digest(path) for path in shared_data.rglob("*") if path.is_file()}
    copied = [str(path) for path in tracked(repository) if digest(path) in theirs]
    assert copied == []


ALLOWED = re.compile(
    r"MIT|BSD|Apache|MPL|LGPL|Lesser General Public|ISC|PSF|Python Software Foundation|Zlib|HPND|Unlicense|CC0", re.I
)


def choices_of(name: str) -> list[str]:
    """The licences a package may be used under; an `AND` stays one choice, because all its parts bind."""
    metadata = distribution(name).metadata
    stated = (metadata.get("License-Expression") or "").split(" OR ") + (metadata.get("License") or "").splitlines()[:1]
    stated += [value for key, value in metadata.items() if key == "Classifier" and value.startswith("License")]
    return [part.strip("() ") for part in stated if part.strip()]


def fits(choice: str) -> bool:
    """Whether every licence named in the choice is one we may build on."""
    return all(ALLOWED.search(part) for part in choice.split(" AND "))


def runtime_dependencies(name: str, seen: set[str]) -> set[str]:
    """Everything that an install without extras brings, by walking the requirements."""
    from packaging.requirements import Requirement

    for text in requires(name) or []:
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        key = requirement.name.lower().replace("_", "-")
        if key not in seen:
            seen.add(key)
            runtime_dependencies(requirement.name, seen)
    return seen


def test_every_runtime_dependency_has_a_licence_that_fits() -> None:
    names = runtime_dependencies("scharnier", set())
    assert {"numpy", "scipy", "pyarrow", "weasyprint"} <= names
    wrong = {name: choices for name in names if not any(map(fits, choices := choices_of(name)))}
    assert wrong == {}


def test_every_direct_dependency_is_in_the_decision_log(repository: Path) -> None:
    from packaging.requirements import Requirement

    log = (repository / "docs/decisions/0006-dependencies.md").read_text(encoding="utf-8").lower()
    missing = [name for text in requires("scharnier") or [] if (name := Requirement(text).name.lower()) not in log]
    assert missing == []


def test_constraints_pin_every_installed_package_that_is_required(repository: Path) -> None:
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").lower().splitlines()
    pinned = {line.split("==")[0].replace("_", "-") for line in lines if "==" in line}
    assert runtime_dependencies("scharnier", set()) - pinned == set()
