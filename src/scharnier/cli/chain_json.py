"""The answers of `scharnier chain` for programs: JSON and CSV."""

from typing import Any, TextIO

from scharnier.analytics.chains.stressors import Followed
from scharnier.analytics.chains.table import Array, ChainTable
from scharnier.analytics.chains.trace import Explained, Grouped, Tracing, list_cells
from scharnier.chain.path_groups import TIERS
from scharnier.cli.terminal import CsvTable

TIER_KEYS = ("supplier", "tier1", "tier2", "tier3plus")
COLUMNS = ("rank", "share", "cumulative", "value", "tiers", "path", "names")


def paths_json(traced: Tracing, grouped: Grouped | None, lang: str) -> dict[str, Any]:
    """The paths, what they cover and what they rest on. Shares are of `total`, values per unit bought."""
    paths, sum_, listed = traced.paths, 0.0, []
    for rank, (value, cells) in enumerate(paths, 1):
        sum_ += value / paths.total
        steps = [_cell(traced, cell, lang) for cell in cells]
        listed.append({"rank": rank, "value": value, "share": value / paths.total, "cumulative": sum_, "cells": steps})
    answer = {
        **_common(traced, lang),
        "paths": listed,
        "coverage": paths.coverage,
        "any_other_at_most": paths.bound / paths.total if paths.total > 0 else 0.0,
        "complete": paths.complete,
        "tied": paths.tied,
    }
    if grouped is not None:
        answer["grouped"] = _grouped(grouped)
    return answer


def explain_json(explained: Explained, lang: str) -> dict[str, Any]:
    """Total, tiers, origins, proof and caveats."""
    traced = explained.traced
    return {
        **_common(traced, lang),
        "tiers": dict(zip(TIER_KEYS, explained.tiers.tolist(), strict=True)),
        "origins": [
            {
                **_cell(traced, origin.cell, lang),
                "value": origin.value,
                "share": origin.value / traced.total,
                "error": origin.error,
                "tiers": dict(zip(TIER_KEYS, origin.tiers.tolist(), strict=True)),
            }
            for origin in explained.origins
        ],
        "by_place": explained.by_place,
        "places_without_data": sorted(explained.silent),
        "proof": {"method": explained.method, "two_ways_apart": explained.apart},
        "paths_coverage": traced.paths.coverage,
        "caveats": traced.table.caveats.get(lang, []),
    }


def write_csv(traced: Tracing, lang: str, to: TextIO) -> None:
    """The paths as a table; `path` runs from the purchase to where it ends."""
    table, paths, sum_ = traced.table, traced.paths, 0.0
    writer = CsvTable(to)
    writer.writerow(COLUMNS)
    for rank, (value, cells) in enumerate(paths, 1):
        sum_ += value / paths.total
        codes, names = (
            " < ".join(part) for part in zip(*((table.code(c), table.name(c, lang)) for c in cells), strict=True)
        )
        writer.writerow(
            (rank, f"{value / paths.total:.9g}", f"{sum_:.9g}", f"{value:.12g}", len(cells) - 1, codes, names)
        )


def _common(traced: Tracing, lang: str) -> dict[str, Any]:
    table, followed, split = traced.table, traced.followed, traced.split
    about: dict[str, Any] = {
        "model": model_json(table),
        "bought": bought_json(table, traced.bought, lang),
        "followed": followed_json(followed, lang),
        "total": traced.total,
        "error": traced.error,
        "unknown_share": traced.unknown,
    }
    if split is not None:
        about["money"] = {"likely": split.likely, "less_likely": split.less, "no_data": split.unknown}
    return about


def model_json(table: ChainTable) -> dict[str, Any]:
    """Which model, and whose."""
    names = ("id", "title", "year", "publisher", "licence", "attribution", "price_basis")
    return {name: getattr(table, name) for name in names}


def followed_json(followed: Followed, lang: str) -> dict[str, str]:
    """What is followed."""
    return {"id": followed.id, "name": followed.names[lang], "unit": followed.unit or "per unit of money"}


def bought_json(table: ChainTable, bought: Array, lang: str) -> list[dict[str, Any]]:
    """What is bought, the largest first."""
    return [{**cell_json(table, cell, lang), "part": part} for cell, part in list_cells(bought)]


def cell_json(table: ChainTable, cell: int, lang: str) -> dict[str, str]:
    """A cell by its labels and in words."""
    return {"region": table.regions[cell], "sector": table.sectors[cell], "name": table.name(cell, lang)}


def _cell(traced: Tracing, cell: int, lang: str) -> dict[str, str]:
    return cell_json(traced.table, cell, lang)


def _grouped(grouped: Grouped) -> dict[str, Any]:
    passage = grouped.passage
    return {
        "by": grouped.by,
        "paths": len(grouped.paths),
        "coverage": grouped.paths.coverage,
        "groups": [
            {"sequence": list(group.sequence), "share": group.share, "value": group.value, "paths": group.count}
            for group in grouped.groups
        ],
        "passage": [
            {
                "name": passage.labels[place],
                "anywhere": float(passage.anywhere[place]),
                **{TIER_KEYS[tier]: float(passage.tiers[place, tier]) for tier in range(TIERS)},
                "ends": float(passage.ends[place]),
            }
            for place in passage.order().tolist()
            if passage.anywhere[place] > 0
        ],
    }
