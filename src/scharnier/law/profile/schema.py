"""The profile file as a JSON Schema, made from the keys that the reader knows."""

from typing import Any, get_args

from scharnier.law.profile import GroupRole, Role, SizeClass
from scharnier.law.profile.read import FIGURES, FLAGS, KEYS, PRODUCT_FLAGS, PRODUCT_KEYS, ROYALTIES
from scharnier.law.profile.values import FIRST_YEAR, LAST_YEAR

MEANING = {
    "name": "Name of the company; only shown.",
    "seat": "ISO 3166-1 alpha-2 of the registered office.",
    "employees": "Employees, yearly average, by financial year.",
    "turnover_worldwide_eur": "Net turnover worldwide in euros, by financial year.",
    "turnover_eu_eur": "Net turnover in the EU in euros, by financial year.",
    "group_turnover_worldwide_eur": "Net turnover in euros of the whole group that a subsidiary belongs to.",
    "balance_total_eur": "Balance total in euros, by financial year.",
    "eu_branch_turnover_eur": "Net turnover in euros of the largest subsidiary or branch in the EU.",
    "group_role": "With ultimate_parent every figure is that of the whole group.",
    "franchise": "Whether it franchises or licenses with a common identity; or the royalties by financial year.",
    "public_interest_entity": "A listed company, bank, insurer or other public-interest entity.",
    "listed": "Listed on a regulated market in the EU.",
    "founded_on": "Day of founding.",
    "size_class": "Size class of Directive 2013/34.",
    "brings_batteries_to_eu_market": "Whether it brings batteries to the EU market.",
    "places_products_on_eu_market": "Whether it offers products on the EU market or exports them.",
    "imports_kg": "Kilograms a year imported into the EU, by the names of the minerals regulation; {} for none.",
    "products": "Products placed on the EU market or exported; [] for none.",
}


def build_profile_schema() -> dict[str, Any]:
    """The schema of a profile file, JSON Schema 2020-12. What is left out is unknown."""
    years = {"$ref": "#/$defs/years"}
    royalties = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(ROYALTIES, years)}
    kinds: dict[str, dict[str, Any]] = {
        "name": {"type": "string", "maxLength": 500},
        "seat": {"$ref": "#/$defs/country"},
        **dict.fromkeys(FIGURES, years),
        **{key: {"type": "boolean"} for key in FLAGS},
        "group_role": {"enum": list(get_args(GroupRole))},
        "franchise": {"anyOf": [{"type": "boolean"}, royalties]},
        "founded_on": {"type": "string", "format": "date"},
        "size_class": {"enum": list(get_args(SizeClass))},
        "imports_kg": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
        "products": {"type": "array", "items": {"$ref": "#/$defs/product"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile",
        "description": "A company, for scharnier law applies. What is left out is unknown, never zero.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**kinds[name], "description": MEANING[name]} for name in KEYS},
        "$defs": {"years": _years(), "country": {"type": "string", "pattern": "^[A-Za-z]{2}$"}, "product": _product()},
    }


def _years() -> dict[str, Any]:
    return {
        "type": "object",
        "description": f"Figures by financial year, {FIRST_YEAR} to {LAST_YEAR}.",
        "propertyNames": {"pattern": "^(199[0-9]|20[0-9]{2}|2100)$"},
        "additionalProperties": {"type": "number", "minimum": 0},
    }


def _product() -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "hs": {"type": ["string", "integer"], "description": "HS or CN code: 2, 4, 6, 8 or 10 digits."},
        "origin": {"$ref": "#/$defs/country"},
        "role": {"enum": list(get_args(Role))},
        "supplier_role": {"enum": list(get_args(Role))},
        "placed_on": {"type": "string", "format": "date"},
        "genus": {"type": "string", "description": "What it is made of: Elaeis, Bos, Bambusa."},
        **{key: {"type": "boolean"} for key in PRODUCT_FLAGS},
    }
    return {
        "type": "object",
        "required": ["hs"],
        "additionalProperties": False,
        "properties": {name: kinds[name] for name in PRODUCT_KEYS},
    }
