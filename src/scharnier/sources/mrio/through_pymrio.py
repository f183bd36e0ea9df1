"""Read what pymrio can read, with its version, its warnings and its own changes written down."""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scharnier.chain.stored_write import ModelParts
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.detect import names_at, year_in
from scharnier.sources.mrio.facts import describe_source, mark_inputs, software
from scharnier.sources.mrio.oecd_check import check_icio
from scharnier.sources.mrio.system import convert_system


@dataclass(frozen=True)
class Choice:
    """What the user may say where the files do not: the year, the release, the prices (bp or pp)."""

    year: int | None = None
    edition: str = ""
    prices: str = "bp"


@dataclass(frozen=True)
class Peer:
    """How a layout is read: the description of its source, the call of pymrio, and what that call is known to do."""

    source: str
    call: Callable[[Any, Path, Choice], Any]
    changes: tuple[str, ...] = ()


def _need_year(path: Path, choice: Choice) -> int:
    year = choice.year or year_in(path)
    if year is None:
        raise InputProblem("the names of the files do not tell one year.", "Say which with --year.", str(path))
    return year


def _exiobase12(pymrio: Any, path: Path, choice: Choice) -> Any:
    del choice
    if any("version2" in name for name in names_at(path)):
        return pymrio.parse_exiobase2(path, charact=False, popvector=None)
    return pymrio.parse_exiobase1(path)


def _oecd(pymrio: Any, path: Path, choice: Choice) -> Any:
    return pymrio.parse_oecd(path) if path.is_file() else pymrio.parse_oecd(path, year=_need_year(path, choice))


def _eora26(pymrio: Any, path: Path, choice: Choice) -> Any:
    if path.is_file() and path.suffix != ".zip":
        path = path.parent
    return pymrio.parse_eora26(path, year=_need_year(path, choice), price=choice.prices)


def _gloria(pymrio: Any, path: Path, choice: Choice) -> Any:
    edition: Any = choice.edition or _gloria_edition(path)
    if not edition:
        raise InputProblem("the names of the files do not tell one edition.", "Say which with --edition.", str(path))
    year, number = _need_year(path, choice), int(edition) if edition.isdigit() else edition
    return pymrio.parse_gloria(path, year=year, version=number, price=choice.prices)


def _gloria_edition(path: Path) -> str:
    found = {match[1] for name in names_at(path) if (match := re.search(r"GLORIA_MRIOs_(\d+\w?)_\d{4}", name))}
    return found.pop() if len(found) == 1 else ""


def _wiod2013(pymrio: Any, path: Path, choice: Choice) -> Any:
    return pymrio.parse_wiod(path) if path.is_file() else pymrio.parse_wiod(path, year=_need_year(path, choice))


PEERS = {
    "exiobase3": Peer("exiobase", lambda pymrio, path, _: pymrio.parse_exiobase3(path)),
    "exiobase12": Peer("exiobase", _exiobase12),
    "oecd_icio": Peer(
        "oecd_icio",
        _oecd,
        (
            "cells without a number in the file are read as zero",
            "parts of a country (CN1, CN2, MX1 ...) are added up to the country",
            "cells stand in alphabetical order of their labels, not in that of the file",
        ),
    ),
    "eora26": Peer("eora26", _eora26, ("the statistical discrepancy is taken out",)),
    "gloria": Peer("gloria", _gloria, ("supply and use are turned into a table of industries (construct B)",)),
    "wiod2013_xlsx": Peer("wiod2013/workbook", _wiod2013),
    "pymrio": Peer("pymrio_saved", lambda pymrio, path, _: pymrio.load_all(path)),
}


def load_pymrio() -> Any:
    """The package pymrio. Raises: InputProblem where it is not installed."""
    try:
        import pymrio
    except ImportError as cause:
        raise InputProblem(
            "this layout is read by pymrio, which is not installed.", "Install it: pip install 'scharnier[models]'."
        ) from cause
    return pymrio


def read_peer(key: str, path: Path, id: str, choice: Choice) -> ModelParts:
    """The parts of a model in a layout that pymrio reads.

    Raises: InputProblem when pymrio is absent or cannot read the files, with its own reason.
    """
    pymrio, peer = load_pymrio(), PEERS[key]
    with _heard() as messages:
        try:
            system = peer.call(pymrio, path, choice)
        except InputProblem:
            raise
        except Exception as cause:  # a parser of others may stumble over a file in any way
            said = f"{type(cause).__name__}: {str(cause)[:300]}"
            raise InputProblem(
                f"cannot be read as {key} ({said}).", "Is it complete and unchanged as published?", str(path)
            ) from cause
    year = choice.year or _year_of(system) or year_in(path)
    facts = describe_source(
        peer.source,
        year,
        choice.edition or _edition_of(system) or (_gloria_edition(path) if key == "gloria" else ""),
        changes=[*peer.changes, *_modifications(system), *(f"the reader warns: {text}" for text in messages)],
        # A folder may hold the files of other years too; those were not read.
        inputs=[mark for mark in mark_inputs(path) if year_in(Path(mark.file)) in (None, year)],
        software=software("pymrio", "pandas"),
    )
    description = getattr(system.meta, "description", "") if system.meta else ""
    if key == "pymrio" and description and "Metadata for" not in description:
        facts["title"] = description
    parts = convert_system(system, id, facts, path)
    if key == "oecd_icio":
        return replace(parts, facts={**parts.facts, "notes": check_icio(path, year, parts)})
    return parts


def _year_of(system: Any) -> int | None:
    found = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", str(getattr(system.meta, "description", "")))
    return int(found[0]) if len(set(found)) == 1 else None


def _edition_of(system: Any) -> str:
    version = getattr(system.meta, "version", None)
    return "" if version in (None, "n/a") else str(version)


def _modifications(system: Any) -> list[str]:
    try:
        lines = system.meta.modification_history
    except (AttributeError, TypeError, KeyError):
        return []
    found = [re.sub(r"^\d{8} [\d:]+ - MODIFICATION - *", "", str(line)).strip() for line in lines]
    return [f"pymrio: {line}" for line in dict.fromkeys(found) if line]


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Warnings and log messages of others, as a list of different texts; nothing reaches the terminal."""
    messages: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            _add(messages, record.getMessage())

    root, ear = logging.getLogger(), Ear(logging.WARNING)
    kept, root.handlers = root.handlers, [ear]
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield messages
        for warning in caught:
            # What concerns the makers of the reader (old calls, files left open) says nothing about the numbers.
            if not issubclass(warning.category, (DeprecationWarning, PendingDeprecationWarning, ResourceWarning)):
                _add(messages, str(warning.message))
    finally:
        root.handlers = kept


def _add(messages: list[str], text: str) -> None:
    text = " ".join(text.split())[:300]
    if text not in messages:
        messages.append(text)
