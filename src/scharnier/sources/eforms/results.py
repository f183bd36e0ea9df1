"""Who won, for how much, out of how many: the chain from lot result over tender and party to organisation."""

from collections.abc import Iterable, Mapping
from typing import Any

from scharnier.procurement.notice import Amount
from scharnier.sources._runtime.trie import Row
from scharnier.sources.notices.values import Values


def list_award_amounts(row: Row, values: Values) -> Iterable[Amount]:
    """The amounts of the winning tenders and of the frameworks awarded per lot."""
    winners = _winning(row)
    for tender in row.get("tender", ()):
        if _first(tender, "id") in winners:
            for given in tender.get("amount", ()):
                if amount := values.amount(given, "lot_award", "BT-720", _first(tender, "lot") or None):
                    yield amount
    for result in row.get("lot_result", ()):
        for given in result.get("framework_maximum", ()):
            if amount := values.amount(given, "lot_framework_maximum", "BT-709", _first(result, "lot") or None):
                yield amount


def list_winner_countries(row: Row, organisations: Mapping[str, tuple[Row, str]]) -> tuple[str, ...]:
    """The countries of the winners, once each."""
    winners = _winning(row)
    parties = {_first(party, "id"): party.get("tenderer", ()) for party in row.get("party", ())}
    chosen = [_first(tender, "party") for tender in row.get("tender", ()) if _first(tender, "id") in winners]
    countries = (organisations.get(number, ({}, ""))[1] for party in chosen for number in parties.get(party, ()))
    return tuple(dict.fromkeys(country for country in countries if country))


def list_origins(row: Row) -> tuple[str, ...]:
    """Where what is supplied is from (BT-191), codes as published."""
    return tuple(dict.fromkeys(code for tender in row.get("tender", ()) for code in tender.get("origin", ())))


def most_tenders(row: Row, values: Values) -> int | None:
    """The largest number of tenders received for a lot; None where none is given."""
    counts = []
    for result in row.get("lot_result", ()):
        for statistic in result.get("statistic", ()):
            number = _first(statistic, "number")
            if _first(statistic, "type") == "tenders" and number:
                found = values.number(number, "BT-759")
                if found is not None and 0 <= found < 1_000_000 and found == int(found):
                    counts.append(int(found))
    return max(counts, default=None)


def _winning(row: Row) -> frozenset[Any]:
    """The numbers of the tenders in results with a winner; in a notice that does not say, all in a result."""
    return frozenset(
        number
        for result in row.get("lot_result", ())
        if _first(result, "result") in ("", "selec-w")
        for number in result.get("tender", ())
    )


def _first(row: Row, key: str) -> str:
    if found := row.get(key):
        text: str = found[0]
        return text
    return ""
