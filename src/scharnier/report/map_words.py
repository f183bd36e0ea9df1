"""What the map shows and what it cannot draw, in words."""

from collections.abc import Mapping

from scharnier.report.geometry import load_world
from scharnier.report.standing import Place, calc_lumped, calc_named
from scharnier.report.words import Wording

ORDER = ("top10", "top25", "priority", "lower", "unlisted", "nodata")
NAMED = 12  # countries by name under the map; all of them are in report.xlsx, with their sources


def map_states(words: Wording, places: Mapping[str, Place]) -> list[str]:
    """The states that the map shows, for its legend."""
    world = load_world().countries
    present = {place.state for code, place in places.items() if code in world}
    states = [state for state in ORDER if state in present]
    if any(code in world for code in calc_named(words.assessment)):
        states.append("named")
    return [*states, "lumped" if calc_lumped(words.assessment) else "outside"]


def map_notes(words: Wording, places: Mapping[str, Place]) -> list[str]:
    """What the map cannot draw: groups of countries, and countries too small for its scale."""
    t, f = words.t, words.f
    notes = []
    for place in places.values():
        if not place.group:
            continue
        values = {"name": place.name, "amount": f.money(place.amount), "share": f.share(place.share)}
        notes.append(t("map_group", rank=place.rank, **values) if place.rank else t("map_group_none", **values))
    if named := list(calc_named(words.assessment)):
        names = [words.place_within(code) for code in named[:NAMED]]
        if more := len(named) - len(names):
            notes.append(t("map_named", names=f"{', '.join(names)} {words.counted('others_places', more)}"))
        else:
            notes.append(t("map_named", names=words.join(names)))
    world = load_world().countries
    small = [
        t("map_small_one", name=place.name, amount=f.money(place.amount),
          state=t("rank_n", rank=place.rank) if place.rank else t(f"state_{place.state}"))
        for code, place in places.items()
        if code not in world and not place.group and (place.amount > 0 or place.rank)
    ]  # fmt: skip
    if small:
        notes.append(t("map_small", names="; ".join(small)))
    return notes
