"""What stands in the files of a dossier, in words: for the reference pages and for the files of a new dossier.

Content: `data/diligence/dossier_files.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.dossier import Head
from scharnier.diligence.dossier.faults import HEAD, list_keys, list_models
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.marked_yaml import load_marked

Text = Mapping[str, str]


@dataclass(frozen=True)
class Key:
    """A key of a file: its name (of a part: `severity.scale`), whether it must be there, what it is, and the words that
    may stand there, where it takes no others."""

    name: str
    needed: bool
    text: Text
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class File:
    """A file of a dossier: its kind (`dossier` is the head), what it holds, its keys, and an example."""

    kind: str
    text: Text
    keys: tuple[Key, ...]
    example: Text


@cache
def load_files() -> Mapping[str, File]:
    """Every file of a dossier in words, the head first. Raises ContentError where a key has none."""
    content = load_marked(content_path("diligence/dossier_files.yaml").read_text(encoding="utf-8")).value
    try:
        files = [File(HEAD, content["head"]["is"], tuple(_keys(Head, content["head"]["keys"], content)), {})]
        for kind, model in KINDS.items():
            row = content["kinds"][kind]
            words = {**content["shared"], **row["keys"]}
            files.append(File(kind, row["is"], tuple(_keys(model, words, content)), row["example"]))
    except KeyError as error:
        raise ContentError(f"dossier_files.yaml: {error} has no words") from error
    return {file.kind: file for file in files}


def _keys(model: type[BaseModel], words: Mapping[str, Text], content: Any) -> Iterator[Key]:
    """The keys of a model: those that are needed first, those that all records share last, parts after their key."""
    last = [name for name in Record.model_fields if name != "id"] if issubclass(model, Record) else []
    names = list_keys(model)
    for name in [*(name for name in names if name not in last), *last]:
        field = model.model_fields[name]
        yield Key(name, field.is_required(), words[name], tuple(_choices(field.annotation)))
        for part in list_models(field.annotation):
            for key in _keys(part, content["parts"][part.__name__], content):
                yield Key(f"{name}.{key.name}", key.needed, key.text, key.choices)


def _choices(annotation: Any) -> Iterator[str]:
    """The words that a value of this type can be."""
    inner = get_args(annotation)
    if get_origin(annotation) is Literal:
        yield from (word for word in inner if isinstance(word, str))
    else:
        for part in inner:
            yield from _choices(part)
