"""ISV.R004: one origin, and a source names this good with this country. Method: docs/method/flags/ISV.R004.md."""

from collections.abc import Sequence

from scharnier.codes.countries import load_countries
from scharnier.procurement.flags.content import FlagContent
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.frame import Figure, Finding, Indicator
from scharnier.procurement.flags.goods import Listed, Named, find_listed

SHOWN = 3  # statements in a sentence; the figures count all
USED = ("least_level", "direct_relations")


def assess(facts: FlagFacts, content: FlagContent) -> Sequence[Finding]:
    """The stated origin decides; without one the single seat of the winners can flag, and never clears."""
    codes = tuple(dict.fromkeys((*facts.cpv, *(code for lot in facts.lots for code in lot.cpv))))
    if not codes:
        return [Finding("unknown", "no_codes", missing=("codes",))]
    if len(facts.origins) > 1:
        return [Finding("not_applicable", "several", {"n": str(len(facts.origins))})]
    listed = find_listed(codes, int(content.value("least_level")))
    if not listed.named:
        return [_no_goods(listed)]
    if facts.origins:
        return [_judge(listed, facts.origins[0], content)]
    if len(facts.winner_countries) == 1:
        found = _pairs(listed, facts.winner_countries[0], content.value("direct_relations"))
        if found:
            return [_flag("pair_winner", found, facts.winner_countries[0])]
    return [Finding("unknown", "origin_not_given", missing=("origin",), used=USED)]


def _no_goods(listed: Listed) -> Finding:
    if listed.unread:
        return Finding("unknown", "codes_unread", {"codes": _codes(listed.unread)}, ("goods",))
    return Finding("not_applicable", "no_listed_good", used=USED)


def _judge(listed: Listed, country: str, content: FlagContent) -> Finding:
    direct = content.value("direct_relations")
    found = _pairs(listed, country, direct)
    if found:
        return _flag("pair", found, country)
    place: dict[str, object] = {"country": _place(country)}
    deeper = [one for one in listed.named if one.country == country and one.relation not in direct]
    if deeper:
        parts = {**place, "goods": (_say(deeper, "nl"), _say(deeper, "en"))}
        return Finding("unknown", "pair_deeper", parts, ("material_origin",), {"statements": len(deeper)}, USED)
    if listed.unread:
        parts = {**place, "codes": _codes(listed.unread)}
        return Finding("unknown", "not_all_read", parts, ("goods",), used=USED)
    return Finding("clear", "no_pair", place, used=USED)


def _pairs(listed: Listed, country: str, direct: Sequence[str]) -> list[Named]:
    return [one for one in listed.named if one.country == country and one.relation in direct]


def _flag(reason: str, found: Sequence[Named], country: str) -> Finding:
    parts = {"country": _place(country), "goods": (_say(found, "nl"), _say(found, "en"))}
    figures: dict[str, Figure] = {"country": country, "statements": len(found)}
    figures["records"] = ", ".join(one.record for one in found[:SHOWN])
    return Finding("flagged", reason, parts, (), figures, USED)


def _say(found: Sequence[Named], lang: str) -> str:
    said = list(dict.fromkeys(one.say(lang) for one in found))
    more = f" (+ {len(said) - SHOWN})" if len(said) > SHOWN else ""
    return "; ".join(said[:SHOWN]) + more


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(codes[:5]) + (" …" if len(codes) > 5 else "")


def _place(country: str) -> tuple[str, str]:
    known = load_countries().get(country)
    return (known.label("nl"), known.label("en")) if known else (country, country)


INDICATOR = Indicator("ISV.R004", assess, ("cpv", "lots", "winner_countries"))
