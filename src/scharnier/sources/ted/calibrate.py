"""Fit how confident the classifier may be. `python -m scharnier.sources.ted.calibrate --from <reference data>`

Labelled ledger categories of the development set and notice titles (right if the industry is among those of the CPV
code) together: categories are short and plain, titles long and odd, so that length and understanding get their weight.
The learned table is trained anew without the half of the notices it then judges, or it would agree with what it knows.
"""

import argparse
import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scharnier.codes.build import describe_input
from scharnier.codes.classify.classifier import Classifier
from scharnier.codes.classify.confidence import calc_learned_signs, calc_rule_signs
from scharnier.codes.classify.learned import Learned
from scharnier.codes.concordance import load_concordance
from scharnier.codes.manifest import Manifest, render_manifest
from scharnier.kernel.content import content_path
from scharnier.sources.ted.notices import Title, read_titles
from scharnier.sources.ted.parse import NOTICES, list_base_documents, list_title_documents
from scharnier.sources.ted.train import train

CATEGORIES = "classification/categories_dev.jsonl"
LEAST_SHARE = 0.2  # an industry counts as right for a title if the concordance gives it a fifth of the CPV code
RIDGE = 1.0  # pull of every weight towards nought, in observations
STEPS = 50


@dataclass(frozen=True)
class Case:
    """A text, the industries that are right for it (none if only "unknown" is), and where it is from."""

    text: str
    right: frozenset[str]
    source: str


@dataclass(frozen=True)
class Observation:
    """The signs of an answer, whether it is right, and the body or publisher of its text."""

    signs: dict[str, float]
    right: bool
    source: str


def list_categories(shared: Path) -> Iterator[Case]:
    """The labelled ledger categories."""
    for line in (shared / CATEGORIES).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Case(row["text"], frozenset(row["wiod35"]), row["source"])


def list_title_cases(titles: Iterable[Title], source: str) -> Iterator[Case]:
    """Notice titles as cases."""
    concordance = load_concordance("cpv")
    for title in titles:
        right = frozenset(code for code, share in concordance.map(title.cpv) if share >= LEAST_SHARE)
        yield Case(title.text, right, source)


def calc_half(title: Title) -> int:
    """0 or 1 by the number of the notice, so that all titles of a notice are in the same half."""
    return int(hashlib.sha256(title.notice.encode()).hexdigest(), 16) % 2


def list_observations(shared: Path) -> list[Observation]:
    """What the classifier says of each case, with a learned table that has not seen its title."""
    base, titles = list_base_documents(shared), list(read_titles(shared / NOTICES))
    found: list[Observation | None] = []
    for half in (0, 1):
        seen = list_title_documents(title for title in titles if calc_half(title) != half)
        classifier = Classifier(learned=Learned([list(row) for row in train([*base, *seen])]))
        cases = [*list_title_cases((t for t in titles if calc_half(t) == half), "ted")]
        cases += [case for number, case in enumerate(list_categories(shared)) if number % 2 == half]
        found += [calc_observation(classifier, case) for case in cases]
    return [one for one in found if one]


def calc_observation(classifier: Classifier, case: Case) -> Observation | None:
    """The signs of the answer to a case and whether it is right; None where nothing is answered at any confidence."""
    _, reading, ranked, guess = classifier.read(case.text)
    if ranked:
        return Observation(calc_rule_signs(reading, ranked, guess), ranked[0][0] in case.right, case.source)
    if guess.industries:
        return Observation(calc_learned_signs(reading, guess), guess.industries[0][0] in case.right, case.source)
    return None


def fit(observations: list[Observation]) -> dict[str, float]:
    """Ridge logistic regression by Newton's method; the two kinds of answer share no sign and are fitted together."""
    names = list(dict.fromkeys(name for one in observations for name in one.signs))
    x: NDArray[np.float64] = np.array([[one.signs.get(name, 0.0) for name in names] for one in observations])
    y: NDArray[np.float64] = np.array([float(one.right) for one in observations])
    weights: NDArray[np.float64] = np.zeros(len(names))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chances) - RIDGE * weights
        bend = (x * (chances * (1 - chances))[:, None]).T @ x + RIDGE * np.eye(len(names))
        weights += np.linalg.solve(bend, slope)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def render(weights: dict[str, float]) -> str:
    """The fitted weights as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("sign", "weight"))
    writer.writerows(weights.items())
    return out.getvalue()


def describe(shared: Path, content: str, weights: int) -> Manifest:
    """What is known about the fitted weights."""
    return Manifest(
        id="classifier-confidence",
        title="How much each sign says about whether an answer of the classifier is right",
        publisher="Scharnier",
        url="https://ted.europa.eu",
        edition="2026.11",
        licence="CC-BY-4.0",
        attribution="Fitted on labelled ledger categories (OGL v3, CC0) and on titles of Tenders Electronic Daily, "
        "© European Union, CC BY 4.0; no text of either is in the table.",
        retrieved_on=date(2026, 11, 20),
        output="learned/confidence.csv",
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        rows=weights,
        method="Ridge logistic regression; titles are judged by a learned table that had not seen them.",
        confidence="own proposal",
        inputs=(
            describe_input(
                shared, CATEGORIES, "Scharnier", "labelled ledger categories, development part", "OGL v3, CC0"
            ),
            describe_input(shared, NOTICES, "Publications Office of the European Union", "TED notices", "CC-BY-4.0"),
        ),
    )


def main() -> None:
    """Fit on the reference data and write the weights into the content folder."""
    options = argparse.ArgumentParser(description="Fit the confidence of the text classifier.")
    options.add_argument("--from", dest="shared", type=Path, required=True, help="folder with the reference data")
    shared: Path = options.parse_args().shared
    weights = fit(list_observations(shared))
    content = render(weights)
    folder = content_path("codes/learned")
    (folder / "confidence.csv").write_text(content, encoding="utf-8")
    (folder / "confidence.yaml").write_text(render_manifest(describe(shared, content, len(weights))), encoding="utf-8")


if __name__ == "__main__":
    main()
