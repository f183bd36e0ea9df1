"""The flags of published notices: built by hand for what each must see, and all that are shared run without error."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scharnier.procurement.flags.facts import facts_from_notice
from scharnier.procurement.flags.frame import Flag
from scharnier.procurement.flags.run import INDICATORS, columns_needed, flag_notice
from scharnier.procurement.notice import Buyer, Criterion, Lot, Notice, Text

from .count_notices import list_notices

NL = (Buyer("Rijkswaterstaat", "NL", "cga", "1", ""),)
PRICE = Criterion("price", "", None, "")


def notice(**known: object) -> Notice:
    base: dict[str, object] = {"buyers": NL, "cpv": ("18110000",), "dispatched_on": date(2024, 5, 6), "n_lots": 1}
    return Notice(id="1-2024", schema="eforms", **{**base, **known})  # type: ignore[arg-type]


def flag(number: int, **known: object) -> Flag:
    return flag_notice(notice(**known))[number - 1]


def test_price_alone_without_weight_is_flagged_as_the_notice_names_nothing_else() -> None:
    assert flag(1, form="competition", criteria=(PRICE,)).verdict == "flagged"


@pytest.mark.parametrize(
    ("criterion", "verdict"),
    [
        (
            Criterion("unknown", "De prijs is niet het enige gunningscriterium en alle criteria staan in …", None, ""),
            "clear",
        ),
        (Criterion("unknown", "Naam: Prijs Weegfactor: 100", None, ""), "flagged"),
        (Criterion("unknown", "Naam: Kwaliteit Weegfactor: 100", None, ""), "clear"),
        (Criterion("unknown", "Naam: Kwaliteit Weegfactor: 0", None, ""), "unknown"),
        (Criterion("unknown", "Naam: ondernemersplan inclusief prijs. Weegfactor: 50", None, ""), "unknown"),
        (Criterion("quality", "Preis", Decimal(100), "per-exa"), "flagged"),
        (Criterion("quality", "", Decimal(100), "per-exa"), "unknown"),
        (Criterion("cost", "Angebotspreis (netto)", Decimal(1), "dec-exa"), "flagged"),
        (Criterion("price", "", Decimal("0.6"), "dec-exa"), "unknown"),
        (Criterion("price", "", Decimal(60), "poi-exa"), "flagged"),
    ],
)
def test_what_a_criterion_is_follows_from_its_name_too(criterion: Criterion, verdict: str) -> None:
    assert flag(1, form="competition", criteria=(criterion,)).verdict == verdict


@pytest.mark.parametrize("name", ["Naam: " * 100_000, "naam: a" + " " * 1_000_000, "prijs" * 200_000])
def test_a_name_without_end_takes_no_time_without_end(name: str) -> None:
    assert flag(1, criteria=(Criterion("unknown", name, None, ""),)).verdict == "unknown"


def test_criteria_of_a_group_of_lots_say_nothing_of_a_lot() -> None:
    lots = (Lot("LOT-1", "", None, ("18110000",)), Lot("GLO-1", "", None, (), "group"))
    criteria = (Criterion("quality", "Plan", Decimal(40), "per-exa", "GLO-1"),)
    assert flag(1, lots=lots, criteria=criteria).verdict == "unknown"


def test_a_lot_that_the_notice_does_not_show_keeps_it_unknown() -> None:
    lots = (Lot("1", "", None, ("18110000",)),)
    criteria = (Criterion("quality", "Plan", Decimal(40), "per-exa", "1"),)
    assert flag(1, lots=lots, criteria=criteria).verdict == "clear"
    assert flag(1, lots=lots, criteria=criteria, n_lots=2).verdict == "unknown"


def test_award_without_a_call_compares_no_prices() -> None:
    assert flag(1, form="direct_award", criteria=(PRICE,)).verdict == "not_applicable"


def test_the_day_decides_which_categories_there_are() -> None:
    mobile = {"cpv": ("64212000",), "criteria": (PRICE,), "form": "competition"}
    assert flag(1, **mobile, dispatched_on=date(2020, 2, 21)).verdict == "not_applicable"
    assert flag(1, **mobile, dispatched_on=date(2024, 2, 21)).verdict == "flagged"


@pytest.mark.parametrize(("day", "code"), [(20, "period_short"), (21, "period_shortened"), (14, "period_short")])
def test_the_time_to_tender_is_counted_in_days(day: int, code: str) -> None:
    known = {"form": "competition", "legal_basis": "32014L0024", "procedure_type": "open"}
    assert code in [said.code for said in flag(3, **known, deadline_on=date(2024, 5, day)).reasons]


@pytest.mark.parametrize(
    "other",
    [{"legal_basis": "32014L0025"}, {"subtype": "F21"}, {"procedure_type": "restricted"}, {"form": "result"}],
)
def test_where_no_source_gives_the_term_it_is_not_tested(other: dict[str, str]) -> None:
    known = {"form": "competition", "legal_basis": "32014L0024", "procedure_type": "open"}
    assert flag(3, **{**known, **other}, deadline_on=date(2024, 5, 8)).verdict != "flagged"


def test_the_seat_of_a_winner_can_flag_and_never_clears() -> None:
    assert flag(4, winner_countries=("BD",)).verdict == "flagged"
    assert [said.code for said in flag(4, winner_countries=("BD",)).reasons] == ["pair_winner"]
    assert flag(4, winner_countries=("NL",)).verdict == "unknown"
    assert flag(4, winner_countries=("BD", "NL")).verdict == "unknown"


def test_one_tenderer_asks_for_the_documents_and_a_trace_ends_it() -> None:
    one = flag(5, form="result", n_tenders=1)
    assert (one.verdict, [said.code for said in one.missing]) == ("flagged", ["documents"])
    text = Text(
        "contract_condition",
        "Op deze opdracht zijn de Internationale Sociale Voorwaarden van toepassing.",
        "nl",
        "BT-70",
    )
    assert flag(5, form="result", n_tenders=1, texts=(text,)).verdict == "clear"


def test_no_flag_says_to_leave_a_country() -> None:
    said = flag(4, winner_countries=("BD",)).as_json("en")
    assert "Exclude no country" in said["to_do"]
    assert "no reason to exclude a country" in said["is_not"]


def test_the_columns_are_fields_of_a_notice() -> None:
    fields = Notice.__dataclass_fields__
    assert {column.split(".")[0] for column in columns_needed()} <= set(fields)
    assert {one.id for one in INDICATORS if not one.columns} == {"ISV.R002"}


@pytest.mark.shared
def test_every_shared_notice_of_a_dutch_buyer_gets_every_flag(shared_data: Path) -> None:
    """The counts over all shared files stand in the pages; `count_notices.py` makes them."""
    counted: Counter[tuple[str, str]] = Counter()
    n = 0
    for found in list_notices(shared_data / "procurement"):
        if any(buyer.country == "NL" for buyer in found.buyers):
            n += 1
            counted.update((one.id, one.verdict) for one in flag_notice(found))
    assert n > 100
    assert all(sum(count for (id, _), count in counted.items() if id == one.id) == n for one in INDICATORS)
    assert counted["ISV.R002", "unknown"] == n  # hours and floors do not stand in notices
    assert counted["ISV.R004", "clear"] == 0  # nor do origins


def test_facts_from_a_notice_hold_no_more_than_the_notice() -> None:
    facts = facts_from_notice(notice(buyers=(), cpv=(), dispatched_on=None, n_lots=None))
    assert (facts.origins, facts.delivery_on, facts.labour.hours, facts.minimum) == ((), None, None, None)
    assert {one.verdict for one in flag_notice(notice(buyers=(), cpv=(), dispatched_on=None, n_lots=None))} == {
        "unknown"
    }
