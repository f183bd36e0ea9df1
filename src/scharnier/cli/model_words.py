"""What the model commands say, in Dutch and English."""

from typing import TYPE_CHECKING

from scharnier.chain.check import Finding
from scharnier.chain.manifest import StoredManifest

if TYPE_CHECKING:
    from scharnier.chain.stored import StoredModel

SHOWN = 8
KINDS = {"fault": {"nl": "fout"}, "note": {"nl": "let op"}}
FORMS = {"dense": {"nl": "vol", "en": "dense"}, "sparse": {"nl": "ijl", "en": "sparse"}}


# What the findings of a stored model say, in Dutch; in English they say it themselves.
DUTCH = {
    "damaged": "bestanden zijn anders dan wat is weggeschreven: voeg het model opnieuw toe",
    "double_cell": "namen van cellen komen meer dan eens voor",
    "double_final": "kolommen van eindgebruik komen meer dan eens voor",
    "no_label_cell": "namen ontbreken",
    "no_label_final": "namen van eindgebruik ontbreken",
    "missing_cell": "bedrijfstakken die andere gebieden wel hebben, ontbreken",
    "no_unit": "de eenheid van de bedragen is niet bekend",
    "mixed_units": "bedragen staan in verschillende eenheden: sommen over rijen zeggen niets",
    "gaps_in_table": "gaten of oneindige getallen in de coëfficiënten",
    "gaps_in_output": "gaten of oneindige getallen in de productie",
    "gaps_in_final": "gaten of oneindige getallen in het eindgebruik",
    "negative_table": "negatieve coëfficiënten",
    "negative_output": "negatieve productie",
    "negative_final": "negatief eindgebruik: voorraden die krimpen, verkoop van gebruikte machines",
    "no_output": "cellen zonder productie",
    "sold_without_output": "cellen zonder productie verkopen toch",
    "bought_without_output": "cellen zonder productie kopen in de bron; een coëfficiënt kan dat niet dragen",
    "column_sum": "cellen kopen evenveel als ze maken, of meer: er blijft geen toegevoegde waarde over",
    "not_productive": "de tabel is niet productief: sommige vraag zou negatieve of eindeloze productie vergen",
    "imbalance": "rijen wijken meer van hun productie af dan door afronden kan",
    "column_imbalance": "aankopen en primaire inzet zijn samen niet de productie, en bij de meeste cellen wel",
    "gaps_filled": "velden van bedrijfstakken zijn leeg in het bestand; ze tellen als nul",
    "other_total": "de totalen die het bestand noemt, zijn niet de som van zijn getallen",
    "rounding": "rijen wijken door afronden van hun productie af",
    "sum_region": "een gebied lijkt de som van andere",
    "sum_sector": "een bedrijfstak lijkt de som van andere",
    "double_row": "rijen dragen dezelfde naam",
    "row_without_unit": "rijen hebben geen eenheid",
    "infinite_satellite": "rijen bevatten oneindige getallen",
    "unknown_satellite": "in rijen zijn cellen onbekend; dat is niet nul",
    "negative_satellite": "rijen bevatten negatieve getallen",
    "row_without_flow": "rijen zijn overal nul",
    "adrift_satellite": "rijen hebben bedragen in cellen zonder productie, die geen aankoop kan dragen",
}


def finding_lines(findings: list[Finding], lang: str = "en") -> list[str]:
    """One line per finding; programs and the tests of the starter model know the shape of the English ones."""
    lines = []
    for finding in findings:
        if lang == "nl" and finding.code in DUTCH:
            more = f" en nog {len(finding.where) - SHOWN}" if len(finding.where) > SHOWN else ""
            level, text = KINDS[finding.level]["nl"], DUTCH[finding.code]
            worst = f", ergste {finding.worst:g}".replace(".", ",") if finding.worst else ""
        else:
            more = f" and {len(finding.where) - SHOWN} more" if len(finding.where) > SHOWN else ""
            level, text, worst = finding.level, finding.text, f", worst {finding.worst:g}" if finding.worst else ""
        where = f": {', '.join(finding.where[:SHOWN])}{more}" if finding.where else ""
        lines.append(f"{level}  {finding.code}  {finding.count} x{worst}  {text}{where}")
    return lines


