"""What the complaints of a channel say of it, in numbers: answers and decisions in time, acceptance, revenge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from scharnier.diligence.dossier.voices import Channel, Complaint
from scharnier.diligence.rules.judging import Case
from scharnier.diligence.rules.shown import MET, NOT_MET, Finding, lacking

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Figures:
    """Counts over the complaints of a channel. `median_days` to the first answer, of those that were answered.

    `loose` are complaints of which nobody knows the channel: they may tell against any.
    """

    complaints: tuple[Complaint, ...]
    past_year: int
    median_days: float | None
    answered: tuple[int, int]
    decided: tuple[int, int]
    accepted: int
    loose: tuple[str, ...]


def count_complaints(case: Case) -> Mapping[str, Figures]:
    """The figures of each channel."""
    by_channel: dict[str, list[Complaint]] = {id: [] for id in case.dossier.channels}
    loose = []
    for one in case.dossier.complaints.values():
        if one.channel in by_channel:
            by_channel[one.channel].append(one)
        else:
            loose.append(f"complaints/{one.id}.channel")
    return {id: _count(case, case.dossier.channels[id], found, tuple(loose)) for id, found in by_channel.items()}


def _count(case: Case, channel: Channel, found: list[Complaint], loose: tuple[str, ...]) -> Figures:
    days = [
        (one.first_answer_on - one.received_on).days
        for one in found
        if one.first_answer_on is not None and one.first_answer_on <= case.on
    ]
    return Figures(
        complaints=tuple(found),
        past_year=sum(case.is_recent(one.received_on, MONTHS_OF_A_YEAR) for one in found),
        median_days=median(days) if days else None,
        answered=_in_time(case, ((one, _first_word(one)) for one in found), channel.first_answer_days),
        decided=_in_time(case, ((one, one.decided_on) for one in found), channel.decision_days),
        accepted=sum(one.accepted == "yes" for one in found),
        loose=loose,
    )


def _by(case: Case, day: date | None) -> bool:
    return day is not None and day <= case.on


def _first_word(one: Complaint) -> date | None:
    """The day of the first answer; a decision is an answer too."""
    return min((day for day in (one.first_answer_on, one.decided_on) if day is not None), default=None)


def _in_time(case: Case, found: Iterable[tuple[Complaint, date | None]], promised: int | None) -> tuple[int, int]:
    """How many came in time, of how many that came or should have come by now. A complaint that may still get its
    answer in time counts for neither."""
    if promised is None:
        return 0, 0
    good = late = 0
    for complaint, day in found:
        came = day if _by(case, day) else None
        took = ((came or case.on) - complaint.received_on).days
        good += came is not None and took <= promised
        late += took > promised
    return good, good + late


def find_in_time(case: Case, channel: Channel, figures: Figures) -> list[Finding]:
    """Whether what the channel promises is kept, for first answers and for decisions; not met where most came late."""
    least, against, found = case.term("channel_percent_in_time"), case.term("channel_percent_against"), []
    for key, (good, counted) in (("first_answer_days", figures.answered), ("decision_days", figures.decided)):
        if getattr(channel, key) is None:
            found.append(lacking(f"channels/{channel.id}.{key}"))
        elif not counted:  # no complaint is no proof that the channel works
            found.append(lacking("complaints"))
        elif good * 100 >= least * counted:
            found.append(lacking(*figures.loose))
        else:  # the line is our own: what most got in time is left open
            found.append(NOT_MET if good * 100 < against * counted else lacking("complaints"))
    return found


def find_accepted(case: Case, figures: Figures) -> Finding:
    """Whether enough of those who complained accept the outcome; who has not said so yet may still."""
    every, least = len(figures.complaints), case.term("channel_percent_accepted")
    if not every:
        return lacking("complaints")
    if figures.accepted * 100 >= least * every:
        return lacking(*figures.loose)
    unsaid = [f"complaints/{one.id}.accepted" for one in figures.complaints if one.accepted is None]
    enough = (figures.accepted + len(unsaid)) * 100 >= case.term("channel_percent_against") * every
    return lacking(*(unsaid or ["complaints"])) if enough else NOT_MET


def find_revenge(figures: Figures) -> Finding:
    """Whether it is known of every complaint that nobody was punished for it."""
    if any(one.retaliation == "yes" for one in figures.complaints):
        return NOT_MET
    unsaid = [f"complaints/{one.id}.retaliation" for one in figures.complaints if one.retaliation is None]
    lacked = [*unsaid, *figures.loose]
    return lacking(*lacked) if lacked else MET
