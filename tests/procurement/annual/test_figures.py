"""Figures: every row in one place, shares with their range, unknown never no, years compared where both are known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.procurement.annual.annual import build_annual
from scharnier.procurement.annual.answers import ASKS
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.figures import Change, Figure, calc_figures
from scharnier.procurement.annual.judge import find_applied, find_shown, judge_records
from scharnier.procurement.annual.shapes import DELIVERABLES, PHASES, Deliverable, TenderList, TenderRecord
from scharnier.procurement.isv.facts import Span

ON = date(2026, 11, 20)
JUNE = Span(date(2026, 6, 1), date(2026, 6, 1))


def record(id: str = "A", **given: object) -> TenderRecord:
    base = TenderRecord(id, 2, dispatched=JUNE, cpv=("18110000",), value_eur=Decimal(420000), nature="supplies")
    return replace(base, **given)  # type: ignore[arg-type]


def uses(**given: str) -> dict[str, tuple[str, ...]]:
    return {phase: tuple(words.split()) for phase, words in given.items()}


def test_an_empty_cell_is_unknown_and_never_no() -> None:
    assert find_applied(record()) == "unknown"
    assert find_applied(record(uses=uses(specify="none", select="none", award="none"))) == "unknown"
    assert find_applied(record(uses=uses(specify="none", select="none", award="none", contract="none"))) == "no"
    assert find_applied(record(uses=uses(specify="none", select="none", award="none", contract="not_yet"))) == "no"
    assert find_applied(record(uses=uses(award="basis"))) == "yes"
    later = uses(specify="not_yet", select="not_yet", award="not_yet", contract="not_yet")
    assert find_applied(record(uses=later)) == "not_yet"


def test_preparing_alone_binds_nobody() -> None:
    rest = uses(specify="none", select="none", award="none", contract="none", prepare="risk_check market")
    assert find_applied(record(uses=rest)) == "no"


@pytest.mark.parametrize(
    ("due", "received", "shown"),
    [
        (date(2026, 10, 1), date(2026, 9, 1), "yes"),
        (date(2026, 10, 1), "no", "no"),
        (date(2026, 10, 1), None, "unknown"),
        (date(2026, 12, 1), None, None),
        (date(2026, 12, 1), date(2026, 9, 1), "yes"),
        (date(2026, 10, 1), date(2026, 12, 1), "no"),
        (None, None, "unknown"),
    ],
)
def test_what_shows_is_what_came_of_what_was_due(due: date | None, received: object, shown: str | None) -> None:
    made = record(uses=uses(contract="clause"), deliverables=(Deliverable("policy", due, received),))  # type: ignore[arg-type]
    assert find_shown(made, ON) == shown
    assert find_shown(replace(made, uses=uses(specify="none")), ON) is None


def test_the_rule_binds_central_government_and_a_missing_value_leaves_it_open() -> None:
    rows = [record("A"), record("B", value_eur=None), record("C", value_eur=Decimal(90000))]
    bound = judge_records(rows, "Rijkswaterstaat", 2026, ON)
    assert [row.decision.mandatory for row in bound] == ["yes", "uncertain", "no"]
    free = judge_records(rows, "Gemeente Voorbeelddam", 2026, ON)
    assert [row.decision.mandatory for row in free] == ["no", "no", "no"]
    assert [row.as_bound.mandatory for row in free] == ["yes", "uncertain", "no"]


def test_where_a_row_counts() -> None:
    def sent(year: int) -> Span:
        return Span(date(year, 3, 1), date(year, 3, 1))

    rows = [
        record("A"),
        record("A", title="again"),
        record("B", dispatched=sent(2024)),
        record("C", dispatched=sent(2027)),
        record("D", stage="withdrawn"),
        record("E", dispatched=None),
        record("F", dispatched=Span(date(2025, 12, 1), date(2026, 1, 31))),
    ]
    scopes = [row.scope for row in judge_records(rows, "Gemeente X", 2026, ON)]
    assert scopes == ["in_year", "duplicate", "earlier", "later", "withdrawn", "in_year", "in_year"]


ANSWERS = {phase: list(load_annual_content().columns[phase].answers) for phase in PHASES}
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))
RECORDS = st.builds(
    record,
    id=st.sampled_from("ABCDEFGH"),
    stage=st.sampled_from(["", "preparation", "published", "awarded", "contract", "ended", "withdrawn"]),
    dispatched=st.none() | st.dates(date(2024, 1, 1), date(2027, 6, 1)).map(lambda day: Span(day, day)),
    cpv=st.sampled_from([(), ("18110000",), ("55500000",), ("79212000",), ("09331200",)]),
    value_eur=st.none() | st.sampled_from([Decimal(1000), Decimal(200000), Decimal(900000)]),
    uses=st.fixed_dictionaries(
        {phase: st.just(()) | st.sampled_from(ANSWERS[phase]).map(lambda x: (x,)) for phase in PHASES}
    ),
    deliverables=st.tuples(
        *(
            st.builds(
                Deliverable,
                st.just(kind),
                DAYS,
                DAYS | st.just("no"),
                st.sampled_from(["", "sufficient", "insufficient", "not_judged"]),
            )
            for kind in DELIVERABLES
        )
    ),
    stakeholders=st.sampled_from([(), ("none",), ("union",), ("union", "civil_society")]),
    initiative=st.sampled_from(["", "none", "X"]),
)


@settings(max_examples=30)
@given(st.lists(RECORDS, min_size=1, max_size=12), st.sampled_from(["Gemeente X", "Rijkswaterstaat", "Onbekend BV"]))
def test_every_row_ends_in_one_place_and_shares_lie_in_their_range(rows: list[TenderRecord], body: str) -> None:
    judged = judge_records(rows, body, 2026, ON)
    for id, figure in calc_figures(judged, ON).items():
        counted = sorted((*figure.yes, *figure.no, *figure.unknown, *figure.outside))
        assert counted == sorted(row.id for row in judged if row.scope in ASKS[id][0]), id
        if figure.share is not None and figure.low is not None and figure.high is not None:
            assert 0 <= figure.low <= figure.share <= figure.high <= 1
        assert (figure.share is None) == (figure.known == 0)
    annual = build_annual(TenderList("x.csv", "0", tuple(rows)), body, 2026, ON)
    assert sum(annual.scopes.values()) == len(rows)
    assert sum(each.should.asked for each in annual.categories) == annual.scopes.get("in_year", 0)
    wider = [len(each.mandatory) for each in annual.widened]
    assert wider == sorted(wider)
    assert all(set(a.mandatory) <= set(b.mandatory) for a, b in zip(annual.widened, annual.widened[1:], strict=False))


def test_a_change_needs_both_denominators_and_says_whether_it_is_sure() -> None:
    none = Figure("x", (), (), ("a",))
    half, most = Figure("x", ("a",), ("b",), ()), Figure("x", ("a", "b", "c"), ("d",), ())
    assert Change("x", none, half).points is None
    assert Change("x", half, none).points is None
    assert Change("x", half, most).points == pytest.approx(0.25)
    assert Change("x", half, most).sure
    doubt = Figure("x", ("a", "b", "c"), ("d",), ("e", "f", "g"))
    assert Change("x", half, doubt).points == pytest.approx(0.25)
    assert not Change("x", half, doubt).sure


def test_a_criterion_without_level_may_be_of_any_level() -> None:
    vague = judge_records([record(uses=uses(award="criterion"))], "Gemeente X", 2026, ON)
    figures = calc_figures(vague, ON)
    assert figures["form.award"].yes == ("A",)
    assert figures["form.award_significant"].unknown == ("A",)
    basis = calc_figures(judge_records([record(uses=uses(award="basis"))], "Gemeente X", 2026, ON), ON)
    assert basis["form.award_significant"].no == ("A",)


def test_every_figure_has_words_and_every_word_a_figure() -> None:
    assert set(load_annual_content().figures) == set(ASKS)
