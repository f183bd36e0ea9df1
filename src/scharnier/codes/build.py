"""Writing a table and its manifest into the content folder; used by the parsers of the publishers."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from scharnier.codes.manifest import Input, Manifest, calc_file_sha256, render_manifest
from scharnier.codes.tables import calc_table_sha256, render_table
from scharnier.kernel.content import content_path


def describe_input(shared: Path, file: str, publisher: str, title: str, licence: str) -> Input:
    """What a manifest says about an input file in the reference data folder `shared`."""
    return Input(file, calc_file_sha256(shared / file), publisher, title, licence)


def build_table(manifest: Manifest, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, bytes]:
    """The table and its manifest as files by name, counted from `data/codes`; the manifest gets the hash and row count.

    The same rows give the same bytes.
    """
    table = render_table(columns, rows)
    complete = replace(manifest, sha256=calc_table_sha256(table), rows=len(rows))
    name = manifest.output.removesuffix(".tsv.gz")
    return {manifest.output: table, f"{name}.yaml": render_manifest(complete).encode()}


def run(build: Callable[[Path], dict[str, bytes]], arguments: Sequence[str] | None = None) -> None:
    """`python -m scharnier.sources.<name>.parse --from <reference data> [--to <folder>]`: build and write the files."""
    options = argparse.ArgumentParser(description="Rebuild shipped code tables from the reference data.")
    options.add_argument("--from", dest="shared", type=Path, required=True, help="folder with the reference data")
    options.add_argument("--to", type=Path, default=content_path("codes"), help="folder to write to")
    chosen = options.parse_args(arguments)
    for name, content in build(chosen.shared).items():
        path = chosen.to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
