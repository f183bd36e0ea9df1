"""Value-chain models: where the money of a purchase ends up, and through how many hands it goes.

All of this comes from `scharnier.chain`. What needs more than a table in memory is imported when it is first named, so
that `import scharnier.chain` does not wait for Numba.

| what you want | names | method page (docs/method) |
|---|---|---|
| solve a table, with proven bounds | System, Certified | solver |
| the model that ships | load_model, list_models, ChainModel, calc_coefficients | starter-model |
| models of your own | open_model, list_stored, StoredModel, write_model, ModelParts, SatellitePart | models |
| what is wrong with a model | check_model, check_stored, verify_model, Finding | models |
| what a purchase on a market is | calc_demand, calc_market_mix, explain_demand | market-mix |
| tiers, known shares | Leontief, calc_tiers, calc_origins, calc_known_shares | value-chain |
| how far up or down a chain | calc_upstreamness, calc_downstreamness | value-chain |
| the largest paths | find_paths, Paths, group_paths, calc_passage | paths |
| the largest origins | find_origins, TopOrigins, calc_origin_tiers | paths |
| many lines at once | calc_lines, LineTotals | solver |
| stressors with their years | take_totals, take_shipped_totals, add_up_totals, Totals | chain-satellites |
| what a move would change | find_moves, judge_move, calc_inner_move, Move | chain-marginal |
| two years side by side | compare_years, take_side, Side, Change | chain-compare |
| how sure it is | Asked, Noise, calc_spread, sample_spread, Spread, explain_spread | chain-uncertainty |
| what age does | load_age_table, AgeTable, explain_age | chain-age |
| coarser tables | aggregate_table, group_by_label, compare_multipliers | chain-uncertainty |
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from scharnier.chain.check import Finding, check_model
from scharnier.chain.leontief import (
    Leontief,
    calc_coefficients,
    calc_known_shares,
    calc_multipliers,
    calc_origins,
    calc_tiers,
)
from scharnier.chain.market import DemandNote, calc_demand, calc_market_mix, explain_demand
from scharnier.chain.model import REST_OF_WORLD, ChainModel, Manifest, region_of
from scharnier.chain.position import calc_downstreamness, calc_upstreamness
from scharnier.chain.store import STARTER, list_models, load_manifest, load_model
from scharnier.chain.system import Certified, System

if TYPE_CHECKING:
    from scharnier.chain.age import AgeSpread, AgeTable, load_age_table
    from scharnier.chain.aggregate import AggregationError, Coarse, aggregate_table, compare_multipliers, group_by_label
    from scharnier.chain.compare import Change, Side, compare_years, take_side
    from scharnier.chain.lines import LineTotals, calc_lines
    from scharnier.chain.marginal import Move, Moves, calc_inner_move, find_moves, judge_move
    from scharnier.chain.origin_tiers import calc_origin_tiers
    from scharnier.chain.origins import TopOrigins, find_origins
    from scharnier.chain.path_groups import Passage, PathGroup, calc_passage, group_paths
    from scharnier.chain.paths import Paths, find_paths
    from scharnier.chain.sampling import sample_spread
    from scharnier.chain.stored import StoredModel, list_stored, open_model, verify_model
    from scharnier.chain.stored_check import check_stored
    from scharnier.chain.stored_write import ModelParts, SatellitePart, write_model
    from scharnier.chain.totals import Totals, add_up_totals, take_shipped_totals, take_totals
    from scharnier.chain.uncertainty import Asked, Noise, Spread, calc_spread, rows_by_region
    from scharnier.chain.uncertainty_text import explain_age, explain_spread

__all__ = [
    "REST_OF_WORLD",
    "STARTER",
    "AgeSpread",
    "AgeTable",
    "AggregationError",
    "Asked",
    "Certified",
    "ChainModel",
    "Change",
    "Coarse",
    "DemandNote",
    "Finding",
    "Leontief",
    "LineTotals",
    "Manifest",
    "ModelParts",
    "Move",
    "Moves",
    "Noise",
    "Passage",
    "PathGroup",
    "Paths",
    "SatellitePart",
    "Side",
    "Spread",
    "StoredModel",
    "System",
    "TopOrigins",
    "Totals",
    "add_up_totals",
    "aggregate_table",
    "calc_coefficients",
    "calc_demand",
    "calc_downstreamness",
    "calc_inner_move",
    "calc_known_shares",
    "calc_lines",
    "calc_market_mix",
    "calc_multipliers",
    "calc_origin_tiers",
    "calc_origins",
    "calc_passage",
    "calc_spread",
    "calc_tiers",
    "calc_upstreamness",
    "check_model",
    "check_stored",
    "compare_multipliers",
    "compare_years",
    "explain_age",
    "explain_demand",
    "explain_spread",
    "find_moves",
    "find_origins",
    "find_paths",
    "group_by_label",
    "group_paths",
    "judge_move",
    "list_models",
    "list_stored",
    "load_age_table",
    "load_manifest",
    "load_model",
    "open_model",
    "region_of",
    "rows_by_region",
    "sample_spread",
    "take_shipped_totals",
    "take_side",
    "take_totals",
    "verify_model",
    "write_model",
]

_LATER: Final = {
    "age": ("AgeSpread", "AgeTable", "load_age_table"),
    "aggregate": ("AggregationError", "Coarse", "aggregate_table", "compare_multipliers", "group_by_label"),
    "compare": ("Change", "Side", "compare_years", "take_side"),
    "lines": ("LineTotals", "calc_lines"),
    "marginal": ("Move", "Moves", "calc_inner_move", "find_moves", "judge_move"),
    "origin_tiers": ("calc_origin_tiers",),
    "origins": ("TopOrigins", "find_origins"),
    "path_groups": ("Passage", "PathGroup", "calc_passage", "group_paths"),
    "paths": ("Paths", "find_paths"),
    "sampling": ("sample_spread",),
    "stored": ("StoredModel", "list_stored", "open_model", "verify_model"),
    "stored_check": ("check_stored",),
    "stored_write": ("ModelParts", "SatellitePart", "write_model"),
    "totals": ("Totals", "add_up_totals", "take_shipped_totals", "take_totals"),
    "uncertainty": ("Asked", "Noise", "Spread", "calc_spread", "rows_by_region"),
    "uncertainty_text": ("explain_age", "explain_spread"),
}
_PLACE: Final = {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    """What is imported when it is first named."""
    if name not in _PLACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_PLACE[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """All public names, those that were not imported yet among them."""
    return sorted({*globals(), *__all__})
