"""What scope rules share: from truth to verdict, missing facts by name, later days on which a verdict changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scharnier.codes.european_union import is_in_union
from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Answer, Test, Text
from scharnier.law.profile import Profile
from scharnier.law.scope.truth import Truth, to_verdict
from scharnier.law.words import both
from scharnier.norms.law_records import Law, Value

_STRENGTH = (Confidence.VERIFIED, Confidence.SECONDARY, Confidence.UNVERIFIED)


@dataclass(frozen=True)
class Ruling:
    """A verdict without its words. `truth` is the scope test alone; `missing` are the facts that can change it."""

    verdict: Verdict
    truth: Truth = None
    since: date | None = None
    until: date | None = None
    missing: tuple[str, ...] = ()

    @property
    def scope(self) -> Verdict:
        """The verdict of the scope test, whether or not the law binds yet; not_applicable where there is no law."""
        no_law = self.verdict is Verdict.NOT_APPLICABLE and self.truth is not True
        return Verdict.NOT_APPLICABLE if no_law else to_verdict(self.truth)


NO_LAW = Ruling(Verdict.NOT_APPLICABLE)


def settle(
    truth: Truth, on: date, since: date | None, missing: Iterable[str] = (), until: date | None = None
) -> Ruling:
    """The ruling on a day: unknown and not met by the scope test; met once it binds, not applicable before that.

    `since`: the first day it binds whoever is in scope; None where the law does not say.
    """
    if truth is None:
        return Ruling(Verdict.UNKNOWN, None, missing=tuple(dict.fromkeys(missing)))
    if not truth:
        return Ruling(Verdict.NOT_MET, False)
    binds = since is not None and since <= on
    return Ruling(Verdict.MET if binds else Verdict.NOT_APPLICABLE, True, since, until)


def find_since(first: date, last_year: int, above: Callable[[int], Truth], years: Iterable[int]) -> date:
    """The first day of the unbroken time up to `last_year` in which a law binds, by the facts of each year.

    `first`: the day it binds whoever is in scope. `above`: the scope test by year, True in `last_year`; it can change
    in `years` only.
    """
    start = None
    for year in sorted({first.year, *(year for year in years if first.year < year <= last_year)}):
        start = (start or max(first, date(year, 1, 1))) if above(year) else None
    return start or first


def amount(law: Law, parameter: str, on: date) -> float | None:
    """The figure of a parameter on a day; None where the law has none then."""
    value = figure(law, parameter, on)
    return None if value is None or isinstance(value.amount, date) else float(value.amount)


def day_of(law: Law, parameter: str, on: date) -> date | None:
    """The day a parameter names, as the text says it on `on`; None where it names none."""
    value = figure(law, parameter, on)
    return value.amount if value is not None and isinstance(value.amount, date) else None


def figure(law: Law, parameter: str, on: date) -> Value | None:
    """The value of a parameter; None also where the law does not have the parameter."""
    return law.figure(parameter, on) if parameter in law.parameters else None


def seat_in_union(profile: Profile, on: date) -> Truth:
    """Whether the registered office is in the Union; None while the seat is not known."""
    return None if profile.seat is None else is_in_union(profile.seat, on)


def name_missing(fact: str, figures: Mapping[int, float], year: int) -> str:
    """A missing figure by name: with its year where other years of the fact are known."""
    return f"{fact}[{year}]" if figures else fact


def weakest(levels: Iterable[Confidence]) -> Confidence:
    """The least sure of several; verified where there are none."""
    return max(levels, key=_STRENGTH.index, default=Confidence.VERIFIED)


def confidence_of(law: Law, parameters: Iterable[str], provisions: Iterable[str], on: date) -> Confidence:
    """The least sure of the figures and wordings on a day."""
    values = [value.confidence for name in parameters if (value := figure(law, name, on))]
    wordings = [law.provisions[id].wording(on) for id in provisions if id in law.provisions]
    return weakest([*values, *(wording.confidence for wording in wordings if wording)])


def provisions_of(law: Law, parameters: Iterable[str], *parts: str) -> tuple[str, ...]:
    """Provisions by name (`"2.1.b"`) where the law has them, and those that parameters rest on."""
    resting = [law.parameters[name].provision for name in parameters if name in law.parameters]
    named = [id for part in parts if (id := f"{law.id}:{part}") in law.provisions]
    return tuple(dict.fromkeys((*named, *resting)))


def find_outlook(
    decide: Callable[[date], Ruling], law: Law, on: date, now: Verdict, facts: Sequence[Mapping[int, float]] = ()
) -> tuple[tuple[date, Verdict], ...]:
    """The later days on which, with the same facts, the verdict differs from the day before.

    Looked at: each day on which a text or figure of the law changes or that a figure names, and each new year near the
    financial years in `facts`.
    """
    days = set(days_of(law))
    days |= {date(min(year + later, 9999), 1, 1) for figures in facts for year in figures for later in range(3)}
    changes, last = [], now
    for later in sorted(day for day in days if day > on):
        verdict = decide(later).verdict
        if verdict is not last:
            changes.append((later, verdict))
            last = verdict
    return tuple(changes)


def days_of(law: Law) -> Iterable[date]:
    """Every day on which a text or figure of the law begins or has just ended, or that a figure names."""
    values = [value for parameter in law.parameters.values() for value in parameter.values]
    spans = [(text.valid_from, text.valid_to) for text in law.versions]
    for first, last in spans + [(value.valid_from, value.valid_to) for value in values]:
        yield first
        if last is not None and last < date.max:
            yield last + timedelta(days=1)
    yield from (value.amount for value in values if isinstance(value.amount, date))


def no_law_answer(name: str, law: Law, on: date, outlook: tuple[tuple[date, Verdict], ...]) -> Answer:
    """The answer for a day on which the law does not exist: not yet, or no longer."""
    begun = any(text.status == "law" and text.valid_from <= on for text in law.versions)
    if begun:
        because = both("Op deze datum bestaat deze wet niet meer.", "On this date this law no longer exists.")
    else:
        because = both("Op deze datum bestaat deze wet nog niet.", "On this date this law does not exist yet.")
    return Answer(name, Verdict.NOT_APPLICABLE, Verdict.NOT_APPLICABLE, because, (), outlook=outlook)


def plain_test(fact: str, truth: Truth, words: Text, provision: str, confidence: Confidence) -> Test:
    """A test that is no comparison of figures."""
    return Test(fact, to_verdict(truth), words, provision, confidence=confidence)
