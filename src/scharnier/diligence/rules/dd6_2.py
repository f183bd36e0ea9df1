"""DD.6.2: who is harmed finds a route to complain along, and the organisation takes part in it in good faith."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from scharnier.diligence.dossier.voices import Channel, Complaint, Engagement
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, judge_shown, say
from scharnier.diligence.rules.showing import list_unfilled, name_some, show_by_one
from scharnier.diligence.rules.shown import LEFT_OUT, NOT_MET, Finding, has_come, lacking, sum_up
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.6.2"
ACTION = "6.2"
MODULE = "dd6_2"
OURS = frozenset({"own", "joint", "sector"})
WORKERS = frozenset({"union", "representative"})


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action."""
    channels, talks = case.dossier.channels.values(), case.dossier.engagements.values()
    ours = [one for one in channels if one.kind in OURS]
    ncp = [one for one in channels if one.kind == "ncp"]
    workers = [one for one in talks if one.who in WORKERS and 6 in one.steps]

    def lacks_set_up(one: Channel) -> list[str]:
        return list_unfilled("channels", one, "open_to", "ways_in", "steps_published_on")

    def lacks_talk(one: Engagement) -> list[str]:
        unsafe = [f"engagements/{one.id}.safe"] if one.safe != "yes" else []
        return [*list_unfilled("engagements", one, "said", "result"), *unsafe]

    items = [
        _good_faith(case),
        judge_item(case, "6.2/b", show_by_one(case, "6.2/b", (MODULE, "own"), "channels", ours, lacks_set_up)),
        judge_item(case, "6.2/c", show_by_one(case, "6.2/c", (MODULE, "workers"), "engagements", workers, lacks_talk)),
        judge_item(case, "6.2/d", show_by_one(case, "6.2/d", (MODULE, "ncp"), "channels", ncp, _lacks_way)),
    ]
    yield from items
    yield combine(case, ACTION, items)


def _lacks_way(one: Channel) -> list[str]:
    return list_unfilled("channels", one, "ways_in")


def _good_faith(case: Case) -> Ruling:
    """Item a: every complaint got its answer and its decision with the reason, in time, and nobody was punished for it.

    Without complaints the organisation may say it itself; with them, they decide. One that is still within the days
    promised does not count, for or against: a route that is used always has some.
    """
    complaints = case.dossier.complaints
    if not complaints:
        reason = say(MODULE, "no_complaints", case.lang)
        return judge_item(case, "6.2/a", Outcome(Verdict.UNKNOWN, reason, (f"{DDG}6.2/a",), ("complaints",)))
    found = {one.id: weigh_complaint(case, one) for one in complaints.values()}
    shown = sum_up(case, "6.2/a", found, MODULE, "faith")
    if shown.verdict is Verdict.NOT_MET:
        shown = replace(shown, reason=_tell_bad(case, found))
    elif awaited := [id for id, one in found.items() if one == LEFT_OUT]:
        told, settled = say(MODULE, "awaited", case.lang, named=name_some(awaited)), len(found) - len(awaited)
        if shown.verdict is Verdict.NOT_APPLICABLE:  # none is settled yet: that shows nothing
            facts = tuple(f"complaints/{id}.decided_on" for id in awaited)
            shown = Outcome(Verdict.UNKNOWN, told, shown.rests_on, facts)
        else:
            met = shown.verdict is Verdict.MET
            first = say(MODULE, "faith_met_rest", case.lang, all=settled) if met else shown.reason
            shown = replace(shown, reason=f"{first} {told}")
    return judge_shown(case, "6.2/a", shown)


def _tell_bad(case: Case, found: dict[str, Finding]) -> str:
    """Which complaints were followed by revenge, and which were left too long."""
    bad = [id for id, one in found.items() if one == NOT_MET]
    punished = [id for id in bad if case.dossier.complaints[id].retaliation == "yes"]
    late = [id for id in bad if id not in punished]
    told = (("punished", punished), ("late", late))
    return " ".join(say(MODULE, key, case.lang, named=name_some(ids)) for key, ids in told if ids)


def weigh_complaint(case: Case, one: Complaint) -> Finding:
    """A complaint that was answered, decided with the reason and had no revenge. Not met: revenge, or a promised day
    that passed without an answer or a decision. Left out: what still lacks is promised for a day to come."""
    name = f"complaints/{one.id}"
    lacked = [] if one.retaliation else [f"{name}.retaliation"]
    if one.retaliation == "yes":
        return NOT_MET
    channel = case.dossier.channels.get(one.channel or "")
    answered, decided = has_come(case, one.first_answer_on), has_come(case, one.decided_on)
    days_to_answer, days_to_decide = (channel.first_answer_days, channel.decision_days) if channel else (None, None)
    late = [
        not answered and not decided and _has_passed(case, one, days_to_answer),
        not decided and _has_passed(case, one, days_to_decide),
    ]
    if any(late):
        return NOT_MET
    open_ = [] if answered or decided else [f"{name}.first_answer_on"]
    open_ += [] if decided else [f"{name}.decided_on"]
    open_ += list_unfilled("complaints", one, "decision", "because")
    # Asked of the days alone, not of what was decided: a decision left out must not help.
    to_come = days_to_decide is not None and not _has_passed(case, one, days_to_decide)
    if not answered and not decided:
        to_come = to_come and days_to_answer is not None
    if open_ and to_come:
        return lacking(*lacked) if lacked else LEFT_OUT
    return lacking(*lacked, *open_)


def _has_passed(case: Case, one: Complaint, days: int | None) -> bool:
    """Whether so many days since a complaint came in have passed."""
    if days is None or days > (date.max - one.received_on).days:
        return False
    return one.received_on + timedelta(days=days) < case.on
