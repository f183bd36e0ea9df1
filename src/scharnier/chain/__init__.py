"""Value-chain models: where the money of a purchase ends up, and through how many hands it goes."""

from scharnier.chain.check import Finding, check_model
from scharnier.chain.leontief import (
    Leontief,
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

__all__ = [
    "REST_OF_WORLD",
    "STARTER",
    "Certified",
    "ChainModel",
    "DemandNote",
    "Finding",
    "Leontief",
    "Manifest",
    "System",
    "calc_demand",
    "calc_downstreamness",
    "calc_known_shares",
    "calc_market_mix",
    "calc_multipliers",
    "calc_origins",
    "calc_tiers",
    "calc_upstreamness",
    "check_model",
    "explain_demand",
    "list_models",
    "load_manifest",
    "load_model",
    "region_of",
]
