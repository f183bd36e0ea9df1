"""Derive the starter model: the full WIOD table of one year, with CO2 and the members of the rest of the world."""

import csv
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import yaml

from scharnier.chain.model import REST_OF_WORLD, ChainModel, Manifest
from scharnier.chain.store import render_table
from scharnier.codes.countries import load_countries
from scharnier.kernel.errors import ContentError
from scharnier.sources.ilo_workforce.parse import Workforce, parse_ilo_workforce
from scharnier.sources.jrc_co2.parse import calc_co2, parse_jrc_co2
from scharnier.sources.wiod2013.describe import describe_input, load_description
from scharnier.sources.wiod2013.parse import load_wiod_npz

MAX_BYTES = 6_000_000


def build_starter(shared: Path, year: int = 2011) -> tuple[ChainModel, dict[str, bytes]]:
    """The model and its three files by name (`.npz`, `.members.csv`, `.yaml`); the same input gives the same bytes.

    `shared` is the folder with the reference data. The flows, output and final use are those of the source, exactly.
    Raises: InputProblem when an input is unreadable; ContentError when the table grows past what may ship.
    """
    inputs = {
        "wiod2013": shared / "mrio" / "wiod2013" / f"wiot2013_{year}.npz",
        "jrc_co2": shared / "mrio" / "jrc_wiod_co2_2000_2016.csv.gz",
        "ilo_workforce": shared / "mrio" / "workforce_total_iso3.csv.gz",
    }
    table = load_wiod_npz(inputs["wiod2013"])
    workforce = parse_ilo_workforce(inputs["ilo_workforce"], year)
    co2 = calc_co2(table, parse_jrc_co2(inputs["jrc_co2"], year))
    members = _calc_members(table, workforce)
    model = replace(table, stressors={**table.stressors, "co2_kt": co2})
    content, listed = render_table(model), _render_members(members, workforce)
    if len(content) > MAX_BYTES:
        raise ContentError(f"{model.id}.npz has {len(content)} bytes, more than the {MAX_BYTES} that may ship")
    described = {name: load_description(name) for name in inputs}
    manifest = Manifest.model_validate(
        {
            **table.manifest.model_dump(),
            "sha256": hashlib.sha256(content).hexdigest(),
            "members_sha256": hashlib.sha256(listed).hexdigest(),
            "attribution": " ".join(f"{source.attribution}." for source in described.values()),
            "method": (
                f"{table.manifest.method} CO2: accounts of 56 industries brought to 35 by chain/jrc56_to_wiod35.csv, "
                "countries not shown apart added to the rest of the world, textiles and leather split by output, "
                "households' own emissions left out. Members of the rest of the world weigh by their workforce in "
                f"{year}. Built by scharnier.sources.wiod2013."
            ),
            "units": {**table.manifest.units, "co2_kt": "kilotonnes CO2"},
            "caveats": {
                lang: [text for source in described.values() for text in source.caveats_of(year)[lang]]
                for lang in ("nl", "en")
            },
            "left_out": [text for source in described.values() for text in source.left_out],
            "inputs": [describe_input(name, path, year) for name, path in inputs.items()],
            "places_without_weight": [
                place for place in members[REST_OF_WORLD] if place not in workforce or workforce[place].thousand == 0
            ],
        }
    )
    files = {
        f"{model.id}.npz": content,
        f"{model.id}.members.csv": listed,
        f"{model.id}.yaml": yaml.safe_dump(
            manifest.model_dump(), sort_keys=False, allow_unicode=True, width=120
        ).encode(),
    }
    return replace(model, manifest=manifest), files


def _calc_members(model: ChainModel, workforce: dict[str, Workforce]) -> dict[str, list[str]]:
    """Region -> places: a country is itself, the rest of the world is every other place of our country list."""
    unlisted = sorted(set(workforce) - set(load_countries()))
    if unlisted:
        raise ContentError(f"places with a workforce that the country list does not know: {', '.join(unlisted)}")
    placed = {*model.regions, *model.manifest.territories}
    others = sorted(set(load_countries()) - placed)
    return {region: others if region == REST_OF_WORLD else [region] for region in model.regions}


def _render_members(members: dict[str, list[str]], workforce: dict[str, Workforce]) -> bytes:
    """`workers_thousand` is empty where no figure exists; the weight is then zero and the manifest names the place."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["region", "place", "workers_thousand", "year", "estimate"])
    for region, places in members.items():
        for place in places:
            found = workforce.get(place)
            figures = [f"{found.thousand:.3f}", found.year, found.estimate] if found else ["", "", ""]
            writer.writerow([region, place, *figures])
    return text.getvalue().encode()
