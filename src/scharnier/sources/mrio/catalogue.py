"""Where publishers keep their files: which to fetch for a year. Addresses come from the publisher or from pymrio."""

import re
import urllib.parse
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.ask import Sleep
from scharnier.sources._runtime.fetch import Remote, fetch_json
from scharnier.sources.mrio.through_pymrio import load_pymrio

# The record that always leads to the newest edition of EXIOBASE 3.
EXIOBASE3 = "https://zenodo.org/api/records/3583070"
OECD = "v2023"
BY_HAND = {
    "eora26": "Eora asks for an account: fetch Eora26_YEAR_bp.zip at https://worldmrio.com/eora26/ and add it",
    "figaro": "fetch the CSV, industry by industry, from Eurostat's page on ESA supply and use tables and add it",
    "wiod2016": "fetch the R data at https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release and add it as CSV",
}
MOST_UNPACKED = 8 << 30


def find_remotes(
    key: str, year: int | None, system: str, edition: str, *, sleep: Sleep, record: str = EXIOBASE3
) -> list[Remote]:
    """The files to fetch for a layout and a year.

    Raises: InputProblem when nothing can be fetched without a person, the year is not offered, or the service does not
    answer as expected.
    """
    if key in BY_HAND:
        raise InputProblem(f"{key} cannot be fetched by a program.", f"Do this: {BY_HAND[key]}.")
    if year is None:
        raise InputProblem("which year?", "Say it with --year.", column="--year")
    finders: dict[str, Callable[[], list[Remote]]] = {
        "exiobase3": lambda: [_exiobase3(record, year, system, sleep)],
        "oecd_icio": lambda: [_oecd(edition or OECD, year)],
        "gloria": lambda: _gloria(edition, year),
    }
    if key not in finders:
        raise InputProblem(f"no address is known for {key}.", "Give one with --url, or add files from disk.")
    return finders[key]()


def remote_of(url: str, checksum: str = "") -> Remote:
    """A file at an address that the user gave; its name is the last part of the address."""
    parts = [urllib.parse.unquote(part) for part in urllib.parse.urlsplit(url).path.split("/") if part]
    name = parts[-1] if parts else ""
    if not re.fullmatch(r"[\w().-]+", name) or name.startswith("."):
        raise InputProblem(f"the address {url!r} does not end in a file name.", "Fetch the file and add it from disk.")
    return Remote(url, name, checksum)


def choose_member(path: Path, year: int) -> Path:
    """The table of one year out of an archive of many, unpacked beside it; the path itself where it is no such archive.

    Raises: InputProblem when the archive holds tables but none of the year.
    """
    if not zipfile.is_zipfile(path):
        return path
    with zipfile.ZipFile(path) as archive:
        tables = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
        fitting = [entry for entry in tables if str(year) in Path(entry.filename).name]
        if len(tables) < 2:
            return path
        if len(fitting) != 1:
            raise InputProblem(f"holds {len(fitting)} tables of {year}.", "Unpack it and add one from disk.", str(path))
        if fitting[0].file_size > MOST_UNPACKED:
            raise InputProblem("holds a table that is too large to be one.", "", str(path))
        target = path.with_name(Path(fitting[0].filename).name)
        part = target.with_name(f"{target.name}.part")
        with archive.open(fitting[0]) as packed, part.open("wb") as file:
            while piece := packed.read(1 << 20):
                file.write(piece)
        part.replace(target)
    return target


def _exiobase3(record: str, year: int, system: str, sleep: Sleep) -> Remote:
    answer = fetch_json(record, sleep=sleep)
    try:
        files = {entry["key"]: entry for entry in answer["files"]}
        name = f"IOT_{year}_{system}.zip"
        if name not in files:
            years = sorted({int(m[1]) for key in files if (m := re.fullmatch(rf"IOT_(\d{{4}})_{system}\.zip", key))})
            offered = f"{years[0]} to {years[-1]}" if years else "none"
            raise InputProblem(f"EXIOBASE 3 offers no {name}.", f"Years offered for {system}: {offered}.")
        entry = files[name]
        return Remote(str(entry["links"]["self"]), name, str(entry["checksum"]), int(entry["size"]))
    except (KeyError, TypeError, ValueError) as cause:
        raise InputProblem(
            f"the service answers otherwise than expected ({cause}).", "Fetch the file in a browser.", record
        ) from cause


def _oecd(edition: str, year: int) -> Remote:
    files: Any = _pymrio_config("OECD_CONFIG", "datafiles").get(edition)
    if files is None:
        raise InputProblem(f"no edition {edition!r} is known.", "Editions: v2016, v2018, v2021, v2023.")
    for years, url in files.items():
        first, _, last = str(years).partition("-")
        if int(first) <= year <= int(last or first):
            return Remote(str(url).replace("http://", "https://"), f"ICIO_{edition}_{years}.zip")
    raise InputProblem(f"edition {edition} has no table of {year}.", f"It has {', '.join(files)}.")


def _gloria(edition: str, year: int) -> list[Remote]:
    editions = _pymrio_config("GLORIA_CONFIG", "datafiles")
    chosen = edition.zfill(3) if edition else max(editions)
    if chosen not in editions:
        raise InputProblem(f"no edition {edition!r} is known.", f"Editions: {', '.join(editions)}.")
    found = []
    for url in editions[chosen]:
        name = urllib.parse.unquote(Path(urllib.parse.urlsplit(url).path).name)
        if re.search(rf"_{year}\.", name) or "ReadMe" in name:
            found.append(Remote(url.replace("dl=0", "dl=1"), name))
    if not any(f"_{year}." in remote.name for remote in found):
        raise InputProblem(f"edition {chosen} has no files of {year}.", "Choose another year.")
    return found


def _pymrio_config(name: str, part: str) -> Any:
    load_pymrio()
    from pymrio.tools import iodownloader

    return getattr(iodownloader, name)[part]
