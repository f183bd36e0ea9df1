"""Dossiers drawn at random through the real models: every kind, every key, references that lead somewhere.

Mostly good news (else nothing is ever met and a property on what is met says nothing), with enough left out and enough
bad news to reach the other verdicts.
"""

import random
import types
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.kinds import KINDS, REFERENCES
from scharnier.norms import load_library

ON = date(2026, 11, 20)
COUNTS = {"organisations": 1, "relationships": 3, "sites": 2, "impacts": 3, "measures": 5, "indicators": 3}
COUNTS |= {"engagements": 5, "evidence": 4, "looks": 6, "policies": 5, "decisions": 5, "remedies": 3, "complaints": 2}
COUNTS |= {"publications": 3, "statements": 0, "replies": 1, "channels": 2, "persons": 1}
GOOD: Mapping[str, object] = {"yes": 1, "changed": 1, "agrees": 1, "provide": 1, "upheld": 1, "continue": 1, "union": 1}
CHECKS = tuple(id for id, norm in load_library().norms.items() if norm.kind == "check" and id.startswith("oecd-ddg"))
THEMES = ("forced_labour", "child_labour", "osh", "deforestation")
# Days and figures that fit together, so that an impact can be closed: measured before and after, then confirmed.
IN_ORDER: Mapping[str, Mapping[str, Any]] = {
    "measures": {"done_on": date(2026, 5, 1), "due_on": date(2026, 6, 1), "start_on": date(2026, 3, 1)},
    "indicators": {
        "better": "down",
        "target": 5.0,
        "baseline": {"on": date(2026, 2, 1), "value": 10.0, "evidence": ("evi0",)},
        "readings": ({"on": date(2026, 8, 1), "value": 2.0, "from_affected": "yes", "evidence": ("evi0", "evi1")},),
    },
    "engagements": {"on": date(2026, 10, 1), "asked_in_vain": "no"},
    "remedies": {"delivered_on": date(2026, 8, 1), "decided_on": date(2026, 4, 1), "accepted_on": date(2026, 8, 5)},
    "impacts": {"found_on": date(2026, 1, 1), "involvement_on": date(2026, 2, 1)},
}


class Draw:
    """One dossier. `left_out`: how often a value that may be left out is; `good`: how often the good answer is given;
    `in_order`: whether days and figures fit together."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.left_out = rng.choice((0.0, 0.03, 0.15))
        self.good = rng.choice((1.0, 0.9, 0.6))
        self.in_order = rng.random() < 0.4
        self.ids = {kind: [f"{kind[:3]}{number}" for number in range(count)] for kind, count in COUNTS.items()}

    def dossier(self) -> Dossier:
        """The whole."""
        records = {kind: {id: self.record(kind, id) for id in ids} for kind, ids in self.ids.items()}
        stated = [check for check in CHECKS if self.rng.random() < 0.7]
        self.ids["statements"] = [f"s{number}" for number in range(len(stated))]
        for id, check in zip(self.ids["statements"], stated, strict=True):
            one = self.record("statements", id)
            records["statements"][id] = one.model_copy(update={"check": check})
        head = Head(dossier=1, id="drawn", title="Drawn", organisation="org0")
        return Dossier(head, records)

    def record(self, kind: str, id: str) -> Record:
        """One record, by its model."""
        given = self.part(KINDS[kind], kind, "")
        given["id"] = id
        if kind == "relationships":
            given["to"] = ()
        if self.in_order:
            given |= {key: one for key, one in IN_ORDER.get(kind, {}).items() if key in given}
        return KINDS[kind].model_validate(given)

    def part(self, model: type[BaseModel], kind: str, path: str) -> dict[str, Any]:
        """The keys of a model."""
        given: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            if not field.is_required() and self.rng.random() < self.left_out:
                continue
            found = self.value(field.annotation, kind, f"{path}{name}")
            if found is not None:
                given[name] = found
        return given

    def value(self, kind_of: Any, kind: str, path: str) -> Any:
        """A value of a type at a path."""
        refers = "evidence" if path.rpartition(".")[2] == "evidence" else REFERENCES.get(kind, {}).get(path)
        origin, inner = get_origin(kind_of), get_args(kind_of)
        if origin in (Union, types.UnionType):
            return self.value(next(one for one in inner if one is not type(None)), kind, path)
        if hasattr(kind_of, "__metadata__"):
            return self.value(inner[0], kind, path)
        if origin is tuple:
            if refers:
                known = self.ids[refers]
                return tuple(self.rng.sample(known, self.rng.randint(1, min(3, len(known)))))
            if get_origin(inner[0]) is Literal:  # what was looked at, covered, given: mostly all of it
                options = get_args(inner[0])
                return options if self.rng.random() < self.good else tuple(self.rng.sample(options, 1))
            found = [self.value(inner[0], kind, path) for _ in range(self.rng.randint(1, 3))]
            return tuple(found)
        if refers:
            return self.rng.choice(self.ids[refers])
        if origin is Literal:
            better = [one for one in inner if one in GOOD]
            return self.rng.choice(better) if better and self.rng.random() < self.good else self.rng.choice(inner)
        if isinstance(kind_of, type) and issubclass(kind_of, BaseModel):
            return self.part(kind_of, kind, f"{path}.")
        return self.plain(kind_of, path.rpartition(".")[2])

    def plain(self, kind_of: Any, name: str) -> Any:
        """A value without parts; the few that have a form of their own by name."""
        if kind_of is bool:
            return False
        if kind_of is date:
            return ON - timedelta(
                days=self.rng.randint(0, 300) if self.rng.random() < 0.9 else self.rng.randint(0, 2000)
            )
        if kind_of is int:
            return 3 if name == "level" else self.rng.randint(1, 5)
        if kind_of is float:
            return round(self.rng.random(), 2)
        own = {"theme": THEMES, "themes": THEMES, "check": CHECKS, "question": ("diligence-wages",)}
        own |= {"country": ("BGD",), "countries": ("BGD",), "languages": ("nl", "bn"), "languages_needed": ("nl",)}
        own |= {"commits_to": ("oecd-gl-2023", "ungp-2011", "ilo-fprw-1998"), "sha256": ("a" * 64,)}
        own |= {"compared_with": ("oecd-gl-2023", "ungp-2011"), "kvk": ("12345678",), "os_id": ("BD2019083D1PQ2K",)}
        own |= {"lei": ("5493001KJTIIGC8Y1R12",), "organisation": ("org0",), "relationship": ("rel0",)}
        return self.rng.choice(own.get(name, ("because it is so",)))


SEEDS = st.integers(0, 2**32)


def draw(seed: int) -> Dossier:
    """The dossier of a seed: a failing test names a number instead of thousands of keys."""
    return Draw(random.Random(seed)).dossier()
