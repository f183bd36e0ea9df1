"""Figures by hand, totals that add up, a second and plainer way to count, and rows in any order."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scharnier.analytics.monitor.build import Monitor, build_monitor
from scharnier.analytics.monitor.figures import MEASURES
from scharnier.kernel.errors import InputProblem

Build = Callable[..., Monitor]
ON = date(2026, 11, 20)


def test_figures_are_those_counted_by_hand(build: Build, made: Any) -> None:
    monitor = build(made.by_hand())
    should, claims = monitor.figure("should", "rijk"), monitor.figure("claims", "rijk")
    assert should.counts == (5, 1, 0, 1)  # a b c d i; f; e
    assert claims.counts == (1, 2, 1, 1)  # a; b i; d; c
    assert claims.share == pytest.approx(1 / 3)
    assert claims.bounds == pytest.approx((2 / 5, 3 / 5))
    assert claims.missing_share == pytest.approx(1 / 5)
    assert claims.wide == pytest.approx((2 / 5, 4 / 6))
    assert claims.ids == {
        "yes": ("100-2021",),
        "no": ("101-2021", "108-2021"),
        "elsewhere": ("103-2022",),
        "missing": ("102-2022",),
    }
    assert monitor.figure("claims", "rijk", "year", "2021").counts == (1, 2, 0, 0)
    assert monitor.figure("claims", "rijk", "category", "bedrijfskleding").counts == (1, 2, 1, 1)
    assert monitor.figure("claims_uncertain", "rijk").counts == (1, 0, 0, 0)
    assert monitor.figure("claims_uncertain", "doubt").counts == (0, 0, 0, 1)  # a call without a text shows nothing
    assert monitor.figure("voluntary", "other").counts == (1, 2, 0, 0)  # labour standards alone are not due diligence
    assert monitor.figure("followed", "rijk").counts == (0, 0, 0, 5)
    assert monitor.figure("followed", "rijk").bounds == (0.0, 1.0)
    assert monitor.figure("claims", "body:rijkswaterstaat").counts == claims.counts


def test_every_row_is_accounted_for(build: Build, made: Any) -> None:
    rows = made.by_hand()
    monitor = build(rows)
    account = monitor.account
    found = (account.rows, account.foreign, account.nowhere, account.copies, account.notices)
    assert found == (len(rows), 1, 1, 1, len(rows) - 3)
    assert monitor.standing == {"yes": 11, "withdrawn": 1, "announced": 1, "afterwards": 0}
    assert sum(monitor.standing.values()) == monitor.procedures.num_rows
    assert monitor.differing == 1  # the award of i says uncertain where its call says yes
    assert monitor.untied == 12


def test_the_last_call_decides_and_no_award_is_asked_for_a_condition(build: Build, made: Any) -> None:
    award = {"form": "result", "notice_subtype": "F03", "procedure_id": "ZK-99"}
    rows = [
        made.row("1-2020", procedure_id="ZK 99", mandatory="uncertain", dispatch_date=date(2020, 1, 1)),
        made.row("2-2020", procedure_id="ZK99", mandatory="yes", dispatch_date=date(2020, 2, 1)),
        made.row("3-2021", **award, mandatory="no", dispatch_date=date(2021, 2, 1)),
        made.row("4-2021", changes="0003-2021", form="modification", notice_subtype="F20", mandatory="no"),
    ]
    monitor = build(rows)
    # ZK 99 and ZK99 are one file number; ZK-99 is another, and the change follows its award.
    assert monitor.procedures["procedure"].to_pylist() == ["1-2020", "3-2021"]
    assert monitor.procedures["decided_by"].to_pylist() == ["2-2020", "3-2021"]
    assert monitor.procedures["claims"].to_pylist() == ["not_visible", "cannot_be_seen"]


@pytest.mark.parametrize("reference", ["2021", "nvt", "n.v.t.", "12", "", None])
def test_a_file_number_that_says_nothing_ties_nothing(build: Build, made: Any, reference: str | None) -> None:
    rows = [made.row("1-2021", procedure_id=reference), made.row("2-2021", procedure_id=reference)]
    assert build(rows).standing["yes"] == 2


def test_a_file_number_is_of_one_buyer_and_a_procedure_of_eforms_of_all(build: Build, made: Any) -> None:
    id = "93b0d5d9-2a7e-4b7e-8f6d-0a4f0f0d1c11"
    rows = [
        made.row("1-2021", procedure_id="AI 2020"),
        made.row("2-2021", procedure_id="AI 2020", buyer_name="RIVM", buyer_list_id="rivm"),
        made.row("3-2024", procedure_id=id, schema="eforms", notice_subtype="16"),
        made.row("4-2024", procedure_id=id.upper(), schema="eforms", form="result", notice_subtype="29",
                 buyer_name="RIVM", buyer_list_id="rivm"),
    ]  # fmt: skip
    assert build(rows).procedures["notices"].to_pylist() == [["1-2021"], ["2-2021"], ["3-2024", "4-2024"]]


def _plain(made: Any, draw: random.Random, number: int) -> dict[str, Any]:
    """A row without ties, of any kind."""
    year = draw.choice((2018, 2021, 2025))
    status, row, name = draw.choice(
        (
            ("bound", "rws", "RWS"),
            ("bound", "dji", "DJI"),
            ("uncertain", "uwv", "UWV"),
            ("not_bound", "municipality", "Gemeente A"),
        )
    )
    cls = draw.choice(("none", "none", "explicit_isv", "labour_standards_chain", "exclusion_ground_only"))
    form, subtype = draw.choice(
        (("competition", "F02"), ("result", "F03"), ("planning", "F01"), ("competition", "F12"))
    )
    category = draw.choice(("catering", "energie", None))
    mandatory = "no" if status == "not_bound" or not category else draw.choice(("yes", "no", "uncertain"))
    advice = "apply" if mandatory != "no" else "advised" if category else "consider"
    return dict(
        made.row(
            f"{number}-{year}", dispatch_date=date(year, 5, 1), buyer_status=status, buyer_list_id=row, buyer_name=name,
            evidence_class=cls, form=form, notice_subtype=subtype, category=category, mandatory=mandatory,
            advice=advice, has_text=draw.random() < 0.8, withdrawn=draw.random() < 0.1,
        )
    )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), count=st.integers(0, 60))
def test_counting_row_by_row_gives_the_same_in_any_order(made: Any, tmp_path: Path, seed: int, count: int) -> None:
    draw = random.Random(seed)
    rows = [_plain(made, draw, number) for number in range(1, count + 1)]
    monitor = build_monitor(made.write_screening(tmp_path / "one.parquet", rows), ON)

    plain: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if row["withdrawn"] or row["form"] == "planning":
            continue
        group = {"bound": "rijk", "not_bound": "other"}.get(row["buyer_status"], "doubt")
        plain["should", group, {"yes": "yes", "no": "no", "uncertain": "missing"}[row["mandatory"]]] += 1
        place = row["form"] == "competition" and row["notice_subtype"] == "F02" and row["has_text"]
        named = row["evidence_class"] == "explicit_isv"
        bucket = ("yes" if named else "no") if place else ("elsewhere" if named else "missing")
        measure = {"yes": "claims", "uncertain": "claims_uncertain"}.get(row["mandatory"])
        measure = measure or ("voluntary" if row["advice"] == "advised" else "")
        if measure:
            plain[measure, group, bucket] += 1
    for measure in ("should", "claims", "claims_uncertain", "voluntary"):
        for group in ("rijk", "doubt", "other"):
            figure = monitor.figure(measure, group)
            expected = tuple(plain[measure, group, bucket] for bucket in ("yes", "no", "elsewhere", "missing"))
            assert figure.counts == expected, (measure, group)

    # What is split adds up: groups and bodies to all; years and categories to their whole.
    for measure in MEASURES:
        whole = monitor.figure(measure, "all").counts
        scopes = {one.scope for one in monitor.figures.values()}
        for part in ({"rijk", "doubt", "other"}, {scope for scope in scopes if scope.startswith("body:")}):
            sums = [monitor.figure(measure, scope).counts for scope in part] or [(0, 0, 0, 0)]
            assert tuple(map(sum, zip(*sums, strict=True))) == whole
        for scope in scopes:
            for by in ("year", "category"):
                values = monitor.values(scope, by)
                if scope.startswith("body:") and not values:
                    continue  # a body without a procedure on a page is not split
                parts = [monitor.figure(measure, scope, by, value).counts for value in values]
                assert tuple(map(sum, zip(*parts, strict=True))) == monitor.figure(measure, scope).counts
    for figure in monitor.figures.values():
        low, high = figure.bounds or (0.0, 1.0)
        assert 0 <= low <= high <= 1
        if figure.wide:
            assert 0 <= figure.wide[0] <= low <= high <= figure.wide[1] <= 1

    draw.shuffle(rows)
    again = build_monitor(made.write_screening(tmp_path / "other.parquet", rows), ON)
    assert again.figures == monitor.figures
    assert again.procedures.equals(monitor.procedures)


def test_a_file_that_is_no_screening_is_said_to_be_none(tmp_path: Path, made: Any) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pytest.raises(InputProblem, match="no such file"):
        build_monitor(tmp_path / "none.parquet", ON)
    (tmp_path / "text.parquet").write_text("no parquet")
    with pytest.raises(InputProblem, match="no Parquet"):
        build_monitor(tmp_path / "text.parquet", ON)
    pq.write_table(pa.table({"notice_id": ["1"]}), tmp_path / "it's [1].parquet")
    with pytest.raises(InputProblem, match="lacks the columns schema"):
        build_monitor(tmp_path / "it's [1].parquet", ON)
