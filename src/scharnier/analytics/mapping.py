"""The user's own mapping: what a text in the ledger means. It always wins and can be used again next year."""

import csv
import errno
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from scharnier.codes.concordance import load_concordance
from scharnier.codes.countries import match_country
from scharnier.codes.products import load_products
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

SCHEMES = ("wiod35", "cpv", "hs", "cn", "cpa", "nace", "isic")
COLUMNS = ("text", "code", "scheme", "product", "country")
UNKNOWN = "unknown"
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # how a text that a spreadsheet runs begins
LARGEST_FILE = 50_000_000  # bytes; a mapping is written by people


@dataclass(frozen=True)
class Entry:
    """What the user says of a text. Empty `weights` mean: leave the lines unassessed. `country` is ISO alpha-3."""

    weights: tuple[tuple[str, float], ...]
    product: str | None
    country: str | None
    row: int


@dataclass(frozen=True)
class Mapping:
    """Entries by normalised text, with the hash of the file they were read from."""

    entries: dict[str, Entry]
    sha256: str

    def find(self, texts: tuple[str, ...]) -> Entry | None:
        """The entry for the first of the texts that has one; the order of the texts is from specific to general."""
        for text in texts:
            if text and (entry := self.entries.get(normalise(text))):
                return entry
        return None


def normalise(text: str) -> str:
    """Case and white space do not distinguish texts."""
    return " ".join(text.casefold().split())


