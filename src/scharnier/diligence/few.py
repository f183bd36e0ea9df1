"""Small numbers of people: fewer than five, with a place, are the name of somebody, so they are told as "<5"."""

from datetime import date

from scharnier.diligence.dossier.deeds import Reading
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.public_view import FEW, Count, Few
from scharnier.diligence.rules.judging import load_terms


def count_people(number: int | None) -> Count | None:
    """A number of people as it may be said: none, or "<5", or the number."""
    return None if number is None else FEW if 0 < number < load_terms()["few_people"] else number


def counts_few(dossier: Dossier, impact: Impact) -> bool:
    """Whether fewer than five people are counted with an impact, as harmed or as given remedy."""
    remedies = (dossier.remedies[one.id] for one in dossier.of_impact("remedies", impact.id))
    counts = [one.number for one in impact.affected] + [one.people for one in remedies]
    return any(count_people(count) == FEW for count in counts)


def tell_reading(one: Reading | None, unit: str) -> tuple[date, float | Few] | None:
    """A value with its day. A whole number below five may count people, unless it is a share."""
    if one is None:
        return None
    few = "%" not in unit and one.value.is_integer() and 0 < one.value < load_terms()["few_people"]
    return one.on, FEW if few else one.value
