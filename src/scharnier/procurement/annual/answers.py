"""What each figure asks of one row: yes, no, unknown, or None where the row does not count. One small rule each."""

from collections.abc import Callable, Mapping
from datetime import date

from scharnier.procurement.annual.judge import is_due, received
from scharnier.procurement.annual.shapes import DELIVERABLES, KINDS, NONE, PHASES, Answer, Judged

Ask = Callable[[Judged, date], Answer | None]
RUNNING = ("in_year", "earlier")


def _mandatory(row: Judged, _: date) -> Answer:
    verdict = row.decision.mandatory
    return "unknown" if verdict == "uncertain" else verdict


def _advised(row: Judged, _: date) -> Answer:
    return "yes" if row.advised else "no"


def _applied(row: Judged, _: date) -> Answer | None:
    return None if row.applied == "not_yet" else row.applied


def _where(condition: Callable[[Judged], bool], ask: Ask) -> Ask:
    return lambda row, on: ask(row, on) if condition(row) else None


def _shown(row: Judged, _: date) -> Answer | None:
    return row.shown


def _sufficient(row: Judged, on: date) -> Answer | None:
    came = [each for each in row.record.deliverables if received(row.record, each.kind, on) == "yes"]
    if row.applied != "yes" or not came:
        return None
    if any(each.judged == "sufficient" for each in came):
        return "yes"
    return "no" if all(each.judged == "insufficient" for each in came) else "unknown"


def _visible(row: Judged, _: date) -> Answer | None:
    # Not visible is never not applied: the documents of a tender are not in its notice.
    return None if row.visible is None else "yes" if row.visible else "unknown"


def _phase(phase: str) -> Ask:
    def ask(row: Judged, _: date) -> Answer | None:
        said = row.record.said(phase)
        return None if said == "not_yet" else said

    return ask


def _form(*places: tuple[str, tuple[str, ...]]) -> Ask:
    """Whether one of these answers was given in one of these phases; () stands for any answer but none."""

    def ask(row: Judged, _: date) -> Answer | None:
        record = row.record
        used = any(use in uses or not uses for phase, uses in places for use in record.used(phase))
        if used:
            return "yes"
        said = [record.said(phase) for phase, _ in places]
        # A criterion without a level may be of the level that is asked for.
        vague = any(uses and "criterion" in record.used(phase) and "basis" not in uses for phase, uses in places)
        if "unknown" in said or vague:
            return "unknown"
        return None if all(one == "not_yet" for one in said) else "no"

    return ask


def _delivered(kind: str) -> Ask:
    def ask(row: Judged, on: date) -> Answer | None:
        if row.applied != "yes" or not is_due(row.record, kind, on):
            return None
        return received(row.record, kind, on)

    return ask


def _judged(kind: str) -> Ask:
    def ask(row: Judged, on: date) -> Answer | None:
        each = next((one for one in row.record.deliverables if one.kind == kind), None)
        if each is None or row.applied != "yes" or received(row.record, kind, on) != "yes":
            return None
        return {"sufficient": "yes", "insufficient": "no"}.get(each.judged, "unknown")  # type: ignore[return-value]

    return ask


def _initiative(row: Judged, _: date) -> Answer:
    named = row.record.initiative
    return "unknown" if not named else "no" if named == NONE else "yes"


def _stakeholders(kind: str = "") -> Ask:
    def ask(row: Judged, _: date) -> Answer | None:
        given = row.record.stakeholders
        if not given:
            return "unknown"
        return "yes" if (kind in given if kind else given != (NONE,)) else "no"

    return ask


def _changed(row: Judged, _: date) -> Answer | None:
    given = row.record.stakeholders
    if not given or given == (NONE,):
        return None
    outcome = row.record.stakeholders_outcome
    return "unknown" if not outcome else "yes" if outcome == "changed" else "no"


ASKS: Mapping[str, tuple[tuple[str, ...], Ask]] = {
    "should.mandatory": (("in_year",), _mandatory),
    "should.advised": (("in_year",), _advised),
    "says.all": (("in_year",), _applied),
    "says.mandatory": (("in_year",), _where(lambda row: row.decision.mandatory == "yes", _applied)),
    "says.advised": (("in_year",), _where(lambda row: row.advised, _applied)),
    "says.free": (("in_year",), _where(lambda row: not row.advised, _applied)),
    "shows.all": (RUNNING, _shown),
    "shows.sufficient": (RUNNING, _sufficient),
    "shows.notice": (("in_year",), _visible),
    **{f"phase.{phase}": (RUNNING if phase == "manage" else ("in_year",), _phase(phase)) for phase in PHASES},
    "form.clause": (("in_year",), _form(("specify", ("clause",)), ("contract", ("clause",)))),
    "form.requirement": (("in_year",), _form(("specify", ("requirement",)))),
    "form.selection": (("in_year",), _form(("select", ()))),
    "form.award": (("in_year",), _form(("award", ()))),
    "form.award_significant": (("in_year",), _form(("award", ("significant", "ambitious")))),
    "form.award_ambitious": (("in_year",), _form(("award", ("ambitious",)))),
    **{f"delivered.{kind}": (RUNNING, _delivered(kind)) for kind in DELIVERABLES},
    **{f"judged.{kind}": (RUNNING, _judged(kind)) for kind in DELIVERABLES},
    "initiative.any": (("in_year",), _initiative),
    "stakeholders.any": (("in_year",), _stakeholders()),
    **{f"stakeholders.{kind}": (("in_year",), _stakeholders(kind)) for kind in KINDS},
    "stakeholders.changed": (("in_year",), _changed),
}
"""Each figure: the scopes in which a row counts, and what is asked of it."""
