"""Supplies of a service are goods: "library supplies" are no library, "Materials - grounds" no gardener."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from scharnier.codes.classify.concepts import Concept, load_concepts, parse_weights
from scharnier.codes.classify.match import Match, Parsed
from scharnier.codes.classify.normalise import words_of
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

_HEADS = {
    "en": words_of("supplies materials consumables requisites"),
    "nl": words_of("materiaal materialen benodigdheden artikelen verbruiksmateriaal verbruiksmaterialen"),
}
_SERVICES = ("service", "dienst")  # "supplies and services" may be either
_TRADES = frozenset(f"c{n}" for n in (18, *range(20, 36)))  # industries that bring no goods into being


@lru_cache(maxsize=1)
def load_goods() -> Mapping[str, Concept]:
    """Per concept of a service the concept of what it uses up. Raises ContentError on an unknown concept."""
    services = {concept.id: concept for concept in load_concepts()}
    goods: dict[str, Concept] = {}
    with content_path("codes/keywords/service_goods.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = row["concept"]
            if name not in services:
                raise ContentError(f"service_goods.csv: no concept {name!r}")
            weights = parse_weights(row["weights"].replace(";", ","), f"service_goods.csv: {name}")
            goods[name] = replace(
                services[name],
                id=f"{name}-goods",
                role="thing",
                weights=weights,
                cpv=row["cpv"],
                nace=None,
                product=None,
                group="",
                rank=0,
                by={},
                by_cpv={},
                by_nace={},
            )
    return goods


def find_heads(parsed: Parsed) -> frozenset[int]:
    """The atoms that say the text is about supplies; none where it speaks of services too."""
    heads = _HEADS[parsed.lang]
    found = frozenset(i for i, atom in enumerate(parsed.atoms) if atom in heads)
    if found and any(atom.startswith(_SERVICES) for atom in parsed.atoms):
        return frozenset()
    return found


def _is_supplied(parsed: Parsed, match: Match, heads: frozenset[int]) -> bool:
    """Whether supplies are named right after the match ("bar supplies") or before it ("Supplies - bar")."""
    after = match.mask.bit_length()
    if after in heads and (parsed.inner[after] or not parsed.words[after].link):
        return True
    before = match.position - 1
    if before not in heads:
        return False
    link = parsed.words[match.position].link
    return link in ("of", "new", "sub") or (parsed.lang == "nl" and not link)


def turn_to_goods(parsed: Parsed, matches: Iterable[Match]) -> list[Match]:
    """The matches with each service whose supplies are named turned into goods, or left out if what it uses is unknown.

    In a list all members share the supplies at its end: "kitchen and cleaning supplies".
    """
    kept = list(matches)
    heads = find_heads(parsed)
    if not heads:
        return kept
    table = load_goods()
    turned: list[Match] = []
    shared = 0  # the atom at which a member of a list of supplies begins
    for match in sorted(kept, key=lambda m: -m.position):
        concept = match.term.concept
        service = concept.id in table or (concept.weights and concept.weights[0][0] in _TRADES)
        member = shared and match.mask.bit_length() == shared and parsed.words[shared].link == "and"
        if any(match.mask >> head & 1 for head in heads):  # a term of our own that names the supplies
            shared = match.position
        if concept.role in ("block", "empty") or not service or not (member or _is_supplied(parsed, match, heads)):
            turned.append(match)
            continue
        shared = match.position
        if concept.id in table:
            turned.append(replace(match, term=replace(match.term, concept=table[concept.id])))
    return turned
