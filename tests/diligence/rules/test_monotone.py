"""A fact less never helps, over all rules at once: on dossiers drawn at random, and on the examples that ship.

A fact less: a value left out, or a record of support taken away, with or without the references to it. Taking away what
tells against oneself (a *no*, a talk that disagrees, a reading that falls short) is another history; the log shows it.
"""

import random
from collections.abc import Iterator, Mapping
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.dossier.view import without
from scharnier.diligence.rules.check import FAVOURABLE, check
from scharnier.kernel.content import content_path
from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library

from .drawn import ON, dossiers
from .test_fact_less import SUPPORT, is_bad_news, lessened

LIBRARY = load_library()
TRIED = 25


def _verdicts(dossier: Dossier) -> tuple[Mapping[tuple[str, str], Verdict], frozenset[str]]:
    judgement = check(dossier, ON, LIBRARY)
    found = {(one.rule, one.subject): one.outcome.verdict for one in judgement.rulings}
    return found, frozenset(judgement.closable)


def _less(dossier: Dossier) -> Iterator[tuple[str, Dossier]]:
    """Every dossier with one fact less."""
    pruned = (
        (f"{kind}/{id} and references", without(dossier, {(kind, id)}))
        for kind in SUPPORT
        for id, record in dossier.all(kind).items()
        if not is_bad_news(record)
    )
    return chain(lessened(dossier), pruned)


def _assert_no_better(whole: Dossier, some: int, rng: random.Random) -> None:
    before, closable = _verdicts(whole)
    less = list(_less(whole))
    for fact, dossier in rng.sample(less, min(some, len(less))):
        after, now_closable = _verdicts(dossier)
        better = [
            f"{place}: {before[place]} became {verdict}"
            for place, verdict in after.items()
            if verdict in FAVOURABLE and before.get(place, verdict) not in FAVOURABLE
        ]
        assert not better, f"without {fact}: {better}"
        assert now_closable <= closable, f"without {fact} one can be closed: {now_closable - closable}"


@settings(max_examples=25, deadline=None)
@given(dossiers(), st.integers(0, 2**32))
def test_a_fact_less_helps_no_verdict_of_a_drawn_dossier(whole: Dossier, seed: int) -> None:
    _assert_no_better(whole, TRIED, random.Random(seed))


@pytest.mark.parametrize("name", ["workwear-nl", "municipality-nl", "investor-nl"])
def test_a_fact_less_helps_no_verdict_of_an_example(name: str) -> None:
    whole = load_dossier(content_path(f"demo/dossiers/{name}"), ON)
    _assert_no_better(whole, 120, random.Random(name))


def test_drawn_dossiers_reach_every_verdict() -> None:
    """A property on dossiers of which all is unknown would say nothing."""
    strategy: st.SearchStrategy[Dossier] = dossiers()
    seen: set[tuple[str, Verdict]] = set()
    closable = 0

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(strategy)
    def draw(whole: Dossier) -> None:
        nonlocal closable
        verdicts, closed = _verdicts(whole)
        closable += len(closed)
        seen.update((rule.partition("/")[0], verdict) for (rule, _), verdict in verdicts.items())

    draw()
    assert closable
    for rule in {rule for rule, _ in seen}:
        assert {verdict for one, verdict in seen if one == rule} > {Verdict.MET}, rule
