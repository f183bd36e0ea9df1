"""What a lot asks of tenderers and of the contract: award criteria with their weights, and texts."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from scharnier.procurement.notice import Criterion, Text, TextKind
from scharnier.sources._runtime.trie import Row
from scharnier.sources.notices.values import Values

# The group of a lot ("" for the lot itself), and of each of its texts the key, the kind and the field of the publisher.
_TEXTS: tuple[tuple[str, tuple[tuple[str, TextKind, str], ...]], ...] = (
    (
        "",
        (
            ("title", "title", "BT-21-Lot"),
            ("description", "description", "BT-24-Lot"),
            ("additional", "additional", "BT-300-Lot"),
            ("strategic_text", "additional", "BT-777"),
            ("award_text", "award", "BT-733"),
        ),
    ),
    ("condition", (("text", "contract_condition", "BT-70"),)),
    ("selection", (("name", "selection", "BT-749"), ("text", "selection", "BT-750"))),
    ("criterion", (("name", "award", "BT-734"), ("text", "award", "BT-540"))),
)


def list_lot_texts(lot: Row, languages: Mapping[str, str]) -> list[Text]:
    """Every text of a lot, in the order of the fields."""
    name, get, found = _first(lot, "id"), languages.get, []
    for group, fields in _TEXTS:
        rows = lot.get(group) if group else (lot,)
        if not rows:
            continue
        for row in rows:
            for key, kind, field in fields:
                for code, text in row.get(key, ()):
                    found.append(Text(kind, text, get(code) or get(code.upper(), code.lower()), field, name))
    return found


def choose_text(texts: list[tuple[str, str]] | None, original: str) -> str:
    """Of a text in several languages that in the language of the notice (its three letters), else the first."""
    if not texts:
        return ""
    return next((text for code, text in texts if code == original), texts[0][1])


def list_criteria(lot: Row, kinds: Mapping[str, str], original: str, values: Values) -> Iterable[Criterion]:
    """The award criteria of a lot; one without a code of its own kind counts as unknown."""
    of_lot = _first(lot, "id")
    for row in lot.get("criterion", ()):
        weight = row.get("weight", ())
        number = _first(weight[0], "number") if weight else ""
        name = choose_text(row.get("name") or row.get("text"), original)
        yield Criterion(
            cast(Any, kinds.get(_first(row, "type"), "unknown")),
            name,
            values.number(number, "BT-541") if number else None,
            _first(weight[0], "unit") if weight else "",
            of_lot,
        )


def _first(row: Row, key: str) -> str:
    if found := row.get(key):
        text: str = found[0]
        return text
    return ""
