"""The schema of a profile allows what the reader reads."""

import json
from pathlib import Path

import jsonschema
import pytest

from scharnier.law.profile.read import KEYS, PRODUCT_KEYS, parse_profile
from scharnier.law.profile.schema import build_profile_schema
from scharnier.norms import Library
from scharnier.norms.marked_yaml import load_marked

SCHEMA = build_profile_schema()
JSON = jsonschema.Draft202012Validator(SCHEMA)


def as_json(text: str) -> object:
    return json.loads(json.dumps(load_marked(text).value, default=str))


def test_every_key_is_there() -> None:
    assert list(SCHEMA["properties"]) == list(KEYS)
    assert list(SCHEMA["$defs"]["product"]["properties"]) == list(PRODUCT_KEYS)
    assert all(key["description"] for key in SCHEMA["properties"].values())


def test_the_written_schema_is_this_one(repository: Path) -> None:
    written = json.loads((repository / "schema" / "profile-1.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(SCHEMA))


@pytest.mark.parametrize(
    "text",
    [
        "seat: NL\nemployees: {2027: 5}\nfranchise: true",
        "franchise: {royalties_eu_eur: {2027: 8.0e7}}\nimports_kg: {}\nproducts: []",
        "products: [{hs: 1806 32, origin: CI, role: operator, placed_on: 2027-02-01, used: true}]",
    ],
)
def test_what_is_read_is_allowed(text: str, synthetic: Library) -> None:
    parse_profile(text.encode(), "p.yaml", synthetic)
    JSON.validate(as_json(text))


@pytest.mark.parametrize("text", ["emploees: {}", "employees: {2027: -1}", "employees: {1980: 1}", "products: [{}]"])
def test_what_is_refused_is_not_allowed(text: str) -> None:
    assert not JSON.is_valid(as_json(text))


def test_the_shipped_example_is_allowed(repository: Path) -> None:
    for path in sorted((repository / "src/scharnier/data/demo/profiles").glob("*.yaml")):
        JSON.validate(as_json(path.read_text(encoding="utf-8")))
