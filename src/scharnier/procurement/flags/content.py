"""The content of the red flags (`data/procurement/flags/<id>.yaml`): words, parameters and provisions of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.kernel.provenance import Confidence
from scharnier.norms import Library, load_library
from scharnier.norms.content_yaml import parse_content
from scharnier.norms.finding import Finding as Fault
from scharnier.norms.shapes import Word
from scharnier.procurement.flags.frame import Finding
from scharnier.procurement.isv.decision import Said
from scharnier.procurement.isv.shapes import Assumed, Words

REMEDY = "Correct the file in data/procurement/flags."
MARKS = {
    "verified": Confidence.VERIFIED,
    "secondary": Confidence.SECONDARY,
    "unverified": Confidence.UNVERIFIED,
    "own": Confidence.UNVERIFIED,
}


class FlagContent(BaseModel):
    """One flag: what it is called, what it is not, what to do, its parameters, its sentences (`reasons`, `missing`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Annotated[str, Field(pattern=r"^ISV\.R\d{3}$")]
    version: Annotated[str, Field(pattern=r"^\d{4}\.\d{2}(\.\d+)?$")]
    checked_on: date
    title: Words
    question: Words
    is_not: Words
    to_do: Words
    provisions: Annotated[tuple[str, ...], Field(min_length=1)]
    parameters: dict[Word, Assumed[Any]]
    reasons: Annotated[dict[Word, Words], Field(min_length=1)]
    missing: dict[Word, Words]

    def value(self, key: str) -> Any:
        """The value of a parameter."""
        return self.parameters[key].value

    def regex(self, key: str) -> re.Pattern[str]:
        """A parameter that is a pattern; case does not matter."""
        return re.compile(str(self.value(key)), re.IGNORECASE)

    def say(self, code: str, parts: Mapping[str, object]) -> Said:
        """A reason, or what is missing, by its code."""
        return fill(code, self.reasons[code] if code in self.reasons else self.missing[code], parts)

    def confidence(self, findings: Sequence[Finding]) -> Confidence:
        """That of the weakest fact or parameter behind these findings."""
        found = [MARKS[self.parameters[key].mark] for one in findings for key in one.used]
        return max((*found, *(one.confidence for one in findings)), key=list(Confidence).index)


def fill(code: str, words: Words, parts: Mapping[str, object]) -> Said:
    """A sentence filled in; a part is one text for both languages, or a pair (Dutch, English)."""
    pairs = {key: part if isinstance(part, tuple) else (part, part) for key, part in parts.items()}
    nl = words.nl.format(**{key: pair[0] for key, pair in pairs.items()})
    return Said(code, nl, words.en.format(**{key: pair[1] for key, pair in pairs.items()}))


@cache
def load_flag_content() -> Mapping[str, FlagContent]:
    """The shipped content by id. Raises `ContentError` where something is wrong."""
    found, faults = read_flag_content(content_path("procurement/flags"), load_library())
    if faults:
        raise ContentError("; ".join(map(str, faults[:5])))
    return found


@cache
def load_flag_shapes() -> Mapping[str, FlagContent]:
    """The same without looking up what it refers to, which takes far longer. Raises `ContentError` as well."""
    found, faults = dict[str, FlagContent](), list[Fault]()
    for path in sorted(content_path("procurement/flags").glob("*.yaml")):
        parsed = parse_content(path, FlagContent, faults)
        if parsed is not None:
            found[parsed[0].id] = parsed[0]
    if faults:
        raise ContentError("; ".join(map(str, faults[:5])))
    return found


def read_flag_content(root: Path, library: Library) -> tuple[dict[str, FlagContent], list[Fault]]:
    """The content in a folder, and what is wrong with it."""
    found: dict[str, FlagContent] = {}
    faults: list[Fault] = []
    for path in sorted(root.glob("*.yaml")):
        parsed = parse_content(path, FlagContent, faults)
        if parsed is not None:
            found[parsed[0].id] = parsed[0]
            faults += _find_broken(path, parsed[0], library)
    return found, faults


def _find_broken(path: Path, flag: FlagContent, library: Library) -> Iterator[Fault]:
    if path.stem != flag.id:
        yield Fault(path.name, flag.id, "The file has another name than the flag.", REMEDY)
    for id in flag.provisions:
        law, _, _ = id.partition(":")
        if law not in library.laws or id not in library.laws[law].provisions:
            yield Fault(path.name, id, "There is no such provision.", REMEDY)
    for key, parameter in flag.parameters.items():
        if parameter.source not in library.references:
            yield Fault(path.name, key, f"There is no source {parameter.source!r}.", "Name a key of sources.csv.")
        if isinstance(parameter.value, str) and (why := _why_no_pattern(parameter.value)):
            yield Fault(path.name, key, f"It is no pattern: {why}.", "Correct the pattern.")
    for code in flag.reasons.keys() & flag.missing.keys():
        yield Fault(path.name, code, "Is a reason and a missing fact.", REMEDY)
    for code, words in (*flag.reasons.items(), *flag.missing.items()):
        if sorted(re.findall(r"{\w*}", words.nl)) != sorted(re.findall(r"{\w*}", words.en)):
            yield Fault(path.name, code, "Fills in other names in Dutch than in English.", REMEDY)


def _why_no_pattern(text: str) -> str:
    """Why a text cannot be a pattern, as every text among the parameters is; empty where it can."""
    try:
        re.compile(text)
    except re.error as error:
        return str(error)
    return ""
