"""From the terms found in a text to one reading of it: what was bought, or why nothing was."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypedDict

from scharnier.codes.classify.concepts import Concept
from scharnier.codes.classify.goods import turn_to_goods
from scharnier.codes.classify.labels import PREFIX
from scharnier.codes.classify.match import Match, Parsed
from scharnier.codes.classify.stem import is_adjective

MODIFIER = 0.3  # weight of a thing that only says more about another ("paper" in "paper bins")
EARLIER = 0.35  # weight of an earlier, more general segment
ASIDE = 0.5  # weight of what stands in brackets
WEAK = 0.4  # weight of an ambiguous word
PARTIAL = 0.6  # weight of a term found in a compound whose other part is not known
MILD = 3  # rank up to which an act in an earlier segment gives way to a thing in the last ("Management - furniture")
EQUIPMENT = "equipment"  # the concept of equipment of no stated kind
FIRM = frozenset(("insurance", "hire", "rent", "tax", "agency-staff", "payroll-service", "recruitment"))
HIRES = frozenset(("hire", "rent"))
GOODS = frozenset(f"c{n}" for n in range(1, 17))  # industries that grow, dig up or make things
SECOND_ACT = 0.2  # share of a second act that does not decide
_DENIALS = frozenset(("non", "not", "niet", "geen"))  # what follows is not what was bought


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules make of a text. `level` is 3 act, 2 thing, 1 hint, 0 nothing, -1 no purchase."""

    level: int
    weights: dict[str, float]
    cpv: str | None
    nace: str | None
    product: str | None
    because: tuple[str, ...]
    reason: str | None
    coverage: float  # share of the content words that were understood
    atoms: int  # number of words and parts of compounds in the last segment that are not empty
    head: bool  # whether the word the others say more about was understood
    label: bool  # whether it rests on the name of a good in CPV
    strength: float = 0.0
    kind: str = ""  # what was named, see Suggestion


class Frame(TypedDict):
    """What is known of a text whatever it is read as; see the fields of `Reading`."""

    coverage: float
    atoms: int
    head: bool
    label: bool


def drop_contained(matches: Iterable[Match]) -> list[Match]:
    """Leave out each term whose words are part of a longer term's; a single empty word never drives out another.

    Where the same words are a phrase that says nothing was bought, they are nothing else.
    """
    ordered = sorted(matches, key=lambda m: -m.mask.bit_count())
    kept: list[Match] = []
    for match in ordered:
        size = match.mask.bit_count()
        if any(match.mask & k.mask == match.mask and k.mask.bit_count() > size for k in kept):
            continue
        kept.append(match)
    meaningful = [m.mask for m in kept if m.term.concept.role != "empty"]
    blocked = [m.mask for m in kept if m.term.concept.role == "block" and m.mask.bit_count() > 1]
    return [
        match
        for match in kept
        if (match.term.concept.role != "empty" or match.mask not in meaningful)
        and (match.term.concept.role == "block" or match.mask not in blocked)
    ]


def calc_coverage(parsed: Parsed, matches: Iterable[Match]) -> float:
    """Understood share of the words that are not empty, weighted by length; 1 if all were."""
    used = empty = 0
    for match in matches:
        if match.term.concept.role == "empty":
            empty |= match.mask
        else:
            used |= match.mask
    understood, unknown = 0, 0.0
    for index, atom in enumerate(parsed.atoms):
        bit = 1 << index
        if used & bit:
            understood += len(atom)
        elif not empty & bit and len(atom) > 2:
            unknown += len(atom) * (ASIDE if parsed.words[index].aside or is_adjective(atom, parsed.lang) else 1)
    return understood / (understood + unknown) if understood + unknown else 1.0


def _place_factor(parsed: Parsed, match: Match) -> float:
    """How much a term counts for where it stands: segment, brackets, ambiguity."""
    words = [parsed.words[i] for i in range(len(parsed.atoms)) if match.mask >> i & 1]
    factor = 1.0 if any(word.last for word in words) else EARLIER
    if all(word.aside for word in words):
        factor *= ASIDE
    factor *= PARTIAL if match.partial else 1.0
    return factor * (WEAK if match.term.weak else 1.0) * (1 + 0.3 * (match.mask.bit_count() - 1))


def _modifier_factors(parsed: Parsed, things: list[Match]) -> list[float]:
    """Things that stand beside each other: one is the head, the other says more about it.

    In English and inside a Dutch compound the last is the head ("paper bins"), elsewhere in Dutch the first
    ("speelgoed peuterspeelzaal"), and in both what follows "of", "for" or "voor" is not.
    """
    order = sorted(range(len(things)), key=lambda i: things[i].position)
    factors = [1.0] * len(things)
    for left, right in pairwise(order):
        a, b = things[left], things[right]
        if a.mask & b.mask:
            continue
        between = range(a.mask.bit_length(), (b.mask & -b.mask).bit_length())
        links = {"inner" if parsed.inner[i] else parsed.words[i].link for i in between}
        if links & {"and", "new", "sub"}:
            continue
        first_is_head = "of" in links or (parsed.lang == "nl" and links != {"inner"})
        factors[right if first_is_head else left] *= MODIFIER
    return factors


