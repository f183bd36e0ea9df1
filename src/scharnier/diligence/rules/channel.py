"""DD.channel: a route for complaints meets the eight criteria of UNGP 31, as things that are measured."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from scharnier.diligence.dossier.voices import Channel
from scharnier.diligence.rules.channel_figures import (
    Figures,
    count_complaints,
    find_accepted,
    find_in_time,
    find_revenge,
)
from scharnier.diligence.rules.hearing import lacks_hearing
from scharnier.diligence.rules.judging import WHOLE, Case, Ruling, say, subject_of
from scharnier.diligence.rules.showing import list_unfilled
from scharnier.diligence.rules.shown import MET, NOT_MET, Finding, lacking, worst_of
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.channel"
MODULE = "channel"
RESTS_ON = ("ungp-2011:31", "oecd-ddg-2018:6.2")
OF_THE_STATE = frozenset({"ncp", "judicial", "state"})
Measures = Mapping[str, Finding]
"""What each measure of a criterion shows, by the key of the sentence that says what tells against it."""
Find = Callable[[Case, Channel, Figures], Measures]


def judge(case: Case) -> Iterator[Ruling]:
    """For each channel a ruling on each criterion, and one on the channel."""
    figures = count_complaints(case)
    for channel in case.dossier.channels.values():
        yield from _judge_channel(case, channel, figures[channel.id])
    if not case.dossier.channels:
        reason = say(MODULE, "no_channels", case.lang)
        yield Ruling(RULE, WHOLE, Outcome(Verdict.UNKNOWN, reason, RESTS_ON, ("channels",)))


def _judge_channel(case: Case, channel: Channel, figures: Figures) -> Iterator[Ruling]:
    subject = subject_of("channels", channel)
    if channel.kind in OF_THE_STATE:
        reason = say(MODULE, "of_the_state", case.lang)
        yield Ruling(RULE, subject, Outcome(Verdict.NOT_APPLICABLE, reason, ("ungp-2011:26", "ungp-2011:27")))
        return
    found: dict[str, Finding] = {}
    for name, find in CRITERIA.items():
        measures = find(case, channel, figures)
        one = found[name] = worst_of(measures.values())
        against = ". ".join(say(MODULE, key, case.lang) for key, each in measures.items() if each == NOT_MET)
        reason = f"{against}." if against else say(MODULE, f"{name}_{one.verdict}", case.lang)
        yield Ruling(f"{RULE}/{name}", subject, Outcome(one.verdict, reason, RESTS_ON, one.lacked))
    whole = worst_of(found.values())
    named = ", ".join(say(MODULE, name, case.lang) for name, one in found.items() if one.verdict is whole.verdict)
    good = sum(one == MET for one in found.values())
    reason = say(MODULE, f"whole_{whole.verdict}", case.lang, named=named, some=good, all=len(found))
    told = f"{reason} {_tell(case, channel, figures)}"
    yield Ruling(RULE, subject, Outcome(whole.verdict, told, RESTS_ON, whole.lacked))


def _tell(case: Case, channel: Channel, figures: Figures) -> str:
    """The figures in words."""
    if not figures.complaints:
        return " ".join([*_tell_survey(case, channel), say(MODULE, "silent", case.lang)])
    values: dict[str, object] = {"all": len(figures.complaints), "year": figures.past_year}
    parts = [*_tell_survey(case, channel), say(MODULE, "counted", case.lang, **values)]
    if figures.median_days is not None:
        parts.append(say(MODULE, "days", case.lang, days=f"{figures.median_days:g}"))
    for key, (good, counted) in (("answered", figures.answered), ("decided", figures.decided)):
        if counted:
            parts.append(say(MODULE, key, case.lang, good=good, counted=counted))
    parts.append(say(MODULE, "accepted", case.lang, good=figures.accepted, counted=len(figures.complaints)))
    return " ".join(parts)


def _tell_survey(case: Case, channel: Channel) -> Iterator[str]:
    """What users say, beside the share from which it is in order."""
    for name, least in (("users_know_it", "channel_percent_known"), ("users_trust_it", "channel_percent_trust")):
        value = getattr(channel, name)
        if value is not None:
            yield say(MODULE, name, case.lang, percent=f"{value:.0%}", least=f"{case.term(least)}%")


def _answer(channel: Channel, name: str, good: Literal["yes", "no"] = "yes") -> Finding:
    value = getattr(channel, name)
    if value is None:
        return lacking(f"channels/{channel.id}.{name}")
    return MET if value == good else NOT_MET


def _survey(case: Case, channel: Channel, name: str, least: str) -> Finding:
    """What a fresh survey among users says: met from so many percent, not met where most say no. Between the two it is
    left open: the line is our own, and nobody fails by it alone."""
    value = getattr(channel, name)
    if value is None or not case.is_recent(channel.surveyed_on, case.term("channel_months")):
        return lacking(f"channels/{channel.id}.{'surveyed_on' if value is not None else name}")
    if value * 100 >= case.term(least):
        return MET
    return NOT_MET if value * 100 < case.term("channel_percent_against") else lacking(f"channels/{channel.id}.{name}")


def _legitimate(case: Case, channel: Channel, _: Figures) -> Measures:
    return {
        "no_independence": _answer(channel, "independent"),
        "no_trust": _survey(case, channel, "users_trust_it", "channel_percent_trust"),
    }


def _accessible(case: Case, channel: Channel, figures: Figures) -> Measures:
    lacks = set(channel.languages_needed) - set(channel.languages)
    unfilled = list_unfilled("channels", channel, "open_to", "ways_in", "languages", "languages_needed")
    return {
        "no_language": NOT_MET if channel.languages and lacks else lacking(*unfilled),
        "no_fame": _survey(case, channel, "users_know_it", "channel_percent_known"),
        "no_free_use": _answer(channel, "free_of_charge"),
        "no_revenge_rule": _answer(channel, "no_retaliation_rule"),
        "revenge": find_revenge(figures),
    }


def _predictable(case: Case, channel: Channel, figures: Figures) -> Measures:
    answers, decisions = find_in_time(case, channel, figures)
    steps = lacking(*list_unfilled("channels", channel, "steps_published_on"))
    return {"no_steps": steps, "late_answers": answers, "late_decisions": decisions}


def _equitable(case: Case, channel: Channel, figures: Figures) -> Measures:
    return {"no_advice": _answer(channel, "advice_offered"), "no_acceptance": find_accepted(case, figures)}


def _transparent(case: Case, channel: Channel, _: Figures) -> Measures:
    fresh = case.is_recent(channel.results_published_on, case.term("channel_report_months"))
    published = MET if fresh else lacking(f"channels/{channel.id}.results_published_on")
    return {"no_word": _answer(channel, "parties_informed"), "no_results": published}


def _rights_compatible(_: Case, channel: Channel, __: Figures) -> Measures:
    return {
        "no_rights": _answer(channel, "outcomes_checked_against_rights"),
        "barred": _answer(channel, "bars_other_routes", "no"),
    }


def _learning(case: Case, channel: Channel, _: Figures) -> Measures:
    fresh = case.is_recent(channel.lessons_on, case.term("channel_report_months"))
    lacked = [] if fresh else [f"channels/{channel.id}.lessons_on"]
    return {"no_lessons": lacking(*lacked, *list_unfilled("channels", channel, "lessons"))}


def _dialogue(case: Case, channel: Channel, _: Figures) -> Measures:
    where = f"channels/{channel.id}.users_shaped_it"
    return {"no_dialogue": lacking(*lacks_hearing(case, where, channel.users_shaped_it))}


CRITERIA: Mapping[str, Find] = {
    "legitimate": _legitimate,
    "accessible": _accessible,
    "predictable": _predictable,
    "equitable": _equitable,
    "transparent": _transparent,
    "rights_compatible": _rights_compatible,
    "learning": _learning,
    "dialogue": _dialogue,
}
"""The eight criteria of UNGP 31, in its order."""
