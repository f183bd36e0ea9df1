"""Which column a header means, and which kind a word means: content, in Dutch and English."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.marked_yaml import load_marked
from scharnier.sources.tender_list.words import plain


@cache
def load_columns() -> Mapping[str, str]:
    """Column -> how its cells are read, in the order of the content."""
    return {name: column["read"] for name, column in _content()["columns"].items()}


def column_of(header: object) -> str | None:
    """The column that a header means, if any."""
    return _headers().get(plain(str(header))) if header not in (None, "") else None


def kind_of(text: str) -> str | None:
    """The kind of relationship that a word means, if any."""
    return _kinds().get(plain(text))


def list_kinds() -> list[str]:
    """The kinds there are."""
    return list(_content()["kinds"])


@cache
def _content() -> Any:
    return load_marked(content_path("diligence/relationship_columns.yaml").read_text(encoding="utf-8")).value


@cache
def _headers() -> Mapping[str, str]:
    return _turn({name: column["names"] for name, column in _content()["columns"].items()})


@cache
def _kinds() -> Mapping[str, str]:
    return _turn(_content()["kinds"])


def _turn(words: Mapping[str, list[str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, texts in words.items():
        for text in (name, *texts):
            if found.setdefault(plain(text), name) != name:
                raise ContentError(f"relationship_columns.yaml: {text!r} means both {found[plain(text)]} and {name}")
    return found
