"""The charts of the site: each a message, a picture in two sizes, a picture that stands alone, and its data."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from scharnier.analytics.monitor.figures import Figure
from scharnier.report.monitor.bars import Bar, Frame, render_bars
from scharnier.report.monitor.words import Words

MOST = 15  # bars in a picture; the data have all
COLUMNS = (
    "figure", "measure", "scope", "by", "value", "label", "yes", "no", "elsewhere", "missing", "total", "denominator",
    "share", "bound_low", "bound_high", "small", "corrected_yes", "corrected_no", "corrected_elsewhere",
    "corrected_missing",
)  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A chart in one language. `title` is its message; `rows` are the figures it is drawn from, with their names."""

    name: str
    title: str
    caption: str
    note: str
    description: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, Figure], ...]

    def draw(self, *, narrow: bool, frame: Frame | None = None) -> Markup:
        """The picture; with a frame it stands alone."""
        ident = f"{self.name}-{'narrow' if narrow else 'alone' if frame else 'wide'}"
        return render_bars(ident, self.bars, self.legend, (self.title, self.description), narrow=narrow, frame=frame)


def make_charts(words: Words) -> tuple[Chart, ...]:
    """All charts of an edition; one that would be empty is left out."""
    charts = (_chain(words), _years(words), _categories(words), _bodies(words), _others(words))
    return tuple(chart for chart in charts if any(bar.total for bar in chart.bars))


def _chain(words: Words) -> Chart:
    should, claims, followed = (words.monitor.figure(m, "rijk") for m in ("should", "claims", "followed"))
    unsure = should.missing + words.monitor.figure("should", "doubt").missing
    key = "chain_title" if claims.total else "chain_title_none"
    ends = (
        words.t("chain_should_end", yes=words.n(should.yes), unsure=words.n(unsure)),
        words.share(claims),
        words.share(followed) if followed.denominator else words.t("not_known"),
    )
    parts = ((("must", should.yes), ("doubt", unsure)), _parts(claims), _parts(followed))
    names = tuple(words.t(f"chain_{name}") for name in ("should", "claims", "followed"))
    return Chart(
        name="chain",
        title=words.t(
            key, total=words.counted("procurement", claims.total), yes=words.n(claims.yes), unsure=words.n(unsure)
        ),
        caption=words.t("chain_caption"),
        note=words.t("chain_note"),
        description=words.t("described"),
        bars=tuple(Bar(*made) for made in zip(names, parts, ends, strict=True)),
        legend=(
            ("must", words.t("legend_must")),
            ("doubt", words.t("legend_doubt")),
            ("yes", words.t("legend_shown")),
            *_legend(words)[1:],
        ),
        rows=tuple(zip(names, (should, claims, followed), strict=True)),
    )


def _years(words: Words) -> Chart:
    rows = _rows(words, "claims", "rijk", "year")
    known = [name for name, _ in rows if name.isdigit()] or ["–"]
    seen, read = sum(figure.yes for _, figure in rows), sum(figure.denominator for _, figure in rows)
    if known[0] == known[-1]:
        title = words.t("years_title_one", first=known[0], yes=words.n(seen), all=words.counted("call", read))
    else:
        title = words.t("years_title", first=known[0], last=known[-1], yes=words.n(seen), all=words.n(read))
    return _chart("years", title, words.t("not_seen"), rows, words)


def _categories(words: Words) -> Chart:
    rows = sorted(_rows(words, "claims", "rijk", "category"), key=lambda row: (-row[1].total, row[0]))
    name, figure = rows[0] if rows else ("", words.monitor.figure("claims", "rijk"))
    title = words.t("categories_title", first=name, total=words.n(figure.total), yes=words.n(figure.yes))
    return _chart("categories", title, words.t("not_seen"), rows, words)


def _bodies(words: Words) -> Chart:
    rows = [(words.body(key), words.monitor.figure("claims", f"body:{key}")) for key in words.monitor.bodies]
    rows = sorted((row for row in rows if row[1].total), key=lambda row: (-row[1].total, row[0]))
    shown = sum(1 for _, figure in rows if figure.yes or figure.elsewhere)
    title = words.t("bodies_title", n=words.counted("body", len(rows)), shown=words.n(shown))
    return _chart("bodies", title, words.t("bodies_note"), rows, words)


def _others(words: Words) -> Chart:
    rows = sorted(_rows(words, "voluntary", "other", "category"), key=lambda row: (-row[1].total, row[0]))
    title = words.t("others_title", yes=words.counted("call", sum(figure.yes for _, figure in rows)))
    return _chart("others", title, words.t("others_note"), rows, words)


def _rows(words: Words, measure: str, scope: str, by: str) -> list[tuple[str, Figure]]:
    found = ((value, words.monitor.figure(measure, scope, by, value)) for value in words.monitor.values(scope, by))
    return [(words.value(by, value), figure) for value, figure in found if figure.total]


def _chart(name: str, title: str, note: str, rows: Sequence[tuple[str, Figure]], words: Words) -> Chart:
    return Chart(
        name=name,
        title=title,
        caption=words.t(f"{name}_caption"),
        note=note,
        description=words.t("described"),
        bars=tuple(Bar(label, _parts(figure), words.share(figure)) for label, figure in rows[:MOST]),
        legend=_legend(words),
        rows=tuple(rows),
    )


def _parts(figure: Figure) -> tuple[tuple[str, int], ...]:
    return (("yes", figure.yes), ("elsewhere", figure.elsewhere), ("no", figure.no), ("missing", figure.missing))


def _legend(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((part, words.t(f"legend_{part}")) for part in ("yes", "elsewhere", "no", "missing"))


def figure_record(name: str, figure: Figure, small_below: int) -> dict[str, Any]:
    """A figure as plain values under the names of COLUMNS; None for what there is not."""
    bounds, corrected = figure.bounds or (None, None), figure.corrected or (None,) * 4
    values = (
        figure.id, figure.measure, figure.scope, figure.by, figure.value, name, *figure.counts, figure.total,
        figure.denominator, _round(figure.share), _round(bounds[0]), _round(bounds[1]), figure.is_small(small_below),
        *corrected,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def write_csv(records: Sequence[dict[str, Any]], columns: Sequence[str]) -> bytes:
    """Records as CSV (UTF-8); yes and no as true and false, nothing for None. No cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(record.get(column)) for column in columns])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        value = "; ".join(str(each) for each in value)
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"'{line}" if line[:1] in ("=", "+", "-", "@") else line
    return value


def write_json(value: Any) -> bytes:
    """Plain values as JSON, the same bytes for the same values."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def chart_data(chart: Chart, words: Words) -> tuple[bytes, bytes]:
    """The data of a chart as CSV and as JSON with the notices behind each figure."""
    below = words.monitor.rules.small_below.value
    records = [figure_record(name, figure, below) for name, figure in chart.rows]
    about = {
        "title": chart.title,
        "caption": chart.caption,
        "note": chart.note,
        "language": words.lang,
        "made_on": words.monitor.on.isoformat(),
        "source": words.monitor.source,
        "licence": "CC-BY-4.0",
        "measures": {figure.measure: words.of("measure", figure.measure) for _, figure in chart.rows},
        "rows": [record | {"procedures": figure.ids} for record, (_, figure) in zip(records, chart.rows, strict=True)],
    }
    return write_csv(records, COLUMNS), write_json(about)
