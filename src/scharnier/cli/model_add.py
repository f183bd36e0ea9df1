"""`scharnier model add` and `scharnier model build-starter`."""

import hashlib
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.stores import download_folder, model_store
from scharnier.cli.terminal import plain
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem

if TYPE_CHECKING:
    from scharnier.chain.check import Finding
    from scharnier.chain.stored import StoredModel
    from scharnier.chain.stored_write import ModelParts

Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]


class _Faulty(InputProblem):
    """The model has faults; it was kept out."""


def add(
    source: Annotated[str, typer.Argument(help="Layout, such as exiobase3 or figaro; `auto` judges by file names.")],
    path: Annotated[Path | None, typer.Argument(help="File, folder or archive as published.")] = None,
    download: Annotated[bool, typer.Option("--download", help="Fetch it from the publisher.")] = False,
    url: Annotated[str | None, typer.Option(help="Fetch this address instead of the publisher's own.")] = None,
    checksum: Annotated[str, typer.Option(help="What was fetched must have it: sha256:... or md5:...")] = "",
    year: Annotated[int | None, typer.Option(help="Year, where the files do not tell it.")] = None,
    edition: Annotated[str, typer.Option(help="Release of the publisher, as 59 for GLORIA.")] = "",
    system: Annotated[Literal["pxp", "ixi"], typer.Option(help="EXIOBASE: by product or by industry.")] = "pxp",
    prices: Annotated[
        Literal["bp", "pp"], typer.Option(help="Basic or purchasers' prices, where there are two.")
    ] = "bp",
    id: Annotated[
        str | None, typer.Option("--id", help="Name of the model; made of source and year if left out.")
    ] = None,
    sectors: Annotated[Path | None, typer.Option(help="CSV sector,wiod35: which of 35 industries each one is.")] = None,
    regions: Annotated[
        Path | None, typer.Option(help="CSV region,place: which country each region is, or ROW.")
    ] = None,
    store: Annotated[Path | None, typer.Option(help="Folder of your models.")] = None,
    cache: Annotated[Path | None, typer.Option(help="Folder for what is fetched.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of a model of that name.")] = False,
    accept_faults: Annotated[bool, typer.Option("--accept-faults", help="Store it though it has faults.")] = False,
    lang: Lang = "nl",
) -> None:
    """Read a model from its publisher's files, check it and store it for use."""
    from scharnier.chain.stored_check import check_stored
    from scharnier.chain.stored_write import ModelParts, check_name, write_model
    from scharnier.cli.model_words import finding_lines
    from scharnier.sources.mrio.concordances import load_labels
    from scharnier.sources.mrio.read import KEYS, Choice, read_model

    started = time.monotonic()
    key = None if source == "auto" else source
    if key is not None and key not in KEYS:
        raise InputProblem(
            f"{key!r} is not a layout that we know.", f"Known: auto, {', '.join(KEYS)}.", column="SOURCE"
        )
    if (path is None) == (not download and url is None):
        raise InputProblem("name a path, or --download, or --url.", "One of the three.")
    if id is not None:
        _check_not_shipped(id)
        check_name(model_store(store), id, replace=replace)  # before the reading, which may take a minute
    fetched: dict[str, str] = {}
    if path is None:
        path, fetched = _fetch(source, url, checksum, year, edition, system, cache)
    parts = read_model(path, key, id, Choice(year, edition, prices))
    _check_not_shipped(parts.id)
    given = [
        load_labels(table, of, labels)
        for of, table, labels in (
            ("sectors", sectors, [sector for _, sector in parts.labels]),
            ("regions", regions, [region for region, _ in parts.labels]),
        )
        if table is not None
    ]
    facts = {**parts.facts, "added_on": _today(), "inputs": _marks(parts, fetched)}
    parts = ModelParts(**{**vars(parts), "facts": facts, "concordances": given})
    findings: list[Finding] = []

    def examine(model: "StoredModel") -> None:
        findings.extend(check_stored(model, hashes=False))
        faults = [finding for finding in findings if finding.level == "fault"]
        if faults and not accept_faults:
            raise _Faulty("")

    try:
        model = write_model(model_store(store), parts, replace=replace, examine=examine)
    except _Faulty:
        for line in finding_lines(findings, lang):
            typer.echo(plain(line))
        said = (
            f"{parts.id} is niet opgeslagen: het heeft fouten. Toch opslaan kan met --accept-faults."
            if lang == "nl"
            else f"{parts.id} was not stored: it has faults. --accept-faults stores it all the same."
        )
        typer.echo(plain(said))
        raise typer.Exit(1) from None
    _tell(model, findings, lang, time.monotonic() - started)


