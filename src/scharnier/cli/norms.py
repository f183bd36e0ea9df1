"""`scharnier norms list|show|search|lint`: what is expected, on a date, in Dutch or English."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from scharnier.cli.norms_due import due
from scharnier.cli.norms_export import cite, export
from scharnier.cli.norms_lint import lint
from scharnier.cli.terminal import day_asked, print_json
from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.norms import Hit, Library, Link, Norm, Theme, load_library
from scharnier.norms.cite import permalink
from scharnier.norms.records import badge_of

app = typer.Typer(no_args_is_help=True, help="The Library: what is expected of you, on a date, and why.")

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of titles and gists.")]
DAY = ["%Y-%m-%d"]
On = Annotated[datetime | None, typer.Option(help="Leave out what was not in force on this date.", formats=DAY)]

WORDS = {
    "since": {"nl": "sinds", "en": "since"},
    "own": {"nl": "eigen voorstel", "en": "own proposal"},
    "source": {"nl": "bron", "en": "source"},
    "text": {"nl": "tekst", "en": "text"},
    "checked": {"nl": "stand van", "en": "as of"},
    "below": {"nl": "Hieronder", "en": "Below"},
    "links": {"nl": "Verbanden", "en": "Links"},
    "themes": {"nl": "Wijst hierheen", "en": "Points here"},
    "nothing": {"nl": "Niets gevonden.", "en": "Nothing found."},
}


@app.command("list")
def list_(kind: str | None = None, lang: Lang = "nl", on: On = None, format: Format = "text") -> None:
    """The norms, or those of one kind (`--kind action`, `convention`, `target`, `theme` …)."""
    library, day = load_library(), on.date() if on else None
    rows: Iterable[Norm | Theme] = library.themes.values() if kind == "theme" else library.all(kind)
    kept = [row for row in rows if not _is_over(library, row, day)]
    if format == "json":
        print_json([_as_json(library, row, day) for row in kept])
        return
    for row in kept:
        typer.echo(f"{row.id}  {row.title[lang]}{_badge(row, lang)}")


@app.command()
def show(id: str, lang: Lang = "nl", on: On = None, format: Format = "text") -> None:
    """One norm, law or theme: what it asks, its dates, its source, what lies below it and what it is linked to.

    A law or provision is shown as it stands on --on (today without): wording, history, figures, events, gaps.
    """
    library, day = load_library(), on.date() if on else None
    item: Norm | Theme = library.themes[id] if id in library.themes else library.norm(id)
    is_law = id.partition(":")[0] in library.laws
    if is_law:
        from scharnier.cli import norms_law

        today = day or day_asked(None)
    if format == "json":
        more = norms_law.as_json(library, id, today) if is_law else {}
        print_json({**_as_json(library, item, day), **more})
        return
    if is_law:
        typer.echo(norms_law.render(library, id, today, lang))
    else:
        typer.echo(f"{item.id}  {item.title[lang]}{_badge(item, lang)}")
        typer.echo(item.gist[lang])
        if isinstance(item, Norm):
            _show_particulars(library, item, lang, day)
        _show_links(library, library.links_from(item.id), lang)
    _show_sources(library, library.links_to(item.id), lang)


@app.command()
def search(
    text: str,
    lang: Lang = "nl",
    on: Annotated[
        datetime | None, typer.Option(help="In the wordings of this day; without what was not there.", formats=DAY)
    ] = None,
    law: Annotated[str | None, typer.Option(help="Only in this law: csddd, eudr …")] = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind: duty, scope, convention, theme …")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 10,
    format: Format = "text",
) -> None:
    """Norms, law and themes about TEXT, best first; articles by number too ("art. 8(3) csddd").

    Accents, inflection, compounds, spelling and typing slips are forgiven. What has ended says so.
    """
    library, day = load_library(), on.date() if on else None
    hits = library.search(text, lang, day, limit, law, kind)
    today = day or day_asked(None)
    if format == "json":
        print_json([_hit_as_json(library, hit, today) for hit in hits])
        return
    for hit in hits:
        typer.echo(f"{hit.id}  {hit.title[lang]}{_mark(hit.confidence, lang)}")
        typer.echo(f"    {hit.gist[lang]}")
        if hit.id in library.norms:
            dated = library.in_force(hit.id, today, lang)
            if dated.verdict is Verdict.NOT_MET or library.norms[hit.id].proposal:
                typer.echo(f"    {dated.reason}")
    if not hits:
        typer.echo(WORDS["nothing"][lang])


def _item(library: Library, id: str) -> Norm | Theme:
    return library.themes[id] if id in library.themes else library.norm(id)


def _is_over(library: Library, row: Norm | Theme, day: date | None) -> bool:
    return isinstance(row, Norm) and day is not None and library.in_force(row.id, day).verdict is Verdict.NOT_MET


def _badge(row: Norm | Theme, lang: str) -> str:
    return _mark(row.confidence if isinstance(row, Norm) else None, lang)


def _mark(confidence: Confidence | None, lang: str) -> str:
    badge = badge_of(confidence, lang) if confidence else ""
    return f"  [{badge}]" if badge else ""


def _show_particulars(library: Library, norm: Norm, lang: str, day: date | None) -> None:
    on = day or norm.checked_on
    dated = library.in_force(norm.id, on, lang)
    if dated.verdict is not Verdict.NOT_APPLICABLE:
        typer.echo(f"{on}: {dated.reason}")
    reference = library.references[norm.source]
    typer.echo(f"{WORDS['source'][lang]}: {reference.title} ({reference.publisher}) {reference.url}".rstrip())
    if norm.text_version:
        typer.echo(f"{WORDS['text'][lang]}: {norm.text_version}")
    typer.echo(f"{WORDS['checked'][lang]}: {norm.checked_on}")
    below = library.children(norm.id)
    if below:
        typer.echo(f"{WORDS['below'][lang]}:")
    for child in below:
        typer.echo(f"  {child.id}  {child.title[lang]}{_badge(child, lang)}")


def _show_links(library: Library, links: Iterable[Link], lang: str) -> None:
    for number, link in enumerate(links):
        if number == 0:
            typer.echo(f"{WORDS['links'][lang]}:")
        target = _item(library, link.target)
        relation = library.relations[link.relation].title[lang]
        since = f", {WORDS['since'][lang]} {link.valid_from}" if link.valid_from else ""
        own = f"  [{WORDS['own'][lang]}]" if link.basis == "OWN" else ""
        typer.echo(f"  {relation} {link.target}{since}  {target.title[lang]}: {link.reason[lang]}{own}")


def _show_sources(library: Library, links: Iterable[Link], lang: str) -> None:
    for number, link in enumerate(links):
        if number == 0:
            typer.echo(f"{WORDS['themes'][lang]}:")
        typer.echo(f"  {link.source}  {_item(library, link.source).title[lang]}")


def _as_json(library: Library, item: Norm | Theme, day: date | None) -> Mapping[str, Any]:
    common = {"id": item.id, "title": dict(item.title), "gist": dict(item.gist)}
    links = [_link_as_json(link) for link in library.links_from(item.id)]
    if isinstance(item, Theme):
        return {**common, "kind": "theme", "group": item.group, "links": links}
    dates = ("adopted", "valid_from", "valid_to", "applies_from")
    out: dict[str, Any] = {
        **common,
        "kind": item.kind,
        "parent": item.parent,
        "confidence": item.confidence,
        "source": item.source,
        **{name: str(value) if (value := getattr(item, name)) else None for name in dates},
        "dates_confidence": item.dates_confidence,
        "text_version": item.text_version,
        "checked_on": item.checked_on.isoformat(),
        "links": links,
    }
    if day:
        outcome = library.in_force(item.id, day)
        out["in_force"] = {"on": day.isoformat(), "verdict": outcome.verdict, "reason": outcome.reason}
    return out


def _link_as_json(link: Link) -> Mapping[str, Any]:
    return {
        "target": link.target,
        "relation": link.relation,
        "reason": dict(link.reason),
        "confidence": link.confidence,
        "basis": link.basis,
        "anchors": list(link.anchors),
    }


def _hit_as_json(library: Library, hit: Hit, today: date) -> Mapping[str, Any]:
    item = _item(library, hit.id)
    verdict = library.in_force(hit.id, today).verdict if isinstance(item, Norm) else None
    out = {"id": hit.id, "kind": hit.kind, "title": dict(hit.title), "gist": dict(hit.gist), "score": hit.score}
    return {**out, "confidence": hit.confidence, "in_force": verdict, "permalink": permalink(hit.id)}


app.command()(cite)
app.command()(due)
app.command()(export)
app.command()(lint)
