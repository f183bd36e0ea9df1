"""What the published interface of the EU system takes: V3, operators' reference 1.0 of 29 May 2026.

Lengths of texts, numbers of things, lists of codes. The interface says of itself that it may still change.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

SERVICE = "V3"
DOCUMENT = "EUDR Information System - Operator API Reference, documentation version 1.0, API specification V3"
DOCUMENT_DATE = "2026-05-29"

COMMODITIES = 100
PRODUCERS_OF_COMMODITY = 1_000
PRODUCERS = 10_000
REFERENCES = 2_000
SPECIES = 500
GEOMETRY_BYTES = 25_000_000
DEVIATION = (0.0, 25.0)  # percent; guidance on units of measure with version 1.4

LENGTHS = MappingProxyType(
    {
        "internal_reference": 35,
        "internal_reference_simplified": 14,
        "comment": 2_000,
        "description": 150,
        "producer": 500,
        "species": 200,
        "operator": 200,
        "street": 300,
        "postal_code": 80,
        "city": 200,
        "email": 200,
        "phone": 50,
        "identifier": 80,
        "cadastral_number": 80,
        "reference": 14,
    }
)

_STATES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
MEMBER_STATES = frozenset(_STATES.split())
WITH_NORTHERN_IRELAND = MEMBER_STATES | {"XI"}

# Codes of which the EU system asks a supplementary unit at import and export: guidance on units with version 1.4.
UNITS = MappingProxyType(
    {
        "010221": "NAR",
        "010229": "NAR",
        "4011": "NAR",
        "4013": "NAR",
        "4104": "NAR",
        "4403": "MTQ",
        "4406": "MTQ",
        "4408": "MTQ",
        "4410": "MTQ",
        "4411": "MTQ",
        "4412": "MTQ",
        "4413": "MTQ",
        "4701": "KSD",
        "4702": "KSD",
        "4704": "KSD",
        "4705": "KSD",
    }
)


@cache
def load_unclear() -> Sequence[Mapping[str, str]]:
    """What the interface leaves unclear, in Dutch and English."""
    texts: list[Mapping[str, str]] = yaml.safe_load(Path(__file__).with_name("unclear.yaml").read_text("utf-8"))
    return texts
