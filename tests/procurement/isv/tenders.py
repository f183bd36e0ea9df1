"""A tender of the Rijk in a core category, above the threshold, to vary in tests."""

from typing import Any

from scharnier.procurement.isv.cases import tender_from_case
from scharnier.procurement.isv.decide import decide
from scharnier.procurement.isv.decision import Decision

BASE: dict[str, Any] = {
    "id": "T",
    "country": "NL",
    "language": "NL",
    "title": "Werkkleding",
    "buyer": "Ministerie van Voorbeeld",
    "buyer_type_code": "cga",
    "dispatch_date": "2024-06-03",
    "phase": "competition",
    "contract_nature": "supplies",
    "cpv_main": "18110000",
    "cpv_additional": [],
    "values": [{"field": "BT-27", "amount": 900000, "currency": "EUR"}],
    "n_lots": 1,
    "framework": False,
    "text": "",
}


def ask(**changes: Any) -> Decision:
    """The decision on the base tender with these keys changed."""
    return decide(tender_from_case({**BASE, **changes}))


def worth(amount: float | str, field: str = "BT-27", currency: str = "EUR") -> list[dict[str, Any]]:
    """One value of a case."""
    return [{"field": field, "amount": amount, "currency": currency}]


def lots(*amounts: float) -> list[dict[str, Any]]:
    """Estimates of lots."""
    return [{"field": "BT-27-Lot", "amount": amount, "currency": "EUR"} for amount in amounts]
