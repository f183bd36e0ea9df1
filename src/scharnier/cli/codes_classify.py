"""`scharnier codes classify`: what industry supplied what a text names, or why the text does not say."""

import csv
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scharnier.cli.terminal import plain
from scharnier.codes.classify import Suggestion, load_classifier
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

_TEXT_COLUMNS = ("text", "tekst", "description", "omschrijving", "category", "categorie")
_STANDARD_INPUT = "-"
LARGEST_FILE = 200_000_000  # bytes; texts to classify are held in memory


class Target(StrEnum):
    """The code list an answer is given in."""

    WIOD35 = "wiod35"
    CPV = "cpv"
    NACE = "nace"


class Language(StrEnum):
    """The language a text is in."""

    NL = "nl"
    EN = "en"


class Form(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


def classify(
    file: Annotated[
        str, typer.Argument(help="One text a line, or a CSV with a column `text`; - reads standard input.")
    ] = "",
    text: Annotated[list[str] | None, typer.Option("--text", help="A text; may be given more than once.")] = None,
    to: Annotated[Target, typer.Option(help="Code list of the answer.")] = Target.WIOD35,
    lang: Annotated[
        Language | None, typer.Option(help="Language of the texts; told from the text if left out.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="text, or json with one object a line.")] = Form.TEXT,
) -> None:
    """Suggest which industry supplied what a description or category names; "unknown" where the text does not say."""
    texts = list(text or [])
    if file:
        texts += read_texts(file)
    if not texts:
        raise InputProblem("Nothing to classify.", 'Give a file, or a text with --text "coffee machine hire".')
    for one in load_classifier().classify(texts, lang.value if lang else None):
        typer.echo(json.dumps(describe(one, to), ensure_ascii=False) if form is Form.JSON else render(one, to))


def describe(one: Suggestion, to: Target) -> dict[str, object]:
    """A suggestion as it is written in JSON, its code in the code list asked for.

    Alternatives are industries whatever the list: under `code` where industries were asked for, else under `industry`.
    """
    key = "code" if to is Target.WIOD35 else "industry"
    return {
        "text": one.text,
        "lang": one.lang,
        "code": {"wiod35": one.code, "cpv": one.cpv, "nace": one.nace}[to.value],
        "to": to.value,
        "confidence": one.confidence,
        "because": list(one.because),
        "alternatives": [{key: code, "share": share} for code, share in one.alternatives],
        "product": one.product,
        "reason": one.reason,
    }


def render(one: Suggestion, to: Target) -> str:
    """A suggestion as one line: code, confidence, name of the industry, the text, the words it rested on."""
    if one.code is None:
        words = f" ({', '.join(one.because)})" if one.because else ""
        return f"unknown\t-\t{one.reason}{words}\t{plain(one.text)}"
    code = {"wiod35": one.code, "cpv": one.cpv, "nace": one.nace}[to.value] or "unknown"
    label = load_sectors()[one.code].label(one.lang, short=True)
    return f"{code}\t{one.confidence:.0%}\t{label}\t{plain(one.text)}\t({', '.join(one.because)})"


def read_texts(file: str) -> list[str]:
    """The texts of a file: a CSV with a text column, or one text a line. Blank lines are left out."""
    try:
        raw = sys.stdin.read() if file == _STANDARD_INPUT else load_bytes(Path(file), LARGEST_FILE).decode("utf-8-sig")
    except OSError as error:
        raise InputProblem(f"cannot be read: {error.strerror}.", "Check the name of the file.", file) from error
    except UnicodeDecodeError as error:
        raise InputProblem("is not UTF-8 text.", "Save it as CSV UTF-8.", file) from error
    lines = raw.splitlines()
    try:
        column = find_text_column(lines)
        if column is None:
            return [line.strip() for line in lines if line.strip()]
        name, delimiter = column
        rows = csv.DictReader(lines, delimiter=delimiter)
        return [value.strip() for row in rows if (value := row.get(name) or "").strip()]
    except csv.Error as error:
        raise InputProblem(f"is not readable: {error}.", "Give one text a line, or a CSV.", file) from error


def find_text_column(lines: Sequence[str]) -> tuple[str, str] | None:
    """Name and delimiter of the text column if the first line is a CSV header that has one."""
    for delimiter in ",;\t":
        header = next(csv.reader(lines[:1], delimiter=delimiter), [])
        for name in header:
            if name.strip().casefold() in _TEXT_COLUMNS:
                return name, delimiter
    return None
