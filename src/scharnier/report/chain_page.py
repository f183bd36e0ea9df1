"""A traced purchase as a picture and as a page: one file without scripts that asks nothing of the network."""

from importlib.resources import files
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from scharnier.analytics.chains.noise import Doubt
from scharnier.analytics.chains.table import REST, place_name
from scharnier.analytics.chains.trace import Explained, Tracing, list_cells
from scharnier.chain import REST_OF_WORLD
from scharnier.report.chain_charts import DrawnPath, PathWords, render_paths, render_tree
from scharnier.report.chain_doubt_text import age_lines, between, doubt_lines
from scharnier.report.chain_map import RISKY, STEPS, render_share_map
from scharnier.report.chain_text import (
    TIER_NAMES,
    Said,
    bought_name,
    covered,
    percent,
    proof_lines,
    split_parts,
    title_of,
    total_of,
)
from scharnier.report.charts.tiers import TierBar, render_tiers
from scharnier.report.formats import Formats
from scharnier.report.geometry import load_world
from scharnier.report.templating import load_templates
from scharnier.sources.wiod2013.describe import TERRITORIES

DRAWN = 20  # paths in the picture; the table has all
ORIGINS = 5
SPANS = {"nl": ("Opgegeven", "Ouderdom"), "en": ("Stated", "Age")}
TOLD = 20  # countries in the table under the map


def draw_traced(traced: Tracing, lang: str, *, narrow: bool) -> Markup:
    """The largest paths as one SVG: a flow, or a tree for narrow screens."""
    table, f, say = traced.table, Formats(lang, "EUR"), Said(lang)
    listed = list(traced.paths)[:DRAWN]
    total = traced.total or 1.0
    paths = [DrawnPath(value / total, tuple(table.code(cell) for cell in cells)) for value, cells in listed]
    named = {cell for _, cells in listed for cell in cells}
    sum_ = sum(path.share for path in paths)
    part, rest = f.share(sum_), f.share(max(1 - sum_, 0.0))
    ends: dict[str, float] = {}
    for value, cells in listed:
        name = table.name(cells[-1], lang)
        ends[name] = ends.get(name, 0.0) + value
    most = max(ends, key=lambda name: ends[name], default="")
    noun = say("pad", "path") if len(paths) == 1 else say("paden", "paths")
    words = PathWords(
        title=say(
            f"De {len(paths)} grootste paden achter {bought_name(traced, lang)} zijn {part} van het totaal; "
            f"het meeste eindigt bij {most}",
            f"The {len(paths)} largest paths behind {bought_name(traced, lang)} are {part} of the total; "
            f"most ends at {most}",
        ),
        description=say(
            f"Gevolgd: {traced.followed.names['nl']}. Van de aankoop naar steeds verdere verkopers. Hoe dikker, hoe "
            "groter het deel van het totaal; donker is wat daar eindigt. De tabel geeft dezelfde cijfers.",
            f"Followed: {traced.followed.names['en']}. From the purchase to sellers further and further back. The "
            "thicker, the larger the share of the total; dark is what ends there. The table has the same figures.",
        ),
        heads=(*TIER_NAMES[lang][:3], say("schakel 3", "tier 3"), say("schakel 4+", "tier 4+")),
        names={
            table.code(cell): (
                table.region_name(table.regions[cell], lang),
                table.sector_name(table.sectors[cell], lang),
            )
            for cell in named
        },
        share=f.share,
        drawn=f"{len(paths)} {noun}: {part}",
        rest=say(f"alle andere paden: {rest}", f"all other paths: {rest}"),
        risk=traced.split is not None,
    )
    return (render_tree if narrow else render_paths)("paths-narrow" if narrow else "paths", paths, words)


def render_page(explained: Explained, doubt: Doubt, year: int, lang: str) -> str:
    """The page in a language: the answer, the picture, how deep, the table, how sure, and what it cannot say.

    `year` is the one asked about.
    """
    return load_templates().get_template("chain.html.j2").render(_context(explained, doubt, year, lang))


