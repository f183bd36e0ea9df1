"""One method page a data set, written from its description, so that page, rule and table cannot drift apart.

Run as `python -m scharnier.sources.evidence_pages --to docs/method/data`; a test compares the pages with the content.
"""

import argparse
from collections import Counter
from pathlib import Path

from scharnier.risk.datasets import Dataset, LevelRule
from scharnier.risk.evidence import EvidenceBase, Record, load_evidence


def _render_cuts(rule: LevelRule) -> list[str]:
    assert rule.cuts is not None
    first, second, third, fourth = (f"{cut:g}" for cut in rule.cuts)
    spans = [
        f"below {first}",
        f"{first} up to {second}",
        f"{second} up to {third}",
        f"{third} up to {fourth}",
        f"{fourth} and above",
    ]
    return spans if rule.higher_is == "worse" else spans[::-1]


def _render_rule(rule: LevelRule) -> list[str]:
    lines = ["| level | value |", "|---|---|"]
    for level in range(5, 0, -1):
        if rule.classes is not None:
            value = ", ".join(name for name, of in rule.classes.items() if of == level)
        else:
            value = _render_cuts(rule)[level - 1]
        if value:
            dropped = " (no record)" if level < rule.keep_from else ""
            lines.append(f"| {level} | {value}{dropped} |")
    return lines


def render_page(base: EvidenceBase, dataset: Dataset) -> str:
    """The page of one data set as Markdown."""
    records: list[Record] = [record for record in base.records if record.dataset == dataset.id]
    levels = Counter(record.level for record in records)
    example = records[len(records) // 2]
    source = dataset.input
    lines = [
        f"# {dataset.title['en']}",
        "",
        f"`{dataset.id}` · {dataset.kind.replace('_', ' ')}{' · indirect evidence' if dataset.indirect else ''}",
        "",
        "## What it says",
        "",
        dataset.method["en"],
        "",
        f"Themes: {', '.join(f'`{theme}`' for theme in sorted({record.theme for record in records}))}. "
        f"Records: {len(records)} on {len({record.place for record in records})} countries; by level "
        + ", ".join(f"{level}: {levels[level]}" for level in sorted(levels))
        + ". A place that is absent is unknown, never low.",
        "",
        "## From value to level",
        "",
        *_render_rule(dataset.levels),
        "",
        f"Basis: {dataset.levels.basis}. {dataset.levels.why['en']}"
        + (" A value on a bound belongs to the row that begins with it." if dataset.levels.cuts else ""),
        "",
        "## Worked example",
        "",
        f"`{example.id}`: value {example.value}{' ' + example.unit if example.unit else ''} → level {example.level}.",
        "",
        f"> {base.statement(example, 'en')}",
        "",
        "## Source",
        "",
        f"- Publisher: {dataset.publisher}, <{dataset.url}>",
        f"- Edition: {dataset.edition}; speaks of {dataset.year}; copy taken on {dataset.retrieved_on.isoformat()}",
        f"- Licence: {dataset.licence}",
        f"- Attribution: {dataset.attribution}",
    ]
    lines += [f"- {dataset.licence_note}"] if dataset.licence_note else []
    lines += [f"- Built from `{source.file}`, sha-256 `{source.sha256}`"] if source else []
    lines += ["", "## Left out, and limits", ""]
    lines += [f"- {part.what.rstrip('.')}. {part.why}" for part in dataset.left_out]
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> None:
    """Write all pages into the folder given with `--to`."""
    parser = argparse.ArgumentParser(description="Write a method page for each data set.")
    parser.add_argument("--to", dest="out", type=Path, required=True)
    out: Path = parser.parse_args(argv).out
    out.mkdir(parents=True, exist_ok=True)
    base = load_evidence()
    for dataset in base.datasets.values():
        (out / f"{dataset.id}.md").write_text(render_page(base, dataset), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
