"""DD.voices: at every step those affected, or who speaks for them, were safely heard, and know what came of it.

A talk counts where it was safe (with the reason), what they said stands there, what was done with it or why not, and
they were told. Where they could not or would not speak, with the reason, somebody credible who knows may stand in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.voices import AFFECTED, Engagement
from scharnier.diligence.rules.closing import find_closing_days
from scharnier.diligence.rules.focus import find_focus
from scharnier.diligence.rules.hearing import OUTSIDERS
from scharnier.diligence.rules.judging import DDG, WHOLE, Case, Ruling, combine, say
from scharnier.diligence.rules.showing import list_unfilled, name_some
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.voices"
MODULE = "voices"
NORM = "oecd-gl-2023:II.A.15"
ALSO = {2: "ungp-2011:18", 4: "ungp-2011:20", 5: "ungp-2011:21", 6: "ungp-2011:22"}
"""The UN principle that asks to hear people at a step."""
REMEDY = 6
PER_IMPACT = frozenset({2, 3, 4, REMEDY})
"""Steps at which each impact in focus has people of its own; steps 1 and 5 are about the organisation as a whole."""


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each step, and on all of them."""
    talks = _Talks.find(case)
    steps = [Ruling(f"{RULE}/{number}", WHOLE, _judge_step(case, number, talks)) for number in range(1, 7)]
    yield from steps
    yield combine(case, "voices", steps, NORM)


@dataclass(frozen=True)
class _Talks:
    """All talks, with what each lacks to count, and since when impacts are closed."""

    case: Case
    lacks: Mapping[str, tuple[str, ...]]
    closed: Mapping[str, date]

    @classmethod
    def find(cls, case: Case) -> "_Talks":
        return cls(case, {id: _lacks(one) for id, one in case.dossier.engagements.items()}, find_closing_days(case))

    def at_step(self, number: int, ids: Iterable[str], impact: str = "") -> list[Engagement]:
        """Those of these that were about a step, and are recent, or were when the impact was closed."""
        known, months = self.case.dossier.engagements, self.case.term("voices_months")
        named = (known[id] for id in dict.fromkeys(ids) if id in known)
        until = self.closed.get(impact)
        return [one for one in named if number in one.steps and self.case.is_recent(one.on, months, until)]


@dataclass(frozen=True)
class _Found:
    """What some talks show together: `state` is heard, stood_in, in_vain, open, unsafe or none."""

    state: str
    lacked: tuple[str, ...] = ()


def _lacks(talk: Engagement) -> tuple[str, ...]:
    """What a talk lacks to count: an unsafe one lacks a safe talk."""
    if talk.safe == "no":
        return ("engagements",)
    lacked = list_unfilled("engagements", talk, "safe", "safe_because", "said", "told_back_on")
    if talk.result in (None, "open"):
        lacked.append(f"engagements/{talk.id}.result")
    else:
        lacked += list_unfilled("engagements", talk, "did" if talk.result == "changed" else "did_not_because")
    return tuple(lacked)


def _weigh(talks: _Talks, found: Sequence[Engagement]) -> _Found:
    """What talks about one step (and one impact) show: the best there is counts."""
    own = [talk for talk in found if talk.who in AFFECTED]
    if any(not talks.lacks[talk.id] for talk in own):
        return _Found("heard")
    in_vain = [talk for talk in own if talk.asked_in_vain == "yes" and talk.in_vain_because]
    others = [talk for talk in found if talk.who in OUTSIDERS and not talks.lacks[talk.id]]
    if in_vain and others:
        return _Found("stood_in")
    if in_vain:
        return _Found("in_vain", ("engagements",))
    if own and all(talk.safe == "no" for talk in own):
        return _Found("unsafe")
    if own:
        return _Found("open", min((talks.lacks[talk.id] for talk in own if talk.safe != "no"), key=len))
    return _Found("none", ("engagements",))


def _judge_step(case: Case, number: int, talks: _Talks) -> Outcome:
    norms = tuple(norm for norm in (f"{DDG}{number}", NORM, ALSO.get(number)) if norm)
    if number in PER_IMPACT:
        focus = find_focus(case)
        if not focus.impacts:
            return Outcome(Verdict.UNKNOWN, say("showing", "no_impacts", case.lang), norms, ("impacts",))
        asked = [one for one in focus.impacts if number != REMEDY or _may_need_remedy(one)]
        if asked:
            return _judge_impacts(case, number, talks, asked, norms)
    found = _weigh(talks, talks.at_step(number, talks.lacks))
    verdict = _verdict([found.state])
    lacked = found.lacked if verdict is Verdict.UNKNOWN else ()
    return Outcome(verdict, say(MODULE, found.state, case.lang, step=number), norms, lacked)


def _judge_impacts(case: Case, number: int, talks: _Talks, asked: Sequence[Impact], norms: tuple[str, ...]) -> Outcome:
    found: dict[str, _Found] = {}
    for impact in asked:
        named = (*(one.id for one in case.dossier.of_impact("engagements", impact.id)), *impact.heard)
        found[impact.id] = _weigh(talks, talks.at_step(number, named, impact.id))
    verdict = _verdict([one.state for one in found.values()])
    if verdict is Verdict.MET:
        stood_in = sum(one.state == "stood_in" for one in found.values())
        key = "all_stood_in" if stood_in else "all_heard"
        return Outcome(verdict, say(MODULE, key, case.lang, all=len(asked), some=stood_in, step=number), norms)
    worst = [id for id, one in found.items() if one.state == "unsafe" or verdict is Verdict.UNKNOWN]
    left = [id for id in worst if found[id].state not in GOOD]
    key = "some_unsafe" if verdict is Verdict.NOT_MET else "some_open"
    reason = say(MODULE, key, case.lang, step=number, some=len(left), all=len(asked), named=name_some(left))
    if verdict is Verdict.NOT_MET:
        return Outcome(verdict, reason, norms)
    vain = [id for id in left if found[id].state == "in_vain"]
    if vain:
        reason += " " + say(MODULE, "some_in_vain", case.lang, some=len(vain), named=name_some(vain))
    lacked = dict.fromkeys(fact for id in left for fact in found[id].lacked)
    lacked |= dict.fromkeys(f"impacts/{id}.severity" for id in left if case.severities[id] is None)
    return Outcome(verdict, reason, norms, tuple(lacked))


GOOD = frozenset({"heard", "stood_in"})


def _verdict(states: Sequence[str]) -> Verdict:
    """Harm done by unsafe talks is shown; all else that is missing is not known."""
    if "unsafe" in states:
        return Verdict.NOT_MET
    return Verdict.MET if GOOD.issuperset(states) else Verdict.UNKNOWN


def _may_need_remedy(impact: Impact) -> bool:
    """Remedy is due for harm that happened and was caused or contributed to; what is not known may be that."""
    return impact.actual != "no" and impact.involvement != "directly_linked"
