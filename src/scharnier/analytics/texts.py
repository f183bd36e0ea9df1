"""Sentences of an assessment in Dutch and English, from `data/vocabulary/assessment.yaml`; numbers the local way."""

from functools import cache
from typing import Any

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError

NBSP = "\u00a0"


@cache
def _texts() -> dict[str, dict[str, str]]:
    with content_path("vocabulary/assessment.yaml").open(encoding="utf-8") as file:
        texts: dict[str, dict[str, str]] = yaml.safe_load(file)
    return texts


def text(key: str, lang: str, **values: Any) -> str:
    """The sentence `key` in the language, with its values filled in."""
    try:
        return _texts()[key][lang].format(**values)
    except KeyError as error:
        raise ContentError(f"assessment.yaml: {key}.{lang}: {error} is missing") from error


def has_text(key: str) -> bool:
    """Whether there is a sentence under the key."""
    return key in _texts()


def number(value: float, lang: str, decimals: int = 0) -> str:
    """`1.234,5` in Dutch, `1,234.5` in English."""
    written = f"{value:,.{decimals}f}"
    return written.translate(str.maketrans(",.", ".,")) if lang == "nl" else written


def money(value: float, currency: str, lang: str) -> str:
    """An amount for a sentence, rounded to what a reader can take in: whole units, millions or billions."""
    sign = {"EUR": "€", "GBP": "£", "USD": "$"}.get(currency, currency)
    size = abs(value)
    written = number(size, lang)
    for least, unit, nl, en in ((999_500_000, 1e9, "miljard", "billion"), (999_500, 1e6, "miljoen", "million")):
        if size >= least:
            written = f"{number(size / unit, lang, 1)}{NBSP}{nl if lang == 'nl' else en}"
            break
    minus = "\u2212" if written.strip("0,.") and value < 0 else ""
    # A Dutch amount has a space after the sign, an English one only after a code; neither may break over two lines.
    gap = "" if lang == "en" and len(sign) == 1 else NBSP
    return f"{minus}{sign}{gap}{written}"


def percent(share: float, lang: str) -> str:
    """A share as a percentage; anything above nothing is never written as 0%."""
    if 0 < share < 0.001:
        return f"< {number(0.1, lang, 1)}%"
    return f"{number(share * 100, lang, 0 if share >= 0.1 else 1)}%"
