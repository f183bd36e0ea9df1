"""Where the header of a table stands: below a preamble, on one row or two, or nowhere."""

import re
from dataclasses import dataclass

from scharnier.sources.ledger.header_words import has_known_header
from scharnier.sources.ledger.limits import PREAMBLE_ROWS
from scharnier.sources.ledger.model import Notice

_NUMBER = re.compile(r"^[\s€$£(+-]*\d[\d.,\s]*[)\-]?\s*(?:€|%|EUR|-)?$")
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?$")
LONGEST_VALUE = 60  # characters
_YEAR_OR_CODE = re.compile(r"^\d{4}$")


@dataclass(frozen=True)
class HeaderPlace:
    """`first` and `last` are 0-based positions of the header rows in the sample; both -1 if there is no header."""

    first: int
    last: int
    names: list[str]


def is_value(cell: str) -> bool:
    """Whether a cell looks like data (a number or a date) rather than a header; years can be headers."""
    text = cell.strip()
    # A longer text is no number or date; searching one of a megabyte for its end would take hours.
    if not text or len(text) > LONGEST_VALUE or _YEAR_OR_CODE.match(text):
        return False
    return bool(_NUMBER.match(text) or _DATE.match(text))


def find_header(rows: list[list[str]], width: int) -> HeaderPlace:
    """Find the header in the first rows; `width` is the usual number of fields."""
    place = -1
    for index, row in enumerate(rows[:PREAMBLE_ROWS]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) < max(min(width, 2), (width + 1) // 2):
            continue
        values = sum(is_value(cell) for cell in cells)
        known = sum(has_known_header(cell) for cell in cells[:200]) if values * 2 < len(cells) else 0
        if values and (known < 3 or known <= values):
            continue
        if known >= min(2, len(cells)):
            place = index
            break
    if place < 0:
        place = _find_unknown_header(rows, width)
    if place < 0:
        return HeaderPlace(-1, -1, [])
    names = [cell.strip() for cell in rows[place]]
    joined = _join_two_rows(names, rows[place + 1 : place + 3])
    return HeaderPlace(place, place + 1, joined) if joined else HeaderPlace(place, place, names)


def _find_unknown_header(rows: list[list[str]], width: int) -> int:
    """A full row of distinct texts above a row that holds a value: a header whose words we do not know."""
    for index, row in enumerate(rows[:PREAMBLE_ROWS]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if not cells or len(cells) < width * 0.8:
            continue
        if any(is_value(cell) for cell in cells) or len(set(cells)) < len(cells):
            return -1
        below = rows[index + 1 : index + 6]
        if any(is_value(cell) for after in below for cell in after):
            return index
        # No numbers anywhere: no ledger, but the first row is still what the user calls the header.
        return -1 if any(is_value(cell) for after in rows for cell in after) else index
    return -1


def is_counter(header: str) -> bool:
    """Whether a column only numbers the rows, so that a row with nothing else in it is an empty row."""
    return header.strip().lower().rstrip(".") in (
        "#",
        "nr",
        "no",
        "row",
        "rij",
        "regel",
        "regelnr",
        "line",
        "volgnummer",
    )


def _join_two_rows(names: list[str], below: list[list[str]]) -> list[str] | None:
    """Names over two rows (merged cells above, details below), or None if the row below is no header."""
    if len(below) < 2 or all(names):
        return None
    second = [cell.strip() for cell in below[0]]
    fills = sum(1 for name, cell in zip(names, second, strict=False) if not name and cell)
    values = any(is_value(cell) or _YEAR_OR_CODE.match(cell) for cell in second)
    if not fills or values or not any(is_value(cell) for cell in below[1]):
        return None
    joined, group = [], ""
    for at in range(max(len(names), len(second))):
        name = names[at] if at < len(names) else ""
        detail = second[at] if at < len(second) else ""
        group = name or (group if detail else "")
        joined.append(f"{group} {detail}".strip())
    return joined


def build_names(names: list[str], width: int) -> tuple[list[str], list[Notice]]:
    """Unique, non-empty names: an empty one becomes `column 3`, a repeated one gets a number."""
    notices: list[Notice] = []
    taken: set[str] = set()
    answer: list[str] = []
    for at in range(width):
        name = re.sub(r"\s+", " ", names[at]).strip()[:200] if at < len(names) else ""
        name = name or f"column {at + 1}"
        unique, turn = name, 2
        while unique in taken:
            unique, turn = f"{name} ({turn})", turn + 1
        if unique != name:
            notices.append(Notice("headers_duplicate", {"header": name, "named": unique}))
        taken.add(unique)
        answer.append(unique)
    return answer, notices
