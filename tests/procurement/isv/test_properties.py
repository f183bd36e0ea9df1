"""What must hold for any tender: more money never lowers, what is unknown never says no, order does not matter."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.procurement.isv.content import load_isv_content

from .tenders import ask, worth

CONTENT = load_isv_content()
HEIGHT = {"no": 0, "uncertain": 1, "yes": 2}
CODES = sorted(
    {f"{row.cpv_prefix:0<8}" for row in CONTENT.categories} & CONTENT.cpv_codes
    | {"90910000", "45000000", "79100000", "33141420", "44912100", "72212330"}
)
BUYERS = st.sampled_from(
    [
        ("Ministerie van Voorbeeld", "cga"),
        ("Ministerie van Defensie", "cga"),
        ("Rijkswaterstaat", "ra"),
        ("Nationale Politie", "body-pl"),
        ("UWV", "body-pl-cga"),
        ("Gemeente Voorbeeld", "la"),
        ("Gemeente Voorbeeld, mede namens het Ministerie van Voorbeeld", "la"),
        ("Dienst Onbekend", "cga"),
        ("Iets", ""),
    ]
)
DAYS = st.dates(date(2014, 1, 1), date(2027, 12, 31)).map(str)
TENDERS = st.fixed_dictionaries(
    {
        "buyer_and_code": BUYERS,
        "cpv": st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True),
        "dispatch_date": DAYS,
        "phase": st.sampled_from(["competition", "result", "planning", "direct_award", "modification"]),
        "contract_nature": st.sampled_from(["supplies", "services", "works"]),
        "amount": st.one_of(st.none(), st.integers(1_000, 10_000_000)),
        "notice_subtype": st.sampled_from(["16", "20", "E3", None]),
        "legal_basis": st.sampled_from(["32014L0024", "32014L0025", "32009L0081", None]),
    }
)


def keys(drawn: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The keys of a case from what was drawn."""
    drawn = {**drawn, **changes}
    name, code = drawn.pop("buyer_and_code")
    main, *more = drawn.pop("cpv")
    amount = drawn.pop("amount")
    values = [] if amount is None else worth(amount)
    return {**drawn, "buyer": name, "buyer_type_code": code, "cpv_main": main, "cpv_additional": more, "values": values}


@given(TENDERS, st.integers(1_000, 10_000_000), st.integers(0, 10_000_000))
def test_more_money_never_lowers(drawn: dict[str, Any], amount: int, more: int) -> None:
    low, high = (ask(**keys(drawn, amount=value)) for value in (amount, amount + more))
    assert HEIGHT[low.mandatory] <= HEIGHT[high.mandatory]


@given(TENDERS, st.sampled_from(CODES))
def test_one_code_more_never_lowers(drawn: dict[str, Any], code: str) -> None:
    few, many = ask(**keys(drawn)), ask(**keys(drawn, cpv=[*drawn["cpv"], code]))
    assert HEIGHT[few.mandatory] <= HEIGHT[many.mandatory]


@given(TENDERS)
def test_the_order_of_further_codes_does_not_matter(drawn: dict[str, Any]) -> None:
    main, *more = drawn["cpv"]
    one, other = ask(**keys(drawn)), ask(**keys(drawn, cpv=[main, *reversed(more)]))
    assert (one.mandatory, one.category, one.advice) == (other.mandatory, other.category, other.advice)


@given(TENDERS)
def test_check_digits_hyphens_and_blanks_do_not_matter(drawn: dict[str, Any]) -> None:
    written = [f" {code}-7 " for code in drawn["cpv"]]
    assert ask(**keys(drawn, cpv=written)) == ask(**keys(drawn))


@given(TENDERS, st.sampled_from(["dispatch_date", "values", "contract_nature", "cpv_main", "buyer", "country"]))
@settings(max_examples=200)
def test_what_is_left_out_never_turns_into_no(drawn: dict[str, Any], key: str) -> None:
    whole = keys(drawn)
    if key == "cpv_main":
        whole["cpv_additional"] = []
    if key == "buyer":
        whole["buyer_type_code"] = ""
    known, less = ask(**whole), ask(**{**whole, key: None})
    assert not (known.mandatory != "no" and less.mandatory == "no")


@given(TENDERS)
def test_an_uncertain_answer_asks_and_a_sure_one_is_closed(drawn: dict[str, Any]) -> None:
    found = ask(**keys(drawn))
    assert (found.mandatory == "uncertain") == bool(found.open)
    assert bool(found.missing) or found.mandatory != "uncertain"
    assert found.reasons
    for said in (*found.reasons, *found.missing):
        assert said.nl != said.en or said.code == "buyer_uncertain"
        assert "{" not in said.nl + said.en


@given(TENDERS)
def test_chain_rows_never_make_it_mandatory(drawn: dict[str, Any]) -> None:
    found = ask(**keys(drawn, cpv=["33141420", "44912100", "34144900"]))
    assert (found.mandatory, found.category) == ("no", None)
    assert found.chain_products[0].product in ("batteries", "medical_gloves", "natural_stone")


@given(TENDERS)
def test_a_wider_span_of_days_never_says_more(drawn: dict[str, Any]) -> None:
    """A day that is known only roughly can make an answer uncertain, never turn a no into a yes."""
    sure = ask(**keys(drawn))
    first = date.fromisoformat(drawn["dispatch_date"])
    year = ask(**keys(drawn, dispatch_date=str(first.year)))
    assert year.mandatory in (sure.mandatory, "uncertain")
