"""`scharnier norms cite|export`: refer to a norm, and take the whole Library along."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import plain
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import whole_file
from scharnier.norms import load_library
from scharnier.norms.cite import cite as make_citation

Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the line.")]


def cite(
    id: Annotated[str, typer.Argument(help="As search and show print it: csddd-2024:15, child_labour …")],
    on: Annotated[datetime | None, typer.Option(help="In the wording of this day.", formats=["%Y-%m-%d"])] = None,
    lang: Lang = "nl",
    format: Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")] = "text",
) -> None:
    """A line for a footnote: what it is, which text, on what source, how sure, and where to find it again."""
    citation = make_citation(load_library(), id, on.date() if on else None, lang)
    if format == "json":
        shown = {
            "id": citation.id,
            "citation": citation.line,
            "permalink": citation.permalink,
            "urn": citation.urn,
            "confidence": citation.confidence,
        }
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        typer.echo(plain(citation.line))


def export(
    format: Annotated[
        Literal["jsonld", "json", "csv"], typer.Option(help="JSON-LD (a graph; json is the same) or CSV (one table).")
    ] = "jsonld",
    out: Annotated[Path | None, typer.Option(help="The file to write; without it, standard output.")] = None,
) -> None:
    """The whole Library: norms, laws, every wording and figure with its dates, links, events, gaps and sources."""
    from scharnier.norms.export import render_csv, render_jsonld

    library = load_library()
    text = render_csv(library) if format == "csv" else render_jsonld(library)
    if out is None or str(out) == "-":
        try:
            sys.stdout.buffer.write(text.encode("utf-8"))
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader (`| head`) had enough; nothing may be flushed again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        write_whole(out, text.encode("utf-8"))
    except OSError as error:
        raise InputProblem(
            f"cannot be written: {error.strerror}.", "Check the folder and the rights.", str(out)
        ) from error
    typer.echo(plain(f"{out}: {len(text.encode('utf-8')):,} bytes, {library.release}"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: what stood there stays until the new content is complete. Raises OSError."""
    with whole_file(path) as part:
        part.write_bytes(content)
