"""Through whom the money reaches a place, and between which amounts it can lie, as the report puts it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scharnier.analytics.assessment import Assessment, ChainPath, ChainPaths, Risk
from scharnier.report.chain_charts import DrawnPath, PathWords, render_paths, render_tree
from scharnier.report.pictures import Pair
from scharnier.report.standing import FULL
from scharnier.report.tables import NUMBER, TEXT, Table
from scharnier.report.words import Wording

DRAWN = 20  # paths in the picture and in the table below it; the workbook has all that are listed
LEAST = 0.001  # share of a path that is drawn: a thinner band cannot be seen
SAID = 3  # paths with a risk
ROUGH = 2  # significant figures of a bound: more would promise what was not measured


@dataclass(frozen=True)
class Ways:
    """The paths of a risk in words: `shown` are share and path; `same` is the rank of a risk with the same paths."""

    shown: Sequence[tuple[str, str]]
    note: str
    same: int | None


def describe_path(words: Wording, path: ChainPath) -> str:
    """`You ← Construction, Netherlands ← Electronics, China`: each buys from the one after the arrow."""
    names = [f"{words.sector(cell.sector)}, {words.place(cell.country)}" for cell in path.cells]
    return " ← ".join([words.t("you"), *names])


def describe_ways(words: Wording, risk: Risk) -> Ways | None:
    """The paths of a risk; those of the first risk at a place serve the others there. None where none are known."""
    paths, t, f = risk.paths, words.t, words.f
    if paths is None or not paths.listed:
        return None
    first = next(other for other in words.assessment.risks if other.origin == risk.origin)
    if first.rank < risk.rank <= FULL:
        return Ways((), "", first.rank)
    count = len(paths.listed)
    if paths.others_at_most == 0:
        note = t.count("paths_all", count, f.number(count))
    else:
        note = t("paths_most", n=f.number(count), share=f.share(paths.coverage), bound=describe_most(words, paths))
    return Ways([(f.share(path.share), describe_path(words, path)) for path in paths.listed[:SAID]], note, None)


def describe_most(words: Wording, paths: ChainPaths) -> str:
    """What any other path is at most, as a share; rounded up, for a bound that is rounded down is none."""
    share = paths.others_at_most / paths.amount
    steps = 1000 if share < 0.1 else 100
    return words.f.share(math.ceil(share * steps - 1e-9) / steps)


def list_drawn(paths: ChainPaths) -> list[ChainPath]:
    """The paths of the picture and of the table below it: the largest, as far as they can be seen."""
    return [path for place, path in enumerate(paths.listed[:DRAWN]) if place == 0 or path.share >= LEAST]


def describe_between(words: Wording, risk: Risk) -> str:
    """Between which amounts the money of a risk can lie by the age of the model; or that this is not known."""
    bounds, age = _bounds(words, risk), words.assessment.age
    if age is None or age.years == 0 or (risk.exposure.interval is not None and bounds is None):
        return ""
    if bounds is None:
        return words.t("between_unknown")
    low, high = bounds
    return words.t(
        "between", low=low, high=high, year=age.model_year, first=age.measured_from, last=age.measured_to
    )  # fmt: skip


def describe_between_short(words: Wording, risk: Risk) -> str:
    """The same in a few figures, for a list; empty where there is nothing to say."""
    bounds = _bounds(words, risk)
    return words.t("between_short", low=bounds[0], high=bounds[1]) if bounds else ""


def _bounds(words: Wording, risk: Risk) -> tuple[str, str] | None:
    """Both amounts in words; None where they are not known, or the same."""
    interval = risk.exposure.interval
    if interval is None:
        return None
    low, high = words.f.money(interval.low, ROUGH), words.f.money(interval.high, ROUGH)
    return (low, high) if low != high else None


def draw_paths(words: Wording, paths: ChainPaths) -> Pair:
    """The largest paths to the highest risks: a flow, and a tree for narrow screens."""
    t, f = words.t, words.f
    listed = list_drawn(paths)
    drawn = [DrawnPath(path.share, tuple(f"{c.country}/{c.sector}" for c in path.cells)) for path in listed]
    ends: dict[tuple[str, str], float] = {}
    for path in listed:
        last = path.cells[-1]
        ends[last.sector, last.country] = ends.get((last.sector, last.country), 0.0) + path.share
    sector, place = max(ends, key=lambda end: ends[end])
    part = sum(path.share for path in drawn)
    count = t.count("paths", len(drawn), f.number(len(drawn)))
    said = PathWords(
        title=t(
            "paths_title",
            amount=f.money(paths.amount),
            share=f.share(part),
            n=count,
            place=f"{words.sector(sector)}, {words.place(place)}",
        ),
        description=t("paths_desc"),
        heads=[t("tier_supplier"), t("tier_tier1"), t("tier_tier2"), t("paths_further"), t("tier_tier3plus")],
        names={
            f"{cell.country}/{cell.sector}": (words.place_head(cell.country), words.sector(cell.sector))
            for path in listed
            for cell in path.cells
        },
        share=f.share,
        drawn=f"{count}: {f.share(part)}",
        rest=t("paths_rest", share=f.share(max(1 - part, 0.0))),
        risk=True,
    )
    return render_paths("paths", drawn, said), render_tree("paths-narrow", drawn, said)


def table_paths(words: Wording, paths: ChainPaths) -> Table:
    """The paths of the picture with their amounts."""
    t, f, listed = words.t, words.f, list_drawn(paths)
    rows = [
        (
            describe_path(words, path),
            f.money(path.amount),
            f.share(path.share),
            f.share(sum(one.share for one in listed[:place])),
        )
        for place, path in enumerate(listed, 1)
    ]
    heads = [(t("col_path"), TEXT), (t("col_amount"), NUMBER), (t("col_share"), NUMBER), (t("col_so_far"), NUMBER)]
    more = len(paths.listed) - len(listed)
    return Table(heads, rows, t("more_rows", n=f.number(more)) if more > 0 else "")


def places_of_paths(assessment: Assessment) -> list[tuple[Risk, ChainPaths]]:
    """Of each place with paths the highest risk there."""
    found: dict[tuple[str, str], tuple[Risk, ChainPaths]] = {}
    for risk in assessment.risks:
        if risk.paths is not None:
            found.setdefault((risk.origin.country, risk.origin.sector), (risk, risk.paths))
    return list(found.values())
