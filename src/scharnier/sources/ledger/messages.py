"""The words of the reader in Dutch and English: notices, problems and remedies, from `data/ledger/messages.yaml`."""

from functools import cache
from typing import cast

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem


@cache
def load_messages() -> dict[str, dict[str, str]]:
    """Message id → {nl, en, and for problems nl_remedy, en_remedy}."""
    text = content_path("ledger/messages.yaml").read_text(encoding="utf-8")
    return cast(dict[str, dict[str, str]], yaml.safe_load(text))


def render_message(message: str, lang: str, **params: str | int) -> str:
    """The message in the language asked for (nl, otherwise en), its places filled."""
    return load_messages()[message]["nl" if lang == "nl" else "en"].format(**params)


def build_problem(
    message: str, lang: str, *, file: str = "", row: int | None = None, column: str = "", **params: str | int
) -> InputProblem:
    """An `InputProblem` in the user's language, with the remedy that belongs to it."""
    entry = load_messages()[message]
    tongue = "nl" if lang == "nl" else "en"
    return InputProblem(
        message=entry[tongue].format(**params),
        remedy=entry[f"{tongue}_remedy"].format(**params),
        file=file,
        row=row,
        column=column,
    )


def render_problem(code: str, lang: str) -> str:
    """A problem code of a line (see `PROBLEMS`) in words."""
    return render_message(f"line_{code}", lang)