def _tell(model: "StoredModel", findings: "list[Finding]", lang: str, seconds: float) -> None:
    from scharnier.cli.model_words import concordance_lines, finding_lines, stored_lines

    size = sum(mark.size for mark in model.manifest.files.values())
    lines = stored_lines(model.manifest, lang, size, str(model.folder))
    for line in (*lines, *concordance_lines(model, lang), *finding_lines(findings, lang)):
        typer.echo(plain(line))
    nl, lacking = lang == "nl", _lacking(model)
    took = f"{seconds:.1f}".replace(".", ",") if nl else f"{seconds:.1f}"
    stored = f"{'Opgeslagen als' if nl else 'Stored as'} {model.id} in {took} s."
    if lacking is None:
        use = "Gebruik" if nl else "Use"
        typer.echo(f"{stored} {use}: scharnier assess FILE --model {model.id}")
        return
    but = (
        "De opdrachten onder chain werken; assess kan dit model nog niet gebruiken"
        if nl
        else "The chain commands work; assess cannot use this model yet"
    )
    typer.echo(plain(f"{stored} {but}: {lacking}"))


def _lacking(model: "StoredModel") -> InputProblem | None:
    """Why an assessment would refuse the model, or None where it would not."""
    from scharnier.chain import load_model
    from scharnier.sources.mrio.adopt import map_labels

    try:
        map_labels(model, load_model())
    except InputProblem as problem:
        return problem
    return None


def _check_not_shipped(id: str) -> None:
    """Raises: InputProblem for the name of a model that ships: that one is used under its name, not yours."""
    from scharnier.chain import list_models

    if id in list_models():
        raise InputProblem(
            f"{id} ships with Scharnier; yours would never be used under that name.", "Give yours another with --id."
        )


def build_starter(
    source: Annotated[Path, typer.Option("--from", help="Folder with the reference data.")],
    to: Annotated[Path | None, typer.Option(help="Folder to write the files to; only compared if left out.")] = None,
    lang: Lang = "nl",
) -> None:
    """Build the starter model anew from its recorded inputs and compare; exit code 1 when anything differs."""
    from scharnier.chain import STARTER, load_manifest
    from scharnier.sources.wiod2013.build import build_starter as build

    recorded = load_manifest(STARTER)
    nl, same = lang == "nl", True
    equal, other = ("gelijk", "ANDERS") if nl else ("equal", "DIFFERENT")
    _, files = build(source, recorded.year)
    for mark in recorded.inputs:
        found = hashlib.sha256((source / "mrio" / mark.file.removeprefix("mrio/")).read_bytes()).hexdigest()
        same &= found == mark.sha256
        typer.echo(f"{'invoer' if nl else 'input':<8} {equal if found == mark.sha256 else other:<10} {mark.file}")
    for name, content in files.items():
        fits = (content_path("chain") / name).read_bytes() == content
        same &= fits
        digest = hashlib.sha256(content).hexdigest()
        typer.echo(f"{'model' if nl else 'output':<8} {equal if fits else other:<10} {name}  sha256 {digest}")
        if to is not None:
            to.mkdir(parents=True, exist_ok=True)
            (to / name).write_bytes(content)
    if not same:
        raise typer.Exit(1)


def _fetch(
    source: str, url: str | None, checksum: str, year: int | None, edition: str, system: str, cache: Path | None
) -> tuple[Path, dict[str, str]]:
    """The path of what was fetched, and file name → address."""
    from scharnier.sources._runtime.fetch import fetch
    from scharnier.sources.mrio.catalogue import choose_member, find_remotes, remote_of

    folder = download_folder(cache)
    if url is not None:
        remotes = [remote_of(url, checksum)]
        folder = folder / hashlib.sha256(url.encode()).hexdigest()[:16]
    else:
        remotes = find_remotes(source, year, system, edition, sleep=time.sleep)
        folder = folder / "-".join(part for part in (source, edition, str(year)) if part)
    found = []
    for count, remote in enumerate(remotes):
        if count:
            time.sleep(1.0)
        found.append(fetch(remote, folder, sleep=time.sleep, tell=_progress(remote.name)))
    typer.echo(plain(f"Fetched to {folder}"), err=True)
    addresses = {remote.name: remote.url for remote in remotes}
    if len(found) > 1:
        return folder, addresses
    chosen = choose_member(found[0], year) if year is not None and source == "oecd_icio" else found[0]
    return chosen, {**addresses, chosen.name: remotes[0].url}


def _progress(name: str) -> Callable[[int, int | None], None]:
    def tell(done: int, size: int | None) -> None:
        if sys.stderr.isatty():
            share = f"{done / size:4.0%}" if size else f"{done / 1e6:.0f} MB"
            typer.echo(f"\r{plain(name)} {share}", nl=done == size, err=True)

    return tell


def _marks(parts: "ModelParts", fetched: dict[str, str]) -> list[object]:
    """The input files, with their address where they were fetched."""
    return [
        mark.model_copy(update={"url": fetched[name], "retrieved_on": _today()})
        if (name := Path(mark.file).name) in fetched
        else mark
        for mark in parts.facts.get("inputs", [])
    ]


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
