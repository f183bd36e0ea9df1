"""The figures that sum up an assessment."""

from collections.abc import Mapping

from scharnier.report.standing import Place
from scharnier.report.themes import Breadth
from scharnier.report.words import Wording

Tile = tuple[str, str, str]  # value, what it is, what to know with it


def tiles_of(words: Wording, places: Mapping[str, Place], breadth: Breadth) -> list[Tile]:
    """Two figures about the file and, where anything was assessed, two about the chain."""
    a, t, f = words.assessment, words.t, words.f
    assessed = a.coverage.assessed_amount / a.input.total if a.input.total else 0.0
    tiles = [
        (f.money(a.input.total), t("tile_total"), words.counted("lines", a.input.lines)),
        (
            f.share(assessed),
            t("tile_assessed"),
            t("tile_assessed_note", amount=f.money(a.coverage.unassessed_amount)),
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
