"""The whole Library as flat records, one for each thing that has an id: what both export formats are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scharnier.norms.alignment_records import Alignment
from scharnier.norms.law_records import Ask, Law, Parameter, Provision
from scharnier.norms.library import Library
from scharnier.norms.records import Link, Norm, Text
from scharnier.norms.rough_date import RoughDate


@dataclass(frozen=True)
class Record:
    """One thing of the Library. `sort` is what it is, `kind` a closer sort; what does not apply is empty or None.

    `about` is the id of what it is part of or about, with its sort; `target` that of what it points to.
    """

    sort: str
    id: str
    kind: str = ""
    about: str = ""
    about_sort: str = "norm"
    relation: str = ""
    target: str = ""
    title: Text | None = None
    text: Text | None = None
    note: Text | None = None
    beyond: Text | None = None
    leaves_out: Text | None = None
    value: float | date | None = None
    unit: str = ""
    adopted: RoughDate | None = None
    valid_from: RoughDate | date | None = None
    valid_to: RoughDate | date | None = None
    applies_from: RoughDate | None = None
    on: RoughDate | date | None = None
    every: str = ""
    confidence: str = ""
    source: str = ""
    checked_on: date | None = None
    number: str = ""  # CELEX number or version of the text
    url: str = ""


def list_records(library: Library) -> Iterator[Record]:
    """Every norm, theme, wording, figure, ask, link, event, gap, check, text and source, each once."""
    for norm in library.norms.values():
        yield _norm(norm, library.laws.get(norm.parent or norm.id))
    for theme in library.themes.values():
        yield Record("theme", theme.id, about=theme.group, about_sort="group", title=theme.title, text=theme.gist)
    for group in library.groups.values():
        yield Record("group", group.id, title=group.title, text=group.gist)
    for relation in library.relations.values():
        yield Record("relation", relation.id, title=relation.title, text=relation.gist)
    asked = set()
    for law in library.laws.values():
        yield from _law(law)
        asked |= {(ask.duty, ask.action, ask.relation) for p in law.provisions.values() for ask in p.asks}
    for link in library.links:
        if (link.source, link.target, link.relation) not in asked:  # those are there as asks, with more
            yield _link(link, "theme" if link.source in library.themes else "norm")
    for alignment in library.alignments.values():
        yield from _alignment(alignment)
    for event in library.events:
        yield Record(
            "event",
            event.id,
            event.kind,
            event.law,
            title=event.title,
            on=event.on,
            number=event.act,
            confidence=event.confidence,
            source=event.source,
        )
    for check in library.checks:
        yield Record(
            "check", check.id, about=check.about, text=check.what, on=check.on, every=check.every, valid_to=check.until
        )
    for gap in (*(gap for law in library.laws.values() for gap in law.gaps), *library.gaps):
        yield Record("gap", gap.id, about=gap.about, text=gap.what, note=gap.settle, checked_on=gap.last_looked_on)
    for source in library.references.values():
        title = {"nl": source.title, "en": source.title}
        year = str(source.year or "")
        yield Record("source", source.id, kind=source.publisher, title=title, number=year, url=source.url)


def _norm(norm: Norm, law: Law | None) -> Record:
    provision = law.provisions.get(norm.id) if law else None
    return Record(
        "norm",
        norm.id,
        norm.kind,
        norm.parent or "",
        title=norm.title,
        text=norm.gist,
        note=provision.no_step if provision else None,
        adopted=norm.adopted,
        valid_from=norm.valid_from,
        valid_to=norm.valid_to,
        applies_from=norm.applies_from,
        confidence=norm.confidence,
        source=norm.source,
        checked_on=norm.checked_on,
        number=norm.text_version,
        url=law.eli if law and law.id == norm.id else "",
    )


def _law(law: Law) -> Iterator[Record]:
    for text in law.versions:
        yield Record(
            "text",
            f"{law.id}@{text.id}",
            text.status,
            law.id,
            title=text.title,
            valid_from=text.valid_from,
            valid_to=text.valid_to,
            confidence=text.confidence,
            source=text.source,
        )
    for provision in law.provisions.values():
        yield from _wordings(provision)
        for ask in provision.asks:
            yield _ask(ask)
    for parameter in law.parameters.values():
        yield from _values(law, parameter)


def _wordings(provision: Provision) -> Iterator[Record]:
    for wording in provision.wordings:
        yield Record(
            "wording",
            f"{provision.id}@{wording.valid_from}",
            "deleted" if wording.deleted else "",
            provision.id,
            text=wording.gist,
            note=wording.change,
            valid_from=wording.valid_from,
            valid_to=wording.valid_to,
            confidence=wording.confidence,
            source=wording.source,
            checked_on=wording.checked_on,
        )


def _ask(ask: Ask) -> Record:
    since = f"@{ask.valid_from}" if ask.valid_from else ""
    return Record(
        "ask",
        f"{ask.duty}~{ask.action}{since}",
        about=ask.duty,
        relation=ask.relation,
        target=ask.action,
        text=ask.reason,
        beyond=ask.beyond,
        leaves_out=ask.leaves_out,
        valid_from=ask.valid_from,
        valid_to=ask.valid_to,
        confidence=ask.confidence,
    )


def _values(law: Law, parameter: Parameter) -> Iterator[Record]:
    whole = f"{law.id}#{parameter.id}"
    yield Record("parameter", whole, about=parameter.provision, title=parameter.title, unit=parameter.unit)
    for value in parameter.values:
        yield Record(
            "value",
            f"{whole}@{value.valid_from}",
            about=whole,
            about_sort="parameter",
            value=value.amount,
            unit=parameter.unit,
            valid_from=value.valid_from,
            valid_to=value.valid_to,
            confidence=value.confidence,
            source=value.source,
            checked_on=value.checked_on,
        )


def _alignment(alignment: Alignment) -> Iterator[Record]:
    for element in alignment.elements.values():
        whole = f"{alignment.law}!{element.id}"
        yield Record(
            "element",
            whole,
            about=alignment.law,
            title=element.title,
            text=element.asks,
            note=element.behaviour,
            checked_on=alignment.checked_on,
        )
        for judgement in element.judgements.values():
            yield Record(
                "judgement",
                f"{whole}@{judgement.text}",
                judgement.relation,
                whole,
                "element",
                text=judgement.says,
                note=judgement.effect,
                confidence=judgement.confidence,
                source=judgement.source,
            )


def _link(link: Link, sort: str) -> Record:
    return Record(
        "link",
        f"{link.source}~{link.relation}~{link.target}",
        about=link.source,
        about_sort=sort,
        relation=link.relation,
        target=link.target,
        text=link.reason,
        valid_from=link.valid_from,
        confidence=link.confidence,
        source=link.basis,
    )
