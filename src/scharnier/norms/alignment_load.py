"""Load alignment files in two phases: shape, then references. Faults come back with file, line and remedy."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scharnier.kernel.provenance import Confidence
from scharnier.norms.alignment_records import Alignment, Deviation, Element, Fate, Judgement, Naming
from scharnier.norms.alignment_shapes import AlignmentFile, ElementShape, Head, Known, NamedShape
from scharnier.norms.content_yaml import parse_content
from scharnier.norms.finding import Finding
from scharnier.norms.law_records import Law
from scharnier.norms.law_shapes import Words
from scharnier.norms.records import Text


@dataclass
class AlignmentShelf:
    """All alignments by law id; `findings` is what is wrong with the shape of the files."""

    alignments: dict[str, Alignment] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def load_alignments(folder: Path) -> AlignmentShelf:
    """Every `*.yaml` of a folder, which may be absent. Never raises for what is in a file: see `findings`."""
    shelf = AlignmentShelf()
    for path in sorted(folder.glob("*.yaml")):
        parsed = parse_content(path, AlignmentFile, shelf.findings)
        if parsed is None:
            continue
        file, _ = parsed
        law = file.alignment.law
        if law in shelf.alignments:
            shelf.findings.append(Finding(path.name, law, "This law is in another file too.", "Keep one file a law."))
            continue
        shelf.findings += _find_doubles(file, path.name)
        shelf.alignments[law] = _place(file)
    return shelf


def find_dangling(
    shelf: AlignmentShelf, laws: Mapping[str, Law], norms: Collection[str], sources: Collection[str]
) -> Iterator[Finding]:
    """What an alignment refers to and is not there: law, text, provision, norm, source, element."""
    yield from shelf.findings
    for alignment in shelf.alignments.values():
        file = f"alignment of {alignment.law}"
        law = laws.get(alignment.law)
        if law is None:
            yield _dangling(file, alignment.law, "law", alignment.law)
            continue
        texts = {version.id for version in law.versions}
        for record, text, provisions, source in _references(alignment):
            if text and text not in texts:
                yield _dangling(file, record, "text", text)
            if source not in sources:
                yield _dangling(file, record, "source", source)
            for id in provisions:
                if id not in law.provisions:
                    yield _dangling(file, record, "provision", id)
        for element in alignment.elements.values():
            for id in element.standard:
                if id not in norms:
                    yield _dangling(file, element.id, "standard", id)
        for deviation in alignment.deviations:
            for id in deviation.standard:
                if id not in norms:
                    yield _dangling(file, deviation.id, "standard", id)
            for id in deviation.elements:
                if id not in alignment.elements:
                    yield _dangling(file, deviation.id, "element", id)


def _references(alignment: Alignment) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    for element in alignment.elements.values():
        for judgement in element.judgements.values():
            yield element.id, judgement.text, judgement.provisions, judgement.source
    for deviation in alignment.deviations:
        for fate in deviation.fates:
            yield deviation.id, fate.text, fate.provisions, fate.source
    if alignment.named_by:
        yield "named", "", (), alignment.named_by.source


def _dangling(file: str, record: str, what: str, id: str) -> Finding:
    return Finding(file, record, f"{what} {id!r} does not exist.", "Correct the id or add what it refers to.")


def _find_doubles(file: AlignmentFile, name: str) -> Iterator[Finding]:
    groups: list[tuple[str, list[str]]] = [("element", [element.id for element in file.elements])]
    groups += [(f"judgement of {element.id}", [j.text for j in element.judgements]) for element in file.elements]
    if file.named:
        groups.append(("deviation", [deviation.id for deviation in file.named.deviations]))
    for what, ids in groups:
        for id in dict.fromkeys(id for id in ids if ids.count(id) > 1):
            yield Finding(name, id, f"This {what} is there more than once.", "Keep one.")


def _place(file: AlignmentFile) -> Alignment:
    head, named = file.alignment, file.named
    return Alignment(
        law=head.law,
        note=_text(head.note),
        elements={element.id: _element(head, element) for element in file.elements},
        named_by=_naming(head, named) if named else None,
        deviations=tuple(_deviations(head, named)) if named else (),
        checked_on=head.checked_on,
    )


def _element(head: Head, shape: ElementShape) -> Element:
    judgements = {
        j.text: Judgement(
            text=j.text,
            relation=j.relation,
            size=j.size,
            size_from=j.size_from,
            says=_text(j.says),
            effect=_text(j.effect) if j.effect else None,
            provisions=_ids(head, j.provisions),
            confidence=j.confidence or head.confidence,
            source=j.source or head.source,
        )
        for j in shape.judgements
    }
    behaviour = _text(shape.behaviour) if shape.behaviour else None
    return Element(
        shape.id, shape.extra, _text(shape.title), tuple(shape.standard), _text(shape.asks), behaviour, judgements
    )


def _naming(head: Head, shape: NamedShape) -> Naming:
    return Naming(_text(shape.who), shape.on, shape.confidence or head.confidence, shape.source or head.source)


def _deviations(head: Head, named: NamedShape) -> Iterator[Deviation]:
    for shape in named.deviations:
        fates = tuple(
            Fate(fate.text, _text(fate.what), _ids(head, fate.provisions), *_known(head, fate)) for fate in shape.fates
        )
        yield Deviation(
            shape.id,
            _text(shape.title),
            tuple(shape.elements),
            tuple(shape.standard),
            fates,
            shape.verdict,
            _text(shape.verdict_words),
        )


def _known(head: Head, shape: Known) -> tuple[Confidence, str]:
    return shape.confidence or head.confidence, shape.source or head.source


def _ids(head: Head, parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{head.law}:{part}" for part in parts)


def _text(words: Words) -> Text:
    return {"nl": words.nl, "en": words.en}
