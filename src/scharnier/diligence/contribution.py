"""May a contribution to an SDG be claimed? Only where the harm on the same chain is handled.

The Social and Economic Council and the Dutch cabinet (2019, 2020) call due diligence the basis of what business does
for the SDGs; opportunities come on top. So a claim rests on handled harm, and a contribution never offsets a harm:
the two stand in columns of their own. Method page: docs/method/sdg-contribution.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from scharnier.diligence.texts import text
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms import Library

Involvement = Literal["cause", "contribute", "directly_linked"]
Measures = Literal["none", "planned", "under_way", "done"]
RESTS_ON = ("oecd-ddg-2018:3.1", "oecd-ddg-2018:3.2", "oecd-ddg-2018:4.1", "oecd-ddg-2018:6.1")
TARGET = "sdg-2015:"
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Impact:
    """An adverse impact on the chain, and what was done about it. None is unknown.

    `actual`: it happens or happened (false: it may happen). `remedied`: those harmed got remedy, or agreed to one.
    """

    theme: str
    actual: bool | None = None
    involvement: Involvement | None = None
    measures: Measures | None = None
    tracked: bool | None = None
    remedied: bool | None = None


@dataclass(frozen=True)
class Chain:
    """One chain: when its risks were last assessed (None: not, or unknown) and the impacts found (None: unknown)."""

    name: str
    assessed_on: date | None = None
    impacts: tuple[Impact, ...] | None = None


@dataclass(frozen=True)
class Columns:
    """What may be said, kept apart: targets served by handling harm, and targets of claims that may be made."""

    harm_avoided: tuple[str, ...]
    positive_contribution: tuple[str, ...]


def judge_handled(impact: Impact, lang: str = "en") -> Outcome:
    """Whether an impact is handled: measures run and are tracked, and those harmed have remedy where that is due.

    Remedy is due for actual harm that was caused or contributed to (OECD 6.1). A fact that cannot change the answer
    is not asked for.
    """
    if impact.measures in ("none", "planned"):
        return Outcome(Verdict.NOT_MET, text(f"handled_{impact.measures}", lang), RESTS_ON[:2])
    if impact.tracked is False:
        return Outcome(Verdict.NOT_MET, text("handled_untracked", lang), RESTS_ON[2:3])
    due = _remedy_due(impact)
    if due and impact.remedied is False:
        return Outcome(Verdict.NOT_MET, text("handled_no_remedy", lang), RESTS_ON[3:])
    lacked = [name for name in ("measures", "tracked") if getattr(impact, name) is None]
    if due is not False and not impact.remedied:
        lacked += [name for name in ("actual", "involvement", "remedied") if getattr(impact, name) is None]
    if lacked:
        reason = text("handled_lacks", lang, facts=", ".join(lacked))
        return Outcome(Verdict.UNKNOWN, reason, RESTS_ON, tuple(lacked))
    return Outcome(Verdict.MET, text("handled_handled", lang), RESTS_ON)


def judge_claim(target: str, chain: Chain, on: date, library: Library, lang: str = "en") -> Outcome:
    """Whether a contribution to an SDG target (`8.7`) may be claimed for a chain on a day.

    *Not applicable* where the number is no target of ours; *unknown* where the chain was not assessed in the year
    before, its impacts are not stated or the handling of one is not known; *not met* where one is not handled. One
    impact that is not handled outweighs what is unknown about others.
    """
    id = TARGET + target.removeprefix(TARGET)
    if id not in library.norms or library.norms[id].kind != "target":
        return Outcome(Verdict.NOT_APPLICABLE, text("claim_no_target", lang, target=target))
    rests = (id, "oecd-ddg-2018:2.1", *RESTS_ON)
    judged = [(impact, judge_handled(impact, lang)) for impact in chain.impacts or ()]
    for impact, outcome in judged:
        if outcome.verdict is Verdict.NOT_MET:
            name = library.theme(impact.theme).name(lang)
            reason = text("claim_harm", lang, theme=name, chain=chain.name, why=outcome.reason)
            return Outcome(Verdict.NOT_MET, reason, rests)
    lacked = [] if is_recent(chain.assessed_on, on) else ["assessed_on"]
    lacked += ["impacts"] if chain.impacts is None else []
    for number, (_, outcome) in enumerate(judged):
        lacked += [f"impacts[{number}].{name}" for name in outcome.lacked]
    if lacked:
        reason = text("claim_lacks", lang, chain=chain.name, facts=", ".join(lacked))
        return Outcome(Verdict.UNKNOWN, reason, rests, tuple(lacked))
    key = "claim_handled" if judged else "claim_none"
    return Outcome(Verdict.MET, text(key, lang, chain=chain.name, count=len(judged)), rests)


def is_recent(assessed_on: date | None, on: date) -> bool:
    """Whether risks were assessed in the year up to a day: the OECD asks to look again at least every year (2.1)."""
    return assessed_on is not None and assessed_on <= on <= assessed_on + YEAR


def sort_targets(claims: Sequence[str], chain: Chain, on: date, library: Library) -> Columns:
    """The two columns for a chain: targets of handled harm, and claimed targets that may be claimed. Neither offsets
    the other, and a target may stand in both."""
    avoided: dict[str, None] = {}
    for impact in chain.impacts or ():
        if judge_handled(impact).verdict is Verdict.MET:
            avoided |= dict.fromkeys(link.target for link in library.sdgs_for_theme(impact.theme))
    allowed = [claim for claim in claims if judge_claim(claim, chain, on, library).verdict is Verdict.MET]
    return Columns(tuple(avoided), tuple(TARGET + claim.removeprefix(TARGET) for claim in allowed))


def _remedy_due(impact: Impact) -> bool | None:
    """Whether remedy is due: yes, no, or unknown."""
    if impact.actual is False or impact.involvement == "directly_linked":
        return False
    return None if impact.actual is None or impact.involvement is None else True
