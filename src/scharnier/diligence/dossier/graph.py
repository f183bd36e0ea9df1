"""The value chain as a graph: who owns whom, who supplies whom, and how many links from the organisation."""

from collections.abc import Iterator, Mapping
from math import fsum

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.faults import Fault

_A_HAIR = 1e-9  # shares are written by people: 0.1 + 0.2 + 0.7 is a whole


def count_tiers(dossier: Dossier) -> Mapping[str, int]:
    """Links from the organisation to each relationship, by the shortest way along `to`. 1 is direct.

    A relationship without `to` is direct, unless it states a tier of its own (then it is known how far, not through
    whom). One from which no way leads to the organisation has the tier it states, and without that it is left out.
    """
    relationships = dossier.relationships
    behind: dict[str, list[str]] = {}
    levels: dict[int, list[str]] = {}
    for relationship in relationships.values():
        for to in relationship.to:
            behind.setdefault(to, []).append(relationship.id)
        if not relationship.to:
            levels.setdefault(relationship.tier or 1, []).append(relationship.id)
    tiers: dict[str, int] = {}
    level = 1
    while levels:
        for id in levels.pop(level, ()):
            if id not in tiers:
                tiers[id] = level
                levels.setdefault(level + 1, []).extend(one for one in behind.get(id, ()) if one not in tiers)
        if not levels.get(level + 1, True):
            del levels[level + 1]
        level += 1
    stated = {id: one.tier for id, one in relationships.items() if one.tier is not None and id not in tiers}
    return {**tiers, **stated}


def find_impossible_links(dossier: Dossier) -> Iterator[Fault]:
    """Ownership in a circle, more owned than there is, a party that supplies itself, a tier that cannot be."""
    yield from _find_owners(dossier)
    tiers = count_tiers(dossier)
    for relationship in dossier.relationships.values():
        if not relationship.to:
            continue
        if relationship.id in relationship.to:
            place = relationship.to.index(relationship.id)
            message = f"{relationship.id!r} cannot be its own customer."
            remedy = "Name whom it supplies; leave `to` out where that is the organisation itself."
            yield Fault("relationships", relationship.id, ("to", place), message, remedy)
        if relationship.tier is not None and tiers[relationship.id] != relationship.tier:
            message = f"tier {relationship.tier} is stated, but by `to` it is tier {tiers[relationship.id]}."
            yield Fault("relationships", relationship.id, ("tier",), message, "Leave it out, or correct `to`.")


def _find_owners(dossier: Dossier) -> Iterator[Fault]:
    for organisation in dossier.organisations.values():
        named = [owner.organisation for owner in organisation.owners]
        twice = next((place for place, id in enumerate(named) if id in named[:place]), None)
        if twice is not None:
            message = f"the owner {named[twice]!r} stands there twice."
            yield Fault("organisations", organisation.id, ("owners", twice), message, "Add the two shares up.")
        total = fsum(owner.share for owner in organisation.owners if owner.share is not None)
        if total > 1 + _A_HAIR:
            message = f"the shares of the owners add up to {total:.4g}."
            yield Fault("organisations", organisation.id, ("owners",), message, "They cannot be more than 1.")
    for circle in _find_circles(dossier):
        message = f"ownership runs in a circle: {' → '.join((*circle, circle[0]))}."
        remedy = "Take away the owner that is not one."
        yield Fault("organisations", circle[0], ("owners",), message, remedy)


def _find_circles(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    """Circles of owners, each once; found without recursion, as a chain of owners may be long."""
    organisations = dossier.organisations
    done: set[str] = set()
    for start in organisations:
        way: dict[str, Iterator[str]] = {}
        id: str | None = start
        while id is not None:
            if id not in way:
                owners = organisations[id].owners if id in organisations and id not in done else ()
                way[id] = iter([owner.organisation for owner in owners])
            step = next(way[id], None)
            if step is None:
                done.add(id)
                way.popitem()
                id = next(reversed(way), None)
            elif step in way:
                names = list(way)
                yield tuple(names[names.index(step) :])
            elif step not in done:
                id = step
