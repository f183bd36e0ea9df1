"""The lots of a TED_EXPORT notice: what they are called, ask and say."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from scharnier.procurement.notice import Criterion, Text
from scharnier.sources._runtime.trie import Row

LOT_GROUPS = ("lot", "old_lot", "old_lot_f02", "old_lot_f05", "old_lot_annex")
_LOT_TEXTS = (
    ("title", "title", "II.2.1"),
    ("description", "description", "II.2.4"),
    ("criterion", "award", "II.2.5"),
    ("additional", "additional", "II.2.14"),
)
_WEIGHT = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?")


def name_lot(row: Row, number: int) -> str:
    """The number of a lot, else its place among the lots."""
    found = row.get("id") or row.get("item")
    return cast(str, found[0]) if found else str(number)


def list_lot_texts(form: Row, language: str) -> Iterable[Text]:
    """Every text of the lots, with the names of award criteria."""
    for row in form.get("lot_modified", ()):
        for _, text in row.get("description", ()):
            yield Text("description", text, language, "VII.1.4")
    for group in LOT_GROUPS:
        for number, row in enumerate(form.get(group, ()), 1):
            name = name_lot(row, number)
            for key, kind, field in _LOT_TEXTS:
                for _, text in row.get(key, ()):
                    yield Text(cast(Any, kind), text, language, field, name)
            for kind_of in ("quality", "cost", "criteria"):
                for criterion in row.get(kind_of, ()):
                    for text in criterion.get("name", ()):
                        yield Text("award", text, language, "II.2.5", name)
    for row in form.get("old_criterion", ()):
        for text in row.get("name", ()):
            yield Text("award", text, language, "IV.2.1")


def list_criteria(form: Row) -> Iterable[Criterion]:
    """The award criteria of every lot, and those of the whole contract in R2.0.8."""
    for number, row in enumerate(form.get("lot", ()), 1):
        name = name_lot(row, number)
        for group, kind in (("price", "price"), ("cost", "cost"), ("quality", "quality"), ("criteria", "unknown")):
            for criterion in row.get(group, ()):
                yield _criterion(criterion, kind, name)
        for _, text in row.get("criterion", ()):
            yield Criterion("unknown", text, None, "", name)
    for criterion in form.get("old_criterion", ()):
        yield _criterion(criterion, "unknown", None)


def _criterion(row: Row, kind: str, lot: str | None) -> Criterion:
    names, weights = row.get("name"), row.get("weight")
    said = cast(str, weights[0]) if weights else ""
    return Criterion(cast(Any, kind), cast(str, names[0]) if names else "", calc_weight(said), said, lot)


def calc_weight(text: str) -> Decimal | None:
    """The number where a weight is one number, with or without a per cent sign; None for words and ranges."""
    bare = text.replace("%", " ").strip()
    return Decimal(bare.replace(",", ".")) if _WEIGHT.fullmatch(bare) else None
