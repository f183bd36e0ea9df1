"""Sentences of the rules, from `data/vocabulary/diligence.yaml`."""

from functools import cache

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.marked_yaml import load_marked


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = load_marked(
        content_path("vocabulary/diligence.yaml").read_text(encoding="utf-8")
    ).value
    return texts


def text(key: str, lang: str, **values: object) -> str:
    """The sentence `key` in `nl` or `en`, with its values filled in. Raises `ContentError` where one is missing."""
    try:
        return _texts()[key][lang].format(**values)
    except KeyError as error:
        raise ContentError(f"diligence.yaml: {key}.{lang}: {error} is missing") from error
