"""All red flags of a tender, each by its own file; and the same for a published notice."""

from collections.abc import Mapping, Sequence

from scharnier.procurement.flags import (
    r001_price_only,
    r002_labour_floor,
    r003_lead_time,
    r004_single_origin,
    r005_one_tenderer,
)
from scharnier.procurement.flags.content import FlagContent, fill, load_flag_content
from scharnier.procurement.flags.facts import FlagFacts, facts_from_notice
from scharnier.procurement.flags.frame import Figure, Finding, Flag, Indicator, Verdict, worst
from scharnier.procurement.notice import Notice

MODULES = (r001_price_only, r002_labour_floor, r003_lead_time, r004_single_origin, r005_one_tenderer)
INDICATORS: tuple[Indicator, ...] = tuple(module.INDICATOR for module in MODULES)


def find_flags(facts: FlagFacts, content: Mapping[str, FlagContent] | None = None) -> tuple[Flag, ...]:
    """Every flag in the order of its id, by the shipped content or another edition of it."""
    held = load_flag_content() if content is None else content
    return tuple(make_flag(held[one.id], one.assess(facts, held[one.id])) for one in INDICATORS)


def judge_flags(facts: FlagFacts, content: Mapping[str, FlagContent]) -> dict[str, Verdict]:
    """The verdicts of `find_flags` by id, without sentences: for notices by the million."""
    return {one.id: worst(one.assess(facts, content[one.id])) for one in INDICATORS}


def flag_notice(notice: Notice) -> tuple[Flag, ...]:
    """The flags of a published notice: the definition that a bulk expression is held against."""
    return find_flags(facts_from_notice(notice))


def columns_needed() -> tuple[str, ...]:
    """The fields of a notice that any flag reads."""
    return tuple(sorted({column for one in INDICATORS for column in one.columns}))


def make_flag(content: FlagContent, findings: Sequence[Finding]) -> Flag:
    """One flag of what was found: the worst verdict, all its reasons, and what is missing where that is not settled."""
    verdict = worst(findings)
    ordered = [one for one in findings if one.verdict == verdict]
    # Two measures both speak; of the lots only those with the verdict.
    ordered += [one for one in findings if one.lot is None and one.verdict not in (verdict, "not_applicable")]
    if verdict == "not_applicable":
        ordered = list(findings)
    figures: dict[str, Figure] = {}
    for one in ordered:
        figures = {**one.figures, **figures}
    open = [one for one in ordered if one.verdict in ("flagged", "unknown")]
    used = tuple(dict.fromkeys(key for one in ordered for key in one.used))
    return Flag(
        id=content.id,
        verdict=verdict,
        title=fill("title", content.title, {}),
        reasons=tuple(dict.fromkeys(content.say(one.reason, one.parts) for one in ordered)),
        missing=tuple(dict.fromkeys(content.say(code, {}) for one in open for code in one.missing)),
        is_not=fill("is_not", content.is_not, {}),
        to_do=fill("to_do", content.to_do, {}),
        provisions=content.provisions,
        figures=figures,
        lots=tuple(dict.fromkeys(one.lot for one in ordered if one.verdict == verdict and one.lot is not None)),
        assumptions=tuple(key for key in used if content.parameters[key].mark in ("own", "unverified")),
        confidence=content.confidence([one for one in ordered if one.verdict == verdict]),
        version=content.version,
    )
