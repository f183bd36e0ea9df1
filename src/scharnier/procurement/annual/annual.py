"""The report of one body over one year, as figures: everything that the pages, tables and open data show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scharnier.procurement.annual.answers import ASKS
from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.disagreements import Disagreement, find_disagreements
from scharnier.procurement.annual.figures import Change, Figure, calc_changes, calc_figure, calc_figures
from scharnier.procurement.annual.judge import judge_records
from scharnier.procurement.annual.shapes import NONE, Answer, Judged, TenderList
from scharnier.procurement.annual.targets import Judgement, Targets, judge_targets
from scharnier.procurement.annual.widening import Widened, widen

OUTSIDE, UNREAD = "outside", "unread"


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category of the rule (or `outside`, or `unread` where no code could be read): its tenders of the year."""

    category: str
    should: Figure
    says: Figure


@dataclass(frozen=True, slots=True)
class Annual:
    """The report. `scopes` counts every row of the list once. `gaps` is for each column which tenders left it empty."""

    body: str
    year: int
    on: date
    source: TenderList
    previous_source: TenderList | None
    judged: tuple[Judged, ...]
    figures: dict[str, Figure]
    changes: tuple[Change, ...]
    advised: dict[str, Figure]
    categories: tuple[CategoryLine, ...]
    widened: tuple[Widened, ...]
    initiatives: tuple[tuple[str, tuple[str, ...]], ...]
    provisions: tuple[tuple[str, tuple[str, ...]], ...]
    gaps: tuple[Figure, ...]
    disagreements: tuple[Disagreement, ...]
    targets: tuple[Judgement, ...] | None
    scopes: dict[str, int]
    rule_version: str
    content_version: str
    small_number: int

    @property
    def in_year(self) -> tuple[Judged, ...]:
        """The tenders of the year."""
        return tuple(row for row in self.judged if row.scope == "in_year")


def build_annual(
    source: TenderList,
    body: str,
    year: int,
    on: date,
    previous: TenderList | None = None,
    targets: Targets | None = None,
) -> Annual:
    """The report over `year` as it stood on `on`. `previous` is the list of the year before."""
    content = load_annual_content()
    judged = judge_records(source.records, body, year, on)
    figures = calc_figures(judged, on)
    # The list of the year before is held against the same terms as it was then: on the last day of that year.
    before = None
    if previous is not None:
        before = calc_figures(
            judge_records(previous.records, body, year - 1, date(year - 1, 12, 31)), date(year - 1, 12, 31)
        )
    in_year = [row for row in judged if row.scope == "in_year"]
    return Annual(
        body=body,
        year=year,
        on=on,
        source=source,
        previous_source=previous,
        judged=judged,
        figures=figures,
        changes=calc_changes(before, figures) if before is not None else (),
        advised=calc_figures([row for row in judged if row.advised], on),
        categories=_categories(in_year, on),
        widened=widen(judged),
        initiatives=_initiatives(in_year),
        provisions=_provisions(in_year),
        gaps=_gaps(judged),
        disagreements=find_disagreements(judged, on),
        targets=None if targets is None else judge_targets(targets, figures, before, year, on),
        scopes=dict(Counter(row.scope for row in judged)),
        rule_version=judged[0].decision.version if judged else "",
        content_version=content.version,
        small_number=content.small_number,
    )


def category_of(row: Judged) -> str:
    """The category of a tender, `outside` for none, `unread` where it has no code that can be read."""
    codes = row.record.cpv or (row.record.tender.cpv if row.record.tender else ())
    return row.as_bound.category or (OUTSIDE if codes else UNREAD)


def _categories(rows: Sequence[Judged], on: date) -> tuple[CategoryLine, ...]:
    by_category: dict[str, list[Judged]] = {}
    for row in rows:
        by_category.setdefault(category_of(row), []).append(row)
    order = sorted(by_category, key=lambda name: (name in (OUTSIDE, UNREAD), -len(by_category[name]), name))
    should, says = ASKS["should.mandatory"][1], ASKS["says.all"][1]
    return tuple(
        CategoryLine(
            name,
            calc_figure("should.mandatory", by_category[name], lambda row: should(row, on)),
            calc_figure("says.all", by_category[name], lambda row: says(row, on)),
        )
        for name in order
    )


def _initiatives(rows: Sequence[Judged]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Named initiatives, the one with most tenders first."""
    named: dict[str, list[str]] = {}
    for row in rows:
        if row.record.initiative not in ("", NONE):
            named.setdefault(row.record.initiative, []).append(row.id)
    return tuple((name, tuple(named[name])) for name in sorted(named, key=lambda name: (-len(named[name]), name)))


def _provisions(rows: Sequence[Judged]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The provisions that decisions rest on, and for which tenders."""
    used: dict[str, list[str]] = {}
    for row in rows:
        for provision in row.decision.provisions:
            used.setdefault(provision, []).append(row.id)
    return tuple((name, tuple(used[name])) for name in sorted(used, key=lambda name: (-len(used[name]), name)))


def _gaps(judged: Sequence[Judged]) -> tuple[Figure, ...]:
    """For each column: the rows that left it empty (yes), filled it in (no), or for which it does not apply."""
    rows = [row for row in judged if row.scope in ("in_year", "earlier")]
    columns = [name for name in load_annual_content().columns if name not in ("id", "own_view", "note")]

    def ask(row: Judged, name: str) -> Answer | None:
        return ("yes" if name in row.record.empty else "no") if _expected(row, name) else None

    return tuple(calc_figure(name, rows, lambda row, name=name: ask(row, name)) for name in columns)  # type: ignore[misc]


def _expected(row: Judged, column: str) -> bool:
    """Whether a cell should be filled in: terms of suppliers only where ISV stand in a contract, and so on."""
    record = row.record
    if column in ("stakeholders_on", "stakeholders_outcome"):
        return bool(record.stakeholders) and record.stakeholders != (NONE,)
    kind, _, part = column.rpartition("_")
    each = next((one for one in record.deliverables if one.kind == kind), None)
    if each is None:
        return True
    if part == "judged":
        return each.received not in (None, "no")
    return row.applied == "yes" and record.said("contract") == "yes"
