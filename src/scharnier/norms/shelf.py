"""The content files as they lie on disk, read but not yet judged."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.norms.alignment_load import AlignmentShelf, load_alignments
from scharnier.norms.check_load import CheckShelf, load_checks
from scharnier.norms.law_load import LawShelf, load_laws
from scharnier.norms.shapes import (
    Fault,
    LinkRow,
    NamesRow,
    NormRow,
    Placed,
    ReferenceRow,
    Release,
    ThemeRow,
    WordRow,
    parse_rows,
)

# Crosswalks of the Library; the folder holds those of other rooms too.
CROSSWALKS = (
    "theme-norm.csv",
    "theme-sdg.csv",
    "ungp-ddg.csv",
    "involvement-ddg.csv",
    "convention-principle.csv",
    "supersedes.csv",
    "nl-policy.csv",
)


@dataclass(frozen=True)
class Shelf:
    """Every row with its place, and the faults of shape met on the way."""

    release: Release
    norms: list[Placed[NormRow]]
    links: list[Placed[LinkRow]]
    themes: list[Placed[ThemeRow]]
    groups: list[Placed[WordRow]]
    relations: list[Placed[WordRow]]
    references: list[Placed[ReferenceRow]]
    faults: list[Fault]
    law: LawShelf
    alignment: AlignmentShelf = field(default_factory=AlignmentShelf)
    names: list[Placed[NamesRow]] = field(default_factory=list)
    general: CheckShelf = field(default_factory=CheckShelf)


def read_shelf(root: Path | None = None) -> Shelf:
    """Read the shelf under `root` (a folder with norms/, crosswalks/ and vocabulary/; the shipped one by default).

    Raises `ContentError` where a file is absent or the release cannot be read.
    """
    root = content_path("") if root is None else root
    faults: list[Fault] = []
    try:
        text = (root / "norms" / "release.yaml").read_text(encoding="utf-8")
        release = Release.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
        norms: list[Placed[NormRow]] = []
        for path in sorted((root / "norms").glob("*.csv")):
            if path.name != "sources.csv":
                rows, faulty = parse_rows(path, NormRow)
                norms += rows
                faults += faulty
        links: list[Placed[LinkRow]] = []
        for name in CROSSWALKS:
            found, faulty = parse_rows(root / "crosswalks" / name, LinkRow)
            links += found
            faults += faulty
        themes, theme_faults = parse_rows(root / "vocabulary" / "themes.csv", ThemeRow)
        groups, group_faults = parse_rows(root / "vocabulary" / "groups.csv", WordRow)
        relations, relation_faults = parse_rows(root / "crosswalks" / "relations.csv", WordRow)
        names, name_faults = parse_rows(root / "norms" / "search" / "names.csv", NamesRow)
        references, reference_faults = parse_rows(root / "norms" / "sources.csv", ReferenceRow)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ContentError(f"the Library cannot be read: {error}") from error
    faults += [*theme_faults, *group_faults, *relation_faults, *reference_faults, *name_faults]
    law = load_laws(root / "norms" / "law")
    alignment = load_alignments(root / "norms" / "alignment")
    general = load_checks(root / "norms" / "checks.yaml", release.checked_on)
    return Shelf(release, norms, links, themes, groups, relations, references, faults, law, alignment, names, general)