def concordance_lines(model: "StoredModel", lang: str) -> list[str]:
    """Which of the 35 industries the sectors are, who says so, and how many it leaves open."""
    from scharnier.sources.mrio.sectors import BY_CODE, OPEN, OWN, count_origins, load_shipped

    nl, shipped = lang == "nl", load_shipped()
    said = {
        OWN: "uw tabel (--sectors)" if nl else "your table (--sectors)",
        BY_CODE: "de code van de bedrijfstak zelf" if nl else "the code of the sector itself",
        OPEN: "NIET BEKEND, geef --sectors" if nl else "NOT KNOWN, give --sectors",
    }
    lines = []
    for origin, count in count_origins(model).items():
        table = shipped.get(origin)
        if table is not None:
            ours = "onze tabel" if nl else "our table"
            names = "namen uit" if nl else "names from"
            text = f"{ours} {table.title}, {table.as_of}; {names}: {table.names_from}"
        else:
            text = said[origin]
        lines.append(f"{'bedrijfstak' if nl else 'industries':<12} {count} x {text}")
    return lines


def stored_lines(manifest: StoredManifest, lang: str, bytes_: int, folder: str) -> list[str]:
    """What is in a stored model, in plain words."""
    nl = lang == "nl"
    density, megabytes = manifest.entries / manifest.cells**2, _count(round(bytes_ / 1e6), lang)
    links = "bedragen" if nl else "links"
    size = (
        f"{manifest.regions} gebieden x {manifest.sectors} bedrijfstakken, samen {_count(manifest.cells, lang)} cellen"
        if nl
        else f"{manifest.regions} regions x {manifest.sectors} sectors, {_count(manifest.cells, lang)} cells together"
    )
    rows = [
        ("uitgever" if nl else "publisher", manifest.publisher or "?"),
        ("jaar" if nl else "year", " · ".join(part for part in (str(manifest.year or "?"), manifest.edition) if part)),
        ("licentie" if nl else "licence", f"{manifest.licence} ({_sure(manifest.licence_confidence, lang)})"),
        ("bron" if nl else "attribution", manifest.attribution),
        ("prijzen" if nl else "prices", f"{manifest.price_basis}; {manifest.unit}"),
        ("omvang" if nl else "size", size),
        (
            "tabel" if nl else "table",
            f"{_count(manifest.entries, lang)} {links} ({density:.0%}), {FORMS[manifest.form][lang]}, {megabytes} MB",
        ),
        ("eindgebruik" if nl else "final use", f"{manifest.final_columns} {'kolommen' if nl else 'columns'}"),
    ]
    lines = [f"{manifest.title} ({manifest.id})", *(f"{name:<12} {value}" for name, value in rows if value)]
    for note in manifest.satellites:
        units = ", ".join(unit or "?" for unit in note.units[:6])
        lines.append(f"{'satelliet' if nl else 'satellite':<12} {note.name}: {note.title}, {note.rows} x ({units})")
    if not manifest.satellites:
        lines.append(
            "Geen satellieten: het model kent alleen geld." if nl else "No satellites: the model knows money only."
        )
    for concordance in manifest.concordances:
        lines.append(f"{'vertaling' if nl else 'concordance':<12} {concordance.of} → {concordance.to}")
    for mark in manifest.inputs[:SHOWN]:
        lines.append(f"{'gelezen uit' if nl else 'read from':<12} {mark.file}, {_count(mark.size, lang)} bytes")
    if len(manifest.inputs) > SHOWN:
        more = len(manifest.inputs) - SHOWN
        lines.append(f"{'':<12} {f'en nog {more} bestanden' if nl else f'and {more} more files'}")
    lines.append(f"{'ligt in' if nl else 'lies in':<12} {folder}")
    for heading, texts in (
        ("Wat bij het lezen is veranderd:" if nl else "What reading it changed:", manifest.changes),
        ("Wat dit model niet kan zeggen:" if nl else "What this model cannot say:", manifest.caveats.get(lang, [])),
        ("Weggelaten:" if nl else "Left out:", manifest.left_out),
    ):
        if texts:
            lines += [heading, *(f"- {text}" for text in texts)]
    return lines


def _count(number: int, lang: str) -> str:
    text = f"{number:,}"
    return text.replace(",", ".") if lang == "nl" else text


def _sure(confidence: str, lang: str) -> str:
    words = {
        "verified": {"nl": "nagekeken", "en": "checked"},
        "secondary": {"nl": "volgens een ander", "en": "as others say"},
        "unverified": {"nl": "niet nagekeken", "en": "not checked"},
    }
    return words.get(confidence, {}).get(lang, confidence)
