"""The user's own lines behind a risk, out of the lines.csv that stands beside the assessment."""

import csv
from collections.abc import Sequence
from pathlib import Path

from scharnier.analytics.assessment import Assessment
from scharnier.analytics.texts import number
from scharnier.cli.terminal import plain

MOST = 10  # lines shown with a risk
TEXTS = ("supplier", "description", "category", "category2", "category3")
_WORDS = {
    "en": {
        "heads": "Your lines, heaviest first (all in lines.csv):",
        "row": "row",
        "taken": "taken for",
        "code": "by the code",
        "text": "by the text",
        "mapping": "by your own mapping",
    },
    "nl": {
        "heads": "Uw regels, de zwaarste eerst (alle staan in lines.csv):",
        "row": "rij",
        "taken": "ingedeeld bij",
        "code": "op de code",
        "text": "op de tekst",
        "mapping": "op uw eigen indeling",
    },
}


def load_lines(folder: Path, rows: Sequence[int]) -> list[dict[str, str]]:
    """The lines with these row numbers, in this order; those of an absent lines.csv are none."""
    path, asked = folder / "lines.csv", {str(row) for row in rows}
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = {line["row"]: line for line in csv.DictReader(file) if line.get("row") in asked}
    return [found[str(row)] for row in rows if str(row) in found]


def render_lines(lines: Sequence[dict[str, str]], currency: str, lang: str) -> str:
    """One line of text a ledger line: row, amount, supplier and what was bought."""
    words = _WORDS[lang]
    shown = [_render_line(line, currency, lang) for line in lines]
    return "\n".join([f"  {words['heads']}", *(f"    {line}" for line in shown), ""]) if shown else ""


def render_row(line: dict[str, str], assessment: Assessment, lang: str) -> str:
    """A single ledger line, what it was taken for and on what grounds, or why it was left out."""
    parts = [_render_line(line, assessment.input.currency, lang)]
    if line.get("status") == "assessed":
        codes = [part.partition(" ")[::2] for part in (line.get("industry") or "").split(" + ")]
        names = [f"{assessment.sectors.get(code, code)} {share}".strip() for code, share in codes]
        product = assessment.products.get(line.get("product") or "", "")
        taken = " + ".join(names) + (f" ({product})" if product else "")
        how = _WORDS[lang].get(line.get("method") or "", "")
        parts.append(f"{_WORDS[lang]['taken']}: {taken}; {how}: {line.get('because')}")
    else:
        parts.append(line.get("reason_label") or "")
    return "\n  ".join(plain(part) for part in parts) + "\n"


def _render_line(line: dict[str, str], currency: str, lang: str) -> str:
    words = [line[name] for name in TEXTS if line.get(name)]
    amount = number(float(line["amount"] or 0), lang, 2)
    return plain(f"{_WORDS[lang]['row']} {line['row']}: {amount} {currency}  {' | '.join(words[:3])}")
