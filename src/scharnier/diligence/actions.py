"""What may be asked for: content (`data/diligence/actions.yaml`), found by the ruling that asks for it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from scharnier.diligence.rules.judging import DDG, Ruling
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms import load_library
from scharnier.norms.marked_yaml import load_marked

Effort = Literal["hour", "day", "week", "months"]
NOT_MET = "not_met"
_NAMED = re.compile(r"^([a-z_]+)/.*\.([a-z_]+)$")


class Words(BaseModel):
    """The same in Dutch and in English."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nl: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def __getitem__(self, lang: str) -> str:
        return self.nl if lang == "nl" else self.en


class Kind(BaseModel):
    """A kind of action.

    It answers a ruling whose rule is like one of `rules` and that lacks a fact like one of `facts`
    (`impacts.involvement`), or that is not met (`not_met`). `action`: the OECD action; left out it is that of the
    rulings, and `split` makes one for each. `danger`: it is asked for by what happens to people now (`dangers.py`), and
    then stands for the kinds `instead_of`. `stage`: of what closing an impact lacks only the first stage is asked for,
    as nobody should be asked whether it is over while nothing was done. `why`: the reason; left out it is that of the
    first ruling.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    action: str | None = None
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    danger: bool = False
    split: bool = False
    stage: int = 0
    instead_of: tuple[str, ...] = ()
    text: Words
    why: Words | None = None
    who: Words
    effort: Effort
    source: Literal["OWN"] = "OWN"
    confidence: Literal["unverified"] = "unverified"


@dataclass(frozen=True)
class Kinds:
    """All kinds by id, in order: the first that answers a ruling is taken."""

    by_id: Mapping[str, Kind]

    def answering(self, rule: str, fact: str) -> Kind:
        """The kind of action for a ruling and a fact it lacks (as `name_fact` gives it), or `not_met`.

        Raises ContentError where no kind answers: the last one of the file answers everything.
        """
        for kind in self.by_id.values():
            if _is_like(rule, kind.rules) and _is_like(fact, kind.facts):
                return kind
        raise ContentError(f"actions.yaml: nothing answers {rule} with {fact}")


def _is_like(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


@cache
def load_kinds() -> Kinds:
    """The kinds of `data/diligence/actions.yaml`. Raises ContentError where one is wrong or names an action that is
    not in the Library."""
    rows: Any = load_marked(content_path("diligence/actions.yaml").read_text(encoding="utf-8")).value
    try:
        kinds = TypeAdapter(tuple[Kind, ...]).validate_python(rows)
    except ValidationError as error:
        raise ContentError(f"actions.yaml: {error}") from error
    norms = load_library().norms
    for kind in kinds:
        if kind.action and f"{DDG}{kind.action}" not in norms:
            raise ContentError(f"actions.yaml: {kind.id}: there is no OECD action {kind.action}")
        if strange := set(kind.instead_of) - {other.id for other in kinds}:
            raise ContentError(f"actions.yaml: {kind.id}: there is no kind {strange.pop()}")
    by_id = {kind.id: kind for kind in kinds}
    if len(by_id) != len(kinds):
        raise ContentError("actions.yaml: two kinds bear one id")
    return Kinds(by_id)


def name_fact(fact: str) -> str:
    """The name of a fact without the record it is of: `impacts/IMP-1.involvement` is `impacts.involvement`."""
    named = _NAMED.match(fact)
    return f"{named[1]}.{named[2]}" if named else fact.partition("/")[0] if "/" in fact.partition("[")[0] else fact


def oecd_action(ruling: Ruling) -> str:
    """The OECD action a ruling is about, as its number: `2.3`; a step (`2`) where it is about no action more than
    another; empty where it rests on none."""
    plain = re.match(r"^DD\.([1-6]\.[1-4])", ruling.rule)
    if plain:
        return plain[1]
    found = (re.match(rf"^{DDG}([1-6](?:\.[1-4])?)", id) for id in ruling.outcome.rests_on)
    return next((match[1] for match in found if match), "")
