"""The re-check calendar: what of the Library must be verified again, and when."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scharnier.norms.law_records import Check, Law
from scharnier.norms.library import Library
from scharnier.norms.records import Norm, Text

# After how many months something must be seen again, whatever happens. Law moved five times in two years: a year is
# long. Treaties and guidance are revised about once in ten years: half of that. What nobody could find may turn up.
MONTHS_LAW, MONTHS_OTHER, MONTHS_GAP = 12, 60, 6
STEPS = {"week": 0, "month": 1, "quarter": 3, "year": 12}

WORDS: Mapping[str, Text] = {
    "event": {"nl": "Is het gegaan zoals gepland: {what} ({on})?", "en": "Did it go as planned: {what} ({on})?"},
    "stale": {
        "nl": "Nazien of dit nog klopt: {what}. Laatste controle: {checked}.",
        "en": "Verify that this still holds: {what}. Last check: {checked}.",
    },
    "kind": {"nl": "{count} gegevens van de soort {kind}", "en": "{count} records of the kind {kind}"},
    "law": {
        "nl": "alle {count} bepalingen en cijfers van {title}",
        "en": "all {count} provisions and figures of {title}",
    },
    "alignment": {"nl": "de vergelijking van {title} met de norm", "en": "the comparison of {title} with the norm"},
    "gap": {"nl": "Nog te vinden: {what} Waar: {settle}", "en": "Still to be found: {what} Where: {settle}"},
    "gaps": {
        "nl": "Opnieuw zoeken naar wat wij van deze wet niet vonden ({count}; zie norms show).",
        "en": "Look again for what we could not find of this law ({count}; see norms show).",
    },
}


@dataclass(frozen=True)
class Due:
    """Something to verify again. `kind`: `check`, `event`, `stale` or `gap`; `about` is the id of a norm, or empty.

    `every` and `until` are those of a check that comes back; `records` are the ids it covers, where there are many.
    """

    id: str
    kind: str
    about: str
    due_on: date
    what: Text
    every: str = ""
    until: date | None = None
    records: tuple[str, ...] = ()

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been done before this day."""
        return self.due_on < on


def list_due(library: Library, until: date | None = None) -> tuple[Due, ...]:
    """All that must be verified again, soonest first, up to and including `until` (all of it without).

    What was checked on or after its day counts as done: the date of the check in the files is what moves it on.
    """
    found = [*_checks(library), *_events(library), *_stale(library), *_gaps(library)]
    kept = [due for due in found if until is None or due.due_on <= until]
    return tuple(sorted(kept, key=lambda due: (due.due_on, due.kind, due.id)))


def _checks(library: Library) -> Iterator[Due]:
    for check in library.checks:
        day = next_day(check, _seen(library, check.about))
        if day is not None:
            yield Due(check.id, "check", check.about, day, check.what, check.every, check.until)


def next_day(check: Check, seen: date) -> date | None:
    """The first day on which a check must be done after what it is about was `seen`; None where it is done for good."""
    if not check.every:
        return check.on if check.on is not None and check.on > seen else None
    start, step = check.on or seen, 0
    while (day := _later(start, check.every, step)) <= seen:
        step += 1
    if check.until is not None and day > check.until:
        return check.until if check.until > seen else None
    return day


def _later(start: date, every: str, count: int) -> date:
    return start + timedelta(weeks=count) if every == "week" else add_months(start, count * STEPS[every])


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month, or the last of all days, where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _events(library: Library) -> Iterator[Due]:
    """Events that had not happened when their law was last checked, unless a check looks at that day already."""
    watched = {(check.about.partition(":")[0], check.on) for check in library.checks}
    for event in library.events:
        day = event.on.last
        new = event.kind != "superseded" and day > _seen(library, event.law)
        if new and (event.law, day) not in watched:
            yield Due(event.id, "event", event.law, day, _say("event", what=event.title, on=event.on))


def _say(word: str, **parts: object) -> Text:
    """The sentence in both languages; a part may itself be in both."""
    return {
        lang: sentence.format(
            **{name: part[lang] if isinstance(part, Mapping) else part for name, part in parts.items()}
        )
        for lang, sentence in WORDS[word].items()
    }


def _stale(library: Library) -> Iterator[Due]:
    """One line a law; of everything else one line a kind and day of checking."""
    groups: dict[tuple[str, date], list[str]] = defaultdict(list)
    for norm in library.norms.values():
        root = library.norms[root_of(library.norms, norm)]
        if root.id not in library.laws:
            groups[root.kind, norm.checked_on].append(norm.id)
    for (kind, checked), ids in groups.items():
        what = _say("kind", count=len(ids), kind=kind)
        yield _stale_line(f"{kind}-{checked}", "", checked, MONTHS_OTHER, what, ids)
    for law in library.laws.values():
        days = dict(_days(law)) | {law.id: library.norms[law.id].checked_on}
        what = _say("law", count=len(days) - 1, title=law.title)
        yield _stale_line(law.id, law.id, min(days.values()), MONTHS_LAW, what, days)
    for id, alignment in library.alignments.items():
        what = _say("alignment", title=library.laws[id].title)
        yield _stale_line(f"alignment-{id}", id, alignment.checked_on, MONTHS_LAW, what, ())


def _stale_line(id: str, about: str, checked: date, months: int, what: Text, ids: Iterable[str]) -> Due:
    words = _say("stale", what=what, checked=checked)
    return Due(f"stale-{id}", "stale", about, add_months(checked, months), words, records=tuple(ids))


def _days(law: Law) -> Iterator[tuple[str, date]]:
    """The oldest check of each provision and figure."""
    for provision in law.provisions.values():
        yield provision.id, min(wording.checked_on for wording in provision.wordings)
    for parameter in law.parameters.values():
        yield f"{law.id}#{parameter.id}", min(value.checked_on for value in parameter.values)


def _gaps(library: Library) -> Iterator[Due]:
    """One line a law, and one for each gap that belongs to none."""
    for law in library.laws.values():
        if law.gaps:
            oldest, ids = min(gap.last_looked_on for gap in law.gaps), tuple(gap.id for gap in law.gaps)
            day, what = add_months(oldest, MONTHS_GAP), _say("gaps", count=len(ids))
            yield Due(f"gaps-{law.id}", "gap", law.id, day, what, records=ids)
    for gap in library.gaps:
        words = _say("gap", what=gap.what, settle=gap.settle)
        yield Due(gap.id, "gap", gap.about, add_months(gap.last_looked_on, MONTHS_GAP), words)


def _seen(library: Library, about: str) -> date:
    """When something was last checked; for what is about the whole Library, when the release was."""
    return library.norms[about].checked_on if about else library.checked_on


def root_of(norms: Mapping[str, Norm], norm: Norm) -> str:
    """The id of the law or instrument a norm belongs to."""
    while norm.parent:
        norm = norms[norm.parent]
    return norm.id
