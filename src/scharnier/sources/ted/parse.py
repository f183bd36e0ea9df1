"""Notice titles, CPV labels and our keywords → the learned table.

Run as `python -m scharnier.sources.ted.parse --from <reference data>`.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from scharnier.codes.build import build_table, describe_input, run
from scharnier.codes.classify.concepts import load_concepts
from scharnier.codes.classify.learned import COLUMNS, TABLE
from scharnier.codes.concordance import load_concordance
from scharnier.codes.manifest import Manifest
from scharnier.sources.ted.notices import Title, read_titles
from scharnier.sources.ted.train import Document, train

NOTICES = "procurement/ted_xml_2014_2022_dev.tar.xz"
LABELS = "classifications/cpv_2008_nl_en.csv"
TITLE_WEIGHT = 3.0  # a title is how buyers write, a label how the vocabulary does


def calc_labels(cpv: str) -> tuple[tuple[str, float], ...]:
    """The labels `division|industry` of a CPV code with shares that sum to one; () if it goes to no industry."""
    return tuple((f"{cpv[:2]}|{industry}", weight) for industry, weight in load_concordance("cpv").map(cpv))


def list_label_documents(rows: Iterable[dict[str, str]]) -> Iterator[Document]:
    """The Dutch and English labels of the vocabulary."""
    for row in rows:
        labels = calc_labels(row["code"])
        if labels:
            yield from (Document(row[lang], labels) for lang in ("nl", "en"))


def list_title_documents(titles: Iterable[Title]) -> Iterator[Document]:
    """The titles of notices."""
    for title in titles:
        labels = calc_labels(title.cpv)
        if labels:
            yield Document(title.text, labels, TITLE_WEIGHT)


def list_keyword_documents() -> Iterator[Document]:
    """Our own keyword content: every term of a concept that stands for a division."""
    for concept in load_concepts():
        if concept.cpv and concept.role in ("thing", "act", "context"):
            labels = tuple((f"{concept.cpv[:2]}|{industry}", weight) for industry, weight in concept.weights)
            for terms in concept.terms.values():
                yield from (Document(term.translate(str.maketrans("", "", "*=~")), labels) for term in terms)


def list_base_documents(shared: Path) -> list[Document]:
    """The labels of the vocabulary and our keywords: all but the notices."""
    with (shared / LABELS).open(encoding="utf-8-sig", newline="") as lines:
        return [*list_label_documents(csv.DictReader(lines)), *list_keyword_documents()]


def build(shared: Path) -> dict[str, bytes]:
    """The learned table and its manifest by file name; `shared` is the folder with the reference data."""
    documents = [*list_base_documents(shared), *list_title_documents(read_titles(shared / NOTICES))]
    publisher = "Publications Office of the European Union"
    manifest = Manifest(
        id="learned-words",
        title="Words and what they stand for: CPV division and industry",
        publisher="Scharnier, derived from " + publisher,
        url="https://ted.europa.eu",
        edition="notices of 2014-2022, CPV 2008",
        licence="CC-BY-4.0",
        attribution="Contains data of Tenders Electronic Daily and the Common Procurement Vocabulary, "
        "© European Union, CC BY 4.0.",
        retrieved_on=date(2026, 11, 20),
        output=TABLE,
        sha256="",
        rows=0,
        method="Naive Bayes with shrinkage over words and 4- to 6-letter stretches, learned from the Dutch and English "
        "CPV labels, original Dutch and English titles of notices with their main CPV code, and our own keyword "
        "content; industries through our concordance from CPV. See docs/method/classification.md.",
        confidence="verified",
        inputs=(
            describe_input(shared, NOTICES, publisher, "TED notices 2014-2022, development part", "CC-BY-4.0"),
            describe_input(shared, LABELS, publisher, "CPV 2008 of eForms SDK 1.15.1", "CC-BY-4.0"),
        ),
        left_out=(
            "words and stretches in fewer than three texts, so that names of persons and firms do not ship",
            "titles in other languages than Dutch and English",
            "everything but title and main CPV code",
        ),
    )
    return build_table(manifest, COLUMNS, train(documents))


if __name__ == "__main__":
    run(build)
