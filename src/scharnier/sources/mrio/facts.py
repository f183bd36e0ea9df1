"""What a manifest says about a source, from its `source.yaml`, and the marks of the files that were read."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml

from scharnier.chain.manifest import SourceFile
from scharnier.chain.stored_files import hash_file
from scharnier.kernel.errors import InputProblem

SOURCES = Path(__file__).resolve().parent.parent
MOST_FILES = 2000


def load_source(source: str) -> dict[str, Any]:
    """The description of a source by the name of its folder, or `folder/name` for another file than source.yaml."""
    folder, _, name = source.partition("/")
    path = SOURCES / folder / f"{name or 'source'}.yaml"
    described: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return described


def describe_source(source: str, year: int | None, edition: str = "", **more: Any) -> dict[str, Any]:
    """The facts of a manifest for a source; `more` wins over what the description says."""
    described = load_source(source)
    texts = described.get("caveats") or {}
    facts = {
        "title": f"{described['title']}{f', {year}' if year else ''}",
        "source": described["id"],
        "edition": edition or str(described.get("edition", "")),
        "year": year,
        "publisher": described["publisher"],
        "licence": described["licence"],
        "licence_confidence": described["licence_confidence"],
        "attribution": described["attribution"],
        "url": described["url"],
        "price_basis": described.get("price_basis", described["unit"]),
        "unit": described["unit"],
        "left_out": list(described.get("left_out", [])),
        "caveats": {lang: [str(text).format(year=year) for text in texts.get(lang, [])] for lang in ("nl", "en")},
        "software": software(),
    }
    return {**facts, **more}


def software(*packages: str) -> dict[str, str]:
    """The versions of Scharnier and of the packages that took part."""
    found = {}
    for name in ("scharnier", *packages):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def mark_inputs(path: Path) -> list[SourceFile]:
    """Name, size and hash of the file, or of every file below the folder, in order of name.

    Raises: InputProblem when there are more files than any publisher has.
    """
    files = [path] if path.is_file() else sorted(entry for entry in path.rglob("*") if entry.is_file())
    if len(files) > MOST_FILES:
        raise InputProblem(f"holds more than {MOST_FILES} files.", "Name the folder of one table.", str(path))
    base = path.parent
    return [
        SourceFile(file=file.relative_to(base).as_posix(), size=file.stat().st_size, sha256=hash_file(file))
        for file in files
    ]
