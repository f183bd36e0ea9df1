"""The list of everything the decision assumes, with the file and line where a lawyer changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scharnier.procurement.isv.content import IsvContent, load_isv_content
from scharnier.procurement.isv.shapes import Assumed, OldThresholds, Rule

# Tables that are assumptions as a whole: how sure, and what they settle.
TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "isv_categories.csv": (
        "own",
        {
            "nl": "Welke CPV-code in welke categorie valt; de officiële pagina's noemen geen codes.",
            "en": "Which CPV code is in which category; the official pages name no codes.",
        },
    ),
    "chain_products.csv": (
        "own",
        {
            "nl": "Welke producten een risico in de keten hebben en hoe hoog; telt alleen voor het advies.",
            "en": "Which products have a risky chain and how high the risk is; counts for the advice only.",
        },
    ),
    "buyers.csv": (
        "secondary, unverified",
        {"nl": "Welke namen bij het Rijk horen.", "en": "Which names belong to central government."},
    ),
    "light_regime.csv": (
        "unverified",
        {
            "nl": "Welke diensten onder het lichte regime vallen; grotendeels uit het hoofd.",
            "en": "Which services are under the light regime; mostly from memory.",
        },
    ),
    "evidence_terms.csv": (
        "own",
        {"nl": "Welke woorden op ISV wijzen, en welke niet.", "en": "Which words point to ISV, and which do not."},
    ),
}


@dataclass(frozen=True)
class Assumption:
    """One assumption; `line` counts from 1 in `file` under data/procurement."""

    key: str
    value: str
    mark: str
    source: str
    why: Mapping[str, str]
    file: str
    line: int


def list_assumptions(content: IsvContent | None = None) -> tuple[Assumption, ...]:
    """All of them in the order of rule.yaml, then the tables that are an assumption as a whole."""
    content = content or load_isv_content()
    rows = []
    for key in Rule.model_fields:
        held = getattr(content.rule, key)
        if isinstance(held, Assumed):
            why = {"nl": held.why.nl, "en": held.why.en}
            value = _shown(held.value)
            rows.append(Assumption(key, value, held.mark, held.source, why, "rule.yaml", content.rule_lines[key]))
    rows += [Assumption(name[:-4], "…", mark, "OWN", why, name, 2) for name, (mark, why) in TABLES.items()]
    return tuple(rows)


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(_shown(item) or '""' for item in value)
    if isinstance(value, OldThresholds):
        kinds = ("central", "subcentral", "works_concessions", "special_sectors")
        return f"{value.valid_from.year}–{value.valid_to.year}: " + "/".join(
            str(getattr(value, kind)) for kind in kinds
        )
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1 else f"{value:g}"
    return str(value)
