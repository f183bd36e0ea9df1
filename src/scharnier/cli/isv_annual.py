"""`scharnier isv template` and `scharnier isv report`: the annual report of one body on the social conditions (ISV)."""

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.terminal import day_asked, plain
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.norms import Library
    from scharnier.procurement.annual.annual import Annual
    from scharnier.procurement.annual.shapes import TenderList

Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of what is written.")]
SHOWN = 10  # issues on the screen
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
NOTICES = (".xml", ".parquet", ".gz", ".xz", ".tar", ".zip", ".tgz")


def template(
    out: Annotated[Path, typer.Option(help="The empty list to write: .xlsx or .csv.")],
    lang: Lang = "nl",
) -> None:
    """Write an empty tender list to fill in: one row per tender. What you do not know stays empty."""
    from scharnier.kernel.files import whole_file
    from scharnier.report.isv_template import render_template_csv, render_template_xlsx

    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise InputProblem("The list is a workbook or a CSV.", "Give it a name that ends in .xlsx or .csv.", str(out))
    if out.exists():
        raise InputProblem("There is a file of that name.", "Give another name: it may be filled in.", str(out))
    made = render_template_xlsx(lang) if out.suffix.lower() == ".xlsx" else render_template_csv(lang)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(out) as path:
            path.write_bytes(made)
    except OSError as error:
        raise InputProblem(f"cannot be written: {error.strerror}.", "Choose another folder.", str(out)) from error
    typer.echo(f"→ {plain(str(out))}")


def report(
    file: Annotated[
        Path, typer.Argument(help="The tender list (CSV, XLSX), or notices (XML, folder, archive, Parquet).")
    ],
    body: Annotated[str, typer.Option(help="The body, as in “Gemeente Voorbeelddam”.")],
    year: Annotated[int, typer.Option(min=2013, max=2100, help="The year of the report.")],
    out: Annotated[Path, typer.Option(help="Folder for the result; it will hold nothing else.")],
    previous: Annotated[Path | None, typer.Option(help="The list of the year before, to compare with.")] = None,
    targets: Annotated[Path | None, typer.Option(help="The targets of the body (YAML).")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day the report stands on (today).")
    ] = None,
    lang: Lang = "nl",
    pdf: Annotated[bool, typer.Option(help="Also write PDF.")] = True,
    url: Annotated[str, typer.Option(help="Where the open data will stand, ending in /.")] = "https://example.org/isv/",
    licence: Annotated[str, typer.Option(help="Licence of the open data.")] = CC0,
    ocid_prefix: Annotated[str | None, typer.Option(help="Your registered OCDS prefix, as ocds-a1b2c3.")] = None,
) -> None:
    """Write the annual report (HTML, XLSX, PDF) and the open data (CSV, OCDS, DCAT-AP) of one body."""
    from scharnier.norms import load_library
    from scharnier.procurement.annual.annual import build_annual
    from scharnier.procurement.annual.targets import load_targets
    from scharnier.report.isv_annual_page import headline
    from scharnier.report.write import Content, write_outputs

    if ocid_prefix is not None and not re.fullmatch(r"ocds-[a-z0-9]{6}", ocid_prefix):
        remedy = "A registered prefix is ocds- and six letters or digits; leave it out if you have none."
        raise InputProblem(f"{ocid_prefix!r} is no OCDS prefix.", remedy)
    if not re.fullmatch(r"https?://\S+/", url) or not re.fullmatch(r"https?://\S+", licence):
        raise InputProblem("url and licence are web addresses; url ends in a slash.", "As https://example.org/isv/.")
    if not body.strip():
        raise InputProblem("The name of the body is empty.", "Write it as in its notices.")
    day = day_asked(on)
    if day.year < year:
        raise InputProblem(f"{year} has not begun on {day}.", "Choose another year, or give --on.")
    source = _read(file, body, lang)
    before = _read(previous, body, lang) if previous else None
    goals = load_targets(targets) if targets else None
    if goals and goals.body.casefold() != body.casefold():
        raise InputProblem(f"The targets are of {goals.body!r}, not of {body!r}.", "Use the same name.", str(targets))
    annual = build_annual(source, body.strip(), year, day, before, goals)
    library = load_library()
    files: dict[str, Content] = {}
    files |= _render(annual, lang, library, pdf)
    files |= _open_data(annual, licence, url, ocid_prefix)
    write_outputs(out, files, lang)
    typer.echo(plain(headline(annual, lang)))
    for found in filter(None, (source, before)):
        _tell_issues(found, lang)
    written = "bestanden in" if lang == "nl" else "files in"
    typer.echo(plain(f"→ {len(files)} {written} {out}"))


def _tell_issues(source: "TenderList", lang: str) -> None:
    """The first cells that count as not known; the report lists them all."""
    count, nl = len(source.issues), lang == "nl"
    if not count:
        return
    told = "× niet bruikbaar; telt als niet bekend" if nl else "× not usable; counts as not known"
    typer.echo(plain(f"{source.file}: {count} {told}:"), err=True)
    for issue in source.issues[:SHOWN]:
        said = f" ({issue.said!r})" if issue.said else ""
        row = "rij" if nl else "row"
        typer.echo(plain(f"  {row} {issue.row}, {issue.column}{said}: {issue.what}. {issue.remedy}"), err=True)
    if count > SHOWN:
        typer.echo(f"  … {count - SHOWN} " + ("meer in report.html" if nl else "more in report.html"), err=True)


def _read(path: Path, body: str, lang: str) -> "TenderList":
    from scharnier.sources.tender_list import read_notice_records, read_tender_list

    if path.is_dir() or path.suffix.lower() in NOTICES:
        return read_notice_records(path, body, lang)
    return read_tender_list(path, lang)


def _render(annual: "Annual", lang: str, library: "Library", pdf: bool) -> dict[str, bytes]:
    from scharnier.report.isv_annual_page import render_annual
    from scharnier.report.isv_annual_xlsx import render_annual_xlsx
    from scharnier.report.pdf import PdfUnavailable, render_pdf

    page = render_annual(annual, lang, library)
    files = {"report.html": page.encode(), "report.xlsx": render_annual_xlsx(annual, lang, library)}
    if pdf:
        try:
            files["report.pdf"] = render_pdf(page)
        except PdfUnavailable as problem:
            typer.echo(plain(str(problem)), err=True)
    return files


def _open_data(annual: "Annual", licence: str, url: str, prefix: str | None) -> dict[str, bytes]:
    from scharnier.report.isv_annual_dcat import render_dcat
    from scharnier.report.isv_annual_ocds import render_ocds
    from scharnier.report.isv_annual_open import CSV_NAME, CSVW_NAME, render_csvw, render_open_csv

    files = {
        CSV_NAME: render_open_csv(annual),
        CSVW_NAME: render_csvw(annual, licence),
        "ocds.json": render_ocds(annual, prefix, licence, f"{url}ocds.json"),
    }
    sizes = {name: len(content) for name, content in files.items()}
    return files | {"dataset.jsonld": render_dcat(annual, licence, url, sizes)}