def _keep_deciding(parsed: Parsed, acts: list[Match], things: list[Match]) -> list[Match]:
    """Acts without those that only name the family of a thing ("cleaning" in "Cleaning.Cleaning materials") or what
    equipment is for ("training equipment", but not "repair equipment": a repair has something it is done to)."""
    starts = [i for i, word in enumerate(parsed.words) if word.link == "sub"]
    leaf = starts[-1] if starts else 0
    in_leaf = any(thing.position >= leaf for thing in things)
    in_last = any(parsed.words[thing.position].last for thing in things)
    spelt = {word for thing in things if len(thing.term.words) > 1 for word in thing.term.text.split()}
    kit = [
        thing.position
        for thing in things
        if thing.term.concept.id == EQUIPMENT and not parsed.words[thing.position].link
    ]
    return [
        act
        for act in acts
        if not (act.position < leaf and in_leaf)
        and not (act.term.concept.rank <= MILD and in_last and not parsed.words[act.position].last)
        and act.term.text not in spelt
        and not (not act.term.concept.by and act.mask.bit_length() in kit)
    ]


def _unknown(reason: str | None, because: tuple[str, ...], frame: Frame, level: int) -> Reading:
    return Reading(level, {}, None, None, None, because, reason, **frame)


def _best(concepts: Iterable[tuple[Concept, float]], name: str) -> str | None:
    ranked = sorted(((w, c) for c, w in concepts if getattr(c, name)), key=lambda p: -p[0])
    return str(getattr(ranked[0][1], name)) if ranked else None


