"""What is wrong in a law file although its shape and references hold: rule by rule, with file, line and remedy."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import combinations
from typing import Any

from scharnier.kernel.provenance import Confidence
from scharnier.norms.finding import Finding
from scharnier.norms.law_load import LawShelf
from scharnier.norms.law_records import Ask, Law, Provision, TextVersion
from scharnier.norms.marked_yaml import Path
from scharnier.norms.records import Text

OWN = "OWN"
GIST_WORDS = 60
REASON_WORDS = 3  # "see above" is no reason
ALIKE_WORDS = 4  # shorter texts may be the same in both languages: Monitoring, ESRS S2
OLDEST_YEAR = 1970
MEASURED = ("policy_rule", "policy_target")  # what they are about may have been measured before they were there
ASKING = ("duty", "support", "supervision", "sanction", "liability")  # items of a list may say the same

Fault = tuple[Path, str, str, str]  # where in the file, the record, what, and the remedy


def lint_laws(shelf: LawShelf) -> Iterator[Finding]:
    """Everything wrong in the law files, in the order of the files."""
    for law in shelf.laws.values():
        name, marked = shelf.origins[law.id]
        for path, record, what, remedy in _faults(law, shelf):
            yield Finding(name, f"line {marked.line(path)}, {record}", what, remedy)


def _faults(law: Law, shelf: LawShelf) -> Iterator[Fault]:
    head = next(norm for norm in shelf.norms if norm.id == law.id)
    yield from find_long(("law", "gist"), law.id, head.gist)
    yield from find_own(("law",), law.id, head.source, head.confidence)
    for number, text in enumerate(law.versions):
        yield from find_own(("versions", number), text.id, text.source, text.confidence)
    for number, provision in enumerate(law.provisions.values()):
        yield from _provision(("provisions", number), provision, law)
    yield from _twins(law)
    yield from _figures(law)
    yield from _moments(law, shelf)
    records: list[tuple[str, Any]] = [("provisions", law.provisions.values()), ("parameters", law.parameters.values())]
    records += [("gaps", law.gaps), ("versions", law.versions)]
    records += [("events", [event for event in shelf.events if event.law == law.id])]
    records += [("checks", [check for check in shelf.checks if check.about.partition(":")[0] == law.id])]
    for part, values in records:
        for number, value in enumerate(values):
            yield from find_wordless(value, (part, number), value.id)


def _provision(path: Path, provision: Provision, law: Law) -> Iterator[Fault]:
    id, first = provision.id, min(text.valid_from for text in law.versions)
    before = None
    for number, wording in enumerate(provision.wordings):
        here = (*path, "versions", number)
        yield from find_long((*here, "gist"), id, wording.gist)
        yield from find_own(here, id, wording.source, wording.confidence)
        if wording.valid_from < first and law.form not in MEASURED:
            what = f"Its wording is valid from {wording.valid_from}, before the first text of the act ({first})."
            yield here, id, what, "Correct the date of the wording or add the earlier text."
        if before is not None and not wording.deleted and wording.gist == before.gist:
            what = f"The wording from {wording.valid_from} says the same as the one before."
            yield here, id, what, "Say what changed, or leave this wording out."
        before = wording
    if provision.kind == "duty" and not provision.asks and provision.no_step is None:
        yield path, id, "A duty without a step.", "Add `asks`, or say in `no_step` why it serves none."
    if provision.asks and provision.no_step is not None:
        yield (*path, "no_step"), id, "It serves a step and says that it serves none.", "Keep one of the two."
    if provision.no_step is not None:
        yield from _reason((*path, "no_step"), id, provision.no_step)
    for number, ask in enumerate(provision.asks):
        yield from _ask((*path, "asks", number), ask)
    for (_, one), (number, other) in combinations(enumerate(provision.asks), 2):
        if one.action == other.action and _meet(one, other):
            what = f"It is put beside {one.action} twice for the same days."
            yield (*path, "asks", number), id, what, "Keep one, or give each its own days."


def _meet(one: Ask, other: Ask) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start <= min(one.valid_to or date.max, other.valid_to or date.max)


def _ask(path: Path, ask: Ask) -> Iterator[Fault]:
    yield from _reason((*path, "reason"), ask.duty, ask.reason)
    where = f"{ask.duty}, action {ask.action.partition(':')[2]}"
    if ask.relation == "equal" and (ask.beyond or ask.leaves_out):
        yield path, where, "Called equal, but it asks more or leaves something out.", "Call it narrower or wider."
    if ask.relation == "narrower" and not ask.leaves_out:
        yield path, where, "Called narrower, but it does not say what is left out.", "Add `leaves_out`."
    if ask.relation == "wider" and not ask.beyond:
        yield path, where, "Called wider, but it does not say what it asks beyond the action.", "Add `beyond`."
    if ask.valid_from and ask.valid_to and ask.valid_to < ask.valid_from:
        yield (
            path,
            where,
            f"It ends on {ask.valid_to}, before it begins on {ask.valid_from}.",
            "Correct one of the two.",
        )


def _twins(law: Law) -> Iterator[Fault]:
    """Two provisions that say the same: one of them was copied and not finished."""
    seen: dict[str, str] = {}
    for number, provision in enumerate(law.provisions.values()):
        if provision.kind not in ASKING:
            continue
        for gist in dict.fromkeys(w.gist["nl"] for w in provision.wordings if not w.deleted):
            other = seen.setdefault(gist, provision.id)
            if other != provision.id:
                what = f"It says word for word what {other} says."
                yield ("provisions", number), provision.id, what, "Say what sets them apart."


def _figures(law: Law) -> Iterator[Fault]:
    is_law = any(text.status == "law" for text in law.versions)
    for number, parameter in enumerate(law.parameters.values()):
        for index, value in enumerate(parameter.values):
            here, record = ("parameters", number, "values", index), f"{law.id}#{parameter.id}"
            yield from find_own(here, record, value.source, value.confidence)
            proposed = any(t.status == "proposal" and _stands(t, value.valid_from) for t in law.versions)
            if not is_law or (proposed and law.version(value.valid_from) is None):
                what = f"A figure from {value.valid_from}, when no text of this act was law."
                yield here, record, what, "Leave figures of proposals out, or correct the date."
            if isinstance(value.amount, date) is not (parameter.unit == "date"):
                yield here, record, f"{value.amount} is not in the unit {parameter.unit}.", "Correct the value or unit."


def _stands(text: TextVersion, on: date) -> bool:
    return text.valid_from <= on and (text.valid_to is None or on <= text.valid_to)


def _moments(law: Law, shelf: LawShelf) -> Iterator[Fault]:
    for number, event in enumerate(event for event in shelf.events if event.law == law.id):
        here = ("events", number)
        yield from find_own(here, event.id, event.source, event.confidence)
        if event.on.first.year < OLDEST_YEAR:
            yield here, event.id, f"It happened in {event.on}, before {OLDEST_YEAR}.", "Correct the date."
    checks = [check for check in shelf.checks if check.about.partition(":")[0] == law.id]
    for number, check in enumerate(checks):
        here = ("checks", number)
        if check.on is None and not check.every:
            yield here, check.id, "It says no day to look again.", "Add `on`, `every` or both."
        if check.until is not None and (not check.every or (check.on is not None and check.on > check.until)):
            yield here, check.id, "It ends without coming back, or before it begins.", "Correct `until`."


def find_long(path: Path, record: str, gist: Text) -> Iterator[Fault]:
    """A gist nobody reads to the end."""
    for lang in ("nl", "en"):
        count = len(gist[lang].split())
        if count > GIST_WORDS:
            what = f"The {lang} gist has {count} words, more than {GIST_WORDS}."
            yield (*path, lang), record, what, "Say it shorter."


def _reason(path: Path, record: str, reason: Text) -> Iterator[Fault]:
    for lang in ("nl", "en"):
        if 0 < len(reason[lang].split()) < REASON_WORDS:
            yield (*path, lang), record, f"{reason[lang]!r} is no reason ({lang}).", "Say why, in a sentence."


def find_own(path: Path, record: str, source: str, confidence: Confidence) -> Iterator[Fault]:
    """Own knowledge that does not carry the badge."""
    if source == OWN and confidence is not Confidence.UNVERIFIED:
        remedy = "Set the confidence to unverified or name the text that was seen."
        yield path, record, "Own knowledge without the badge unverified.", remedy


def find_wordless(value: Any, path: Path, record: str) -> Iterator[Fault]:
    """Texts anywhere in a record that are empty, or the same in both languages; titles may be proper names."""
    for text, name in _texts(value, ""):
        for lang in ("nl", "en"):
            if not text[lang].strip():
                yield path, record, f"A text is empty in {lang}.", "Write it in both languages."
        if name != "title" and text["nl"] == text["en"] and len(text["nl"].split()) >= ALIKE_WORDS:
            yield path, record, f"{text['nl'][:40]!r} is the same in Dutch and English.", "Translate it."


def _texts(value: Any, name: str) -> Iterator[tuple[dict[str, str], str]]:
    """Every text with the name of its field."""
    if isinstance(value, dict) and set(value) == {"nl", "en"}:
        yield value, name
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each, name)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name), each.name)
