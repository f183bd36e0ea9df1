"""Which of the 35 industries of the evidence the sectors of a model are, and on what that rests.

The user's own table goes first (`--sectors`), then the tables that ship (`chain/concordances`), then, for sources with
codes of NACE Rev. 2 or ISIC, the code itself (`industries`). What none of them knows stays open.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import yaml

from scharnier.chain.stored import StoredModel
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.concordances import load_given
from scharnier.sources.mrio.industries import guess_industries

FOLDER = "chain/concordances"
OWN, BY_CODE, OPEN = "own", "code", ""
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Shipped:
    """A table that ships. `codes`: industries by folded label; `title`, `names_from` and `as_of` as in its notice."""

    id: str
    title: str
    sources: tuple[str, ...]
    names_from: str
    as_of: str
    codes: dict[str, Codes]


def name_sectors(model: StoredModel) -> dict[str, Codes]:
    """Which of the 35 industries each sector label stands for, several where it is wide; () where that is not known.

    Raises: InputProblem when the user's own table names an industry that does not exist.
    """
    return {label: codes for label, (codes, _) in trace_sectors(model).items()}


def trace_sectors(model: StoredModel) -> dict[str, tuple[Codes, str]]:
    """As `name_sectors`, with what it rests on: `own`, the id of a shipped table, `code`, or "" where it is open."""
    given, known, source = load_given(model, "sectors"), load_sectors(), model.manifest.source
    wrong = sorted({code for codes in given.values() for code in codes if code not in known})
    if wrong:
        raise InputProblem(f"the concordance of model {model.id} names {wrong[0]!r}.", "Use c1 .. c35.")
    labels = dict.fromkeys(model.sectors)
    ours = labels.keys() <= known.keys()
    tables = find_shipped(source, labels)
    traced: dict[str, tuple[Codes, str]] = {}
    for label in labels:
        table = next((table for table in tables if fold(label) in table.codes), None)
        guessed = (label,) if ours else guess_industries(source, label)
        if label in given:
            traced[label] = (tuple(given[label]), OWN)
        elif table is not None:
            traced[label] = (table.codes[fold(label)], table.id)
        else:
            traced[label] = (guessed, BY_CODE if guessed else OPEN)
    return traced


def count_origins(model: StoredModel) -> dict[str, int]:
    """How many sectors rest on what, as `trace_sectors` names it, the most first."""
    return dict(Counter(origin for _, origin in trace_sectors(model).values()).most_common())


def find_shipped(source: str, labels: Iterable[str]) -> list[Shipped]:
    """The tables for a source, the one that knows most of the labels first; of another source, one that knows all."""
    folded = {fold(label) for label in labels}
    fitting = [
        table
        for table in load_shipped().values()
        if source in table.sources or (folded <= table.codes.keys() and len(folded) > len(load_sectors()))
    ]
    return sorted(fitting, key=lambda table: -len(folded & table.codes.keys()))


def fold(label: str) -> str:
    """A label without what editions differ in: case, punctuation and a division in brackets at the end."""
    return " ".join(re.findall(r"\w+", re.sub(r"\(\d\d\)\s*$", "", label).casefold()))


@cache
def load_shipped() -> dict[str, Shipped]:
    """The shipped tables by id, with every spelling of a sector that they list."""
    notice = yaml.safe_load(content_path(f"{FOLDER}/notice.yaml").read_text(encoding="utf-8"))
    tables = {}
    for entry in notice["tables"]:
        codes: dict[str, list[str]] = {}
        with content_path(f"{FOLDER}/{entry['id']}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for spelling in {fold(name) for name in (row["sector"], *row["also"].split(" | ")) if name}:
                    codes.setdefault(spelling, []).append(row["wiod35"])
        tables[entry["id"]] = Shipped(
            entry["id"],
            entry["title"],
            tuple(entry["sources"]),
            " ".join(entry["names_from"].split()),
            str(entry["as_of"]),
            {spelling: tuple(dict.fromkeys(found)) for spelling, found in codes.items()},
        )
    return tables
