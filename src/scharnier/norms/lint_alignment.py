"""What is wrong in a comparison of a law with the norm although its shape and references hold."""

from collections.abc import Iterable, Iterator

from scharnier.norms.alignment_records import Alignment
from scharnier.norms.finding import Finding
from scharnier.norms.lint_law import Fault, find_long, find_own, find_wordless


def lint_alignments(alignments: Iterable[Alignment]) -> Iterator[Finding]:
    """Everything wrong in the comparisons, element by element."""
    for alignment in alignments:
        for _, record, what, remedy in _faults(alignment):
            yield Finding(f"alignment of {alignment.law}", record, what, remedy)


def _faults(alignment: Alignment) -> Iterator[Fault]:
    for element in alignment.elements.values():
        yield from find_wordless(element, (), element.id)
        yield from find_long((), element.id, element.asks)
        for judgement in element.judgements.values():
            record = f"{element.id}, text {judgement.text}"
            yield from find_wordless(judgement, (), record)
            yield from find_long((), record, judgement.says)
            yield from find_own((), record, judgement.source, judgement.confidence)
    for deviation in alignment.deviations:
        yield from find_wordless(deviation, (), deviation.id)
        for fate in deviation.fates:
            yield from find_own((), f"{deviation.id}, text {fate.text}", fate.source, fate.confidence)
    if alignment.named_by:
        yield from find_own((), "named", alignment.named_by.source, alignment.named_by.confidence)
