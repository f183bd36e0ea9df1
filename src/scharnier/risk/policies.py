"""Which position on priorities an assessment follows: the cabinet's, the SER's. Content, chosen by the user, explained.

Content: `data/risk/policies/priority.yaml`. Method page: docs/method/priority-policies.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.kernel.provenance import Confidence
from scharnier.norms import load_library

Text = Mapping[str, str]


@dataclass(frozen=True)
class Policy:
    """A position on what comes first. `first` holds themes that precede all others, whatever their likelihood.

    `confidence` is that of the position itself, `reason_confidence` that of the reason as we tell it; `source` is a key
    of the register of sources, `held_on` a day or month.
    """

    id: str
    first: frozenset[str]
    title: Text
    position: Text
    reason: Text
    held_by: Text
    held_on: str
    source: str
    confidence: Confidence
    reason_confidence: Confidence


@cache
def load_policies() -> Mapping[str, Policy]:
    """The positions that ship, the default first. Raises ContentError where a theme, source or word is missing."""
    content: dict[str, Any] = yaml.safe_load(content_path("risk/policies/priority.yaml").read_text(encoding="utf-8"))
    try:
        policies = {row["id"]: _policy(row) for row in content["policies"]}
        first = policies[content["default"]]
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(f"priority.yaml: {error!r} is missing or wrong") from error
    library = load_library()
    for policy in policies.values():
        strange = sorted(policy.first - library.themes.keys())
        if strange or policy.source not in library.references:
            raise ContentError(f"priority.yaml: {policy.id} names {strange or policy.source}, which does not exist")
    return {first.id: first, **policies}


def get_policy(id: str | None = None) -> Policy:
    """The position with this id; the default for None. Raises InputProblem that lists those there are."""
    policies = load_policies()
    if id is None:
        return next(iter(policies.values()))
    if id not in policies:
        raise InputProblem(f"there is no position on priorities {id!r}.", f"Use one of: {', '.join(policies)}.")
    return policies[id]


def explain_policy(policy: Policy, lang: str) -> str:
    """Who holds the position, since when, what it says and why, in one paragraph of `nl` or `en`."""
    lead = {"nl": "Rangorde volgens", "en": "Order according to"}[lang]
    return f"{lead} {policy.held_by[lang]} ({policy.held_on}): {policy.position[lang]} {policy.reason[lang]}"


def _policy(row: Mapping[str, Any]) -> Policy:
    sure = Confidence(row["confidence"])
    return Policy(
        id=row["id"],
        first=frozenset(row["first"]),
        title=_text(row["title"]),
        position=_text(row["position"]),
        reason=_text(row["reason"]),
        held_by=_text(row["held_by"]),
        held_on=str(row["held_on"]),
        source=row["source"],
        confidence=sure,
        reason_confidence=Confidence(row.get("reason_confidence", sure)),
    )


def _text(words: Mapping[str, str]) -> Text:
    return {"nl": words["nl"], "en": words["en"]}
