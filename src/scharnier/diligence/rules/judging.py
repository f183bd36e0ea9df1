"""What a rule is given and what it answers.

A rule is a module in this folder with `RULE` (its published id) and `judge(case)`. It reads nothing but the case, and
calls nothing met that the dossier does not show: a fact that is left out never helps. Its sentences stand in
`data/vocabulary/dossier/<module>.yaml`, its method in docs/method/dossier/<module>.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.deeds import Statement
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.kernel.outcome import Outcome, Verdict
from scharnier.norms import Library
from scharnier.norms.calendar import add_months
from scharnier.norms.marked_yaml import load_marked

WHOLE = "dossier"
"""The subject of a ruling on the dossier as a whole; others are `<kind>/<id>`."""
DDG = "oecd-ddg-2018:"


@dataclass(frozen=True)
class Case:
    """A dossier as it was on a day (see `view.py`), the norms, and the language of the reasons."""

    dossier: Dossier
    on: date
    library: Library
    lang: str = "en"

    def term(self, name: str) -> int:
        """A number that rules turn on, from `data/diligence/terms.yaml`. Raises ContentError."""
        return load_terms()[name]

    def is_recent(self, day: date | None, months: int, until: date | None = None) -> bool:
        """Whether a day lies in so many months up to the day of the case, or up to an earlier day or after it."""
        return day is not None and day <= self.on and (until or self.on) < _until(day, months)

    @cached_property
    def severities(self) -> Mapping[str, int | None]:
        """The severity of each impact; None where it is unknown."""
        return {id: impact.severity.level for id, impact in self.dossier.impacts.items()}

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The latest statement on each item of the checklist."""
        found: dict[str, Statement] = {}
        for one in self.dossier.statements.values():
            if one.check not in found or found[one.check].on <= one.on:
                found[one.check] = one
        return found


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of a subject: the dossier, or one of its records (`impacts/IMP-1`).

    `outcome.lacked` names facts as `impacts/IMP-1.involvement`, or `<kind>` where a whole record is missing.
    """

    rule: str
    subject: str
    outcome: Outcome


def subject_of(kind: str, record: Record) -> str:
    """How rulings name a record."""
    return f"{kind}/{record.id}"


_until = lru_cache(maxsize=10_000)(add_months)  # the same few days come back all the time


@cache
def load_term_rows() -> Mapping[str, Mapping[str, Any]]:
    """The numbers of `data/diligence/terms.yaml` with what they are and where they come from."""
    found: dict[str, Any] = load_marked(content_path("diligence/terms.yaml").read_text(encoding="utf-8")).value
    return found


@cache
def load_terms() -> Mapping[str, int]:
    """The same, the numbers alone."""
    return {name: int(row["value"]) for name, row in load_term_rows().items()}


@cache
def _sentences(module: str) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Any] = load_marked(
        content_path(f"vocabulary/dossier/{module}.yaml").read_text(encoding="utf-8")
    ).value
    return found


def say(module: str, key: str, lang: str, **values: object) -> str:
    """A sentence of a rule, filled in. Raises ContentError where it or a value is missing."""
    try:
        return _sentences(module)[key][lang].format(**values)
    except KeyError as error:
        raise ContentError(f"{module}.yaml: {key}.{lang}: {error} is missing") from error


def judge_item(case: Case, item: str, shown: Outcome | None = None) -> Ruling:
    """An item of the OECD checklist (`1.2/g`): by what records show, else by what the organisation states itself.

    `shown` is what the records say. Met or not met stands: a statement changes neither. Where they show nothing, a
    *yes* counts while it is fresh, with evidence that was fresh when it was said, *not applicable* with a reason,
    *no* always.
    """
    norm = f"{DDG}{item}"
    rule, stated = f"DD.{item}", case.statements.get(norm)
    if stated is None or (shown and shown.verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)):
        lacking = Outcome(Verdict.UNKNOWN, say("judging", "unstated", case.lang), (norm,), (f"statements[{norm}]",))
        found = shown or lacking
        if found.verdict is Verdict.MET and stated is not None and stated.answer == "no":
            # Records weigh more than a word; who reads must know that the two differ.
            told = say("judging", "but_stated_no", case.lang, on=stated.on, because=stated.because or "").strip()
            found = replace(found, reason=f"{found.reason} {told}")
        return Ruling(rule, WHOLE, found)
    name = f"statements/{stated.id}"
    if stated.answer == "no":
        reason = say("judging", "stated_no", case.lang, on=stated.on, because=stated.because or "")
        return Ruling(rule, WHOLE, Outcome(Verdict.NOT_MET, reason.strip(), (norm,)))
    lacked = []
    if not case.is_recent(stated.on, case.term("statement_months")):
        lacked.append(f"{name}.on")
    if stated.answer == "yes" and not _is_proved(case, stated):
        lacked.append(f"{name}.evidence")
    if stated.answer == "not_applicable" and not stated.because:
        lacked.append(f"{name}.because")
    if lacked:
        reason = say("judging", "stated_unproven", case.lang, on=stated.on)
        return Ruling(rule, WHOLE, Outcome(Verdict.UNKNOWN, reason, (norm,), tuple(lacked)))
    if stated.answer == "not_applicable":
        return Ruling(rule, WHOLE, Outcome(Verdict.NOT_APPLICABLE, _waived(case, stated), (norm,)))
    reason = say("judging", "stated_yes", case.lang, on=stated.on, evidence=", ".join(stated.evidence))
    return Ruling(rule, WHOLE, Outcome(Verdict.MET, reason, (norm,)))


def _is_proved(case: Case, stated: Statement) -> bool:
    """Whether the dossier holds evidence that was fresh on the day of a statement: said anew, old paper stays old."""
    proofs = (case.dossier.evidence.get(id) for id in stated.evidence)
    months = case.term("statement_months")
    return any(one is not None and case.is_recent(one.on, months, stated.on) for one in proofs)


def judge_shown(case: Case, item: str, shown: Outcome) -> Ruling:
    """An item that only records show, because they can also show that it was *not* done.

    A *no* of the organisation counts where they show nothing. A *yes* does not: else whoever leaves out the record
    that contradicts it would be better off.
    """
    stated = case.statements.get(f"{DDG}{item}")
    if shown.verdict is Verdict.UNKNOWN and stated is not None and stated.answer == "no":
        return judge_item(case, item)
    return Ruling(f"DD.{item}", WHOLE, shown)


def combine(case: Case, action: str, parts: Sequence[Ruling], norm: str | None = None) -> Ruling:
    """The ruling on a whole action (`1.2`) from those on its parts: one that is not met is not met; else one that is
    unknown is unknown; parts that do not apply do not count. `norm` is what it rests on where that is no action."""
    norm, rule = norm or f"{DDG}{action}", f"DD.{action}"
    of = {verdict: [part for part in parts if part.outcome.verdict is verdict] for verdict in Verdict}
    rests = (norm, *_unique(id for part in parts for id in part.outcome.rests_on if id != norm))
    counted = len(parts) - len(of[Verdict.NOT_APPLICABLE])
    if of[Verdict.NOT_MET]:
        named = _name(of[Verdict.NOT_MET])
        reason = say("judging", "some_not_met", case.lang, some=len(of[Verdict.NOT_MET]), all=counted, named=named)
        return Ruling(rule, WHOLE, Outcome(Verdict.NOT_MET, reason, rests))
    if of[Verdict.UNKNOWN]:
        lacked = _unique(fact for part in of[Verdict.UNKNOWN] for fact in part.outcome.lacked)
        named = _name(of[Verdict.UNKNOWN])
        reason = say("judging", "some_unknown", case.lang, some=len(of[Verdict.UNKNOWN]), all=counted, named=named)
        return Ruling(rule, WHOLE, Outcome(Verdict.UNKNOWN, reason, rests, tuple(lacked)))
    if not counted:
        if waivers := tuple(_find_waivers(case, parts)):
            reason = say("judging", "all_waived", case.lang)
            return Ruling(rule, WHOLE, Outcome(Verdict.UNKNOWN, reason, rests, waivers))
        return Ruling(rule, WHOLE, Outcome(Verdict.NOT_APPLICABLE, say("judging", "none_apply", case.lang), rests))
    return Ruling(rule, WHOLE, Outcome(Verdict.MET, say("judging", "all_met", case.lang, all=counted), rests))


def _waived(case: Case, stated: Statement) -> str:
    return say("judging", "stated_na", case.lang, on=stated.on, because=stated.because)


def _find_waivers(case: Case, parts: Iterable[Ruling]) -> Iterator[str]:
    """The statements by which alone a part does not apply: nobody declares a whole action of the OECD void."""
    for part in parts:
        stated = case.statements.get(f"{DDG}{part.rule.removeprefix('DD.')}")
        if stated and stated.answer == "not_applicable" and part.outcome.reason == _waived(case, stated):
            yield f"statements/{stated.id}.answer"


MOST_NAMED = 5


def _name(parts: Sequence[Ruling]) -> str:
    names = [part.subject.partition("/")[2] or part.rule.removeprefix("DD.") for part in parts]
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
