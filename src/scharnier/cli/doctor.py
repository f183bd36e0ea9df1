"""`scharnier doctor`: what is present, what is missing, and what then does not work."""

import re
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

import typer

from scharnier.kernel.content import content_path
from scharnier.report.pdf import PACKAGES, render_pdf


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
    python = ".".join(map(str, sys.version_info[:3])) if sys.version_info >= (3, 11) else ""
    checks = [Check("Python 3.11 or newer", python, "nothing works", "install a newer Python", needed=True)]
    checks += [
        Check(f"package {name}", _version(name), "the assessment", "reinstall scharnier", needed=True)
        for name in _packages()
    ]
    checks += [
        Check(f"content {name}", _content(name), "the assessment", "reinstall scharnier", needed=True)
        for name in ("norms", "vocabulary", "codes", "crosswalks", "ledger", "chain", "risk", "geo", "demo")
    ]
    checks += [
        Check(f"content {name}", _content(name), without, "reinstall scharnier", needed=True)
        for name, without in (("norms/law", "answers about law"), ("questions", "questions to partners"))
    ]
    remedy = f"Debian or Ubuntu: apt-get install {PACKAGES}"
    checks.append(Check("PDF (WeasyPrint on Pango)", _pdf(), "report.pdf; the other files are complete", remedy))
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


def _packages() -> list[str]:
    """The packages that an installation without extras asks for."""
    wanted = [text for text in requires("scharnier") or [] if "extra ==" not in text]
    return [re.split(r"[^A-Za-z0-9._-]", text)[0] for text in wanted]


def _pdf() -> str:
    """A page is set in earnest: a library can be there and still not work."""
    try:
        made = render_pdf("<!doctype html><html lang='en'><title>x</title><p>x</p></html>")
    except Exception:  # noqa: BLE001 - whatever breaks here would break the report
        return ""
    return f"WeasyPrint {_version('weasyprint')}" if made.startswith(b"%PDF") else ""
