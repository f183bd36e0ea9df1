"""From which day a law binds, as its file says, and which companies have a day of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.provenance import Confidence
from scharnier.norms.law_records import Law

# Parameters that hold the day from which a law binds, and the group that day is for.
STARTS: Mapping[str, str] = {"applies_from": "all", "fy_from": "all", "wave1_fy_from": "first_wave"}
# Parameters that hold a day for some companies only, and who they are.
WAVES: Mapping[str, str] = {
    "wave1_applies_from": "largest",
    "wave2_applies_from": "second_wave",
    "applies_from_micro_small": "micro_small",
    "third_country_fy_from": "third_country",
}
OWN = ("passport_from", "first_report_fy_from")  # the day of one provision, where that is not the day of its law
OLD_RULES = ("wave1_fy_from", "wave1_employees")  # the first wave of a law on reporting, and whom it holds


@dataclass(frozen=True)
class Start:
    """The day from which a law binds a group of companies, to and including `until` where an end is known.

    `group`: all, first_wave (whom old rules on reporting hold), largest, second_wave, micro_small or third_country.
    `financial_years`: the days bound financial years, not what happens on a day. `above`: more employees than this.
    """

    group: str
    since: date
    until: date | None
    financial_years: bool
    confidence: Confidence
    above: float | None = None


def find_start(law: Law, on: date) -> Start | None:
    """The day from which a law binds those it covers, as the text in force on a date says; None without a text."""
    for name, group in STARTS.items():
        if group == "first_wave":
            old = _old_rules(law, on)
            if old is not None and law.figure(name, on) is not None:
                return old
        elif start := _start(law, name, group, on):
            return start
    version = law.version(on)
    return Start("all", version.valid_from, None, False, version.confidence) if version else None


def binds_from(law: Law, on: date) -> date | None:
    """The day of `find_start`."""
    start = find_start(law, on)
    return start.since if start else None


def list_waves(law: Law, on: date) -> tuple[Start, ...]:
    """The groups whose day is another one than that of `find_start`, in order of time, as the text of a date says."""
    start = find_start(law, on)
    found = sorted(_waves(law, on), key=lambda one: one.since)
    return tuple(one for one in found if start is None or one.since != start.since)


def own_start(law: Law, provision: str, on: date) -> Start | None:
    """The day from which one provision (an id) binds, where its law names one for it; else None."""
    names = (name for name in OWN if name in law.parameters and law.parameters[name].provision == provision)
    return next((start for name in names if (start := _start(law, name, "all", on))), None)


def _waves(law: Law, on: date) -> Iterator[Start]:
    for name, group in WAVES.items():
        if start := _start(law, name, group, on):
            yield start
    old = _old_rules(law, on)
    if old and (old.until is None or on <= old.until):
        yield old


def _start(law: Law, name: str, group: str, on: date) -> Start | None:
    value = law.figure(name, on) if name in law.parameters else None
    if value is None or not isinstance(value.amount, date):
        return None
    return Start(group, value.amount, None, "fy_from" in name, value.confidence)


def _old_rules(law: Law, on: date) -> Start | None:
    """Old rules on reporting for a first wave: over which financial years; None where the law has none on a date."""
    if law.version(on) is None or any(name not in law.parameters for name in OLD_RULES):
        return None
    first, who = (law.parameters[name].values[-1] for name in OLD_RULES)
    if not isinstance(first.amount, date) or isinstance(who.amount, date):
        return None
    return Start("first_wave", first.amount, who.valid_to, True, who.confidence, who.amount)