def load_mapping(path: Path) -> Mapping:
    """Read a mapping (CSV, UTF-8, `,` or `;`) with the columns text, code and optionally scheme, product, country.

    Raises InputProblem with file, row and column for anything that cannot be used.
    """
    try:
        raw = load_bytes(path, LARGEST_FILE)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem("The mapping is not UTF-8 text.", "Save it as CSV UTF-8.", str(path)) from error
    except OSError as error:
        remedy = "Keep one row for each different text." if error.errno == errno.EFBIG else "Check the path."
        raise InputProblem(f"Cannot read the mapping: {error.strerror}.", remedy, str(path)) from error
    rows = _rows(text, str(path))
    _, header = next(rows, (1, []))
    header = [name.strip().lower() for name in header]
    if missing := {"text", "code"} - set(header):
        raise InputProblem(
            f"The mapping lacks the column {' and '.join(sorted(missing))}.",
            f"Its first line names the columns: {', '.join(COLUMNS)}.",
            str(path),
            1,
        )
    if twice := [name for name in COLUMNS if header.count(name) > 1]:
        raise InputProblem(f"The column {twice[0]} occurs twice.", "Keep one.", str(path), 1, twice[0])
    entries: dict[str, Entry] = {}
    for number, row in rows:
        if any(cell.strip() for cell in row[len(header) :]):
            remedy = "Put quotation marks around a text that holds the delimiter."
            raise InputProblem("This row has more cells than the header.", remedy, str(path), number)
        cells = dict.fromkeys(header, "") | {name: cell.strip() for name, cell in zip(header, row, strict=False)}
        if any(cells.values()):
            _add(entries, cells, str(path), number)
    return Mapping(entries, hashlib.sha256(raw).hexdigest())


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV with the number by which a text editor or spreadsheet shows them, any line end, quotes kept."""
    lines = io.StringIO(text, newline=None)
    head = text.splitlines()[0] if text else ""
    reader = csv.reader(lines, delimiter=";" if head.count(";") > head.count(",") else ",")
    number = 1
    try:
        for row in reader:
            yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        raise InputProblem(
            f"The mapping is not a readable CSV file: {error}.", "Save it again.", file, number
        ) from error


def _add(entries: dict[str, Entry], cells: dict[str, str], file: str, row: int) -> None:
    written = cells["text"]
    key = normalise(written[1:] if written.startswith("'") and written[1:].startswith(FORMULA) else written)
    if key and not cells["code"]:
        return  # a row of the template that was not filled in: the text keeps the reading it had
    if not key:
        raise InputProblem("This row has no text.", "Give the text as it stands in the ledger.", file, row, "text")
    if key in entries:
        raise InputProblem(
            f"The text was already mapped in row {entries[key].row}.", "Keep one row.", file, row, "text"
        )
    entries[key] = Entry(_weights(cells, file, row), _product(cells, file, row), _country(cells, file, row), row)


def _weights(cells: dict[str, str], file: str, row: int) -> tuple[tuple[str, float], ...]:
    code = cells["code"]
    scheme = (cells.get("scheme") or "wiod35").lower()
    if code.lower() == UNKNOWN:
        return ()
    if scheme not in SCHEMES:
        raise InputProblem(f"Unknown scheme {scheme!r}.", f"Choose from {', '.join(SCHEMES)}.", file, row, "scheme")
    if scheme == "wiod35":
        if code not in load_sectors():
            remedy = "`scharnier codes list wiod35` shows the codes; write `unknown` to leave the lines out."
            raise InputProblem(f"{code!r} is not an industry.", remedy, file, row, "code")
        return ((code, 1.0),)
    weights = load_concordance(scheme).map(code)
    if not weights:
        raise InputProblem(f"{code!r} is not a {scheme.upper()} code we know.", "Check the code.", file, row, "code")
    return weights


def _product(cells: dict[str, str], file: str, row: int) -> str | None:
    product = cells.get("product") or None
    if product and product not in load_products():
        raise InputProblem(f"Unknown product {product!r}.", "Leave it empty or use a known id.", file, row, "product")
    return product


def _country(cells: dict[str, str], file: str, row: int) -> str | None:
    country = cells.get("country") or ""
    if not country:
        return None
    if not (found := match_country(country)):
        raise InputProblem(f"Unknown country {country!r}.", "Use a name or an ISO code.", file, row, "country")
    return found


def render_template(lines: pa.Table) -> str:
    """A mapping to fill in: the texts of `lines.csv` that say too little, the largest amounts first.

    Of several texts on a line the most general is taken, because it answers for most lines. The columns `lines`,
    `amount` and `reason` are there to help and are not read back; a row whose code stays empty changes nothing.
    """
    roles = [role for role in ("category3", "category2", "category", "description") if role in lines.column_names]
    open_ones = lines.filter(pc.is_in(lines["reason"].cast(pa.string()), pa.array(["no_content", "unrecognised"])))
    texts = pc.coalesce(*(open_ones[role].cast(pa.string()) for role in roles)) if roles else None
    out = io.StringIO()
    # Everything between quotation marks: who reads commas as the delimiter must not find a cell inside a text.
    writer = csv.writer(out, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([*COLUMNS, "lines", "amount", "reason"])
    if texts is not None:
        table = pa.table(
            {"text": texts, "amount": open_ones["amount"], "reason": open_ones["reason"].cast(pa.string())}
        )
        sums = table.group_by(["text", "reason"]).aggregate([("amount", "sum"), ("amount", "count")])
        # One row for what is one text to the reader: another case, or another reason on other lines, is no new text.
        found: dict[str, tuple[str, str, int, float]] = {}
        for row in sums.sort_by([("amount_sum", "descending"), ("text", "ascending")]).to_pylist():
            if row["text"] and (key := normalise(row["text"])):
                text, reason, count, amount = found.get(key, (row["text"], row["reason"], 0, 0.0))
                found[key] = (text, reason, count + row["amount_count"], amount + row["amount_sum"])
        for text, reason, count, amount in sorted(found.values(), key=lambda one: (-one[3], one[0])):
            # The apostrophe keeps a spreadsheet from running the text as a formula; reading takes it off again.
            shown = f"'{text}" if text.startswith(FORMULA) else text
            writer.writerow([shown, "", "", "", "", count, f"{amount:.2f}", reason])
    return out.getvalue()
