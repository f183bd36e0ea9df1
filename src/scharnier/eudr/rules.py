"""The figures of the regulation on a date: above how many hectares a polygon is needed, how many decimals."""

from dataclasses import dataclass
from datetime import date

from scharnier.kernel.errors import InputProblem
from scharnier.norms import load_library


@dataclass(frozen=True)
class Rules:
    """`polygon_above_ha`: hectares above which a plot needs a polygon. `decimals`: at least, of latitude and
    longitude."""

    polygon_above_ha: float
    decimals: int


def load_rules(on: date) -> Rules:
    """The figures of the Library on a day. Raises InputProblem for a day on which there was no regulation."""
    parameters = load_library().law("eudr").parameters
    found = {name: parameters[name].value(on) for name in ("polygon_above_ha", "decimals")}
    amounts = {name: value.amount for name, value in found.items() if value and not isinstance(value.amount, date)}
    if len(amounts) < len(found):
        raise InputProblem(
            f"on {on.isoformat()} there was no regulation on deforestation-free products.",
            "Ask about 29 June 2023 or later.",
        )
    return Rules(float(amounts["polygon_above_ha"]), int(amounts["decimals"]))