def _because(parsed: Parsed, matches: Iterable[Match]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in matches:
        pieces = [(i, parsed.atoms[i]) for i in range(len(parsed.atoms)) if match.mask >> i & 1]
        text = ""
        for index, piece in pieces:
            text += piece if parsed.inner[index] and text else (" " if text else "") + piece
        found[text] = None
    return tuple(found)


def _group_of(thing: Concept, act: Concept) -> str:
    """The group of a thing that an act knows: its own, or "goods" if the act treats all goods alike; else none."""
    if thing.group in act.by:
        return thing.group
    return "goods" if "goods" in act.by and thing.weights[0][0] in GOODS else ""


def _kind_of_act(act: Concept, weights: dict[str, float]) -> str:
    if act.id in FIRM:
        return "firm"
    if max(weights, key=lambda code: weights[code]) in GOODS:
        return "goods"
    return "act" if act.rank > MILD else "service"


def _read_acts(parsed: Parsed, acts: list[Match], things: list[Match], frame: Frame) -> Reading:
    """An act decides: over the thing it acts on if that has a group the act knows."""
    # An act in the last, most specific segment goes before those in earlier ones.
    acts = [m for m in acts if parsed.words[m.position].last] or acts
    top = max(m.term.concept.rank for m in acts)
    weights: dict[str, float] = defaultdict(float)
    factors = _modifier_factors(parsed, things)
    placed = [(m, _place_factor(parsed, m) * f) for m, f in zip(things, factors, strict=True)]
    strength = 0.0
    cpvs: list[tuple[str, float]] = []
    for act in acts:
        concept = act.term.concept
        share = _place_factor(parsed, act) * (1.0 if concept.rank == top else SECOND_ACT)
        strength = max(strength, share)
        grouped = [
            (group, w, m.term.concept.cpv or "") for m, w in placed if (group := _group_of(m.term.concept, concept))
        ]
        total = sum(w for _, w, _ in grouped)
        if grouped:
            for group, w, of_thing in grouped:
                for code, part in concept.by[group]:
                    weights[code] += share * part * w / total
                # CPV has no division of hire: what is hired lies under the good itself.
                other = of_thing[:2] if concept.id in HIRES else concept.cpv or ""
                cpvs.append((concept.by_cpv.get(group, other), share * w / total))
        else:
            for code, part in concept.weights:
                weights[code] += share * part
            cpvs.append((concept.cpv or "", share * 0.5))
    decisive = [m for m in acts if m.term.concept.rank == top]
    cpv = max((c for c in cpvs if c[0]), key=lambda c: c[1], default=("", 0.0))[0] or None
    best = max(weights, key=lambda code: weights[code])
    nace = decisive[0].term.concept.by_nace.get(best) or _best(((m.term.concept, 1.0) for m in decisive), "nace")
    used = [*decisive, *(m for m in things if _group_of(m.term.concept, decisive[0].term.concept))]
    product = _best(((m.term.concept, 1.0) for m in decisive), "product")
    because, kind = _because(parsed, used), _kind_of_act(decisive[0].term.concept, weights)
    return Reading(3, dict(weights), cpv, nace, product, because, None, strength=strength, kind=kind, **frame)


def _read_things(parsed: Parsed, things: list[Match], frame: Frame, level: int) -> Reading:
    factors = _modifier_factors(parsed, things)
    weights: dict[str, float] = defaultdict(float)
    scored: list[tuple[Concept, float]] = []
    for match, factor in zip(things, factors, strict=True):
        score = _place_factor(parsed, match) * factor
        scored.append((match.term.concept, score))
        for code, part in match.term.concept.weights:
            weights[code] += score * part
    strength = max(s for _, s in scored)
    strong = [(c, s) for c, s in scored if s >= 0.5 * strength]
    best = max(weights, key=lambda code: weights[code])
    return Reading(
        level,
        dict(weights),
        _best(strong, "cpv"),
        _best(strong, "nace"),
        _best(strong, "product"),
        _because(parsed, things),
        None,
        strength=strength,
        kind="hint" if level == 1 else "goods" if best in GOODS else "service",
        **frame,
    )


def drop_negated(parsed: Parsed, matches: Iterable[Match]) -> list[Match]:
    """Leave out what a text says it is not: "non-transport", "niet in loondienst"."""
    denied = denials = 0
    for index, atom in enumerate(parsed.atoms[:-1]):
        if atom in _DENIALS:
            denials |= 1 << index
            denied |= 1 << (index + 2 if parsed.atoms[index + 1] == "in" else index + 1)
    if not denials:
        return list(matches)
    return [m for m in matches if not (m.mask & denied and not m.mask & denials) and m.mask & ~denials]


def find_head(parsed: Parsed, matches: Iterable[Match]) -> bool:
    """Whether the head of the last segment was understood: the word that the others say more about.

    In English the last word before "of" or a bracket, in Dutch the first that is no adjective; empty words are no head.
    """
    used = empty = 0
    for match in matches:
        if match.term.concept.role == "empty":
            empty |= match.mask
        else:
            used |= match.mask
    chosen: list[int] = []
    for index, word in enumerate(parsed.words):
        if not word.last or word.aside or (chosen and word.link == "of" and not parsed.inner[index]):
            if chosen:
                break
            continue
        if used >> index & 1 or not empty >> index & 1:
            chosen.append(index)
    if not chosen:
        return True
    if parsed.lang == "en":
        return bool(used >> chosen[-1] & 1)
    nouns = [i for i in chosen if not parsed.atoms[i].endswith("e")] or chosen
    return bool(used >> nouns[0] & 1)


def resolve(parsed: Parsed) -> Reading:
    """One reading of a text: a block first, then acts, things, hints; else nothing."""
    kept = turn_to_goods(parsed, drop_contained(drop_negated(parsed, parsed.matches)))
    empty = 0
    for match in kept:
        empty |= match.mask if match.term.concept.role == "empty" else 0
    telling = sum(word.last and not empty >> index & 1 for index, word in enumerate(parsed.words))
    frame = Frame(
        coverage=calc_coverage(parsed, kept),
        atoms=telling,
        head=find_head(parsed, kept),
        label=any(match.term.concept.id.startswith(PREFIX) for match in kept),
    )
    return _resolve(parsed, kept, frame)


def _resolve(parsed: Parsed, kept: list[Match], frame: Frame) -> Reading:
    by_role: dict[str, list[Match]] = defaultdict(list)
    for match in kept:
        role = match.term.concept.role
        by_role["context" if (match.term.weak or match.hanging) and role in ("thing", "act") else role].append(match)
    acts = _keep_deciding(parsed, [m for m in by_role["act"] if not m.term.concept.keeps], by_role["thing"])
    blocks = [m for m in by_role["block"] if not m.partial]
    hard = [m for m in blocks if m.term.concept.rank >= 0 and not m.term.weak]
    if hard:
        return _unknown(hard[0].term.concept.reason, _because(parsed, hard), frame, -1)
    if acts:
        return _read_acts(parsed, acts, by_role["thing"] + by_role["context"], frame)
    if by_role["thing"]:
        return _read_things(parsed, by_role["thing"], frame, 2)
    if blocks:
        return _unknown(blocks[0].term.concept.reason, _because(parsed, blocks), frame, -1)
    if any(not (match.hanging or parsed.words[match.position].aside) for match in by_role["context"]):
        return _read_things(parsed, by_role["context"], frame, 1)
    if not parsed.atoms or frame["coverage"] == 1.0:
        return _unknown("no_content", _because(parsed, by_role["empty"]), frame, 0)
    return _unknown("unrecognised", (), frame, 0)
