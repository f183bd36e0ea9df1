"""The published data sets that evidence was taken from: `data/risk/<dataset>.yaml`, one file a data set.

A data set says who published what, under which licence, and by which rule a level follows from a published value. The
rule is data (classes, or four cuts), so that the build, the method page and the explanation all read the same numbers.
"""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter, ValidationError

from scharnier.kernel.errors import ContentError

Kind = Literal["listing", "country_index", "benchmark", "ratification"]
# libyaml where it is there (five times as fast), the same parser in Python where it is not.
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class LevelRule:
    """How a level (1 very low … 5 very high likelihood) follows from a published value.

    Either `classes` (published class → level) or `cuts`: four rising numbers in the unit of the value. `higher_is`
    says what a higher value means. Levels below `keep_from` give no record: the source can show that harm is likely but
    not that it is unlikely. `basis` is `own proposal` unless the publisher itself gives the classes.
    """

    basis: Literal["own proposal", "published classes, own levels"]
    why: Mapping[str, str]
    classes: Mapping[str, int] | None = None
    cuts: tuple[float, float, float, float] | None = None
    higher_is: Literal["worse", "better"] | None = None
    keep_from: int = 1

    def __post_init__(self) -> None:
        if (self.classes is None) == (self.cuts is None) or (self.cuts is None) != (self.higher_is is None):
            raise ValueError("a level rule has either classes, or cuts and what a higher value means")
        if self.cuts is not None and sorted(set(self.cuts)) != list(self.cuts):
            raise ValueError(f"the cuts {self.cuts} do not rise")
        if self.classes is not None and not set(self.classes.values()) <= set(range(1, 6)):
            raise ValueError("a level lies between 1 and 5")


@dataclass(frozen=True)
class InputFile:
    """The file the table was built from: its name in the reference data and its sha-256."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Expected:
    """Guard band, lowest and highest: a build that yields more or fewer rows or places than this fails."""

    rows: tuple[int, int]
    places: tuple[int, int]


@dataclass(frozen=True)
class LeftOut:
    """Something of the source that is not in the table, and why (own words)."""

    what: str
    why: str


@dataclass(frozen=True)
class Dataset:
    """A published data set. `year` is the year it speaks of, `retrieved_on` the day the copy we used was taken.

    `title` and `method` are by language (`en`, `nl`); `statements` by theme (or `"*"`), then by language, with the
    placeholders {good} {place} {value} {unit} {year}; `values` gives words for published classes, by language.
    `indirect` marks a data set that says something *about conditions for* a theme rather than about the theme itself.
    """

    id: str
    title: Mapping[str, str]
    publisher: str
    url: str
    edition: str
    year: int
    licence: str
    attribution: str
    retrieved_on: date
    kind: Kind
    method: Mapping[str, str]
    levels: LevelRule
    statements: Mapping[str, Mapping[str, str]]
    expected: Expected
    absence_means: Literal["unknown"] = "unknown"
    indirect: bool = False
    licence_note: str = ""
    values: Mapping[str, Mapping[str, str]] | None = None
    left_out: tuple[LeftOut, ...] = ()
    input: InputFile | None = None
    rows: int = 0


def calc_level(value: float, rule: LevelRule) -> int:
    """The level 1 to 5 of a value by the four cuts of a rule; a value equal to a cut falls in the higher class.

    Raises ValueError where the rule has classes instead of cuts.
    """
    if rule.cuts is None:
        raise ValueError("this rule knows classes, not cuts")
    passed = bisect.bisect_right(rule.cuts, value)
    return 1 + passed if rule.higher_is == "worse" else 5 - passed


_FILE = TypeAdapter(Dataset)


def parse_dataset(text: str, name: str) -> Dataset:
    """A data set from the text of its yaml file. Raises ContentError with `name` where a part is missing or wrong."""
    try:
        return _FILE.validate_python(yaml.load(text, Loader=_Loader))  # noqa: S506 — a safe loader, see above
    except (ValidationError, ValueError, yaml.YAMLError) as error:
        raise ContentError(f"{name}: {error}") from error


def load_datasets(folder: Path) -> dict[str, Dataset]:
    """All data sets of a folder by id, in order of id. Raises ContentError where a file name and its id differ."""
    datasets: dict[str, Dataset] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "severity.yaml":  # judgement of our own, not a data set
            continue
        dataset = parse_dataset(path.read_text(encoding="utf-8"), path.name)
        if dataset.id != path.stem:
            raise ContentError(f"{path.name}: holds the data set {dataset.id!r}")
        datasets[dataset.id] = dataset
    return datasets
