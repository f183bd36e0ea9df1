"""Faults in a dossier, said so that they can be mended: which record, which key, what is wrong, what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from rapidfuzz import fuzz, process

from scharnier.codes.countries import match_country
from scharnier.diligence.dossier import base, deeds, parties
from scharnier.norms.shaped_yaml import name_path

HEAD = "dossier"
"""The kind of a fault in the head; of others it is the kind of the record."""
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a record (or, with `kind` = `dossier`, with the head); `path` is the key in it."""

    kind: str
    id: str
    path: Path
    message: str
    remedy: str

    @property
    def key(self) -> str:
        """The key as people write it: `IMP-1.heard[0]`; in the head without an id."""
        return name_path((self.id, *self.path)) if self.id else name_path(self.path)


@dataclass
class Suggestions:
    """Names that look like one that is not known. Searching among many takes time, so it ends after so many."""

    left: int = 200
    found: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def suggest(self, name: str, kind: str, known: Iterable[str], otherwise: str) -> str:
        """`Did you mean …?`, or what to do otherwise."""
        if (name, kind) not in self.found and self.left > 0:
            self.left -= 1
            names = self.names[kind] if kind in self.names else self.names.setdefault(kind, sorted(known))
            near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=70)
            self.found[name, kind] = near[0] if near else ""
        near_name = self.found.get((name, kind), "")
        return f"Did you mean {near_name!r}?" if near_name else otherwise


# What a pattern asks, in words.
PATTERNS: Mapping[str, str] = {
    base.ID: "must be a short name of letters, digits, dots, hyphens or underscores, as IMP-1",
    base.LINE: "must be words on one line, without control characters",
    base.LONG: "must hold words, without control characters",
    base.COUNTRY: "must be a country code of three capitals, as NLD",
    base.THEME: "must be the name of a theme, as living_wage",
    base.NORM: "must be the name of a norm, as oecd-ddg-2018:2.4",
    base.LANGUAGE: "must be a language code of two or three small letters, as nl",
    base.DAY: "must be a day, as 2026-11-20",
    deeds.CHECK: "must be an item of the OECD checklist, as oecd-ddg-2018:1.2/g",
    deeds.SHA256: "must be a SHA-256 of 64 hexadecimal digits, in small letters",
    parties.LEI: "must be an LEI of 20 capitals and digits",
    parties.KVK: "must be a KvK number of 8 digits; put it in quotes",
    parties.OS_ID: "must be an OS ID, as BD2019098H4XC5M",
}
# What people write in stead of a word that is asked; the first word that is among the choices is meant.
MEANT: Mapping[str, str] = {"ja": "yes", "true": "yes", "waar": "yes", "nee": "no", "false": "no", "onwaar": "no"}
NOT_KNOWN = {"", "?", "-", "n/a", "onbekend", "unknown", "weet niet"}
LEAVE_OUT = "Leave the key out where it is not known."
# How the reader of YAML begins to say what is wrong, what that is for people, and what they can do.
YAML: Mapping[str, tuple[str, str]] = {
    "mapping values are not allowed": (
        "a colon or an indent stands where none can stand, here or on the line before",
        "Put a text that holds a colon in quotes, and begin the keys of a record straight below each other.",
    ),
    "found a tab character": ("a tab stands where only spaces can", "Use spaces at the beginning of a line."),
    "found character that cannot start": (
        "a text begins with a character that YAML keeps for itself, such as @, % or a tab",
        "Put the text in quotes, and use spaces and no tabs.",
    ),
    "found unexpected end of stream": ("a quotation mark is not closed, here or above", "Close it on its line."),
    "could not find expected ':'": ("a key without a colon, here or on the line before", "Write `key: value`."),
    "did not find expected key": (
        "a line is indented wrongly, or a quotation mark stands inside a text in quotes, here or on the line before",
        "Begin the keys of a record straight below each other.",
    ),
    "did not find expected '-' indicator": (
        "a line is indented wrongly, or a record begins without a dash",
        "Begin each record with `- id: …` at the beginning of a line.",
    ),
    "did not find expected <document start>": (
        "a line here or above belongs to no record",
        "Begin each record with `- id: …` at the beginning of a line.",
    ),
    "did not find expected ',' or ']'": ("a list that begins with [ is not closed", "Close it with ]."),
    "did not find expected ',' or '}'": ("keys that begin with { are not closed", "Close them with }."),
}
_DAY = f"{PATTERNS[base.DAY]}, that exists"
_WORDS = {
    "missing": "is missing",
    "string_type": "must be text",
    "int_type": "must be a whole number, as 240",
    "int_from_float": "must be a whole number, as 240",
    "int_parsing_size": "is too large a number",
    "float_type": "must be a number in digits with a dot, as 0.2 or 120000",
    "finite_number": "must be a number that ends",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list: [first, second]",
    "model_type": "must be keys and values",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "recursion_loop": "is nested too deeply",
}


