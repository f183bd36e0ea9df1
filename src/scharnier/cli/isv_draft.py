"""`scharnier isv draft TENDER --out DIR`: texts for every phase of one tender, as files that a buyer edits on."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import day_asked, plain

Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the texts.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date of the draft (today).")]


def draft(
    file: Annotated[Path, typer.Argument(help="The tender (YAML); docs/isv.md shows one.")],
    out: Annotated[Path, typer.Option(help="Folder for the result, and for nothing else; what you edited stays.")],
    lang: Lang = "nl",
    on: On = None,
    pdf: Annotated[bool, typer.Option(help="Also write PDF.")] = True,
) -> None:
    """Write the annex for tenderers, the buyer's file, questions to the market and templates: DOCX, ODT, HTML, PDF."""
    from scharnier.analytics.tender_risks import find_tender_risks
    from scharnier.codes.countries import match_country
    from scharnier.norms import load_library
    from scharnier.procurement.flags.from_tender import facts_from_tender
    from scharnier.procurement.flags.run import find_flags
    from scharnier.procurement.isv.decide import decide
    from scharnier.procurement.texts.assemble import Chosen, assemble
    from scharnier.procurement.texts.blocks import load_texts
    from scharnier.procurement.texts.tender_file import load_tender, tender_of
    from scharnier.report.documents import render_docx, render_odt, render_page
    from scharnier.report.pdf import PdfUnavailable, render_pdf
    from scharnier.report.tender import Drafted, outcome_of, purchase_of, render_documents
    from scharnier.report.write import write_outputs

    day = day_asked(on)
    shape = load_tender(file)
    flags = find_flags(facts_from_tender(shape, str(file)))
    origin = match_country(shape.origin_country) if shape.origin_country else None
    facts = tender_of(shape)
    decision = decide(facts)
    codes = tuple(dict.fromkeys((*facts.cpv, *(code for lot in facts.lots for code in lot.cpv))))
    risks = find_tender_risks(codes, day, lang, origin)
    texts = load_texts()
    chosen = Chosen(shape.choose_effort(decision), shape.level, shape.parts)
    made = assemble(texts, purchase_of(shape, decision, risks, lang), chosen, lang)
    drafted = Drafted(shape, decision, risks, made, texts, day, load_library(), flags)
    files: dict[str, bytes] = {}
    for name, document in render_documents(drafted, lang).items():
        page = render_page(document)
        files |= {f"{name}.docx": render_docx(document), f"{name}.odt": render_odt(document)}
        files[f"{name}.html"] = page.encode()
        if pdf:
            try:
                files[f"{name}.pdf"] = render_pdf(page)
            except PdfUnavailable as problem:
                typer.echo(plain(str(problem)), err=True)
                pdf = False
    record = {
        "decision": decision.as_json(lang),
        "effort": chosen.effort,
        "level": chosen.level,
        "texts": texts.version,
        "left_out": list(made.left_out),
        "flags": [flag.as_json(lang) for flag in flags],
        "on": day.isoformat(),
    }
    files["decision.json"] = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
    write_outputs(out, files, lang, keep_edits=True)
    typer.echo(plain(f"{shape.title}: {outcome_of(decision, lang)}."))
    for thing in decision.missing:
        typer.echo(plain(f"  {'Na te gaan' if lang == 'nl' else 'To check'}: {thing.in_lang(lang)}"))
    for flag in flags:
        if flag.verdict == "flagged":
            word = "Rode vlag" if lang == "nl" else "Red flag"
            typer.echo(plain(f"  {word} {flag.id}: {flag.reasons[0].in_lang(lang)}"))
    written = "bestanden in" if lang == "nl" else "files in"
    typer.echo(plain(f"→ {len(files)} {written} {out}"))
