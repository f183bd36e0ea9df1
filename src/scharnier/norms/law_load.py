"""Load law files in two phases: shape, then dates and references. Faults come back with file, line and remedy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from scharnier.kernel.provenance import Confidence
from scharnier.norms.content_yaml import parse_content
from scharnier.norms.finding import Finding
from scharnier.norms.law_records import Ask, Check, Event, Gap, Law, Parameter, Provision, TextVersion, Value, Wording
from scharnier.norms.law_shapes import (
    AskShape,
    Head,
    Known,
    LawFile,
    ParameterShape,
    ProvisionShape,
    ValueShape,
    WordingShape,
    Words,
)
from scharnier.norms.marked_yaml import Marked
from scharnier.norms.records import Link, Norm, Text
from scharnier.norms.rough_date import RoughDate

ACTION = "oecd-ddg-2018:"


@dataclass
class LawShelf:
    """All laws as records; `norms` and `links` are how they appear in the Library; `findings` what is wrong.

    `origins` holds the file name of each law and the file as read, for the lines of what a lint finds.
    """

    laws: dict[str, Law] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    norms: list[Norm] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    origins: dict[str, tuple[str, Marked]] = field(default_factory=dict)


def load_laws(folder: Path) -> LawShelf:
    """Every `*.yaml` of a folder. Never raises for what is in a file: see `findings`."""
    shelf = LawShelf()
    for path in sorted(folder.glob("*.yaml")):
        parsed = parse_content(path, LawFile, shelf.findings)
        if parsed is not None:
            file, marked = parsed
            _place(file, path.name, shelf, marked)
            shelf.origins.setdefault(file.law.id, (path.name, marked))
    return shelf


def _place(file: LawFile, name: str, shelf: LawShelf, marked: Marked) -> None:
    head = file.law
    if head.id in shelf.laws:
        shelf.findings.append(Finding(name, head.id, "This law is in another file too.", "Keep one file a law."))
        return
    provisions = {f"{head.id}:{p.id}": _provision(head, p) for p in file.provisions}
    parameters = {p.id: _parameter(head, p) for p in file.parameters}
    law = Law(
        id=head.id,
        name=head.name,
        level=head.level,
        form=head.form,
        title=_text(head.title),
        celex=head.celex,
        eli=head.eli,
        versions=tuple(
            TextVersion(v.id, v.status, _text(v.title), v.valid_from, v.valid_to, *_known(head, v)[:2])
            for v in file.versions
        ),
        provisions=provisions,
        parameters=parameters,
        gaps=tuple(
            Gap(g.id, _about(head, g.about), _text(g.what), _text(g.settle), g.last_looked_on or head.checked_on)
            for g in file.gaps
        ),
        began=head.began,
    )
    for fault in _find_faults(file, name, law):
        line = f"line {_line(file, marked, fault.record)}, {fault.record}"
        shelf.findings.append(Finding(fault.file, line, fault.what, fault.remedy))
    shelf.laws[law.id] = law
    shelf.events += [
        Event(e.id, law.id, e.act, e.on, e.kind, _text(e.title), *_known(head, e)[:2]) for e in file.events
    ]
    shelf.checks += [Check(c.id, _about(head, c.about), c.on, c.every, c.until, _text(c.what)) for c in file.checks]
    shelf.norms += _norms(head, law)
    shelf.links += [link for p in provisions.values() for link in _links(p, head)]


def _provision(head: Head, shape: ProvisionShape) -> Provision:
    id = f"{head.id}:{shape.id}"
    dated = zip(shape.versions, _ends(shape.versions), strict=True)
    wordings = tuple(_wording(head, wording, end) for wording, end in dated)
    asks = tuple(_ask(id, ask) for ask in shape.asks)
    no_step = _text(shape.no_step) if shape.no_step else None
    return Provision(id, head.id, shape.kind, _text(shape.title), wordings, asks, no_step)


def _wording(head: Head, shape: WordingShape, end: date | None) -> Wording:
    confidence, source, checked = _known(head, shape)
    change = _text(shape.change) if shape.change else None
    gist, older = _text(shape.gist), shape.older_unrecorded
    return Wording(shape.valid_from, end, gist, change, shape.deleted, confidence, source, checked, older)


def _ask(duty: str, shape: AskShape) -> Ask:
    return Ask(
        duty,
        ACTION + shape.action,
        shape.relation,
        _text(shape.reason),
        _text(shape.beyond) if shape.beyond else None,
        _text(shape.leaves_out) if shape.leaves_out else None,
        # Placing a duty next to an action is our own judgement, whatever the duty itself rests on.
        shape.confidence or Confidence.UNVERIFIED,
        shape.valid_from,
        shape.valid_to,
    )


def _parameter(head: Head, shape: ParameterShape) -> Parameter:
    values = tuple(_value(head, v, end) for v, end in zip(shape.values, _ends(shape.values), strict=True))
    return Parameter(shape.id, head.id, _text(shape.title), shape.unit, f"{head.id}:{shape.provision}", values)


def _value(head: Head, shape: ValueShape, end: date | None) -> Value:
    return Value(shape.valid_from, end, shape.value, *_known(head, shape), shape.older_unrecorded)


Dated = TypeVar("Dated", WordingShape, ValueShape)


def _ends(shapes: Sequence[Dated]) -> list[date | None]:
    """The last day of each: as written, else the day before the next begins, else open."""
    following: list[date | None] = [shape.valid_from - timedelta(days=1) for shape in shapes[1:]]
    return [shape.valid_to or end for shape, end in zip(shapes, [*following, None], strict=True)]


def _norms(head: Head, law: Law) -> Iterator[Norm]:
    """The act and its provisions as norms: the latest wording, with the dates of the whole."""
    texts = [version for version in law.versions if version.status == "law"]
    first = min((v.valid_from for v in texts), default=None)
    last = (
        None if any(v.valid_to is None for v in texts) else max((v.valid_to for v in texts if v.valid_to), default=None)
    )
    applies = law.parameters.get("applies_from")
    starts = applies.values[-1].amount if applies else None
    yield Norm(
        id=law.id,
        kind="law",
        parent=None,
        title=law.title,
        gist=_text(head.gist),
        confidence=head.confidence,
        source=head.source,
        adopted=None,
        valid_from=head.began or _rough(first),
        valid_to=_rough(last),
        applies_from=_rough(starts) if isinstance(starts, date) else None,
        dates_confidence=texts[0].confidence if texts else head.confidence,  # that of valid_from
        text_version=head.celex,
        checked_on=head.checked_on,
        proposal=not texts,
    )
    for provision in law.provisions.values():
        latest = provision.wordings[-1]
        own = _own_start(law, provision.id) or starts
        yield Norm(
            id=provision.id,
            kind=provision.kind,
            parent=law.id,
            title=provision.title,
            gist=latest.gist,
            confidence=latest.confidence,
            source=latest.source,
            adopted=None,
            valid_from=_rough(provision.wordings[0].valid_from),
            valid_to=_rough(latest.valid_from - timedelta(days=1)) if latest.deleted else _rough(latest.valid_to),
            applies_from=_rough(own) if isinstance(own, date) and provision.kind == "duty" else None,
            dates_confidence=latest.confidence,
            text_version=head.celex,
            checked_on=latest.checked_on,
            proposal=not texts,
        )


def _own_start(law: Law, provision: str) -> float | date | None:
    """The day a duty starts by itself, apart from the law (the battery passport): its own parameter `…_from`."""
    dates = (p for p in law.parameters.values() if p.unit == "date" and p.id.endswith("_from"))
    return next((p.values[-1].amount for p in dates if p.provision == provision), None)


def _links(provision: Provision, head: Head) -> Iterator[Link]:
    """How a duty stands to the OECD actions on the day the file was checked; what was or comes later stays with it."""
    for ask in provision.asks:
        if not ask.holds(head.checked_on) and any(
            other.action == ask.action and other.holds(head.checked_on) for other in provision.asks
        ):
            continue
        own = "OWN" if ask.confidence is Confidence.UNVERIFIED else head.source
        since = _rough(ask.valid_from)
        yield Link(ask.duty, ask.action, ask.relation, ask.reason, ask.confidence, own, (), since)


def _find_faults(file: LawFile, name: str, law: Law) -> Iterator[Finding]:
    for what, ids in (
        ("provision", [p.id for p in file.provisions]),
        ("parameter", [p.id for p in file.parameters]),
        ("version", [v.id for v in file.versions]),
        ("event", [e.id for e in file.events]),
        ("gap", [g.id for g in file.gaps]),
    ):
        for id in _doubles(ids):
            yield Finding(name, id, f"This {what} is there more than once.", "Keep one.")
    for parameter in law.parameters.values():
        if parameter.provision not in law.provisions:
            remedy = "Add the provision or correct the id."
            yield Finding(name, parameter.id, f"Its provision {parameter.provision!r} does not exist.", remedy)
        yield from _find_overlaps(name, parameter.id, [(v.valid_from, v.valid_to) for v in parameter.values])
    for provision in law.provisions.values():
        yield from _find_overlaps(name, provision.id, [(w.valid_from, w.valid_to) for w in provision.wordings])
    laws = [(v.valid_from, v.valid_to) for v in law.versions if v.status == "law"]
    yield from _find_overlaps(name, law.id, laws)


def _line(file: LawFile, marked: Marked, record: str) -> int:
    """The last line on which something with this id begins: of two with one id the second is the fault."""
    parts = ("provisions", "parameters", "versions", "events", "gaps")
    id = record.removeprefix(f"{file.law.id}:")
    found = [(part, n) for part in parts for n, each in enumerate(getattr(file, part)) if each.id == id]
    return marked.line(found[-1] if found else ("law",))


def _find_overlaps(name: str, id: str, spans: Sequence[tuple[date, date | None]]) -> Iterator[Finding]:
    remedy = "Write them in order of time and let one end before the next begins."
    for start, end in spans:
        if end is not None and end < start:
            yield Finding(name, id, f"It ends on {end}, before it begins on {start}.", "Correct one of the two.")
    for (_, end), (start, _) in pairwise(spans):
        if end is None or end >= start:
            yield Finding(name, id, f"Two texts are valid on {start}.", remedy)


def _doubles(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            yield id
        seen.add(id)


def _about(head: Head, part: str) -> str:
    return f"{head.id}:{part}" if part else head.id


def _known(head: Head, shape: Known) -> tuple[Confidence, str, date]:
    return shape.confidence or head.confidence, shape.source or head.source, shape.checked_on or head.checked_on


def _text(words: Words) -> Text:
    return {"nl": words.nl, "en": words.en}


def _rough(day: date | None) -> RoughDate | None:
    return RoughDate(day, day, day.isoformat()) if day else None