def explain_errors(errors: Sequence[Mapping[str, Any]], model: type[BaseModel]) -> list[tuple[Path, str, str]]:
    """Path, message and remedy of each error that pydantic found in a record of a model.

    What is missing comes last: where a key is spelt wrong, that is why the right one is missing.
    """
    ordered = sorted(errors, key=lambda error: error["type"] == "missing")
    return [(tuple(error["loc"]), *_explain(error, model)) for error in ordered]


def _explain(error: Mapping[str, Any], model: type[BaseModel]) -> tuple[str, str]:
    kind, path, limits = error["type"], error["loc"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = list_keys(model, path[:-1])
        near = process.extractOne(str(path[-1]), known, scorer=fuzz.ratio, score_cutoff=60) if known else None
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
        return f"the key {str(path[-1])[:80]!r} is not known.", remedy
    if kind == "missing":
        return "is missing.", f"Keys that must be here: {', '.join(list_keys(model, path[:-1], needed=True))}."
    if kind == "literal_error":
        choices = str(limits["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        remedy = _suggest(str(error["input"])[:80], choices) or _show(error["input"])
        return f"must be one of: {', '.join(choices)}.", remedy
    if kind == "string_pattern_mismatch":
        country = match_country(str(error["input"])) if limits["pattern"] == base.COUNTRY else None
        remedy = f"Did you mean {country!r}?" if country else _show(error["input"])
        return f"{PATTERNS[limits['pattern']]}.", remedy
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = limits.get("ge", limits.get("le"))
        return f"must be {'at least' if 'ge' in limits else 'at most'} {bound}.", _show(error["input"])
    if kind == "string_too_long":
        return f"is longer than {limits['max_length']} characters.", "Shorten it, or put it in a file of evidence."
    if kind == "string_too_short":
        return "is empty.", LEAVE_OUT
    if kind == "json_invalid":
        return (
            f"is no JSON: {str(limits['error']).replace(' line 1 ', ' ')}.",
            'Write one record a line, as {"id": "a", …}.',
        )
    if error["input"] is None:
        return "is empty.", LEAVE_OUT
    if kind == "model_type" and (keys := list_keys(model, path)) and path:
        return f"{_WORDS[kind]}.", f"Keys here: {', '.join(keys)}."
    message = f"{_WORDS.get(kind, error['msg'])}."
    return message, "Put it in quotes." if kind == "string_type" else _show(error["input"])


def _suggest(word: str, choices: Sequence[str]) -> str:
    """What somebody who wrote this word can do; empty where that is not to be seen."""
    plain = word.strip().lower()
    if plain in NOT_KNOWN:
        return LEAVE_OUT
    near = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=70)
    meant = MEANT.get(plain) if MEANT.get(plain) in choices else near and near[0]
    return f"Did you mean {meant!r}?" if meant else ""


def explain_yaml(what: str) -> tuple[str, str]:
    """Message and remedy for what the reader of YAML says is wrong; its own words where we have none."""
    for begin, told in YAML.items():
        if what.startswith(begin):
            return f"{told[0]}.", told[1]
    return f"{what}.", "Correct the YAML."


def _show(value: Any) -> str:
    return f"It is {str(value)[:60]!r}." if isinstance(value, str | int | float) else ""


def list_keys(model: type[BaseModel], path: Sequence[str | int] = (), *, needed: bool = False) -> list[str]:
    """The keys that are known at a place in a record, or only those that are needed: those of the model there, the
    required first."""
    here: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, str) and here is not None:
            found = here.model_fields.get(part)
            here = next(iter(list_models(found.annotation)), None) if found else None
    fields = here.model_fields if here else {}
    known = sorted(fields, key=lambda name: not fields[name].is_required())
    return [name for name in known if fields[name].is_required()] if needed else known


def list_models(annotation: Any) -> list[type[BaseModel]]:
    """The models that a value of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in list_models(part)]
