"""The user's own mapping: what a text in the ledger means. It always wins and can be used again next year."""

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from scharnier.codes.concordance import load_concordance
from scharnier.codes.countries import match_country
from scharnier.codes.products import load_products
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import InputProblem

SCHEMES = ("wiod35", "cpv", "hs", "cn", "cpa", "nace", "isic")
COLUMNS = ("text", "code", "scheme", "product", "country")
UNKNOWN = "unknown"
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
        if path.stat().st_size > LARGEST_FILE:
            raise InputProblem("The mapping is larger than 50 MB.", "Keep one row for each different text.", str(path))
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem("The mapping is not UTF-8 text.", "Save it as CSV UTF-8.", str(path)) from error
    except OSError as error:
        raise InputProblem(f"Cannot read the mapping: {error.strerror}.", "Check the path.", str(path)) from error
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    header = [name.strip().lower() for name in reader.fieldnames or []]
    if missing := {"text", "code"} - set(header):
        raise InputProblem(
            f"The mapping lacks the column {' and '.join(sorted(missing))}.",
            f"Its first line names the columns: {', '.join(COLUMNS)}.",
            str(path),
            1,
        )
    reader.fieldnames = header
    entries: dict[str, Entry] = {}
    try:
        for number, row in enumerate(reader, start=2):
            cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
            if any(cells.values()):
                _add(entries, cells, str(path), number)
    except csv.Error as error:
        raise InputProblem(f"The mapping is not a readable CSV file: {error}.", "Save it again.", str(path)) from error
    return Mapping(entries, hashlib.sha256(raw).hexdigest())


def _add(entries: dict[str, Entry], cells: dict[str, str], file: str, row: int) -> None:
    key = normalise(cells["text"])
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
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([*COLUMNS, "lines", "amount", "reason"])
    if texts is not None:
        table = pa.table(
            {"text": texts, "amount": open_ones["amount"], "reason": open_ones["reason"].cast(pa.string())}
        )
        sums = table.group_by(["text", "reason"]).aggregate([("amount", "sum"), ("amount", "count")])
        for row in sums.sort_by([("amount_sum", "descending"), ("text", "ascending")]).to_pylist():
            if row["text"]:
                amount = f"{row['amount_sum']:.2f}"
                writer.writerow([row["text"], "", "", "", "", row["amount_count"], amount, row["reason"]])
    return out.getvalue()
