"""`scharnier evidence list|show|gaps`: what published sources say, where they are silent, and how old they are."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from scharnier.cli.terminal import day_asked, print_json
from scharnier.codes.countries import match_country
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.provenance import is_stale
from scharnier.risk.datasets import Dataset
from scharnier.risk.evidence import EvidenceBase, Good, Record, load_evidence, load_theme_names
from scharnier.risk.gaps import calc_gaps

app = typer.Typer(no_args_is_help=True, help="Evidence: what published sources say, and where they are silent.")

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of names and statements.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Judge age on this day (default: today).")]


def _select(base: EvidenceBase, **wanted: str | None) -> list[Record]:
    """The records that meet every given filter. An unknown theme, place, good or data set is the user's to mend."""
    known = {"theme": load_theme_names(), "good": base.goods, "dataset": base.datasets}
    for name, value in wanted.items():
        if value is not None and name in known and value not in known[name]:
            raise InputProblem(f"there is no {name} {value!r}.", f"Known are: {', '.join(sorted(known[name]))}.")
    return [
        record
        for record in base.records
        if all(value is None or getattr(record, name) == value for name, value in wanted.items())
    ]


def _place(text: str | None) -> str | None:
    place = match_country(text) if text else None
    if text and place is None:
        raise InputProblem(f"{text!r} is not a country we know.", "Give an ISO code (IND) or a name.")
    return place


@app.command("list")
def list_(
    theme: Annotated[str | None, typer.Option(help="Theme id, as forced_labour.")] = None,
    place: Annotated[str | None, typer.Option(help="Country: ISO code or name.")] = None,
    sector: Annotated[str | None, typer.Option(help="Industry c1 to c35.")] = None,
    good: Annotated[str | None, typer.Option(help="Good id, as cotton.")] = None,
    dataset: Annotated[str | None, typer.Option(help="Data set id.")] = None,
    format: Format = "text",
    lang: Lang = "nl",
) -> None:
    """The data sets, or with a filter the records that meet it."""
    base = load_evidence()
    filters = {"theme": theme, "place": _place(place), "sector": sector, "good": good, "dataset": dataset}
    if not any(filters.values()):
        if format == "json":
            print_json(
                [{"id": d.id, "title": d.title[lang], "year": d.year, "rows": d.rows} for d in base.datasets.values()],
                default=str,
            )
            return
        for found in base.datasets.values():
            typer.echo(f"{found.id:<36} {found.rows:>5}  {found.year}  {found.title[lang]} ({found.licence})")
        return
    records = _select(base, **filters)
    if format == "json":
        print_json([{**asdict(record), "statement": base.statement(record, lang)} for record in records], default=str)
        return
    for record in records:
        typer.echo(f"{record.level}  {record.id}\n   {base.statement(record, lang)}")
    if not records:
        typer.echo(
            "Geen bron zegt hier iets over: onbekend, niet laag."
            if lang == "nl"
            else "No source says anything about this: unknown, not low."
        )


def _describe_dataset(found: Dataset, lang: str, on: date) -> list[tuple[str, str]]:
    rule = found.levels
    if rule.cuts is not None:
        levels = f"{', '.join(f'{cut:g}' for cut in rule.cuts)} (higher is {rule.higher_is})"
    else:
        levels = ", ".join(f"{name} → {level}" for name, level in (rule.classes or {}).items())
    if rule.keep_from > 1:
        levels += f"; below level {rule.keep_from} no record"
    rows = [
        ("id", found.id),
        ("title", found.title[lang]),
        ("publisher", found.publisher),
        ("edition", found.edition),
        ("year", f"{found.year}{' (older than five years)' if is_stale(found.year, on) else ''}"),
        ("url", found.url),
        ("licence", found.licence),
        ("attribution", found.attribution),
        ("retrieved", found.retrieved_on.isoformat()),
        ("records", str(found.rows)),
        ("method", found.method[lang]),
        ("levels", f"{levels} [{rule.basis}]"),
        ("why", rule.why[lang]),
    ]
    return rows + [("left out", f"{part.what}: {part.why}") for part in found.left_out]


def _describe_record(base: EvidenceBase, record: Record, lang: str, on: date) -> list[tuple[str, str]]:
    found = base.datasets[record.dataset]
    return [
        ("id", record.id),
        ("statement", base.statement(record, lang)),
        ("theme", load_theme_names()[record.theme][lang]),
        ("level", f"{record.level} of 5"),
        ("value", f"{record.value} {record.unit}".strip()),
        *_describe_dataset(found, lang, on)[1:9],
        ("method", found.method[lang]),
    ]


def _describe_good(base: EvidenceBase, good: Good, lang: str) -> list[tuple[str, str]]:
    products = [
        (link.product, f"{link.relation}: {link.reason} [{link.confidence}]")
        for links in base.product_goods.values()
        for link in links
        if link.good == good.id
    ]
    rows = [("id", good.id), ("name", good.label(lang)), ("sector", good.sector), ("hs", ", ".join(good.hs))]
    rows += [("in", f"{name}: {title}") for name, title in good.matched.items()]
    rows += [("note", good.note)] if good.note else []
    return rows + [("product", f"{product} {why}") for product, why in products]


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="Id of a record, a data set or a good.")],
    format: Format = "text",
    lang: Lang = "nl",
    on: On = None,
) -> None:
    """One record, data set or good in full: value, rule, source, licence."""
    base = load_evidence()
    day = day_asked(on)
    item: Any = next((r for r in base.records if r.id == id), None) or base.datasets.get(id) or base.goods.get(id)
    if item is None:
        raise InputProblem(f"there is no evidence {id!r}.", "`scharnier evidence list` names the data sets.")
    if format == "json":
        print_json(
            asdict(item) | ({"statement": base.statement(item, lang)} if isinstance(item, Record) else {}), default=str
        )
        return
    if isinstance(item, Record):
        rows = _describe_record(base, item, lang, day)
    elif isinstance(item, Dataset):
        rows = _describe_dataset(item, lang, day)
    else:
        rows = _describe_good(base, item, lang)
    for name, value in rows:
        typer.echo(f"{name:<12} {value}")


@app.command()
def gaps(format: Format = "text", lang: Lang = "nl", on: On = None) -> None:
    """Theme by theme: how much evidence there is, how direct and how old. None means unknown, never low."""
    covers = calc_gaps(load_evidence(), day_asked(on), lang)
    if format == "json":
        print_json([asdict(cover) for cover in covers], default=str)
        return
    for cover in covers:
        marks = [word for word, holds in (("indirect", cover.indirect_only), ("old", cover.stale)) if holds]
        said = (
            f"{cover.places} countries, {cover.good_places} goods x countries; {', '.join(cover.datasets)}"
            if cover.records
            else "no evidence: unknown"
        )
        typer.echo(f"{cover.theme:<22} {said}{' (' + ', '.join(marks) + ')' if marks else ''}")
