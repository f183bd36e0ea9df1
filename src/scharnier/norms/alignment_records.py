"""A law beside the international norm, element by element: what each asks, how far apart, what it does to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.provenance import Confidence
from scharnier.norms.records import Text

RELATIONS = ("same", "narrower", "wider", "absent", "contrary")  # reads "the law is <relation> beside the norm"
SIZES = ("none", "wording", "small", "medium", "large")  # how far the law stays from the norm; from nothing to most
FATES = ("repaired", "mostly_repaired", "partly_repaired_then_reduced", "remains")


@dataclass(frozen=True)
class Judgement:
    """How one text of a law stands to the norm on one element.

    `size` is how far they are apart, `size_from` the lower end where it lies between two sizes; None where nobody
    judged it. `says`: what that text asks; `effect`: what the difference does to people, None where it does nothing or
    was not judged. `provisions` are ids. `confidence` and `source` are of the facts; size and effect are our judgement.
    """

    text: str
    relation: str
    size: str | None
    size_from: str | None
    says: Text
    effect: Text | None
    provisions: tuple[str, ...]
    confidence: Confidence
    source: str


@dataclass(frozen=True)
class Element:
    """Something the norm asks that a law can follow, weaken or leave out.

    `extra` marks elements beside the usual thirteen; `standard` holds ids of norms, `asks` what they ask; `behaviour`
    what a company does to meet the norm whatever the law says; None where that is not in a company's hands.
    """

    id: str
    extra: bool
    title: Text
    standard: tuple[str, ...]
    asks: Text
    behaviour: Text | None
    judgements: Mapping[str, Judgement]  # by text version of the law


@dataclass(frozen=True)
class Fate:
    """What became of a deviation in one text of the law."""

    text: str
    what: Text
    provisions: tuple[str, ...]
    confidence: Confidence
    source: str


@dataclass(frozen=True)
class Deviation:
    """A departure from the norm that others named, and what became of it. `fate` is in order of the texts."""

    id: str
    title: Text
    elements: tuple[str, ...]
    standard: tuple[str, ...]
    fates: tuple[Fate, ...]
    verdict: str  # one of FATES
    verdict_words: Text


@dataclass(frozen=True)
class Naming:
    """Who named the deviations, where and when, as far as that is known."""

    who: Text
    on: str  # as exactly as known: "2022"
    confidence: Confidence
    source: str


@dataclass(frozen=True)
class Alignment:
    """All elements on which a law was put beside the norm. `elements` and `deviations` keep the order of the file."""

    law: str
    note: Text
    elements: Mapping[str, Element]
    named_by: Naming | None
    deviations: tuple[Deviation, ...]
    checked_on: date
