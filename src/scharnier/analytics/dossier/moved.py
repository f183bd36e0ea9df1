"""What moved between two assessments, and why, in plain words.

The order has a definition (`risk.ranking.sort_key`), so why a risk moved can be worked out: put one fact of it back to
what it was and see where it would stand now. What its own facts do not explain, other risks do.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scharnier.analytics.assessment import Assessment, Risk
from scharnier.analytics.texts import money, number
from scharnier.diligence.rules.judging import say
from scharnier.risk.ranking import sort_key

WORDS = "atlas"
"""The file of its sentences, in `data/vocabulary/dossier`."""
Key = tuple[int, int, int, int, float, int]
SMALLEST = 0.01
"""A change in money below one in a hundred is not told."""


@dataclass(frozen=True, slots=True)
class Move:
    """How one risk moved: its rank in either assessment (None: not listed), and why, one sentence each."""

    risk: str
    name: str
    before: int | None
    after: int | None
    kind: Literal["up", "down", "same", "new", "gone"]
    headline: str
    because: tuple[str, ...]


def explain_moves(before: Assessment, after: Assessment, wanted: Iterable[str], lang: str) -> list[Move]:
    """How these risks (ids such as `child_labour:IND/c4`) moved; a risk in neither assessment is left out."""
    old = {risk.id: risk for risk in before.risks}
    new = {risk.id: risk for risk in after.risks}
    keys = sorted(_key(after, risk) for risk in after.risks)
    moves = []
    for id in wanted:
        was, now = old.get(id), new.get(id)
        if was is not None or now is not None:
            moves.append(_move(before, after, was, now, keys, lang))
    return moves


def _move(
    before: Assessment, after: Assessment, was: Risk | None, now: Risk | None, keys: Sequence[Key], lang: str
) -> Move:
    if now is None and was is not None:
        name = _name(before, was)
        headline = say(WORDS, "gone", lang, name=name, before=was.rank)
        why = (say(WORDS, "not_bought", lang), *_releases(before, after, lang))
        return Move(was.id, name, was.rank, None, "gone", headline, why)
    if now is None:
        raise ValueError("a risk in neither assessment")
    name = _name(after, now)
    if was is None:
        headline = say(WORDS, "new", lang, name=name, after=now.rank)
        why = (say(WORDS, "not_before", lang), *_releases(before, after, lang))
        return Move(now.id, name, None, now.rank, "new", headline, why)
    kind: Literal["up", "down", "same"] = "same" if was.rank == now.rank else "up" if now.rank < was.rank else "down"
    headline = say(WORDS, kind, lang, name=name, before=was.rank, after=now.rank)
    own = list(_own_facts(before, after, was, now, keys, lang))
    # Where it would stand now with all its own facts as they were: the rest of the way others made.
    stayed = _rank_with((*_key(before, was)[:-1], now.rank), _key(after, now), keys)
    others = []
    if stayed != was.rank:
        key = "others_up" if stayed < was.rank else "others_down"
        others.append(say(WORDS, key, lang, count=abs(stayed - was.rank)))
    own = own or list(_releases(before, after, lang)) if kind != "same" or own else []
    return Move(now.id, name, was.rank, now.rank, kind, headline, (*own, *others))


def _own_facts(
    before: Assessment, after: Assessment, was: Risk, now: Risk, keys: Sequence[Key], lang: str
) -> Iterator[str]:
    """What changed in the risk itself, each with where it would stand without that change."""
    key = _key(after, now)

    def without(**facts: float | bool | str) -> str:
        rank = _rank_with(_key(after, now, **facts), key, keys)
        return f" {say(WORDS, 'without', lang, rank=rank)}" if rank != now.rank else ""

    if was.severity.level != now.severity.level:
        told = say(WORDS, "severity", lang, before=was.severity.level, after=now.severity.level)
        yield told + without(severity=was.severity.level)
    if was.likelihood.level != now.likelihood.level:
        told = say(WORDS, "likelihood", lang, before=was.likelihood.level, after=now.likelihood.level)
        told += without(likelihood=was.likelihood.level, band=was.band)
        yield " ".join([told, *_sources(before, after, was, now, lang)])
    first_before, first_now = was.theme in before.settings.priority_first, now.theme in after.settings.priority_first
    if first_before != first_now:
        yield say(WORDS, "first_now" if first_now else "first_before", lang) + without(first=first_before)
    yield from _money(before, after, was, now, without, lang)


def _money(before: Assessment, after: Assessment, was: Risk, now: Risk, without: object, lang: str) -> Iterator[str]:
    old, new = was.exposure.amount, now.exposure.amount
    one, other = before.input.currency, after.input.currency
    if one != other:
        yield say(WORDS, "currency", lang, before=one, after=other)
        return
    if abs(new - old) <= SMALLEST * abs(old):
        return
    key = "money_more" if new > old else "money_less"
    change = number(abs(new - old) / old * 100, lang) if old else "∞"
    told = say(WORDS, key, lang, before=money(old, one, lang), after=money(new, other, lang), change=change)
    yield told + (without(exposure=old) if callable(without) else "")


def _sources(before: Assessment, after: Assessment, was: Risk, now: Risk, lang: str) -> Iterator[str]:
    """Which data sets came and went behind the likelihood."""
    old, new = _datasets(before, was), _datasets(after, now)
    came, went = [name for name in new if name not in old], [name for name in old if name not in new]
    if len(came) == len(went) == 1:
        yield say(WORDS, "replaced", lang, before=went[0], after=came[0])
        return
    if came:
        yield say(WORDS, "came", lang, names=", ".join(came))
    if went:
        yield say(WORDS, "went", lang, names=", ".join(went))


def _datasets(assessment: Assessment, risk: Risk) -> list[str]:
    """Titles and years of the data sets that a likelihood rests on."""
    records = [assessment.evidence[id] for id in risk.likelihood.evidence if id in assessment.evidence]
    sets = [assessment.datasets[record.dataset] for record in records if record.dataset in assessment.datasets]
    return list(dict.fromkeys(f"{one.title} ({one.year})" for one in sets))


def _releases(before: Assessment, after: Assessment, lang: str) -> Iterator[str]:
    """What changed in the model and the evidence as a whole."""
    for key in ("chain", "risk"):
        one, other = getattr(before.releases, key), getattr(after.releases, key)
        if one != other:
            yield say(WORDS, "model" if key == "chain" else "release", lang, before=one, after=other)


def _key(assessment: Assessment, risk: Risk, **facts: float | bool | str) -> Key:
    """Where a risk sorts, with some facts of it replaced; what is equal in all stays in the order it has."""
    key = sort_key(
        facts.get("band", risk.band),  # type: ignore[arg-type]
        int(facts.get("severity", risk.severity.level)),
        int(facts.get("likelihood", risk.likelihood.level)),
        float(facts.get("exposure", risk.exposure.amount)),
        bool(facts.get("first", risk.theme in assessment.settings.priority_first)),
    )
    return (*key, risk.rank)


def _rank_with(key: Key, own: Key, keys: Sequence[Key]) -> int:
    """The rank under a key among the others: all `keys` (sorted) but its own."""
    return bisect_left(keys, key) + 1 - (1 if own < key else 0)


def _name(assessment: Assessment, risk: Risk) -> str:
    theme = assessment.themes.get(risk.theme, risk.theme)
    place = assessment.places.get(risk.origin.country, risk.origin.country)
    return f"{theme}, {place} ({assessment.sectors.get(risk.origin.sector, risk.origin.sector)})"
