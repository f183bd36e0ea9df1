"""What the law files refer to and is not there, with the line."""

from collections.abc import Collection, Iterator

from scharnier.norms.finding import Finding
from scharnier.norms.law_load import LawShelf
from scharnier.norms.law_records import Law
from scharnier.norms.marked_yaml import Path

Loose = tuple[Path, str, str, str]  # where in the file, the record, the key, and the id that is not there


def find_dangling_law(shelf: LawShelf, norms: Collection[str], sources: Collection[str]) -> Iterator[Finding]:
    """Sources, actions and subjects (`about`) that do not exist."""
    for law in shelf.laws.values():
        name, marked = shelf.origins[law.id]
        for path, record, key, id in _references(law, shelf):
            if id not in (sources if key == "source" else norms):
                where = f"line {marked.line((*path, key))}, {record}"
                what = f"{key} {id!r} does not exist."
                yield Finding(name, where, what, "Correct the id or add what it refers to.")


def _references(law: Law, shelf: LawShelf) -> Iterator[Loose]:
    head = next(norm for norm in shelf.norms if norm.id == law.id)
    yield ("law",), law.id, "source", head.source
    for number, text in enumerate(law.versions):
        yield ("versions", number), text.id, "source", text.source
    for number, provision in enumerate(law.provisions.values()):
        for index, wording in enumerate(provision.wordings):
            yield ("provisions", number, "versions", index), provision.id, "source", wording.source
        for index, ask in enumerate(provision.asks):
            yield ("provisions", number, "asks", index), provision.id, "action", ask.action
    for number, parameter in enumerate(law.parameters.values()):
        for index, value in enumerate(parameter.values):
            yield ("parameters", number, "values", index), f"{law.id}#{parameter.id}", "source", value.source
    for number, gap in enumerate(law.gaps):
        yield ("gaps", number), gap.id, "about", gap.about
    for number, event in enumerate(event for event in shelf.events if event.law == law.id):
        yield ("events", number), event.id, "source", event.source
    for number, check in enumerate(c for c in shelf.checks if c.about.partition(":")[0] == law.id):
        yield ("checks", number), check.id, "about", check.about
