"""What stands in each sheet of the workbook: heads, rows and how a column is written."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scharnier.analytics.assessment import TIERS, ChainPaths, Tiers
from scharnier.report.through import describe_path, places_of_paths
from scharnier.report.words import Wording

Cell = str | int | float | datetime.date | None
TEXT, MONEY, SHARE, WHOLE, EXACT = "text", "money", "share", "whole", "exact"


@dataclass(frozen=True)
class Sheet:
    """A sheet: `heads` are (name, kind); `kinds` overrules the kind of the numbers in a row (0-based)."""

    name: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]
    kinds: Mapping[int, str] = field(default_factory=dict)


def build_sheets(words: Wording) -> list[Sheet]:
    """All sheets in the order in which they are read."""
    return [
        _summary(words), _risks(words), _evidence(words), _origins(words), _purchases(words), _flows(words),
        _paths(words), _no_data(words), _unassessed(words), _sources(words), _method(words),
    ]  # fmt: skip


def _summary(words: Wording) -> Sheet:
    a, t = words.assessment, words.t
    rows: list[tuple[str, Cell]] = [(t("answer"), sentence) for sentence in a.headline]
    rows += [(t("read_this").split(".")[0], t("read_this"))]
    kinds: dict[int, str] = {}
    for name, value, kind in (
        ("total_amount", a.input.total, MONEY), ("assessed_amount", a.coverage.assessed_amount, MONEY),
        ("unassessed_amount", a.coverage.unassessed_amount, MONEY), ("col_lines", a.input.lines, WHOLE),
        ("priority_count", sum(risk.band == "priority" for risk in a.risks), WHOLE),
        ("not_listed", a.risks_not_listed, WHOLE),
    ):  # fmt: skip
        kinds[len(rows)] = kind
        rows.append((t(name), value))
    rows += [(t("role_currency"), a.input.currency), (t("meta_file"), a.input.file)]
    rows += [(t("meta_assessed_on"), a.settings.assessed_on), (t("meta_release"), f"Scharnier {a.releases.scharnier}")]
    rows += [(step.title, step.text) for step in a.next_steps]
    return Sheet(t("sheet_summary"), [(t("col_key"), TEXT), (t("col_value"), TEXT)], rows, kinds)


def _said(words: Wording, answer: bool) -> str:
    return words.t("said_yes" if answer else "said_no")


def _tiers(split: Tiers) -> list[float]:
    return [float(getattr(split, tier)) for tier in TIERS]


def _tier_heads(words: Wording) -> list[tuple[str, str]]:
    return [(words.t(f"tier_{tier}"), MONEY) for tier in TIERS]


def _risks(words: Wording) -> Sheet:
    a, t = words.assessment, words.t
    heads = [
        (t("col_rank"), WHOLE), (t("col_band"), TEXT), (t("col_gap_theme"), TEXT), (t("col_code_theme"), TEXT),
        (t("col_place"), TEXT), (t("col_code_place"), TEXT), (t("col_sector"), TEXT), (t("col_code_sector"), TEXT),
        (t("products"), TEXT), (t("severity"), WHOLE), (t("scale"), WHOLE), (t("scope"), WHOLE),
        (t("irremediable"), WHOLE), (t("likelihood"), WHOLE), (t("col_low"), WHOLE), (t("col_high"), WHOLE),
        (t("col_basis"), TEXT), (t("col_unknown_share"), SHARE), (t("why"), TEXT), (t("col_amount"), MONEY),
        (t("col_share"), SHARE), (t("col_between_low"), MONEY), (t("col_between_high"), MONEY), *_tier_heads(words),
        (t("col_top10"), SHARE), (t("col_p05"), WHOLE), (t("col_p50"), WHOLE), (t("col_p95"), WHOLE),
        (t("norms"), TEXT), (t("sdgs"), TEXT), (t("col_actions"), TEXT),
        (t("col_line_count"), WHOLE), (t("col_rows"), TEXT), (t("sheet_evidence"), TEXT), (t("col_id"), TEXT),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for r in a.risks:
        s, p, n, between = r.severity, r.likelihood, r.stability, r.exposure.interval
        rows.append((
            r.rank, t(f"band_{r.band}"), words.theme(r.theme), r.theme, words.place_head(r.origin.country),
            r.origin.country, words.sector(r.origin.sector), r.origin.sector,
            "; ".join(words.product(x) for x in r.products),
            s.level, s.scale, s.scope, s.irremediable, p.level, p.low, p.high, t(f"basis_{p.basis}"), p.unknown_share,
            p.because, r.exposure.amount, r.exposure.share, between.low if between else None,
            between.high if between else None, *_tiers(r.exposure.tiers), n.in_top10, n.rank_p05, n.rank_p50,
            n.rank_p95, "; ".join(r.norms), "; ".join(r.sdgs), "; ".join(r.actions), r.line_count,
            "; ".join(map(str, r.lines)), "; ".join(p.evidence), r.id,
        ))  # fmt: skip
    return Sheet(t("sheet_risks"), heads, rows)


def _evidence(words: Wording) -> Sheet:
    a, t = words.assessment, words.t
    heads = [
        (t("col_id"), TEXT), (t("col_gap_theme"), TEXT), (t("col_place"), TEXT), (t("col_sector"), TEXT),
        (t("col_good"), TEXT), (t("col_level"), WHOLE), (t("col_statement"), TEXT), (t("col_value"), TEXT),
        (t("col_unit"), TEXT), (t("col_year"), WHOLE), (t("col_stale"), TEXT), (t("col_dataset"), TEXT),
        (t("col_publisher"), TEXT), (t("col_licence"), TEXT),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for ident, e in sorted(a.evidence.items()):
        d = a.datasets.get(e.dataset)
        rows.append((
            ident, words.theme(e.theme), words.place_head(e.place), words.sector(e.sector) if e.sector else None,
            e.good, e.level, e.statement, e.value, e.unit, e.year, _said(words, e.stale), d.title if d else e.dataset,
            d.publisher if d else None, d.licence if d else None,
        ))  # fmt: skip
    return Sheet(t("sheet_evidence"), heads, rows)


def _origins(words: Wording) -> Sheet:
    t = words.t
    heads = [
        (t("col_place"), TEXT), (t("col_code_place"), TEXT), (t("col_sector"), TEXT), (t("col_code_sector"), TEXT),
        (t("col_amount"), MONEY), (t("col_share"), SHARE), *_tier_heads(words),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            words.place_head(o.country),
            o.country,
            words.sector(o.sector),
            o.sector,
            o.value_added,
            o.share,
            *_tiers(o.tiers),
        )
        for o in words.assessment.origins
    ]
    return Sheet(t("sheet_origins"), heads, rows)


def _purchases(words: Wording) -> Sheet:
    t = words.t
    heads = [
        (t("col_bought"), TEXT), (t("col_code_sector"), TEXT), (t("col_lines_mainly"), WHOLE), (t("col_amount"), MONEY),
        (t("col_share"), SHARE), (t("col_confidence"), SHARE), (t("products"), TEXT),
    ]  # fmt: skip
    rows = [
        (words.sector(p.sector), p.sector, p.lines, p.amount, p.share, p.confidence,
         "; ".join(words.product(x) for x in p.products))
        for p in words.assessment.purchases
    ]  # fmt: skip
    return Sheet(t("sheet_purchases"), heads, rows)


def _flows(words: Wording) -> Sheet:
    t = words.t
    heads = [(t("col_bought"), TEXT), (t("col_place"), TEXT), (t("col_amount"), MONEY), (t("col_share"), SHARE)]
    rows = [(words.sector(x.sector), words.place_head(x.country), x.amount, x.share) for x in words.assessment.flows]
    return Sheet(t("sheet_flows"), heads, rows)


def _paths(words: Wording) -> Sheet:
    a, t = words.assessment, words.t
    heads = [
        (t("paths_to"), TEXT), (t("col_code_place"), TEXT), (t("col_code_sector"), TEXT), (t("col_rank"), WHOLE),
        (t("col_path"), TEXT), (t("col_amount"), MONEY), (t("col_share"), SHARE), (t("col_path_codes"), TEXT),
        (t("col_all_paths"), MONEY), (t("col_covered"), SHARE), (t("col_other_most"), MONEY),
    ]  # fmt: skip
    groups: list[tuple[tuple[Cell, Cell, Cell], ChainPaths]] = []
    if a.paths:
        groups.append(((t("paths_to_highest"), None, None), a.paths))
    groups += [
        ((words.where(risk), risk.origin.country, risk.origin.sector), paths) for risk, paths in places_of_paths(a)
    ]
    rows: list[Sequence[Cell]] = [
        (
            *to, place, describe_path(words, path), path.amount, path.share,
            " < ".join(f"{cell.country}/{cell.sector}" for cell in path.cells),
            paths.amount, paths.coverage, paths.others_at_most,
        )
        for to, paths in groups
        for place, path in enumerate(paths.listed, 1)
    ]  # fmt: skip
    return Sheet(t("sheet_paths"), heads, rows)


def _no_data(words: Wording) -> Sheet:
    t = words.t
    heads = [
        (t("col_gap_theme"), TEXT), (t("col_code_theme"), TEXT), (t("col_amount"), MONEY), (t("col_share"), SHARE),
        (t("col_cells"), WHOLE), (t("col_gap_places"), TEXT), (t("col_measured"), TEXT),
    ]  # fmt: skip
    rows = [
        (words.theme(g.theme), g.theme, g.amount, g.share, g.cells,
         "; ".join(f"{words.place_head(o.country)}, {words.sector(o.sector)}" for o in g.largest),
         _said(words, g.measured))
        for g in words.assessment.no_data
    ]  # fmt: skip
    return Sheet(t("sheet_no_data"), heads, rows)


def _unassessed(words: Wording) -> Sheet:
    t, coverage = words.t, words.assessment.coverage
    heads = [(t("col_reason"), TEXT), (t("col_id"), TEXT), (t("col_lines"), WHOLE), (t("col_amount"), MONEY)]
    rows: list[Sequence[Cell]] = [(r.label, r.reason, r.lines, r.amount) for r in coverage.by_reason]
    rows.append((t("total"), None, coverage.unassessed_lines, coverage.unassessed_amount))
    return Sheet(t("sheet_unassessed"), heads, rows)


def _sources(words: Wording) -> Sheet:
    a, t = words.assessment, words.t
    heads = [
        (t("col_id"), TEXT), (t("col_source"), TEXT), (t("col_publisher"), TEXT), (t("col_year"), WHOLE),
        (t("col_stale"), TEXT), (t("col_licence"), TEXT), (t("col_attribution"), TEXT), (t("col_retrieved"), TEXT),
        (t("col_url"), TEXT), (t("col_method"), TEXT),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (ident, d.title, d.publisher, d.year, _said(words, d.stale), d.licence, d.attribution, d.retrieved_on,
         d.url, d.method)
        for ident, d in a.datasets.items()
    ]  # fmt: skip
    m = a.model
    stale = a.settings.assessed_on.year - m.year > 5
    rows.append((m.id, m.title, m.publisher, m.year, _said(words, stale), m.licence, m.attribution, None, None,
                 t("model")))  # fmt: skip
    rows += [(ident, n.title, n.source, None, None, None, None, None, None, n.gist) for ident, n in a.norms.items()]
    return Sheet(t("sheet_sources"), heads, rows)


def _method(words: Wording) -> Sheet:
    a, t = words.assessment, words.t
    rows: list[tuple[str, Cell]] = list(t.items("method_steps"))
    rows += [(t("model"), caveat) for caveat in a.model.caveats]
    rows += [(t("limits"), limit.text) for limit in a.limitations]
    rows += [(t("age_head"), a.age.text)] if a.age else []
    rows += [(t("your_file"), t("read_as", how=a.input.read_as))]
    rows += [(t("your_file"), notice) for notice in a.input.notices]
    rows += [(words.role(role), header) for role, header in a.input.columns.items()]
    rows += [(name, str(value)) for name, value in a.settings.model_dump(mode="json").items() if value is not None]
    rows += [(f"release {name}", value) for name, value in a.releases.model_dump().items()]
    rows += [("sha256 input", a.input.sha256), ("sha256 model", a.model.sha256)]
    return Sheet(t("sheet_method"), [(t("col_key"), TEXT), (t("col_value"), TEXT)], rows)
