"""A fact less never helps, over all rules at once: on dossiers drawn at random, and on the examples that ship.

A fact less: a value left out, or a record of support taken away, with or without the references to it. Taking away what
tells against oneself (a *no*, a talk that disagrees, a reading that falls short) is another history; the log shows it.
"""

import random
from collections.abc import Iterator, Mapping
from itertools import chain

import pytest
from hypothesis import given, settings

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.read import load_dossier
from scharnier.diligence.dossier.view import without
from scharnier.diligence.rules.check import FAVOURABLE, ORDER, check
from scharnier.kernel.content import content_path
from scharnier.kernel.outcome import Verdict
from scharnier.norms import load_library

from .drawn import ON, SEEDS, draw
from .test_fact_less import SUPPORT, is_bad_news, lessened

LIBRARY = load_library()
TRIED = 20


def _verdicts(dossier: Dossier) -> tuple[Mapping[tuple[str, str], Verdict], frozenset[str]]:
    judgement = check(dossier, ON, LIBRARY)
    found = {(one.rule, one.subject): one.outcome.verdict for one in judgement.rulings}
    return found, frozenset(judgement.closable)


def _less(dossier: Dossier) -> Iterator[tuple[str, Dossier]]:
    """Every dossier with one fact less."""
    history = set(_list_history(dossier))
    pruned = (
        (f"{kind}/{id} and references", without(dossier, {(kind, id)}))
        for kind in SUPPORT
        for id, record in dossier.all(kind).items()
        if not is_bad_news(record)
    )
    return (one for one in chain(lessened(dossier), pruned) if one[0] not in history)


def _list_history(dossier: Dossier) -> Iterator[str]:
    """What stands for more than support, so that without it more seems in order than is.

    One of several remedies: the others seem all that was owed. A decision on what comes first or on a relationship: an
    earlier one seems to stand, or none. A measure that an indicator measures: what was read is gone too. That an impact
    is about a relationship: then nothing is owed there. And where a relationship stands in the chain: then another duty
    is owed there.
    """
    for id, remedy in dossier.remedies.items():
        if any(len(dossier.of_impact("remedies", impact)) > 1 for impact in remedy.impacts):
            yield from (f"remedies/{id}", f"remedies/{id} and references")
    for id, decision in dossier.decisions.items():
        if decision.kind in ("priority", "relation"):
            yield from (f"decisions/{id}", f"decisions/{id} and references")
            yield from (f"decisions/{id}.{[name]}" for name in ("impacts", "relationships"))
    for id in {measure for indicator in dossier.indicators.values() for measure in indicator.measures}:
        yield from (f"measures/{id}", f"measures/{id} and references")
    yield from (f"relationships/{id}.{['tier']}" for id in dossier.relationships)
    yield from (f"impacts/{id}.{[name]}" for id in dossier.impacts for name in ("relationships", "sites"))


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


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_a_fact_less_helps_no_verdict_of_a_drawn_dossier(seed: int) -> None:
    _assert_no_better(draw(seed), TRIED, random.Random(seed))


@pytest.mark.parametrize("name", ["workwear-nl", "municipality-nl", "investor-nl"])
def test_a_fact_less_helps_no_verdict_of_an_example(name: str) -> None:
    whole = load_dossier(content_path(f"demo/dossiers/{name}"), ON)
    _assert_no_better(whole, 80, random.Random(name))


def test_drawn_dossiers_reach_every_verdict() -> None:
    """A property on dossiers of which all is unknown would say nothing."""
    seen: set[tuple[str, Verdict]] = set()
    closable: set[str] = set()
    for seed in range(40):
        verdicts, closed = _verdicts(draw(seed))
        closable |= closed
        seen |= {(rule.partition("/")[0], verdict) for (rule, _), verdict in verdicts.items()}
    assert closable
    for rule in ORDER:
        assert {Verdict.MET, Verdict.UNKNOWN} <= {verdict for one, verdict in seen if one == rule}, rule
