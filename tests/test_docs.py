"""The documentation keeps its word: links resolve, commands run, every calculation has its page."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path for path in [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")] if ".venv" not in path.parts
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
LEDGER = "Omschrijving;Bedrag\nWerkkleding buitendienst;1.250,00\nKoffie;310,50\nDiversen;12,00\n"


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        assert found.exists(), f"{target} does not resolve"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{target} names no heading"


def commands(name: str) -> list[str]:
    """The command lines in the bash blocks of a page, without comments."""
    blocks = re.findall(r"```bash\n(.*?)```", (REPOSITORY / name).read_text(encoding="utf-8"), flags=re.S)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(REPOSITORY / "docs" / "examples", folder / "docs" / "examples")
    for example in (REPOSITORY / "docs" / "examples").iterdir():
        shutil.copy(example, folder)
    for name in ("purchases.csv", "inkoop.csv"):
        (folder / name).write_text(LEDGER, encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", ["README.md", "README.nl.md"])
def test_the_commands_of_the_readme_run_in_their_order(page: str, workplace: Path) -> None:
    ours = [line for line in commands(page) if line.startswith(".venv/bin/scharnier ")]
    assert ours
    for line in ours:
        arguments = shlex.split(line)[1:]
        command = [sys.executable, "-c", "from scharnier.cli import main; main()", *arguments]
        done = subprocess.run(command, cwd=workplace, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout.strip(), line


ELSEWHERE = [
    page for page in PAGES if page.parent != REPOSITORY and "docs/examples/" in page.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("page", ELSEWHERE, ids=lambda page: page.stem)
def test_the_commands_on_the_examples_run(page: Path) -> None:
    """Commands on our own example files, run from the root as a reader would. Exit code 1 is an answer, not a fault."""
    name = str(page.relative_to(REPOSITORY))
    ours = [line for line in commands(name) if line.removeprefix(".venv/bin/").startswith("scharnier ")]
    for line in [line for line in ours if "docs/examples/" in line and "--out" not in line]:
        command = [sys.executable, "-c", "from scharnier.cli import main; main()", *shlex.split(line)[1:]]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode in (0, 1), f"{line}\n{done.stderr}"
        assert done.stdout.strip(), line


TOURS = (
    "docs/dossier-tour.md",
    "docs/nl/dossier-rondleiding.md",
    "docs/dossier-log.md",
    "docs/nl/dossier-logboek.md",
)


@pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks of a tour are for bash")
@pytest.mark.parametrize("name", TOURS)
def test_a_tour_runs_block_by_block_and_shows_what_it_says(name: str, tmp_path: Path) -> None:
    """Each bash block works where the one before it left off; the text block after it is part of what it prints."""
    start = tmp_path / "bin" / "scharnier"
    start.parent.mkdir()
    start.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from scharnier.cli import main; main()" "$@"\n')
    start.chmod(0o755)
    path = {**os.environ, "PATH": f"{start.parent}{os.pathsep}{os.environ['PATH']}"}
    shown, blocks = "", re.findall(r"```(bash|text)\n(.*?)```", (REPOSITORY / name).read_text("utf-8"), flags=re.S)
    assert blocks
    for kind, block in blocks:
        if kind == "bash":
            done = subprocess.run(
                ["bash", "-e", "-c", block], cwd=tmp_path, env=path, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
            shown = " ".join(done.stdout.split())
        else:
            for line in block.splitlines():
                assert " ".join(line.split()) in shown, f"{line}\n{shown}"


def test_the_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    named = {
        line.split()[1] for page in PAGES for line in commands(str(page.relative_to(REPOSITORY))) if line[:5] == "make "
    }
    assert {"demo", "test"} <= named <= targets
    assert {"setup", "demo", "test", "check", "bench", "docs"} <= targets


def test_every_method_page_is_in_the_index() -> None:
    folder = REPOSITORY / "docs" / "method"
    index = (folder / "README.md").read_text(encoding="utf-8")
    missing = [page.name for page in folder.glob("*.md") if page.name != "README.md" and f"({page.name})" not in index]
    assert missing == []
