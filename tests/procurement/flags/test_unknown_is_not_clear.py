"""Taking a fact away never turns a flag or an unknown into a clear: what is not known is never fine."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scharnier.procurement.flags.facts import FlagFacts, FlagLot, Labour, Minimum
from scharnier.procurement.flags.run import INDICATORS, find_flags
from scharnier.procurement.notice import Criterion

CPV = ("18110000", "18830000", "30213000", "33141420", "31681500", "45000000", "72000000", "55500000", "99999999")
NAMES = (
    "",
    "Prijs",
    "Plan voor de keten",
    "Naam: Prijs Weegfactor: 40",
    "Price is not the only award criterion",
    "Kosten",
)
DAY = date(2026, 6, 1)
EMPTY = FlagFacts()
ALL = tuple(field.name for field in fields(FlagFacts) if field.name not in ("id", "trace_in"))
OF_LABOUR = tuple(field.name for field in fields(Labour))

codes = st.lists(st.sampled_from(CPV), max_size=2, unique=True).map(tuple)
days = st.none() | st.integers(-30, 400).map(lambda n: DAY + timedelta(n))
criteria = st.lists(
    st.builds(
        Criterion,
        kind=st.sampled_from(("price", "cost", "quality", "unknown")),
        name=st.sampled_from(NAMES),
        weight=st.none() | st.sampled_from((Decimal(0), Decimal(40), Decimal(60), Decimal(100))),
        weight_unit=st.sampled_from(("", "per-exa", "poi-exa", "dec-exa")),
        lot=st.sampled_from((None, "1", "2")),
    ),
    max_size=4,
).map(tuple)
lots = st.sampled_from((0, 1, 2)).flatmap(
    lambda n: st.tuples(*(st.builds(FlagLot, id=st.just(str(i + 1)), cpv=codes) for i in range(n)))
)
amount = st.none() | st.sampled_from((Decimal(1), Decimal(2), Decimal(1000)))
facts = st.builds(
    FlagFacts,
    form=st.sampled_from(("competition", "result", "direct_award", "other")),
    subtype=st.sampled_from(("", "16", "F21")),
    legal_basis=st.sampled_from(("", "32014L0024", "32014L0025")),
    procedure_type=st.sampled_from(("", "open", "restricted")),
    buyer_countries=st.sampled_from(((), ("NL",), ("BE",), ("NL", "BE"))),
    dispatched_on=days,
    published_on=days,
    deadline_on=days,
    contract_on=days,
    delivery_on=days,
    minimum=st.none() | st.builds(Minimum, days=st.sampled_from((1, 60)), source=st.just("market")),
    cpv=codes,
    lots=lots,
    n_lots=st.none() | st.sampled_from((1, 2, 3)),
    criteria=criteria,
    n_tenders=st.none() | st.sampled_from((0, 1, 3)),
    origins=st.sampled_from(((), ("BGD",), ("MYS",), ("PRT",), ("BGD", "PRT"))),
    winner_countries=st.sampled_from(((), ("BGD",), ("NLD",))),
    labour=st.builds(Labour, amount, amount, st.sampled_from(("", "BGD")), amount, st.sampled_from(("", "union"))),
    trace=st.sampled_from((None, "none", "explicit_isv")),
).map(lambda known: replace(known, n_lots=known.n_lots and max(known.n_lots, len(known.lots))))


def take(known: FlagFacts, names: set[str], parts: set[str]) -> FlagFacts:
    """The facts without these fields; `parts` are fields of every lot, of every criterion, and of the labour."""
    left: dict[str, Any] = {name: getattr(EMPTY, name) for name in names}
    fewer = replace(known, **left)
    gone = {name: getattr(Labour(), name) for name in OF_LABOUR if name in parts}
    fewer = replace(fewer, labour=replace(fewer.labour, **gone))
    if "lot_cpv" in parts:
        fewer = replace(fewer, lots=tuple(replace(lot, cpv=()) for lot in fewer.lots))
    if "first_lot_cpv" in parts and fewer.lots:
        fewer = replace(fewer, lots=(replace(fewer.lots[0], cpv=()), *fewer.lots[1:]))
    blanks: dict[str, Any] = {"weight": None, "name": "", "weight_unit": ""}
    for key in blanks.keys() & parts:
        fewer = replace(fewer, criteria=tuple(replace(one, **{key: blanks[key]}) for one in fewer.criteria))
    return fewer


def codes_of(known: FlagFacts) -> bool:
    """Whether any code says what is bought."""
    return bool(known.cpv or any(lot.cpv for lot in known.lots))


PARTS = (*OF_LABOUR, "lot_cpv", "first_lot_cpv", "weight", "name", "weight_unit")
PRICE, PLAN = Criterion("price", "Prijs", Decimal(100), "per-exa"), Criterion("quality", "Plan", Decimal(0), "per-exa")


@settings(max_examples=400)
@given(facts, st.sets(st.sampled_from(ALL)), st.sets(st.sampled_from(PARTS)))
@example(FlagFacts(buyer_countries=("NL",), cpv=("18110000",), criteria=(PRICE, PLAN)), set(), {"weight"})
@example(
    FlagFacts(
        cpv=("45000000",),
        lots=(FlagLot("1", ("18110000",)), FlagLot("2", ("18830000",))),
        n_lots=2,
        criteria=(replace(PRICE, lot="1"), replace(PLAN, lot="2", weight=Decimal(40))),
    ),
    {"n_lots"},
    {"first_lot_cpv"},
)
def test_taking_facts_away_never_clears(known: FlagFacts, names: set[str], parts: set[str]) -> None:
    left = take(known, names, parts)
    before, after = find_flags(known), find_flags(left)
    fewer_goods = (names & {"cpv", "lots"}) or (parts & {"lot_cpv", "first_lot_cpv"})
    for one, then in zip(before, after, strict=True):
        if one.id == "ISV.R004" and fewer_goods and codes_of(left):
            continue  # another purchase: the codes that are left say what is bought, not what is known of it
        if one.verdict in ("flagged", "unknown"):
            assert then.verdict != "clear", (one.id, [said.code for said in (*one.reasons, *then.reasons)])


@settings(max_examples=150)
@given(facts)
def test_every_verdict_is_explained_and_unknown_says_what_is_missing(known: FlagFacts) -> None:
    for flag in find_flags(known):
        assert flag.reasons
        assert all(said.nl and said.en and "{" not in said.nl + said.en for said in (*flag.reasons, *flag.missing))
        if flag.verdict == "unknown":
            assert flag.missing
        if flag.verdict == "clear":
            assert not flag.missing


def test_nothing_known_is_unknown_everywhere() -> None:
    assert [flag.verdict for flag in find_flags(EMPTY)] == ["unknown"] * len(INDICATORS)
