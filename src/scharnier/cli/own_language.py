"""The language in which a command on a dossier speaks: that which is asked for, else that of the dossier."""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from scharnier.diligence.dossier.fault_words import translate_problem
from scharnier.diligence.dossier.snapshot import HEAD
from scharnier.kernel.errors import InputProblem

OwnLang = Annotated[Literal["nl", "en"] | None, typer.Option(help="Language; that of the dossier if left out.")]
_LANG = re.compile(rb"^lang: *['\"]?(nl|en)\b", re.MULTILINE)


def find_language(folder: Path | None) -> str:
    """The language that a dossier says it is in, read without the rest as that may be what is wrong; Dutch where it
    does not say."""
    try:
        found = _LANG.search((folder / HEAD).read_bytes()[:100_000]) if folder else None
    except OSError:
        found = None
    return found[1].decode() if found else "nl"


def tell_in_its_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command, its faults told in the language that it speaks."""

    @wraps(command)
    def told(**given: Any) -> Any:
        try:
            return command(**given)
        except InputProblem as problem:
            lang = given.get("lang") or find_language(given.get("folder") or given.get("ours"))
            raise translate_problem(problem, lang) from problem

    return told
