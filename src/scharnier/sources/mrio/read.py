"""Read a model from the files of a publisher, whatever their layout: the one entry of this room."""

import re
from pathlib import Path

from scharnier.chain.stored_write import ModelParts
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.detect import KEYS, detect_layout
from scharnier.sources.mrio.through_pymrio import PEERS, Choice, read_peer

__all__ = ["KEYS", "Choice", "read_model"]

NAMES = {"oecd_icio": "oecd", "wiod2013_xlsx": "wiod2013", "exiobase12": "exiobase"}


def read_model(path: Path, key: str | None = None, id: str | None = None, choice: Choice | None = None) -> ModelParts:
    """The parts of the model at `path`: a file, a folder or an archive as published.

    `key` names the layout (see `KEYS`) where the file names do not tell it; `id` is the name the model gets, made of
    the source and the year where it is left out. Files are only read, never changed.

    Raises: InputProblem when the layout is unknown or the files cannot be used.
    """
    choice = choice or Choice()
    if not path.exists():
        raise InputProblem("does not exist.", "Name a file, a folder or an archive as published.", str(path))
    if key is not None and key not in KEYS:
        raise InputProblem(f"{key!r} is not a layout that we know.", f"Known: {', '.join(KEYS)}.", column="SOURCE")
    key = key or detect_layout(path)
    parts = read_peer(key, path, id or "model", choice) if key in PEERS else _read_own(key, path, choice)
    name = id or parts.id
    if id is None and key in PEERS:
        base, edition = NAMES.get(key, key), _plain(parts.facts.get("edition", ""))
        name = "-".join(part for part in (base, "" if edition in base else edition, _year(parts)) if part)
    return ModelParts(**{**vars(parts), "id": name})


def _read_own(key: str, path: Path, choice: Choice) -> ModelParts:
    if key == "wiod2013":
        from scharnier.sources.mrio.wiod2013 import read_wiod2013

        return read_wiod2013(path, choice.year)
    if key == "figaro":
        from scharnier.sources.figaro.parse import read_figaro

        return read_figaro(path, choice.year)
    if key == "wiod2016":
        from scharnier.sources.wiod2016.parse import read_wiod2016

        return read_wiod2016(path)
    from scharnier.sources.national.parse import read_national

    return read_national(path)


def _year(parts: ModelParts) -> str:
    year = parts.facts.get("year")
    return str(year) if year else ""


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")
