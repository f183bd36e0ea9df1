"""The order that people see: the rule's, with what was decided kept, and new severe harm never last."""

from typing import Any

from scharnier.diligence.dossier.deeds import Decision
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.impact_order import order_impacts


def _impact(id: str, severity: int | None, likelihood: int = 3) -> Impact:
    grades: dict[str, Any] = {name: {"level": severity} for name in ("scale", "scope", "irremediable")}
    told = {"severity": grades} if severity else {}
    return Impact.model_validate(
        {"id": id, "title": id, "theme": "osh", "found_on": "2026-01-01", "likelihood": likelihood, **told}
    )


def _order(impacts: list[Impact], *decisions: Decision) -> list[str]:
    records = {
        "impacts": {one.id: one for one in impacts},
        "decisions": {str(number): one for number, one in enumerate(decisions)},
    }
    head = Head(dossier=1, id="x", title="x", organisation="o")
    return [impact.id for impact in order_impacts(Dossier(head, records))]


def _decide(day: str, *impacts: str) -> Decision:
    return Decision.model_validate({"id": day, "kind": "priority", "on": day, "by": "board", "impacts": impacts})


IMPACTS = [_impact("low", 2), _impact("high", 5), _impact("unknown", None), _impact("middle", 3)]


def test_without_a_decision_severity_leads_and_unknown_stands_on_top() -> None:
    assert _order(IMPACTS) == ["unknown", "high", "middle", "low"]


def test_a_decision_keeps_its_order_among_what_it_names() -> None:
    assert _order(IMPACTS, _decide("2026-02-01", "low", "middle")) == ["unknown", "high", "low", "middle"]


def test_harm_found_after_the_decision_stands_where_it_belongs() -> None:
    found = _order([*IMPACTS, _impact("new", 5, 5)], _decide("2026-02-01", "middle", "high", "low"))
    assert found.index("new") < found.index("low")
    assert found[0] == "unknown"
    assert [id for id in found if id in ("middle", "high", "low")] == ["middle", "high", "low"]


def test_the_last_decision_counts() -> None:
    decisions = (_decide("2026-02-01", "high", "low"), _decide("2026-03-01", "low", "high"))
    assert _order(IMPACTS, *decisions).index("low") < _order(IMPACTS, *decisions).index("high")
