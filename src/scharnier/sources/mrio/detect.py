"""Which publisher's layout lies at a path, judged by the names of its files."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from scharnier.kernel.errors import InputProblem

YEAR = r"(19[5-9]\d|20\d\d)"


@dataclass(frozen=True)
class Layout:
    """A layout that can be read: `key` names it, `pattern` is found in the name of one of its files."""

    key: str
    title: str
    pattern: re.Pattern[str]


# In this order: the first that fits wins, so the more telling names come first.
LAYOUTS = (
    Layout(
        "figaro", "FIGARO, flat or matrix CSV", re.compile(r"(flatfile|matrix)_eu-ic-io_ind-by-ind.*\.(csv|zip)$", re.I)
    ),
    Layout("gloria", "GLORIA", re.compile(r"(^|/)GLORIA_MRIOs_(\d+\w?)_(\d{4})")),
    Layout("eora26", "Eora26", re.compile(r"(^|/)Eora26_(\d{4})_(bp|pp)(_T\.txt|.*\.zip)$")),
    Layout("oecd_icio", "OECD ICIO", re.compile(r"(^|/)(ICIO\d{4}_\d{4}|\d{4}_SML)\.(csv|zip)$", re.I)),
    Layout("wiod2016", "WIOD 2016 release", re.compile(rf"(^|/)WIOT{YEAR}_.*\.(csv|xlsb|RData)(\.gz)?$", re.I)),
    Layout("wiod2013_xlsx", "WIOD 2013 release, workbook", re.compile(r"(^|/)wiot(\d\d)_row.*\.xlsx$", re.I)),
    Layout("wiod2013", "WIOD 2013 release, arrays", re.compile(r"(^|/)wiot2013_\d{4}\.npz$")),
    Layout("exiobase12", "EXIOBASE 1 or 2", re.compile(r"(^|/)mrIot.*\.txt$")),
    Layout("national", "national table, long CSV", re.compile(r"(^|/)(uk_2010_data|germany_\d{4})\.csv(\.gz)?$")),
    Layout("exiobase3", "EXIOBASE 3", re.compile(r"(^|/)A\.(txt|parquet|pkl)$")),
    Layout(
        "pymrio",
        "a system saved with pymrio",
        re.compile(r"(^|/)(Z|A)\.(txt|parquet|pkl)$|(^|/)file_parameters\.json$"),
    ),
)
KEYS = tuple(layout.key for layout in LAYOUTS)


def names_at(path: Path) -> list[str]:
    """The path's own name and the names of the files in it, where it is a folder (two levels) or a zip archive."""
    if path.is_dir():
        inside = [entry.relative_to(path).as_posix() for entry in (*path.glob("*"), *path.glob("*/*"))]
        return [*sorted(inside)]
    if zipfile.is_zipfile(path) and path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [path.name, *archive.namelist()]
    return [path.name]


def detect_layout(path: Path) -> str:
    """The key of the layout at a path. Raises: InputProblem when none fits, with the keys to choose from."""
    try:
        names = names_at(path)
    except OSError as cause:
        raise InputProblem(f"cannot be read: {cause.strerror}.", "", str(path)) from cause
    for layout in LAYOUTS:
        if any(layout.pattern.search(name) for name in names):
            return layout.key
    raise InputProblem(
        "no layout that we know is recognised by the names of these files.",
        f"Say which it is in the place of auto: {', '.join(KEYS)}.",
        str(path),
    )


def year_in(path: Path) -> int | None:
    """The one year that the names at the path speak of; None where there is none or more than one.

    The names of WIOD workbooks (`wiot09_row_sep12.xlsx`) tell it in two digits; other digits in them are no year.
    """
    names = " ".join([path.name, *names_at(path)])
    short = set(re.findall(r"(?:^|[/ ])wiot(\d\d)_", names))
    if short:
        found = {f"{'19' if int(digits) > 50 else '20'}{digits}" for digits in short}
    else:
        found = set(re.findall(rf"(?<=_){YEAR}(?!\d)|(?<![\dv.])(?<!ICIO){YEAR}(?!\d)", names))
        found = {year for pair in found for year in pair if year}
    return int(found.pop()) if len(found) == 1 else None
