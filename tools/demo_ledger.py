"""Build the demo ledger of the invented municipality of Voorbeelddam, byte for byte the same on every run.

    python tools/demo_ledger.py

Reads `tools/demo_catalogue.yaml`, writes `src/scharnier/data/demo/`. Own integer noise (a linear congruential
generator) instead of a library's, so that no release of a library can change the file.
"""

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

YEAR = 2025
SEED = 20250101
NAME = f"gemeente-voorbeelddam-{YEAR}"
TOOLS = Path(__file__).resolve().parent
FOLDER = TOOLS.parent / "src" / "scharnier" / "data" / "demo"
MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
PLACES = [
    "gemeentehuis",
    "gemeentewerf",
    "sporthal",
    "bibliotheek",
    "zwembad",
    "basisschool",
    "wijkcentrum",
    "brandweer",
]
STREETS = [
    "Dorpsstraat",
    "Kerkplein",
    "Fictielaan",
    "Molenweg",
    "Marktplein",
    "Verzonnenkade",
    "Stationsweg",
    "Denkpad",
]
HEADER = (
    "Factuurnummer;Factuurdatum;Leverancier;Inkoopcategorie;Grootboekomschrijving;Omschrijving;Afdeling;"
    "Netto bedrag (EUR);Btw-bedrag;CPV-code;Land van herkomst"
)


@dataclass
class Noise:
    """Repeatable noise: 64-bit linear congruential generator (Knuth's MMIX constants), upper bits used."""

    state: int

    def draw(self) -> float:
        """A number in [0, 1)."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53

    def pick(self, options: list[Any]) -> Any:
        return options[int(self.draw() * len(options))]

    def normal(self) -> float:
        """A roughly normal number (sum of twelve), with nothing that differs between machines."""
        return sum(self.draw() for _ in range(12)) - 6.0


@dataclass(frozen=True)
class Line:
    """An invoice line: month and day of the year 2025, amount in cents, and its texts."""

    month: int
    day: int
    cents: int
    supplier: str
    category: str
    ledger: str
    text: str
    unit: str
    cpv: str
    origin: str


def build_lines(catalogue: list[dict[str, Any]]) -> list[Line]:
    """All lines of the year: per entry its budget spread over its invoices, then a few corrections."""
    noise = Noise(SEED)
    lines: list[Line] = []
    for entry in catalogue:
        weights = [math.exp(entry["spread"] * noise.normal()) for _ in range(entry["lines"])]
        scale = entry["budget"] * 100_000 / sum(weights)
        for turn, weight in enumerate(weights):
            # Regular suppliers send an invoice every month; three digits of rounding keep machines alike.
            cents = max(995, round(round(weight, 6) * scale))
            months = entry.get("months", list(range(1, 13)))
            lines.append(_build_line(entry, months[turn % len(months)], cents, noise))
    for turn in range(0, len(lines), 61):
        wrong = lines[turn]
        if wrong.ledger in ("Salarissen", "Bijstand"):
            continue
        text = f"Creditnota {wrong.text}".strip()
        share = 1.0 if noise.draw() < 0.4 else 0.1 + 0.4 * noise.draw()
        cents = -round(wrong.cents * round(share, 6))
        lines.append(Line(**{**vars(wrong), "day": min(wrong.day + 2, 28), "cents": cents, "text": text}))
    return sorted(lines, key=lambda line: (line.month, line.day))


def _build_line(entry: dict[str, Any], month: int, cents: int, noise: Noise) -> Line:
    text = Template(noise.pick(entry["texts"])).substitute(
        maand=f"{MONTHS[month - 1]} {YEAR}",
        locatie=noise.pick(PLACES),
        straat=noise.pick(STREETS),
        aantal=noise.pick([5, 8, 10, 12, 15, 20, 25, 40, 50, 60, 75, 100, 120, 200]),
    )
    stated = entry.get("stated", 0.0)
    return Line(
        month=month,
        day=1 + int(noise.draw() * 28),
        cents=cents,
        supplier=noise.pick(entry["suppliers"]),
        category=entry["category"],
        ledger=entry["ledger"],
        text=text,
        unit=entry["unit"],
        cpv=entry.get("cpv", "") if noise.draw() < stated else "",
        origin=noise.pick(entry["herkomst"]) if "herkomst" in entry and noise.draw() < stated else "",
    )


def render_amount(cents: int) -> str:
    """Cents as Dutch bookkeeping writes them: 1.234,56."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros:,}".replace(",", ".") + f",{rest:02d}"


def render_csv(lines: list[Line]) -> bytes:
    """The ledger as semicolon-separated UTF-8, line ends as spreadsheets write them."""
    rows = [HEADER]
    for turn, line in enumerate(lines, start=1):
        free = line.ledger in ("Salarissen", "Bijstand", "Subsidies", "Rente", "Zorg in natura jeugd")
        rows.append(
            ";".join(
                (
                    f"I25{turn:05d}",
                    f"{line.day:02d}-{line.month:02d}-{YEAR}",
                    line.supplier,
                    line.category,
                    line.ledger,
                    line.text,
                    line.unit,
                    render_amount(line.cents),
                    render_amount(0 if free else round(line.cents * 21 / 100)),
                    line.cpv,
                    line.origin,
                )
            )
        )
    return ("\r\n".join(rows) + "\r\n").encode()


def render_manifest(data: bytes, lines: list[Line]) -> str:
    """The manifest beside the ledger."""
    manifest = {
        "title": "Demo ledger: municipality of Voorbeelddam (does not exist)",
        "file": f"{NAME}.csv",
        "fictional": True,
        "statement": "Everything in this file is invented: the municipality, its suppliers, invoices and amounts. "
        "It says nothing about any real body or company; likeness of names is chance.",
        "method": "Generated by tools/demo_ledger.py from tools/demo_catalogue.yaml with fixed noise. The mix of "
        "spending follows our own judgement of what a Dutch municipality of some 20,000 inhabitants buys.",
        "licence": "CC0-1.0",
        "year": YEAR,
        "lines": len(lines),
        "total_eur": render_amount(sum(line.cents for line in lines)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110)


def load_catalogue() -> list[dict[str, Any]]:
    """What the municipality buys."""
    content: list[dict[str, Any]] = yaml.safe_load((TOOLS / "demo_catalogue.yaml").read_text(encoding="utf-8"))
    return content


def main() -> None:
    lines = build_lines(load_catalogue())
    data = render_csv(lines)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{NAME}.csv").write_bytes(data)
    (FOLDER / f"{NAME}.yaml").write_text(render_manifest(data, lines), encoding="utf-8")
    print(f"{len(lines)} lines, {render_amount(sum(line.cents for line in lines))} EUR, {len(data) // 1000} kB")


if __name__ == "__main__":
    main()
