"""`scharnier codes`: look into the code lists and see which industries a code stands for."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from scharnier.cli.codes_classify import classify
from scharnier.cli.codes_map import check_map, find_code, map_code
from scharnier.codes.countries import explain_country, load_countries
from scharnier.codes.schemes import SCHEME_TITLES, load_scheme
from scharnier.kernel.errors import InputProblem

app = typer.Typer(no_args_is_help=True, help="Products, industries and countries: lists, and the bridges between them.")

COUNTRIES = "country"


class Format(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


SchemeName = Annotated[str, typer.Argument(help=f"One of: {', '.join((*SCHEME_TITLES, COUNTRIES))}.")]
Code = Annotated[str, typer.Argument(help='As people write it: "15861000-1", "0901 21 00", "A01.11".')]
Lang = Annotated[str, typer.Option(help="Language of the labels: nl or en.")]
As = Annotated[Format, typer.Option("--format", help="text or json.")]


@app.command("list")
def list_codes(
    scheme: SchemeName, lang: Lang = "en", under: Annotated[str, typer.Option(help="Only below this code.")] = ""
) -> None:
    """Show a code list, one code and label a line, separated by a tab."""
    if scheme == COUNTRIES:
        for country in load_countries().values():
            typer.echo(f"{country.iso3}\t{country.label(lang)}")
        return
    found = load_scheme(scheme)
    top = find_code(found, under) if under else ""
    for code in found.codes:
        if not top or top in (code, *found.ancestors(code)):
            typer.echo(f"{code}\t{found.label(code, lang)}")


@app.command("show")
def show_code(scheme: SchemeName, code: Code, lang: Lang = "en", form: As = Format.TEXT) -> None:
    """Show one code: its label and the broader codes it belongs to."""
    if scheme == COUNTRIES:
        _show_country(code, lang, form)
        return
    found = load_scheme(scheme)
    normal = find_code(found, code)
    broader = [{"code": one, "label": found.label(one, lang)} for one in found.ancestors(normal)]
    if form is Format.JSON:
        answer = {"scheme": scheme, "code": normal, "label": found.label(normal, lang), "broader": broader}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for depth, one in enumerate([*reversed(broader), {"code": normal, "label": found.label(normal, lang)}]):
        typer.echo(f"{'  ' * depth}{one['code']}  {one['label']}")


def _show_country(text: str, lang: str, form: Format) -> None:
    match = explain_country(text)
    if match.iso3 is None:
        choice = f" ({', '.join(match.candidates)})" if match.candidates else ""
        raise InputProblem(f"{text!r}: {match.reason}{choice}.", "`scharnier codes list country` shows them all.")
    country = load_countries()[match.iso3]
    if form is Format.JSON:
        answer = {"iso3": country.iso3, "iso2": country.iso2, "num": country.num, "label": country.label(lang)}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        typer.echo(f"{country.iso3}  {country.iso2}  {country.num or '---'}  {country.label(lang)}")


app.command()(classify)
app.command("map")(map_code)
app.command("check-map")(check_map)
