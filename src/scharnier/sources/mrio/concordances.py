"""The user's own tables that say which of our industries and countries the labels of a model stand for."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from scharnier.chain.stored import StoredModel
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

COLUMNS = {"sectors": ("sector", "wiod35"), "regions": ("region", "place")}
TO = {"sectors": "wiod35", "regions": "places"}
MOST = 16 << 20

Concordance = tuple[str, str, list[list[str]]]


def load_labels(path: Path, of: str, labels: Iterable[str]) -> Concordance:
    """The table at `path` for the `sectors` or `regions` of a model, as `ModelParts.concordances` wants it.

    A sector may stand there with several codes. Raises: InputProblem when the table lacks a column, names a label that
    the model has not, a region twice, or leaves a code empty. Labels that it does not name are left to `adopt`.
    """
    name, code = COLUMNS[of]
    known = set(labels)
    try:
        text = load_bytes(path, MOST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as cause:
        raise InputProblem(f"cannot be read ({getattr(cause, 'strerror', None) or cause}).", "", str(path)) from cause
    separator = ";" if ";" in text.partition("\n")[0] else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    if not rows or not {name, code} <= set(rows[0]):
        raise InputProblem(f"should have the columns {name},{code}.", "", str(path), 1)
    found: list[tuple[str, str]] = []
    for number, row in enumerate(rows, start=2):
        label, value = (row[name] or "").strip(), (row[code] or "").strip()
        if label not in known:
            raise InputProblem(
                f"the model has no {name} {label!r}.", "Write it as the model does.", str(path), number, name
            )
        if not value:
            raise InputProblem(f"{label!r} has no code.", "Leave the row out, or fill it in.", str(path), number, code)
        if of == "regions" and label in dict(found):
            raise InputProblem(f"{label!r} is named twice.", "A region lies in one place.", str(path), number, name)
        if (label, value) not in found:
            found.append((label, value))
    return of, TO[of], [[name, code], *([label, value] for label, value in found)]


def load_given(model: StoredModel, of: str) -> dict[str, list[str]]:
    """What the user said when the model was added: label -> codes; empty where nothing was said."""
    found: dict[str, list[str]] = {}
    for concordance in model.manifest.concordances:
        if (concordance.of, concordance.to) == (of, TO[of]):
            text = model.files[concordance.file].decode("utf-8")
            for label, code in list(csv.reader(io.StringIO(text)))[1:]:
                found.setdefault(label, []).append(code)
    return found
