"""Categories of bodies nobody had looked at: labelled and committed before the classifier was first run on them.

What was measured then stands in docs/method/classification.md. Since then their mistakes have been mended, so these
floors catch what breaks; they say nothing about the next body.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from scharnier.codes.classify import load_classifier

sys.path.insert(0, str(Path(__file__).parent))
from labelled import Labelled, calc_score

FILES = ("labelled_blind.jsonl", "labelled_blind_second.jsonl", "labelled_blind_third.jsonl")


def read_blind(name: str) -> list[Labelled]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [
        Labelled(
            row["text"],
            row["lang"],
            row["source"],
            tuple(row["wiod35"]),
            tuple(row["cpv2"]),
            "must" if row["unknown_required"] else "ok" if row["unknown_ok"] else "",
        )
        for row in map(json.loads, lines)
    ]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_blind_sets_stay_above_the_target(lang: str) -> None:
    cases = [case for name in FILES for case in read_blind(name) if case.lang == lang]
    score = calc_score(cases, load_classifier().classify([case.text for case in cases]))
    assert score.right >= 0.88
    assert score.answered >= 0.85
    assert score.kept >= 0.8
    assert score.cpv >= 0.75


@pytest.mark.parametrize("name", FILES)
def test_labels_follow_their_own_rules(name: str) -> None:
    cases = read_blind(name)
    assert len({(case.lang, case.text) for case in cases}) == len(cases)
    for case in cases:
        assert (case.unknown == "must") == (not case.wiod35), case.text
        assert bool(case.wiod35) == bool(case.cpv2), case.text


def test_stated_confidence_is_kept_on_short_categories() -> None:
    """In each band the answers are right at least about as often as stated (five points for chance)."""
    cases = [case for name in FILES for case in read_blind(name)]
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case, one in zip(cases, load_classifier().classify([case.text for case in cases]), strict=True):
        if one.code and case.wiod35:
            bands[int(one.confidence * 5)].append((one.confidence, one.code in case.wiod35))
    for band in bands.values():
        if len(band) >= 20:
            stated = sum(confidence for confidence, _ in band) / len(band)
            assert sum(right for _, right in band) / len(band) >= stated - 0.05
