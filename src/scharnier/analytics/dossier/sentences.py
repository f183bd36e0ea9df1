"""Sentences on how risks moved and where impacts come from, from `data/vocabulary/dossier/atlas.yaml`."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.marked_yaml import load_marked


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Any] = load_marked(content_path("vocabulary/dossier/atlas.yaml").read_text(encoding="utf-8")).value
    return found


def sentence(key: str, lang: str, **values: object) -> str:
    """The sentence `key` in `nl` or `en`, filled in. Raises ContentError where it or a value is missing."""
    try:
        return _sentences()[key][lang].format(**values)
    except KeyError as error:
        raise ContentError(f"atlas.yaml: {key}.{lang}: {error} is missing") from error
