"""The few actions that matter most now.

Every ruling that is not met or unknown asks for an action (`actions.yaml`); one action over several impacts is one.
The order has no score, only four questions, one after the other: are people harmed or in danger now; which impact
comes first; does it stand in the way of closing an impact; which step comes first. Method page:
docs/method/dossier/next_actions.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from scharnier.diligence.actions import NOT_MET, Effort, Kind, Kinds, load_kinds, name_fact, oecd_action
from scharnier.diligence.dangers import list_dangers
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.impact_order import order_impacts
from scharnier.diligence.rules.check import CLOSURE, FAVOURABLE, Judgement
from scharnier.diligence.rules.judging import DDG, WHOLE, Ruling, say
from scharnier.diligence.rules.names import call_record, name_item
from scharnier.kernel.memory import uncollected
from scharnier.kernel.outcome import Verdict
from scharnier.norms import Library

MODULE = "next_actions"
MOST_NAMED = 4


@dataclass(frozen=True)
class Change:
    """A ruling that an action would change, and the facts it would bring (empty where a *no* must become a *yes*)."""

    rule: str
    subject: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class NextAction:
    """One thing to do: in words, why, for which OECD action, with whom to speak, how long it takes (own proposal), on
    which impacts (first first), and what it would change. `place` says why it stands where it does."""

    kind: str
    action: str
    because: str
    place: str
    oecd: str
    provisions: tuple[str, ...]
    who: str
    effort: Effort
    impacts: tuple[str, ...]
    subjects: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass
class _Asked:
    """What asks for one action, gathered over all rulings."""

    kind: Kind
    impacts: dict[str, None] = field(default_factory=dict)
    subjects: dict[str, None] = field(default_factory=dict)
    items: dict[str, None] = field(default_factory=dict)
    rulings: list[Ruling] = field(default_factory=list)
    changes: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    provisions: dict[str, None] = field(default_factory=dict)
    blocks: bool = False

    @property
    def oecd(self) -> str:
        """The OECD action: that of the kind, else the earliest that asks for it."""
        plain = [oecd_action(one) for one in self.rulings if one.rule != CLOSURE]  # closing rests on all at once
        found = plain or [oecd_action(one) for one in self.rulings]
        return self.kind.action or min(filter(None, found), default="")


def find_next(judgement: Judgement, library: Library, lang: str = "en", most: int | None = None) -> list[NextAction]:
    """What to do first; all of it where `most` is left out."""
    with uncollected():
        ranks = {impact.id: number for number, impact in enumerate(_open_impacts(judgement), 1)}
        asked = _gather(judgement, ranks, load_kinds())
        ordered = sorted(asked, key=lambda one: _order(one, ranks))
    return [_tell(one, ranks, judgement, library, lang) for one in ordered[:most]]


def _open_impacts(judgement: Judgement) -> Iterator[Impact]:
    dossier = judgement.dossier
    return (impact for impact in order_impacts(dossier) if impact.id not in judgement.settled)


def _order(one: _Asked, ranks: Mapping[str, int]) -> tuple[object, ...]:
    """The four questions; then the order of the content, so that two runs agree."""
    first = min((ranks[id] for id in one.impacts), default=len(ranks) + 1)
    place = list(load_kinds().by_id).index(one.kind.id)
    return (not one.kind.danger, first, not one.blocks, one.oecd or "9", place)


def _gather(judgement: Judgement, ranks: Mapping[str, int], kinds: Kinds) -> Iterable[_Asked]:
    found: dict[tuple[str, str], _Asked] = {}
    answers: dict[tuple[str, str], Kind] = {}
    taken: dict[str, _Asked] = {}
    for danger in list_dangers(judgement.dossier, judgement.settled):
        kind = kinds.by_id[danger.kind]
        one = found.setdefault((kind.id, ""), _Asked(kind))
        one.subjects[danger.subject] = None
        one.impacts |= dict.fromkeys(id for id in danger.impacts if id in ranks)
        one.provisions |= dict.fromkeys(danger.provisions)
        taken[danger.subject] = one
    torn = frozenset(judgement.torn)
    if torn:
        found["settle_versions", ""] = _torn(judgement, ranks, kinds)
    if ready := [id for id in judgement.closable if id not in judgement.closed]:
        found["close_impact", ""] = _Asked(kinds.by_id["close_impact"], impacts=dict.fromkeys(ready))
    for ruling in _leaves(judgement):
        facts = ruling.outcome.lacked or (None,)
        answered = [(fact, _kind(kinds, answers, ruling.rule, fact)) for fact in facts]
        stage = min(kind.stage for _, kind in answered) if ruling.rule == CLOSURE else None
        for fact, kind in answered:
            if torn and _is_torn(fact, torn):
                _note(found["settle_versions", ""], ruling, fact, judgement, ranks)
                continue
            urgent = taken.get(ruling.subject)
            if stage is not None and kind.stage > stage:
                continue
            if urgent and (kind.id in urgent.kind.instead_of or not ruling.subject.startswith("impacts/")):
                _note(urgent, ruling, fact, judgement, ranks)
                continue
            split = oecd_action(ruling) if kind.split else ""
            one = found.setdefault((kind.id, split), _Asked(kind))
            _note(one, ruling, fact, judgement, ranks)
    return found.values()


def _torn(judgement: Judgement, ranks: Mapping[str, int], kinds: Kinds) -> _Asked:
    """What the records with two versions ask: to choose one. Those that matter to an impact stand with it."""
    impacts = [id for id in ranks if f"impacts/{id}" in judgement.torn]
    return _Asked(
        kinds.by_id["settle_versions"],
        impacts=dict.fromkeys(impacts),
        subjects=dict.fromkeys(judgement.torn),
        blocks=True,
    )


def _is_torn(fact: str | None, torn: Set[str]) -> bool:
    """Whether a fact lacks because of two versions of its record."""
    name = fact or ""
    while "/" in name and name not in torn:  # the id may hold dots itself
        name = name.rpartition(".")[0]
    return name in torn


def _kind(kinds: Kinds, answers: dict[tuple[str, str], Kind], rule: str, fact: str | None) -> Kind:
    """The kind that answers, looked for once for each rule and fact."""
    key = (rule, NOT_MET if fact is None else name_fact(fact))
    if key not in answers:
        answers[key] = kinds.answering(*key)
    return answers[key]


def _leaves(judgement: Judgement) -> Iterator[Ruling]:
    """Rulings that something is to be done about, without those that only sum up others: an action its items, and the
    closing of an open impact whatever else is not met about it."""
    rulings = judgement.rulings
    summed = {(ruling.rule.partition("/")[0], ruling.subject) for ruling in rulings if "/" in ruling.rule}
    summed |= {(ruling.rule, WHOLE) for ruling in rulings if ruling.subject != WHOLE}
    for ruling in rulings:
        sums_up = (ruling.rule, ruling.subject) in summed
        if ruling.rule == CLOSURE and ruling.outcome.verdict is Verdict.NOT_MET:
            sums_up = ruling.subject.partition("/")[2] not in judgement.closed
        if ruling.outcome.verdict not in FAVOURABLE and not sums_up:
            yield ruling


def _note(one: _Asked, ruling: Ruling, fact: str | None, judgement: Judgement, ranks: Mapping[str, int]) -> None:
    about = [id for id in _impacts_of(ruling, fact, judgement) if id in ranks]
    one.impacts |= dict.fromkeys(about)
    if ruling.subject != WHOLE:
        one.subjects[ruling.subject] = None
    if "/" in ruling.rule:
        one.items[ruling.rule] = None
    one.rulings.append(ruling)
    one.provisions |= dict.fromkeys(ruling.outcome.rests_on[:2])
    change = one.changes.setdefault((ruling.rule, ruling.subject), {})
    if fact is not None:
        change[fact] = None
    # What is not met about an impact is what closing it is not met for; that ruling itself names no fact then.
    one.blocks = one.blocks or ruling.rule == CLOSURE or (fact is None and ruling.subject.startswith("impacts/"))


def _impacts_of(ruling: Ruling, fact: str | None, judgement: Judgement) -> Iterator[str]:
    """The impacts a ruling, or a fact it lacks, is about."""
    for name in (ruling.subject, fact or ""):
        kind, slash, rest = name.partition("/")
        if not slash or "[" in kind:
            continue
        records = judgement.dossier.all(kind)
        while rest and rest not in records:  # the id may hold dots itself
            rest = rest.rpartition(".")[0]
        if kind == "impacts" and rest:
            yield rest
        elif rest:
            yield from getattr(records[rest], "impacts", ())


def _tell(one: _Asked, ranks: Mapping[str, int], judgement: Judgement, library: Library, lang: str) -> NextAction:
    impacts = sorted(one.impacts, key=ranks.__getitem__)
    named = _name([f"{id} ({judgement.dossier.impacts[id].title})" for id in impacts], lang)
    others = [call_record(subject, lang) for subject in one.subjects if not subject.startswith("impacts/")]
    items = [name_item(rule, library, lang) for rule in one.items]
    norm = f"{DDG}{one.oecd}"
    title = library.norms[norm].title[lang] if one.oecd else ""
    named = named or say(MODULE, "whole", lang)
    sentence = one.kind.text[lang].format(
        impacts=named,
        records=_name(others, lang),
        subjects=_name(list(one.subjects), lang),
        items=_name(items, lang) or title,
        title=title,
    )
    provisions = tuple(dict.fromkeys((*((norm,) if one.oecd else ()), *one.provisions)))
    return NextAction(
        kind=one.kind.id,
        action=sentence,
        because=_because(one, lang),
        place=_place(one, impacts, ranks, lang),
        oecd=one.oecd,
        provisions=provisions[:8],
        who=one.kind.who[lang],
        effort=one.kind.effort,
        impacts=tuple(impacts),
        subjects=tuple(one.subjects),
        changes=_list_changes(one, ranks),
    )


def _list_changes(one: _Asked, ranks: Mapping[str, int]) -> tuple[Change, ...]:
    """What it would change, the first impact first."""

    def place(change: Change) -> int:
        return ranks.get(change.subject.partition("/")[2], len(ranks) + 1)

    changes = (Change(rule, subject, tuple(facts)) for (rule, subject), facts in one.changes.items())
    return tuple(sorted(changes, key=place))


def _because(one: _Asked, lang: str) -> str:
    """The reason of the first ruling that asks for it, and how many others do."""
    if one.kind.danger:
        return say(MODULE, f"because_{one.kind.id}", lang)
    if one.kind.why:
        return one.kind.why[lang]
    reasons = list(dict.fromkeys(ruling.outcome.reason for ruling in one.rulings))
    more = len(reasons) - 1
    if not more:
        return reasons[0]
    return say(MODULE, "because_more" if more > 1 else "because_one_more", lang, first=reasons[0], more=more)


def _place(one: _Asked, impacts: list[str], ranks: Mapping[str, int], lang: str) -> str:
    if one.kind.danger:
        return say(MODULE, "place_danger", lang)
    if impacts:
        key = f"place_{'closure' if one.blocks else 'impact'}{'_only' if len(ranks) == 1 else ''}"
        return say(MODULE, key, lang, impact=impacts[0], rank=ranks[impacts[0]], all=len(ranks))
    return say(MODULE, "place_step", lang, step=one.oecd.partition(".")[0] or "–")


def _name(names: list[str], lang: str) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return say(MODULE, "more", lang, names=", ".join(names[: MOST_NAMED - 1]), more=len(names) - MOST_NAMED + 1)
