"""Keyword content: concepts (what can be bought, and what is no purchase), their terms and where they point."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

ROLES = ("block", "act", "thing", "context", "empty")
REASONS = ("no_content", "transfer", "accounting", "income", "internal", "payroll", "redacted")
INDUSTRIES = frozenset(f"c{n}" for n in range(1, 36))


@dataclass(frozen=True)
class Concept:
    """One idea a text can name.

    `role` says how it weighs: `block` (nothing was bought; `reason` says why), `act` (hire, repair, insurance: decides
    over the thing it acts on), `thing` (a good or a service), `context` (a weak hint), `empty` (says nothing).
    `weights` is the distribution over industries; for an act, `by` gives another distribution per `group` of the
    thing, `by_cpv` another division per group, `by_nace` another class per industry that follows.
    `rank` orders acts: the highest decides.
    """

    id: str
    role: str
    weights: tuple[tuple[str, float], ...]
    cpv: str | None
    nace: str | None
    product: str | None
    group: str
    reason: str
    rank: int
    keeps: bool
    by: Mapping[str, tuple[tuple[str, float], ...]]
    by_cpv: Mapping[str, str]
    by_nace: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]


def parse_weights(text: str, where: str) -> tuple[tuple[str, float], ...]:
    """`"c4 3, c5"` → (("c4", 0.75), ("c5", 0.25)); the best first. Raises ContentError on an unknown industry."""
    pairs: list[tuple[str, float]] = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        code, _, number = part.partition(" ")
        if code not in INDUSTRIES:
            raise ContentError(f"{where}: {code!r} is no industry")
        pairs.append((code, float(number or 1)))
    total = sum(weight for _, weight in pairs)
    return tuple((code, weight / total) for code, weight in sorted(pairs, key=lambda p: -p[1]))


def _terms(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(t.split()) for t in value.replace("\n", " ").split(";") if t.strip()))


def parse_concept(raw: Mapping[str, object], where: str) -> Concept:
    """One entry of a keyword file. Raises ContentError where it contradicts itself."""
    text = {key: str(value) for key, value in raw.items() if not isinstance(value, dict)}
    name = f"{where}: {text.get('id', '?')}"
    role = text.get("role", "thing")
    if role not in ROLES:
        raise ContentError(f"{name}: unknown role {role!r}")
    reason = text.get("reason", "")
    if (role == "block") != bool(reason) or (reason and reason not in REASONS):
        raise ContentError(f"{name}: a block, and only a block, has a reason out of {REASONS}")
    by = raw.get("by") or {}
    by_cpv = raw.get("by_cpv") or {}
    by_nace = raw.get("by_nace") or {}
    if not isinstance(by, dict) or not isinstance(by_cpv, dict) or not isinstance(by_nace, dict):
        raise ContentError(f"{name}: `by`, `by_cpv` and `by_nace` map a name to a value")
    weights = parse_weights(text.get("to", ""), name)
    if not weights and role in ("thing", "context", "act"):
        raise ContentError(f"{name}: points nowhere")
    return Concept(
        id=text["id"],
        role=role,
        weights=weights,
        cpv=text.get("cpv"),
        nace=text.get("nace"),
        product=text.get("product"),
        group=text.get("group", ""),
        reason=reason,
        rank=int(text.get("rank", "0")),
        keeps=text.get("keeps", "") == "True",
        by={str(k): parse_weights(str(v), name) for k, v in by.items()},
        by_cpv={str(k): str(v) for k, v in by_cpv.items()},
        by_nace={str(k): str(v) for k, v in by_nace.items()},
        terms={lang: _terms(text.get(lang, "")) for lang in ("en", "nl")},
    )


def load_concept_file(path: Path) -> list[Concept]:
    """The concepts of one keyword file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe loader)
    return [parse_concept(entry, path.name) for entry in entries or []]


@lru_cache(maxsize=1)
def load_concepts() -> tuple[Concept, ...]:
    """All concepts of the shipped content, in the order of the files. Raises ContentError on a doubled id."""
    concepts: dict[str, Concept] = {}
    for path in sorted(content_path("codes/keywords").glob("*.yaml")):
        if path.name.endswith("manifest.yaml"):
            continue
        for concept in load_concept_file(path):
            if concept.id in concepts:
                raise ContentError(f"{path.name}: concept {concept.id} occurs twice")
            concepts[concept.id] = concept
    return tuple(concepts.values())
