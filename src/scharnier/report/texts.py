"""The words of the report, in Dutch and English, kept as data beside the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from scharnier.kernel.errors import ContentError

LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Texts:
    """The words in one language. A text is called by its key, with the values for its braces."""

    lang: str
    words: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Raises KeyError for a key that does not exist or a value that is missing."""
        return str(self.words[key]).format(**values)

    def count(self, key: str, n: int, shown: str) -> str:
        """A text with a singular and a plural, divided by a bar."""
        one, many = str(self.words[key]).split("|")
        return (one if n == 1 else many).format(n=shown)

    def items(self, key: str) -> list[tuple[str, str]]:
        """A list of term and meaning, such as the glossary."""
        return [(str(term), str(meaning)) for term, meaning in self.words[key].items()]


@cache
def load_texts(lang: str) -> Texts:
    """The words for `lang`. Raises ContentError when a text lacks one of the languages."""
    raw = (files("scharnier.report") / "texts.yaml").read_text("utf-8")
    content = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    for key, text in content.items():
        if set(text) != set(LANGUAGES):
            raise ContentError(f"report text {key!r} is not there in exactly {', '.join(LANGUAGES)}")
    return Texts(lang, {key: text[lang] for key, text in content.items()})
