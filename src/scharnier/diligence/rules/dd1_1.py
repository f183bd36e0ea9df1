"""DD.1.1: there is a policy that commits to the OECD standards, adopted, public, known to staff and kept current."""

from collections.abc import Iterator
from datetime import date

from scharnier.diligence.dossier.deeds import Policy
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.rules.focus import find_focus
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, judge_shown, say
from scharnier.diligence.rules.showing import list_unfilled, show_by_one, show_for_each
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms.calendar import add_months

RULE = "DD.1.1"
ACTION = "1.1"
MODULE = "dd1_1"
OECD = "oecd-gl-"
"""Any edition of the OECD Guidelines, whole or a part of it. They hold the UN principles and the ILO standards."""


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action."""
    conduct = [policy for policy in case.dossier.policies.values() if policy.kind == "conduct"]

    def shown(item: str, key: str) -> Ruling:
        lacks = {"aligned": _lacks_aligned, "public": _lacks_public, "told": _lacks_told}[key]
        return judge_item(case, item, show_by_one(case, item, (MODULE, key), "policies", conduct, lacks))

    items = [
        shown("1.1/a", "aligned"),
        judge_item(case, "1.1/b", _topics(case)),
        shown("1.1/c", "public"),
        shown("1.1/d", "told"),
        judge_shown(case, "1.1/e", _current(case, conduct)),
    ]
    yield from items
    yield combine(case, ACTION, items)


def lacks_after(policy: Policy, key: str) -> list[str]:
    """The day that a policy lacks before something (`published_on`) was done with the version that was approved."""
    lacked = list_unfilled("policies", policy, "approved_on", key)
    done: date | None = getattr(policy, key)
    if not lacked and policy.approved_on and done and done < policy.approved_on:
        return [f"policies/{policy.id}.{key}"]
    return lacked


def lacks_text(policy: Policy) -> list[str]:
    """A policy that nobody can read is no proof: it needs an address or evidence."""
    return [] if policy.url or policy.evidence else [f"policies/{policy.id}.evidence"]


def _lacks_aligned(policy: Policy) -> list[str]:
    lacked = list_unfilled("policies", policy, "approved_by", "approved_on") + lacks_text(policy)
    if not any(norm.startswith(OECD) for norm in policy.commits_to):
        lacked.append(f"policies/{policy.id}.commits_to")
    return lacked


def _lacks_public(policy: Policy) -> list[str]:
    return lacks_after(policy, "published_on") + lacks_text(policy)


def _lacks_told(policy: Policy) -> list[str]:
    return lacks_after(policy, "staff_told_on") + list_unfilled("policies", policy, "languages")


def _topics(case: Case) -> Outcome:
    """Item b: the theme of each impact in focus has an adopted policy of its own."""
    covered = {
        theme
        for policy in case.dossier.policies.values()
        if policy.kind == "topic" and policy.approved_on
        for theme in policy.themes
    }

    def lacks(impact: Impact) -> tuple[str, ...]:
        return () if impact.theme in covered else ("policies",)

    def name(impact: Impact) -> str:
        theme = case.library.themes.get(impact.theme)
        return theme.name(case.lang) if theme else impact.theme

    return show_for_each(case, "1.1/b", (MODULE, "topics"), lacks, name)


def _current(case: Case, conduct: list[Policy]) -> Outcome:
    """Item e: the policy was looked at lately, and since the severe impacts were found that it should know by now."""
    norms, focus = (f"{DDG}1.1/e",), find_focus(case)
    if not focus.impacts:
        return Outcome(Verdict.UNKNOWN, say("showing", "no_impacts", case.lang), norms, ("impacts",))
    if not conduct:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "aligned_none", case.lang), norms, ("policies",))
    looked = {policy.id: _last_look(policy) for policy in conduct}
    best = max((day for day in looked.values() if day), default=None)
    due = [impact for impact in focus.impacts if _is_due(case, impact)]
    behind = [impact for impact in due if best is None or best < impact.found_on]
    if best and not behind and case.is_recent(best, case.term("policy_months")):
        return Outcome(Verdict.MET, say(MODULE, "current_shown", case.lang, on=best), norms)
    severe = [impact.found_on for impact in behind if impact.severity.level is not None]
    if severe and all(looked.values()):
        return Outcome(Verdict.NOT_MET, say(MODULE, "current_late", case.lang, on=best, found=max(severe)), norms)
    lacked = [f"policies/{id}.{'reviewed_on' if day else 'approved_on'}" for id, day in looked.items()]
    lacked += [f"impacts/{impact.id}.severity" for impact in behind if impact.severity.level is None]
    return Outcome(Verdict.UNKNOWN, say(MODULE, "current_open", case.lang), norms, tuple(lacked))


def _is_due(case: Case, impact: Impact) -> bool:
    """Whether there was time enough to look at the policy after it was found."""
    return case.on >= add_months(impact.found_on, case.term("policy_follow_months"))


def _last_look(policy: Policy) -> date | None:
    """When an adopted policy was last approved or reviewed; None for one that was never adopted."""
    if policy.approved_on is None:
        return None
    return max(policy.approved_on, policy.reviewed_on or policy.approved_on)