def _context(explained: Explained, doubt: Doubt, year_asked: int, lang: str) -> dict[str, Any]:
    traced, say, f = explained.traced, Said(lang), Formats(lang, "EUR")
    table, paths = traced.table, traced.paths
    rows, sum_ = [], 0.0
    for rank, (value, cells) in enumerate(paths, 1):
        sum_ += value / paths.total
        names = " ← ".join(table.name(cell, lang) for cell in cells)
        rows.append((str(rank), percent(value / paths.total, f), percent(sum_, f), names))
    spans = (bool(doubt.stated), any(doubt.aged))
    title = title_of(traced, lang)
    year = f"{table.year}" if table.year else say("onbekend jaar", "unknown year")
    return {
        "lang": lang,
        "say": say,
        "css": Markup((files("scharnier.report") / "report.css").read_text("utf-8")),  # noqa: S704 - our own file
        "title": title[:1].upper() + title[1:],
        "lead": total_of(traced, lang),
        "bought": _bought(traced, lang),
        "followed": traced.followed.names[lang],
        "model": f"{table.title} ({table.id})",
        "year": year,
        "covered": covered(traced, lang),
        "splits": [(name, f.share(part)) for name, part in split_parts(traced.split, lang)] if traced.split else [],
        "picture": (draw_traced(traced, lang, narrow=False), draw_traced(traced, lang, narrow=True)),
        "tiers": _draw_tiers(explained, lang),
        "rows": rows,
        "origins": [
            (
                table.name(origin.cell, lang),
                percent(origin.value / traced.total, f),
                *(percent(float(part) / origin.value, f) for part in origin.tiers),
                *(text for text, shown in zip(between(explained, doubt, place, lang), spans, strict=True) if shown),
            )
            for place, origin in enumerate(explained.origins)
        ],
        "spans": [(name, "number") for name, shown in zip(SPANS[lang], spans, strict=True) if shown],
        "doubts": doubt_lines(explained, doubt, year_asked, lang, command=False),
        "ages": age_lines(doubt, lang),
        "tier_names": TIER_NAMES[lang],
        "map": _draw_map(explained, lang),
        "legend": _legend(explained, lang),
        "silent": bool(explained.silent),
        "places": [
            (place_name(place, lang), f.share(share)) for place, share in list(explained.by_place.items())[:TOLD]
        ],
        "proof": proof_lines(explained, lang),
        "caveats": table.caveats.get(lang, []),
        "source": f"{table.attribution or table.publisher} ({table.licence})",
    }


def _draw_tiers(explained: Explained, lang: str) -> tuple[Markup, Markup]:
    traced, f, say = explained.traced, Formats(lang, "EUR"), Said(lang)
    table, total = traced.table, traced.total or 1.0
    bars = [TierBar(say("Alles", "All"), "", "100%", explained.tiers.tolist())]
    bars += [
        TierBar(table.name(origin.cell, lang), "", f.share(origin.value / total), origin.tiers.tolist())
        for origin in explained.origins[:ORIGINS]
    ]
    shown = [[f.share(part / (sum(bar.amounts) or 1.0)) for part in bar.amounts] for bar in bars]
    behind = f.share(1 - float(explained.tiers[0]) / total)
    said = (
        say(f"{behind} van het totaal ligt achter uw leverancier", f"{behind} of the total lies behind your supplier"),
        say(
            "Een balk voor alles en een voor elk van de grootste plaatsen, verdeeld over leverancier en schakels.",
            "A bar for everything and one for each of the largest places, divided over supplier and tiers.",
        ),
    )
    wide, narrow = (render_tiers(f"tiers{n}", bars, shown, said, narrow=n == "n") for n in ("", "n"))
    return wide, narrow


def _draw_map(explained: Explained, lang: str) -> Markup:
    table, f, say = explained.traced.table, Formats(lang, "EUR"), Said(lang)
    shown = {place for place in table.places.values() if place and place != REST_OF_WORLD}
    shares = {place: share for place, share in explained.by_place.items() if place in shown}
    has_rest = REST_OF_WORLD in table.places.values()
    rest = sum(share for place, share in explained.by_place.items() if place not in shown)
    named = [place_name(place, lang) for place in list(explained.by_place)[:3]]
    words = (
        say(f"Het meeste ligt in: {', '.join(named)}", f"Most of it lies in: {', '.join(named)}"),
        say(
            "Wereldkaart. Hoe donkerder een land, hoe groter zijn deel van het totaal. Gearceerd: landen die het model "
            "niet apart toont. Stippen: geen bron zegt er iets over. Wit: niets.",
            "World map. The darker a country, the larger its share of the total. Hatched: countries that the model "
            "does not show apart. Dots: no source says anything about it. White: nothing.",
        ),
        f"{REST[lang]}: {f.share(rest)}" if has_rest else "",
    )
    apart = {*shown, *TERRITORIES}
    lumped = {code for code in load_world().countries if code not in apart} if has_rest else set()
    return render_share_map("map", shares, lumped, explained.silent, words, risk=explained.traced.split is not None)


def _legend(explained: Explained, lang: str) -> list[tuple[str, str]]:
    """Colour and meaning, the largest first."""
    say, f = Said(lang), Formats(lang, "EUR")
    steps = RISKY if explained.traced.split is not None else STEPS
    least = [f.share(share) for share, _ in steps]
    meanings = [say(f"{least[0]} of meer", f"{least[0]} or more")]
    meanings += [say(f"{low} tot {high}", f"{low} to {high}") for high, low in pairwise(least[:-1])]
    meanings.append(say(f"minder dan {least[-2]}", f"less than {least[-2]}"))
    return [(color, meaning) for (_, color), meaning in zip(steps, meanings, strict=True)]


def _bought(traced: Tracing, lang: str) -> str:
    """Each purchase of a basket with its part, the largest first; nothing for a single purchase, which is the title."""
    cells, f = list_cells(traced.bought), Formats(lang, "EUR")
    if len(cells) < 2:
        return ""
    parts = ", ".join(f"{traced.table.name(cell, lang)} {f.share(part)}" for cell, part in cells[:6])
    return parts + (" …" if len(cells) > 6 else "")
