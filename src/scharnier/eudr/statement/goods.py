"""Checks of the products: code, quantity, species, producers and their plots."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scharnier.eudr.check import COMMODITIES
from scharnier.eudr.statement import limits
from scharnier.eudr.statement.findings import Both, Key, StatementFindings
from scharnier.eudr.statement.parties import check_country, check_length, check_number
from scharnier.eudr.statement.source import Commodity, Producer, Source
from scharnier.eudr.statement.xml import shorten_hs
from scharnier.law.eudr_annex import AnnexEntry, find_entries, match_annex, trim_code

LARGEST = 1e10  # the interface takes ten digits before the point


@dataclass(frozen=True)
class Judged:
    """What is known of a product after its checks. `annex`: commodities of Annex I; `plots_for`: how to check plots."""

    annex: tuple[str, ...]
    plots_for: str | None


def check_goods(source: Source, on: date, found: StatementFindings) -> list[Judged]:
    """All products, without their plots."""
    if not source.commodities:
        found.add("missing", ("commodities",), field="commodities")
    what = {"nl": "producten", "en": "products"}
    check_number(found, ("commodities",), len(source.commodities), limits.COMMODITIES, what)
    return [
        _check_one(source, commodity, ("commodities", number), on, found)
        for number, commodity in enumerate(source.commodities)
    ]


def _check_one(source: Source, commodity: Commodity, at: Key, on: date, found: StatementFindings) -> Judged:
    if not commodity.description:
        found.add("missing", (*at, "description"), field="description")
    check_length(found, (*at, "description"), commodity.description, "description")
    entries = _check_code(commodity, (*at, "hs"), on, found)
    kinds = tuple(dict.fromkeys(entry.commodity for entry in entries))
    _check_quantity(source, commodity, at, found)
    if source.kind == "due_diligence_statement":
        _check_species(commodity, "wood" in kinds, (*at, "species"), found)
    plots_for = kinds[0] if len(kinds) == 1 and kinds[0] in COMMODITIES else None
    return Judged(kinds, plots_for)


def _check_code(commodity: Commodity, at: Key, on: date, found: StatementFindings) -> tuple[AnnexEntry, ...]:
    if not commodity.hs:
        found.add("missing", at, field="hs")
        return ()
    digits = "".join(commodity.hs.split()).replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (4, 6, 8, 10)):
        found.add("hs_form", at, found=commodity.hs[:40])
        return ()
    entries = match_annex(digits, on)
    if not entries:
        days = sorted(entry.valid_from for entry in find_entries(trim_code(digits)) if entry.valid_from > on)
        later: Both = {"nl": "", "en": ""}
        if days:
            later = {"nl": f" (wel vanaf {days[0].isoformat()})", "en": f" (it is from {days[0].isoformat()})"}
        found.add("hs_not_listed", at, hs=commodity.hs, on=on.isoformat(), later=later)
        return ()
    partial = [entry for entry in entries if entry.part or not entry.covers(trim_code(digits))]
    if partial:
        label = {lang: "; ".join(entry.label[lang] for entry in partial[:5]) for lang in ("nl", "en")}
        found.add("hs_partly", at, hs=commodity.hs, label=label)
    if len(digits) > 6:
        found.add("hs_shortened", at, hs=commodity.hs, short=shorten_hs(digits))
    return entries


def _check_quantity(source: Source, commodity: Commodity, at: Key, found: StatementFindings) -> None:
    extra = commodity.supplementary
    customs = source.activity in ("import", "export")
    amounts = {
        (*at, "net_mass_kg"): commodity.net_mass_kg,
        (*at, "supplementary", "amount"): extra.amount if extra else None,
    }
    for key, amount in amounts.items():
        if amount is not None and not _is_quantity(amount):
            found.add("quantity_not_positive", key, found=f"{amount:g}")
    if customs and commodity.net_mass_kg is None:
        why = {
            "nl": 'Bij invoer en uitvoer is het nettogewicht in kilo\'s verplicht. Vul "net_mass_kg" in.',
            "en": 'Import and export need the net mass in kilos. Fill in "net_mass_kg".',
        }
        found.add("quantity_missing", (*at, "net_mass_kg"), why=why)
    elif commodity.net_mass_kg is None and (extra is None or extra.amount is None):
        why = {
            "nl": 'Er is geen hoeveelheid. Vul "net_mass_kg" of "supplementary" in.',
            "en": 'There is no quantity. Fill in "net_mass_kg" or "supplementary".',
        }
        found.add("quantity_missing", (*at, "net_mass_kg"), why=why)
    if extra and (extra.amount is None or not extra.unit or not 3 <= len(extra.unit) <= 4):
        why = {
            "nl": '"supplementary" heeft een "amount" en een "unit" van drie of vier letters nodig, zoals MTQ.',
            "en": '"supplementary" needs an "amount" and a "unit" of three or four letters, such as MTQ.',
        }
        found.add("quantity_missing", (*at, "supplementary"), why=why)
    _check_deviation(commodity.deviation_percent, customs, (*at, "deviation_percent"), found)
    unit = next((limits.UNITS[code] for code in _stems(commodity.hs) if code in limits.UNITS), None)
    if customs and unit and (extra is None or extra.unit != unit):
        found.add("unit_expected", (*at, "supplementary"), hs=commodity.hs, unit=unit)


def _is_quantity(amount: float) -> bool:
    return math.isfinite(amount) and 0 < amount < LARGEST and _decimals(amount) <= 6


def _decimals(amount: float) -> int:
    exponent = Decimal(repr(amount)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 99


def _check_deviation(percent: float | None, customs: bool, at: Key, found: StatementFindings) -> None:
    if percent is None:
        return
    low, high = limits.DEVIATION
    if customs:
        why = {
            "nl": "Een afwijking hoort bij een schatting; bij in- en uitvoer telt het gewicht. Haal haar weg.",
            "en": "A deviation belongs to an estimate without customs; import and export have a mass. Remove it.",
        }
        found.add("deviation", at, why=why)
    elif not low <= percent <= high or _decimals(percent) > 3:
        why = {
            "nl": f"{percent:g} is geen percentage van {low:g} tot {high:g} met hoogstens drie decimalen. Pas het aan.",
            "en": f"{percent:g} is no percentage from {low:g} to {high:g} with at most three decimals. Change it.",
        }
        found.add("deviation", at, why=why)


def _stems(code: str | None) -> list[str]:
    digits = shorten_hs(code or "")
    return [digits, digits[:4]]


def _check_species(commodity: Commodity, wood: bool, at: Key, found: StatementFindings) -> None:
    if wood and not commodity.species:
        found.add("species_missing", at)
    for number, species in enumerate(commodity.species):
        if not (species.scientific and species.common):
            found.add("species_missing", (*at, number))
        check_length(found, (*at, number, "scientific"), species.scientific, "species")
        check_length(found, (*at, number, "common"), species.common, "species")
    check_number(
        found, at, len(commodity.species), limits.SPECIES, {"nl": "namen per product", "en": "names a product"}
    )


def check_producer(source: Source, producer: Producer, has_plots: bool, at: Key, found: StatementFindings) -> None:
    """One producer: country, name, and one way of saying where."""
    simplified = source.kind == "simplified_declaration"
    if not producer.country:
        found.add("missing", (*at, "country"), field="country")
    check_country(found, (*at, "country"), producer.country)
    check_length(found, (*at, "name"), producer.name, "producer")
    check_length(found, (*at, "cadastral_number"), producer.cadastral_number, "cadastral_number")
    others = [producer.postal_address is not None, bool(producer.cadastral_number)]
    ways = [has_plots, *others]
    if sum(ways) > 1 or (any(others) and not simplified):
        found.add("two_locations", at)
    elif not any(ways):
        other: Both = {"nl": "", "en": ""}
        if simplified:
            other = {"nl": ", een adres of een kadastraal nummer", "en": ", an address or a cadastral number"}
        found.add("no_location", at, where={"nl": " deze producent", "en": " with this producer"}, other=other)
    if producer.postal_address:
        for name in ("postal_code", "city"):
            if not getattr(producer.postal_address, name):
                found.add("missing", (*at, "postal_address", name), field=name)
        for name in ("street", "postal_code", "city"):
            check_length(found, (*at, "postal_address", name), getattr(producer.postal_address, name), name)
