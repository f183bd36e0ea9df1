"""The manifest beside each shipped table: where it comes from, under what licence, made how, and what it leaves out."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import yaml

from scharnier.kernel.content import content_path


@dataclass(frozen=True)
class Input:
    """A file a table was made from, named from the reference data folder, with the SHA-256 of its bytes."""

    file: str
    sha256: str
    publisher: str
    title: str
    licence: str


@dataclass(frozen=True)
class Manifest:
    """What is known about one table under `data/codes`. `sha256` is that of the uncompressed text, `rows` without the
    header; `left_out` says what a reader might look for in vain, and why."""

    id: str
    title: str
    publisher: str
    url: str
    edition: str
    licence: str
    attribution: str
    retrieved_on: date
    output: str
    sha256: str
    rows: int
    method: str
    confidence: str
    inputs: tuple[Input, ...] = ()
    left_out: tuple[str, ...] = field(default=())


def calc_file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def render_manifest(manifest: Manifest) -> str:
    """The manifest as YAML, keys in the order of the class, the same text on every build."""
    content = asdict(manifest)
    content["inputs"] = list(content["inputs"])
    content["left_out"] = list(content["left_out"])
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)


def load_manifest(name: str) -> Manifest:
    """The manifest of a table under `data/codes`, as in `"schemes/cpv"`."""
    content = yaml.safe_load(content_path(f"codes/{name}.yaml").read_text(encoding="utf-8"))
    content["inputs"] = tuple(Input(**one) for one in content["inputs"])
    content["left_out"] = tuple(content["left_out"])
    return Manifest(**content)
