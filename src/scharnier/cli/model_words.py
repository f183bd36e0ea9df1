"""What the model commands say, in Dutch and English."""

from scharnier.chain.check import Finding
from scharnier.chain.manifest import StoredManifest

SHOWN = 8
KINDS = {"fault": {"nl": "fout", "en": "fault"}, "note": {"nl": "let op", "en": "note"}}
FORMS = {"dense": {"nl": "vol", "en": "dense"}, "sparse": {"nl": "ijl", "en": "sparse"}}


def finding_lines(findings: list[Finding]) -> list[str]:
    """One line per finding; programs and the tests of the starter model know their shape."""
    lines = []
    for finding in findings:
        more = f" and {len(finding.where) - SHOWN} more" if len(finding.where) > SHOWN else ""
        where = f": {', '.join(finding.where[:SHOWN])}{more}" if finding.where else ""
        worst = f", worst {finding.worst:g}" if finding.worst else ""
        lines.append(f"{finding.level}  {finding.code}  {finding.count} x{worst}  {finding.text}{where}")
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
