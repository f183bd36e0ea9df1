"""ISV.R002: the price leaves less an hour than a labour-cost floor. Method: docs/method/flags/ISV.R002.md."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from scharnier.codes.countries import load_countries
from scharnier.kernel.provenance import Confidence
from scharnier.procurement.flags.content import FlagContent
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.frame import Finding, Indicator

CENT = Decimal("0.01")


def assess(facts: FlagFacts, content: FlagContent) -> Sequence[Finding]:
    """Price over hours against the floor that was given. No floor ships: without one and its source it is unknown."""
    del content
    labour = facts.labour
    given = {
        "hours": labour.hours is not None and labour.hours > 0,
        "price": labour.price_eur is not None,
        "country": labour.country != "",
        "floor": labour.floor_eur_per_hour is not None and labour.floor_eur_per_hour > 0,
        "floor_source": labour.floor_source.strip() != "",
    }
    missing = tuple(key for key, is_given in given.items() if not is_given)
    hours, price, floor = labour.hours, labour.price_eur, labour.floor_eur_per_hour
    if missing or hours is None or price is None or floor is None:
        return [Finding("unknown", "not_given", missing=missing)]
    rate = price / hours
    figures = {
        "eur_per_hour": float(rate),
        "floor_eur_per_hour": float(floor),
        "hours": float(hours),
        "price_eur": float(price),
    }
    shown = {
        "rate": _eur(rate),
        "floor": _eur(floor),
        "country": _place(labour.country),
        "source": labour.floor_source.strip(),
    }
    if rate < floor:
        return [Finding("flagged", "below", shown, figures=figures, confidence=Confidence.UNVERIFIED)]
    return [Finding("clear", "not_below", shown, figures=figures, confidence=Confidence.UNVERIFIED)]


def _eur(amount: Decimal) -> tuple[str, str]:
    """Rounded down, so that a rate below the floor seldom shows as equal to it; the figures hold it in full."""
    text = f"{amount.quantize(CENT, rounding=ROUND_FLOOR):,f}"
    return f"€ {text.translate(str.maketrans(',.', '.,'))}", f"EUR {text}"


def _place(country: str) -> tuple[str, str]:
    known = load_countries().get(country)
    return (known.label("nl"), known.label("en")) if known else (country, country)


INDICATOR = Indicator("ISV.R002", assess, ())
