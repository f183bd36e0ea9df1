"""`scharnier model list|show|check`: the value-chain models that ship, what they rest on and what is odd about them."""

import json
from dataclasses import asdict
from typing import Annotated, Literal

import typer

app = typer.Typer(no_args_is_help=True, help="Value-chain models: where the money of a purchase ends up.")

ModelId = Annotated[str, typer.Argument(help="Model, as `scharnier model list` names it.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the caveats.")]
SHOWN = 8
# Equal to `chain.STARTER`, which is not imported here: NumPy and SciPy would slow down every other command's start.
STARTER = "wiod2013-2011"


@app.command("list")
def list_(format: Format = "text") -> None:
    """The models that ship."""
    from scharnier.chain import list_models, load_manifest

    manifests = [load_manifest(id) for id in list_models()]
    if format == "json":
        fields = {"id", "title", "year", "publisher", "licence"}
        _print_json([manifest.model_dump(include=fields) for manifest in manifests])
        return
    for manifest in manifests:
        mark = "  (default)" if manifest.id == STARTER else ""
        typer.echo(f"{manifest.id}  {manifest.title}  {manifest.licence}{mark}")


@app.command()
def show(id: ModelId = STARTER, format: Format = "text", lang: Lang = "nl") -> None:
    """Where a model comes from, how large it is and what it cannot say."""
    from scharnier.chain import load_model

    model = load_model(id)
    manifest = model.manifest
    if format == "json":
        size = {"regions": list(model.regions), "sectors": list(model.sectors), "stressors": sorted(model.stressors)}
        _print_json({**manifest.model_dump(), **size})
        return
    typer.echo(f"{manifest.title} ({manifest.id})")
    for name, value in (
        ("publisher", manifest.publisher),
        ("licence", manifest.licence),
        ("attribution", manifest.attribution),
        ("prices", manifest.price_basis),
        ("size", f"{len(model.regions)} regions x {len(model.sectors)} sectors"),
        ("regions", " ".join(model.regions)),
        ("stressors", ", ".join(f"{name} ({manifest.units.get(name, '?')})" for name in sorted(model.stressors))),
        ("accuracy", manifest.error_bound),
        ("method", manifest.method),
        ("sha256", manifest.sha256),
    ):
        typer.echo(f"{name:<12} {value}")
    for source in manifest.inputs:
        typer.echo(f"{'from':<12} {source.title}; {source.publisher}, {source.year}, {source.licence}, {source.url}")
    typer.echo("Wat dit model niet kan zeggen:" if lang == "nl" else "What this model cannot say:")
    for caveat in manifest.caveats[lang]:
        typer.echo(f"- {caveat}")


@app.command()
def check(id: ModelId = STARTER, format: Format = "text") -> None:
    """What is odd about a model; exit code 1 when something makes it unfit for use."""
    from scharnier.chain import check_model, load_model

    model = load_model(id)
    findings = check_model(model)
    if format == "json":
        _print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            more = f" and {len(finding.where) - SHOWN} more" if len(finding.where) > SHOWN else ""
            where = f": {', '.join(finding.where[:SHOWN])}{more}" if finding.where else ""
            worst = f", worst {finding.worst:g}" if finding.worst else ""
            typer.echo(f"{finding.level}  {finding.code}  {finding.count} x{worst}  {finding.text}{where}")
        faults = sum(finding.level == "fault" for finding in findings)
        typer.echo(f"{model.id}: {faults} faults, {len(findings) - faults} notes")
    if any(finding.level == "fault" for finding in findings):
        raise typer.Exit(1)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
