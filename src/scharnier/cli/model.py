"""`scharnier model list|show|check|add|build-starter`: the value-chain models, those that ship and those you added."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.model_add import add, build_starter
from scharnier.cli.stores import model_store
from scharnier.cli.terminal import plain, print_json
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.chain.check import Finding
    from scharnier.chain.stored import StoredModel

app = typer.Typer(no_args_is_help=True, help="Value-chain models: where the money of a purchase ends up.")
app.command("add")(add)
app.command("build-starter")(build_starter)

ModelId = Annotated[str, typer.Argument(help="Model, as `scharnier model list` names it.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
CheckLang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the findings.")]
Store = Annotated[
    Path | None, typer.Option(help="Folder of your own models; else SCHARNIER_MODELS or your data folder.")
]
SHOWN = 8
# Equal to `chain.STARTER`, which is not imported here: NumPy and SciPy would slow down every other command's start.
STARTER = "wiod2013-2011"
SHIPPED_DUTCH = {
    "publisher": "uitgever",
    "licence": "licentie",
    "attribution": "bron",
    "prices": "prijzen",
    "size": "omvang",
    "regions": "gebieden",
    "stressors": "grootheden",
    "accuracy": "precisie",
    "method": "werkwijze",
    "sha256": "sha256",
}


@app.command("list")
def list_(format: Format = "text", store: Store = None) -> None:
    """The models that ship and those you added."""
    from scharnier.chain import list_models, load_manifest
    from scharnier.chain.stored import list_stored, load_stored_manifest

    shipped = [load_manifest(id) for id in list_models()]
    folder = model_store(store)
    added, damaged = [], []
    for id in list_stored(folder):
        try:
            added.append(load_stored_manifest(folder / id))
        except InputProblem as found:
            damaged.append(found)
    if format == "json":
        fields = {"id", "title", "year", "publisher", "licence"}
        print_json([manifest.model_dump(include=fields) for manifest in [*shipped, *added]])
    else:
        for id, title, licence in [(m.id, m.title, m.licence) for m in shipped] + [
            (m.id, m.title, m.licence) for m in added
        ]:
            typer.echo(plain(f"{id}  {title}  {licence}{'  (default)' if id == STARTER else ''}"))
    for problem in damaged:
        typer.echo(plain(f"scharnier: {problem}"), err=True)


@app.command()
def show(id: ModelId = STARTER, format: Format = "text", lang: Lang = "nl", store: Store = None) -> None:
    """Where a model comes from, how large it is and what it cannot say."""
    from scharnier.chain import load_model

    stored = _stored(id, store)
    if stored is not None:
        _show_stored(stored, format, lang)
        return
    model = load_model(id)
    manifest = model.manifest
    if format == "json":
        size = {"regions": list(model.regions), "sectors": list(model.sectors), "stressors": sorted(model.stressors)}
        print_json({**manifest.model_dump(), **size})
        return
    typer.echo(f"{manifest.title} ({manifest.id})")
    for name, value in (
        ("publisher", manifest.publisher),
        ("licence", manifest.licence),
        ("attribution", manifest.attribution),
        ("prices", manifest.price_basis),
        (
            "size",
            f"{len(model.regions)} gebieden x {len(model.sectors)} bedrijfstakken"
            if lang == "nl"
            else f"{len(model.regions)} regions x {len(model.sectors)} sectors",
        ),
        ("regions", " ".join(model.regions)),
        ("stressors", ", ".join(f"{name} ({manifest.units.get(name, '?')})" for name in sorted(model.stressors))),
        ("accuracy", manifest.error_bound),
        ("method", manifest.method),
        ("sha256", manifest.sha256),
    ):
        typer.echo(f"{SHIPPED_DUTCH[name] if lang == 'nl' else name:<12} {value}")
    for source in manifest.inputs:
        label = "gemaakt van" if lang == "nl" else "from"
        about = f"{source.title}; {source.publisher}, {source.year}, {source.licence}, {source.url}"
        typer.echo(f"{label:<12} {about}")
    typer.echo("Wat dit model niet kan zeggen:" if lang == "nl" else "What this model cannot say:")
    for caveat in manifest.caveats[lang]:
        typer.echo(f"- {caveat}")


@app.command()
def check(id: ModelId = STARTER, format: Format = "text", lang: CheckLang = "en", store: Store = None) -> None:
    """What is odd about a model; exit code 1 when something makes it unfit for use.

    Of a model you added, every byte is read and held against the hashes that were written with it.
    """
    from scharnier.chain import check_model, load_model

    stored = _stored(id, store)
    if stored is not None:
        from scharnier.chain.stored_check import check_stored

        findings = check_stored(stored)
    else:
        findings = check_model(load_model(id))
    faults = _print_findings(id, findings, format, lang)
    if faults:
        raise typer.Exit(1)


def _print_findings(id: str, findings: "list[Finding]", format: str, lang: str) -> int:
    from scharnier.cli.model_words import finding_lines

    faults = sum(finding.level == "fault" for finding in findings)
    if format == "json":
        print_json([asdict(finding) for finding in findings])
    else:
        for line in finding_lines(findings, lang):
            typer.echo(plain(line))
        notes = len(findings) - faults
        typer.echo(
            f"{id}: {faults} fouten, {notes} keer let op" if lang == "nl" else f"{id}: {faults} faults, {notes} notes"
        )
    return faults


def _stored(id: str, store: Path | None) -> "StoredModel | None":
    """The model of that name in the store, None for one that ships. Raises InputProblem where there is none."""
    from scharnier.chain import list_models
    from scharnier.chain.stored import list_stored, open_model

    if id in list_models():
        return None
    folder = model_store(store)
    known = list_stored(folder)
    if id not in known:
        raise InputProblem(f"unknown chain model {id!r}.", f"Known models: {', '.join((*list_models(), *known))}.")
    return open_model(folder / id)


def _show_stored(stored: "StoredModel", format: str, lang: str) -> None:
    from scharnier.cli.model_words import concordance_lines, stored_lines
    from scharnier.sources.mrio.sectors import trace_sectors

    if format == "json":
        labels = {
            "region_labels": list(dict.fromkeys(stored.regions)),
            "sector_labels": list(dict.fromkeys(stored.sectors)),
            "stressors": {
                note.name: [list(row) for row in stored.satellite(note.name).rows]
                for note in stored.manifest.satellites
            },
            "industries": {
                label: {"wiod35": list(codes), "from": origin}
                for label, (codes, origin) in trace_sectors(stored).items()
            },
        }
        print_json({**stored.manifest.model_dump(), **labels, "folder": str(stored.folder)})
        return
    size = sum(mark.size for mark in stored.manifest.files.values())
    for line in (*stored_lines(stored.manifest, lang, size, str(stored.folder)), *concordance_lines(stored, lang)):
        typer.echo(plain(line))
