"""Units of satellites: what each kind of stressor may be counted in, and how much of the plain unit that is."""

import re
from typing import Final

from scharnier.kernel.errors import InputProblem

_MASS: Final = {
    "kg": 1e-6, "t": 1e-3, "tonnes": 1e-3, "1000 t": 1.0, "kt": 1.0, "gg": 1.0, "kilotonnes": 1.0,
}  # fmt: skip
_EQUIVALENT: Final = re.compile(r"\s*(co2[\s.-]?eq?u?i?v?a?l?e?n?t?s?\.?|co2e)$")

KINDS: Final[dict[str, tuple[str, dict[str, float]]]] = {
    "hours": (
        "million hours",
        {
            "m.hr": 1.0,
            "mill hours": 1.0,
            "million hours": 1.0,
            "1000 hours": 1e-3,
            "hr": 1e-6,
            "h": 1e-6,
            "hours": 1e-6,
        },
    ),
    "workers": (
        "thousand persons",
        {"1000 p": 1.0, "1000 p.": 1.0, "1000 persons": 1.0, "thousand persons": 1.0, "p": 1e-3, "persons": 1e-3},
    ),
    "co2": ("kt", _MASS),
    "ghg": ("kt CO2e", _MASS),
    "materials": ("kt", _MASS),
    "land": ("km2", {"km2": 1.0, "ha": 0.01, "1000 ha": 10.0, "m2": 1e-6}),
    "water": ("Mm3", {"mm3": 1.0, "million m3": 1.0, "m3": 1e-6}),
}
"""Kind -> the unit it is given in, and what one of each accepted unit (in small letters) is in it."""

_MONEY: Final = re.compile(
    r"(?P<size>m\.|mill\.?|millions? ?(of)?|mln|['‘’]?000|1000|thousand|)\s*(?P<of>[a-z]{3}|us\$)"
)
_CURRENCIES: Final = {"us$": "USD"}


def read_unit(kind: str, unit: str, money: str = "") -> tuple[str, float]:
    """The unit in which a kind is given, and what one of `unit` is in it. For `value` that is millions of a currency,
    which must be that of `money`, the unit of the table.

    Raises: InputProblem for a kind or unit that is not known, or another currency.
    """
    if kind == "value":
        currency, size = _read_money(unit)
        of_table, _ = _read_money(money)
        if currency != of_table:
            raise InputProblem(f"value in {unit!r} for a table in {money!r}.", "Convert one of them.")
        return f"million {currency}", size
    if kind not in KINDS:
        raise InputProblem(f"no kind of stressor {kind!r}.", f"Known: value, {', '.join(KINDS)}.")
    plain, accepted = KINDS[kind]
    cleaned = " ".join(unit.lower().split())
    if kind == "ghg":
        cleaned = _EQUIVALENT.sub("", cleaned)
    elif kind == "co2":
        cleaned = cleaned.removesuffix(" co2")
    if cleaned not in accepted:
        raise InputProblem(f"{kind} in unit {unit!r}.", f"Known for it: {', '.join(accepted)}.")
    return plain, accepted[cleaned]


def is_equivalent(unit: str) -> bool:
    """Whether a unit counts greenhouse gases as CO2, such as `kg CO2 eq.`."""
    return _EQUIVALENT.search(unit.lower()) is not None


def _read_money(unit: str) -> tuple[str, float]:
    match = _MONEY.fullmatch(" ".join(unit.lower().split()))
    if match is None:
        raise InputProblem(f"no unit of money: {unit!r}.", "Such as million EUR, M.EUR or 000 USD.")
    size = match["size"].strip()
    currency = _CURRENCIES.get(match["of"], match["of"].upper())
    return currency, 1.0 if size.startswith("m") else 1e-3 if size else 1e-6
