"""The figures that sum up an assessment."""

from collections.abc import Mapping

from scharnier.report.standing import Place
from scharnier.report.themes import Breadth
from scharnier.report.words import Wording

Tile = tuple[str, str, str]  # value, what it is, what to know with it


def tiles_of(words: Wording, places: Mapping[str, Place], breadth: Breadth) -> list[Tile]:
    """Two figures about the file and, where anything was assessed, two about the chain."""
    a, t, f = words.assessment, words.t, words.f
    whole, coverage = a.input.total, a.coverage
    # With credit lines left out more can be assessed than the file adds up to; then a share would say nothing.
    sensible = 0 <= coverage.assessed_amount <= whole
    share = f.share(coverage.assessed_amount / whole if whole else 0.0) if sensible else None
    unknown = t("tile_unknown_note", amount=f.money(coverage.unknown[1]))
    if coverage.not_purchases[0]:
        unknown = t("tile_not_bought_note", amount=f.money(coverage.not_purchases[1]), unknown=unknown)
    tiles = [
        (f.money(a.input.total), t("tile_total"), words.counted("lines", a.input.lines)),
        (
            share or f.money(coverage.assessed_amount),
            t("tile_assessed") if share else t("tile_assessed_amount"),
            unknown,
        ),
    ]
    if not a.origins:
        return tiles
    home = a.settings.buyer_country
    abroad = sum(place.share for code, place in places.items() if code != home)
    count = sum(1 for code, place in places.items() if code != home and place.amount > 0)
    silent = len(breadth.silent)
    return [
        *tiles,
        (
            f.share(abroad),
            t("tile_abroad", country=words.place_within(home)),
            t("tile_abroad_note", places=words.counted("places", count)),
        ),
        (
            f.number(len(breadth.first)),
            words.t.count("tile_themes", len(breadth.first), ""),
            words.counted("tile_themes_note", silent) if silent else t("tile_themes_note_none"),
        ),
    ]
