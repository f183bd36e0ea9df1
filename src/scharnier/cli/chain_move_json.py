"""The answers of `scharnier chain move` for programs: JSON and CSV. The caution is part of the answer."""

from typing import Any, TextIO

from scharnier.analytics.chains.moves import Effect, Judged, Listed
from scharnier.analytics.chains.table import ChainTable
from scharnier.chain.marginal import CAUTION, NORMS, Move
from scharnier.cli.chain_json import bought_json, cell_json, followed_json, model_json
from scharnier.cli.terminal import CsvTable

MOVES = ("verdict", "rank", "from", "to", "from_name", "to_name", "part", "change", "low", "high")
EFFECTS = ("kind", "followed", "name", "unit", "before", "change", "low", "high", "verdict", "no_source_at_all")


def listed_json(listed: Listed, top: int, lang: str) -> dict[str, Any]:
    """Moves to every region for one thing. Changes are those of the whole, per unit bought."""
    table = listed.table
    return {
        "caution": {"text": CAUTION[lang], "norms": list(NORMS)},
        "model": model_json(table),
        "bought": bought_json(table, listed.bought, lang),
        "followed": followed_json(listed.followed, lang),
        "share": listed.share,
        "now": {"known": listed.total, "unknown": listed.unknown},
        "counts": {
            "lower": len(listed.lower),
            "higher": len(listed.higher),
            "unclear": listed.unclear,
            "same": listed.same,
        },
        "lower": [_move(table, move, lang) for move in listed.lower[:top]],
        "higher": [_move(table, move, lang) for move in listed.higher[:top]],
    }


def judged_json(judged: Judged, lang: str) -> dict[str, Any]:
    """One move on everything. Changes are those of the whole, per unit bought."""
    table = judged.table
    return {
        "caution": {"text": CAUTION[lang], "norms": list(NORMS)},
        "model": model_json(table),
        "bought": bought_json(table, judged.bought, lang),
        "share": judged.share,
        "moves": [
            {"from": cell_json(table, seller, lang), "to": cell_json(table, to, lang), "part": part}
            for seller, to, part in judged.steps
        ],
        "stays": [cell_json(table, cell, lang) for cell in judged.stays],
        "counts": judged.counts,
        "effects": [
            {
                "followed": followed_json(effect.followed, lang),
                "before": effect.before,
                "change": effect.change,
                "low": effect.low,
                "high": effect.high,
                "verdict": effect.verdict,
                "no_source_at_all": effect.silent,
            }
            for effect in judged.effects
        ],
        "themes_left_out": judged.without,
    }


def write_listed(listed: Listed, top: int, lang: str, to: TextIO) -> None:
    """The moves as a table, with the number of moves that nobody can judge in a row of its own."""
    table, writer = listed.table, CsvTable(to)
    writer.writerow(MOVES)
    for verdict, moves in (("lower", listed.lower), ("higher", listed.higher)):
        for rank, move in enumerate(moves[:top], 1):
            ends = (table.code(move.seller), table.code(move.to))
            names = (table.name(move.seller, lang), table.name(move.to, lang))
            figures = (f"{value:.9g}" for value in (move.amount, move.change, move.low, move.high))
            writer.writerow((verdict, rank, *ends, *names, *figures))
    for verdict, count in (("unclear", listed.unclear), ("same", listed.same)):
        writer.writerow((verdict, count, *[""] * (len(MOVES) - 2)))


def write_judged(judged: Judged, lang: str, to: TextIO) -> None:
    """What one move does as a table."""
    writer = CsvTable(to)
    writer.writerow(EFFECTS)
    for effect in judged.effects:
        writer.writerow(_effect(effect, lang))


def _effect(effect: Effect, lang: str) -> tuple[str, ...]:
    followed = effect.followed
    kind = "theme" if followed.spoken is not None else "stressor"
    figures = (f"{value:.9g}" for value in (effect.before, effect.change, effect.low, effect.high))
    unit = followed.unit or "per unit of money"
    return (kind, followed.id, followed.names[lang], unit, *figures, effect.verdict, "yes" if effect.silent else "no")


def _move(table: ChainTable, move: Move, lang: str) -> dict[str, Any]:
    return {
        "from": cell_json(table, move.seller, lang),
        "to": cell_json(table, move.to, lang),
        "part": move.amount,
        "change": move.change,
        "low": move.low,
        "high": move.high,
    }
