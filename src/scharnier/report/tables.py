"""The tables of the HTML report: the same figures as the pictures, for who cannot or does not want to look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scharnier.analytics.assessment import TIERS
from scharnier.report.pictures import BARS, calc_squares
from scharnier.report.standing import FULL, Place
from scharnier.report.words import Wording

MOST = 20  # rows of a table under a picture; the rest is in the workbook
TEXT, NUMBER = "text", "number"


@dataclass(frozen=True)
class Table:
    """Heads are (words, "text" or "number"); the first cell of a row names the row."""

    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    more: str = ""
    foot: Sequence[str] | None = None


def table_places(words: Wording, places: Mapping[str, Place]) -> Table:
    """Money and highest risk by place of origin."""
    t, f = words.t, words.f
    rows = [
        (p.name, f.money(p.amount), f.share(p.share), t("rank_n", rank=p.rank) if p.rank else t(f"state_{p.state}"))
        for p in places.values()
    ]
    heads = [(t("col_place"), TEXT), (t("col_amount"), NUMBER), (t("col_share"), NUMBER), (t("col_best"), TEXT)]
    return Table(heads, rows[:MOST], _more(words, len(rows)))


def table_flows(words: Wording) -> Table:
    """Money from purchases to countries."""
    flows = sorted(words.assessment.flows, key=lambda flow: -flow.amount)
    rows = [
        (words.sector(x.sector), words.place_head(x.country), words.f.money(x.amount), words.f.share(x.share))
        for x in flows
    ]
    t = words.t
    heads = [(t("col_bought"), TEXT), (t("col_place"), TEXT), (t("col_amount"), NUMBER), (t("col_share"), NUMBER)]
    return Table(heads, rows[:MOST], _more(words, len(rows)))


def table_tiers(words: Wording) -> Table:
    """Shares by tier of all purchases and of the highest risks."""
    named = [(words.t("tiers_all"), words.assessment.tiers)]
    named += [(words.label(risk), risk.exposure.tiers) for risk in words.assessment.risks[:BARS]]
    rows = []
    for name, split in named:
        amounts = [float(getattr(split, tier)) for tier in TIERS]
        rows.append((name, *(words.f.share(amount / (sum(amounts) or 1.0)) for amount in amounts)))
    return Table([(words.t("tiers_of"), TEXT), *((words.t(f"tier_{tier}"), NUMBER) for tier in TIERS)], rows)


def table_matrix(words: Wording) -> Table:
    """Counts of risks by severity and likelihood."""
    squares = calc_squares(words)
    heads = [(f"{words.t('severity')} ↓ {words.t('likelihood')} →", TEXT)]
    heads += [(f"{level} {words.level(level)}", NUMBER) for level in range(1, 6)]
    rows = [
        (
            f"{severity} {words.level(severity)}",
            *(words.f.number(len(squares.get((severity, n), ()))) for n in range(1, 6)),
        )
        for severity in range(5, 0, -1)
    ]
    return Table(heads, rows)


def table_ranks(words: Wording) -> Table:
    """Rank intervals of the risks shown in full."""
    t = words.t
    rows = [
        (
            words.label(risk),
            *(words.f.number(n) for n in (risk.stability.rank_p05, risk.stability.rank_p50, risk.stability.rank_p95)),
            words.f.share(risk.stability.in_top10),
        )
        for risk in words.assessment.risks[:FULL]
    ]
    heads = [(t("col_theme"), TEXT), *((t(key), NUMBER) for key in ("col_p05", "col_p50", "col_p95", "col_top10"))]
    return Table(heads, rows)


def table_gaps(words: Wording) -> Table:
    """Themes on which sources speak, but not for all places: the money of which nothing is known."""
    t, f = words.t, words.f
    rows = []
    for gap in words.assessment.no_data:
        if not gap.measured:
            continue
        names = dict.fromkeys(words.place_head(origin.country) for origin in gap.largest)
        rows.append((words.theme(gap.theme), f.money(gap.amount), f.share(gap.share), words.join(list(names)[:3])))
    heads = [
        (t("col_gap_theme"), TEXT),
        (t("col_amount"), NUMBER),
        (t("col_gap_share"), NUMBER),
        (t("col_gap_places"), TEXT),
    ]
    return Table(heads, rows)


def table_reasons(words: Wording) -> Table:
    """Why lines were not assessed; the foot adds up to what the assessment says."""
    t, f, coverage = words.t, words.f, words.assessment.coverage
    rows = [(r.label, f.number(r.lines), f.money_exact(r.amount)) for r in coverage.by_reason]
    foot = (t("total"), f.number(coverage.unassessed_lines), f.money_exact(coverage.unassessed_amount))
    return Table([(t("col_reason"), TEXT), (t("col_lines"), NUMBER), (t("col_amount"), NUMBER)], rows, foot=foot)


def table_columns(words: Wording) -> Table:
    """Which column of the ledger was taken for what."""
    rows = [(words.role(role), header) for role, header in words.assessment.input.columns.items()]
    return Table([(words.t("col_role"), TEXT), (words.t("col_header"), TEXT)], rows)


def table_purchases(words: Wording) -> Table:
    """What was bought, by industry."""
    t, f = words.t, words.f
    rows = [
        (words.sector(p.sector), f.number(p.lines), f.money(p.amount), f.share(p.share), f.share(p.confidence))
        for p in words.assessment.purchases
    ]
    heads = [
        (t("col_bought"), TEXT), (t("col_lines_mainly"), NUMBER), (t("col_amount"), NUMBER),
        (t("col_share"), NUMBER), (t("col_confidence"), NUMBER),
    ]  # fmt: skip
    return Table(heads, rows)


def _more(words: Wording, count: int) -> str:
    return words.t("more_rows", n=words.f.number(count - MOST)) if count > MOST else ""
