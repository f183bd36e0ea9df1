"""`scharnier eudr check|statement`: plots of land checked, and a due diligence statement ready for the EU system."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from scharnier.cli.terminal import day_asked, plain
from scharnier.eudr import Checked, Issue, check_file, load_codes, load_rules
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import is_same_file, whole_file

app = typer.Typer(no_args_is_help=True)

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the messages.")]
Commodity = Annotated[
    Literal["cattle", "cocoa", "coffee", "oil_palm", "rubber", "soya", "wood"] | None,
    typer.Option(help="What the plots produce; for cattle a point suffices at any size."),
]
On = Annotated[
    datetime | None, typer.Option(help="Under the rules of this date (default: today).", formats=["%Y-%m-%d"])
]

WORDS = {
    "valid": {"nl": "Geldig", "en": "Valid"},
    "invalid": {"nl": "Niet geldig", "en": "Not valid"},
    "plots": {"nl": "percelen", "en": "plots"},
    "plot": {"nl": "perceel", "en": "plot"},
    "point": {"nl": "punt", "en": "point"},
    "polygon": {"nl": "polygoon", "en": "polygon"},
    "points": {"nl": "punten", "en": "points"},
    "polygons": {"nl": "polygonen", "en": "polygons"},
    "errors": {"nl": "fouten", "en": "errors"},
    "error": {"nl": "fout", "en": "error"},
    "warnings": {"nl": "waarschuwingen", "en": "warnings"},
    "warning": {"nl": "waarschuwing", "en": "warning"},
    "file": {"nl": "bestand", "en": "file"},
    "feature": {"nl": "feature", "en": "feature"},
    "more": {"nl": "en nog {n}", "en": "and {n} more"},
    "line": {"nl": "regel", "en": "line"},
    "written": {"nl": "Geschreven", "en": "Written"},
    "send": {
        "nl": "request.xml is er voor de verzender van het EU-systeem, die er de inloggegevens bij doet. Let op:",
        "en": "request.xml is for the sender to the EU system, who adds the credentials. Mind:",
    },
    "clean": {"nl": "Geen opmerkingen.", "en": "Nothing to remark."},
    "json": {
        "nl": "Alles zien: --format json. Wat elke code betekent: docs/method/eudr-plots.md.",
        "en": "See all: --format json. What each code means: docs/method/eudr-plots.md.",
    },
}


@app.command()
def check(
    file: Path,
    country: Annotated[str | None, typer.Option(help="Country of production of all plots (two letters).")] = None,
    commodity: Commodity = None,
    limit: Annotated[int, typer.Option(min=1, help="Issues of one kind shown in text; all are counted.")] = 5,
    picture: Annotated[
        Path | None, typer.Option(help="Also draw the plots and what is wrong in this HTML file.")
    ] = None,
    lang: Lang = "nl",
    on: On = None,
    format: Format = "text",
) -> None:
    """Check plots of land in a GeoJSON file as the EU regulation and its system ask.

    Exit code 0: valid; 1: not valid; 2: the file cannot be read.
    """
    checked = check_file(file, load_rules(day_asked(on)), _country(country), commodity)
    if picture is not None:
        _refuse_to_overwrite([picture], [file])
    if picture is not None:
        from scharnier.eudr.picture import draw_plots

        _write(picture.parent, picture.name, draw_plots(checked, file.name, lang).encode())
    if format == "json":
        typer.echo(_dump(checked.as_json(lang)))
    else:
        for line in _summary(checked, file, lang):
            typer.echo(line)
        for line in _listing(checked, limit, lang):
            typer.echo(line)
    raise typer.Exit(0 if checked.valid else 1)


def _country(given: str | None) -> str | None:
    from scharnier.eudr.properties import iso2_codes

    if given is None:
        return None
    code = given.strip().upper()
    if code not in iso2_codes():
        raise InputProblem(f"--country {given!r} is no country code.", "Give two letters, such as GH.")
    return code


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode()


def _summary(checked: Checked, file: Path, lang: str) -> Iterable[str]:
    verdict = WORDS["valid" if checked.valid else "invalid"][lang]
    yield typer.style(f"{verdict}: {plain(file.name)}", bold=True, fg="green" if checked.valid else "red")
    plots = checked.reading.plots
    points, polygons = len(plots.points.feature), len(plots.polygons)
    parts = [
        _count(checked.features, "plot", "plots", lang),
        _count(points, "point", "points", lang),
        _count(polygons, "polygon", "polygons", lang),
        f"{_figure(checked.hectares, lang)} ha",
        _count(checked.found.total("error"), "error", "errors", lang),
        _count(checked.found.total("warning"), "warning", "warnings", lang),
    ]
    yield "  " + " · ".join(part for part in parts if not part.startswith("0 p"))


def _count(number: int, one: str, many: str, lang: str) -> str:
    return f"{number} {WORDS[one if number == 1 else many][lang]}"


def _figure(value: float, lang: str) -> str:
    text = f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


def _listing(checked: Checked, limit: int, lang: str) -> Iterable[str]:
    groups: dict[tuple[str, str], list[Issue]] = {}
    for issue in checked.issues:
        groups.setdefault((issue.severity, issue.code), []).append(issue)
    if not groups:
        yield WORDS["clean"][lang]
    cut = False
    for severity, code in sorted(groups, key=lambda key: (key[0] != "error", list(load_codes()).index(key[1]))):
        issues, number = groups[(severity, code)], checked.counts[code][severity]
        title = f"{load_codes()[code]['title'][lang]} ({code})"
        times = f" × {number}" if number > 1 else ""
        yield ""
        yield typer.style(f"{WORDS[severity][lang]}: {title}{times}", fg="red" if severity == "error" else "yellow")
        for issue in issues[:limit]:
            where = WORDS["file"][lang] if issue.feature is None else f"{WORDS['feature'][lang]} {issue.feature}"
            yield f"  {where}  {plain(issue.path)}"
            yield f"    {plain(issue.message(lang))}"
        if number > limit:
            cut = True
            yield f"  … {WORDS['more'][lang].format(n=number - min(limit, len(issues)))}"
    if cut:
        yield ""
        yield WORDS["json"][lang]


@app.command()
def statement(
    file: Path,
    out: Annotated[Path, typer.Option(help="Folder to write statement.json and request.xml in.")],
    geojson: Annotated[
        Path | None, typer.Option(help="Plots of every product that names no producers (by ProducerName).")
    ] = None,
    lang: Lang = "nl",
    on: On = None,
    format: Format = "text",
) -> None:
    """Make a due diligence statement or simplified declaration from a YAML file (keys: docs/eudr.md).

    Writes statement.json and, when valid, request.xml: the request for the EU system, without credentials.
    Scharnier never concludes that a risk is negligible: that stands in your file, with who concluded it.
    Exit code 0: valid; 1: not valid; 2: a file cannot be read.
    """
    from scharnier.eudr.statement import REQUEST, make_statement

    made = make_statement(file, day_asked(on), lang, geojson)
    plots = [
        file.parent / sent.plots.file for row in made.statement.commodities for sent in row.producers if sent.plots
    ]
    _refuse_to_overwrite([out / "statement.json", out / REQUEST], [file, *plots, *([geojson] if geojson else [])])
    _remove(out / REQUEST)  # one of an earlier run must not be sent, also where this run is stopped half-way
    _write(out, "statement.json", made.json_bytes())
    if made.request is not None:
        _write(out, REQUEST, made.request)
    if format == "json":
        typer.echo(made.json_bytes().decode().rstrip())
    else:
        for line in _statement_lines(made.statement, out, lang):
            typer.echo(line)
    raise typer.Exit(0 if made.statement.valid else 1)


def _write(folder: Path, name: str, data: bytes) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / name) as part:
            part.write_bytes(data)
    except OSError as error:
        raise InputProblem(
            f"cannot be written: {error.strerror}.", "Give another place.", str(folder / name)
        ) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return  # nothing is there; the write that follows says what is wrong with the folder
    except OSError as error:
        raise InputProblem(f"cannot be replaced: {error.strerror}.", "Give another place.", str(path)) from error


def _refuse_to_overwrite(written: Iterable[Path], read: Iterable[Path]) -> None:
    sources = list(read)
    for path in written:
        if any(is_same_file(path, source) for source in sources):
            raise InputProblem("is one of the files that were read.", "Choose another place to write.", str(path))


def _statement_lines(statement: Any, out: Path, lang: str) -> Iterable[str]:
    valid = statement.valid
    yield typer.style(f"{WORDS['valid' if valid else 'invalid'][lang]}", bold=True, fg="green" if valid else "red")
    for remark in sorted(statement.remarks, key=lambda remark: remark.severity != "error"):
        colour = "red" if remark.severity == "error" else "yellow"
        yield ""
        line = f"{WORDS['line'][lang]} {remark.line}"
        yield typer.style(f"{WORDS[remark.severity][lang]}: {plain(remark.path)} ({line}, {remark.code})", fg=colour)
        yield f"  {plain(remark.message)}"
    yield ""
    names = ["statement.json", *([statement.interface.request] if valid else [])]
    yield f"{WORDS['written'][lang]}: {', '.join(plain(str(out / name)) for name in names)}"
    if valid:
        yield WORDS["send"][lang]
        for text in statement.interface.unclear:
            yield f"  - {text}"
