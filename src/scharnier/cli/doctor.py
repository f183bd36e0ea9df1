"""`scharnier doctor`: what is present, what is missing, and what then does not work."""

import ctypes.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import typer

from scharnier.kernel.content import content_path

PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"


@dataclass(frozen=True)
class Check:
    """One thing to look for. `found` is what is there, or empty; `without` says what then does not work."""

    name: str
    found: str
    without: str
    remedy: str
    needed: bool = False


def doctor() -> None:
    """Say what is present, what is missing and what then does not work. Exit code 1 if the main job cannot run."""
    checks = examine()
    for check in checks:
        typer.echo(
            f"{'ok     ' if check.found else 'MISSING'}  {check.name}{': ' + check.found if check.found else ''}"
        )
        if not check.found:
            typer.echo(f"         without it: {check.without}")
            typer.echo(f"         to mend it: {check.remedy}")
    if any(check.needed and not check.found for check in checks):
        raise typer.Exit(1)


def examine() -> list[Check]:
    """Look at this machine and this installation."""
    packages = (
        "numpy",
        "scipy",
        "pyarrow",
        "pydantic",
        "rapidfuzz",
        "python-calamine",
        "xlsxwriter",
    )
    python = ".".join(map(str, sys.version_info[:3])) if sys.version_info >= (3, 11) else ""
    checks = [Check("Python 3.11 or newer", python, "nothing works", "install a newer Python", needed=True)]
    checks += [
        Check(f"package {name}", _version(name), "the assessment", "reinstall scharnier", needed=True)
        for name in packages
    ]
    checks += [
        Check(f"content {name}", _content(name), "the assessment", "reinstall scharnier", needed=True)
        for name in ("norms", "vocabulary", "codes", "crosswalks", "chain", "risk", "geo", "demo")
    ]
    checks.append(
        Check("Pango (system library)", _try(_pango), "report.pdf", f"Debian or Ubuntu: apt-get install {PANGO}")
    )
    browser = next(
        (path for name in ("chromium", "google-chrome", "chromium-browser") if (path := shutil.which(name))), ""
    )
    checks.append(Check("Chromium", browser, "the browser tests (developers only)", "apt-get install chromium"))
    checks.append(
        Check("peer pymrio", _version("pymrio"), "the benchmark of the chain (developers only)", "make setup")
    )
    return checks


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _content(name: str) -> str:
    folder = content_path(name)
    count = sum(path.is_file() for path in folder.rglob("*")) if folder.is_dir() else 0
    return f"{count} files" if count else ""


def _pango() -> str:
    found = [ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0")]
    return ", ".join(name for name in found if name) if all(found) else ""


def _try(look: Callable[[], str]) -> str:
    try:
        return look()
    except OSError:
        return ""
