"""The site in one language: what all its pages share, and where each procedure stands."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scharnier.analytics.monitor.figures import Figure
from scharnier.analytics.monitor.replies import Settled
from scharnier.report.monitor.charts import Chart, make_charts
from scharnier.report.monitor.views import anchor_of
from scharnier.report.monitor.words import Words
from scharnier.report.templating import load_templates

ON_A_PAGE = 100
SHOWN_AT_HOME = 20
MOST_LINKS = 600
MOST_ROWS = 300


@dataclass
class Edition:
    """The site in one language: its words, charts, and where each procedure stands."""

    words: Words
    charts: Mapping[str, Chart] = field(init=False)
    by_body: dict[str, list[Mapping[str, Any]]] = field(init=False)
    replies_of: dict[str, list[Settled]] = field(init=False)

    def __post_init__(self) -> None:
        monitor = self.words.monitor
        self.charts = {chart.name: chart for chart in make_charts(self.words)}
        grouped: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in monitor.listed:
            grouped[row["body"]].append(row)
        self.by_body = {
            body: sorted(
                rows,
                key=lambda row: (-(row["dispatch_date"].toordinal() if row["dispatch_date"] else 0), row["procedure"]),
            )
            for body, rows in sorted(grouped.items())
        }
        told: defaultdict[str, list[Settled]] = defaultdict(list)
        for one in monitor.replies:
            if one.procedure:
                told[one.procedure].append(one)
            elif one.body:
                told[f"body:{one.body}"].append(one)
        self.replies_of = dict(told)
        for key in told:  # a body that replied has a page, also without a procedure on it
            if key.startswith("body:"):
                self.by_body.setdefault(key.removeprefix("body:"), [])

    def page_of(self, body: str, number: int = 1) -> str:
        """The page of a body, counted from the folder of the language."""
        return f"body/{body}.html" if number == 1 else f"body/{body}-part-{number}.html"

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where each listed procedure stands, by its id."""
        return {
            row["procedure"]: f"{self.page_of(body, at // ON_A_PAGE + 1)}#{anchor_of(row['procedure'])}"
            for body, rows in self.by_body.items()
            for at, row in enumerate(rows)
        }

    def render(self, template: str, here: str, title: str, **values: Any) -> str:
        """A page; `here` is its name within the language."""
        words = self.words
        depth = here.count("/")
        menu = [
            ("index.html", words("Start", "Home")),
            ("years.html", words("Jaren", "Years")),
            ("categories.html", words("Categorieën", "Categories")),
            ("bodies.html", words("Rijk", "Central government")),
            ("others.html", words("Andere overheden", "Others")),
            ("replies.html", words("Weerwoord", "Replies")),
            ("method.html", words("Methode", "Method")),
            ("data.html", "Data"),
        ]
        return (
            load_templates()
            .get_template(template)
            .render(
                w=words,
                monitor=words.monitor,
                title=title,
                here=here,
                menu=menu,
                up="../" * depth,
                root="../" * (depth + 1),
                other=words("en", "nl"),
                **values,
            )
        )

    def lead(self) -> str:
        """The main message."""
        words, figure = self.words, self.words.monitor.figure
        should, claims, doubt = figure("should", "rijk"), figure("claims", "rijk"), figure("should", "doubt")
        unsure = should.missing + doubt.missing
        n, m = words.counted("procurement", should.yes), words.n(should.yes + unsure)
        said = words.t("page_in_these_data_isv_had", n=n, m=m)
        if claims.denominator:
            said += words.t("page_of_the_whose_call_can", a=words.n(claims.denominator), b=words.n(claims.yes))
        elif claims.total:
            said += words.t("page_of_none_of_them_the")
        return said.strip()

    def rows(self, measure: str, scope: str, by: str) -> list[tuple[str, Figure]]:
        """The years or categories of a scope that have figures, with their names."""
        monitor = self.words.monitor
        found = ((value, monitor.figure(measure, scope, by, value)) for value in monitor.values(scope, by))
        return [(self.words.value(by, value), one) for value, one in found if one.total or one.corrected]

    def tables(self, scope: str, by: str) -> list[tuple[str, str, list[tuple[str, Figure]], str]]:
        """Tables with rows for the whole and each year or category."""
        words, made = self.words, []
        first = words("Jaar", "Year") if by == "year" else words("Categorie", "Category")
        total = words("Samen", "Together")
        for measure in ("should", "claims", "claims_uncertain", "voluntary", "followed"):
            whole = words.monitor.figure(measure, scope)
            rows = self.rows(measure, scope, by)
            if rows and not (measure == "followed" and not whole.denominator):
                caption = words.of("measure", measure)
                if not scope.startswith("body:"):
                    caption = f"{words.t(f'group_{scope}')}: {caption}"
                caption += (
                    words(", per jaar", ", by year") if by == "year" else words(", per categorie", ", by category")
                )
                made.append((caption[0].upper() + caption[1:], first, [*rows, (total, whole)], measure))
        return made

    def behind(self, rows: list[tuple[Any, Figure]], kind: str) -> list[tuple[Any, str, list[tuple[str, str]]]]:
        """The procurements behind the rows of a table: name, what they show, links; none where they are too many."""
        last = "should" if kind == "should" else "seen"
        found = [
            (name, self.words.t(f"behind_{last}_{bucket}"), [(id, self.places[id]) for id in ids if id in self.places])
            for name, one in rows[:-1] or rows
            for bucket, ids in one.ids.items()
        ]
        found = [row for row in found if row[2]]
        return found if sum(len(links) for _, _, links in found) <= MOST_LINKS else []

    def _body_name(self, key: str) -> Any:
        from markupsafe import Markup

        name = self.words.body(key)
        return Markup('<a href="{}">{}</a>').format(self.page_of(key), name) if key in self.by_body else name

    def body_tables(self, measure: str, groups: tuple[str, ...]) -> list[tuple[str, str, list[Any], str]]:
        """Bodies with enough known by number, then the others by name: nothing is ranked on small numbers."""
        words, monitor = self.words, self.words.monitor
        of_group = self.keys(groups)
        rows = [(key, monitor.figure(measure, f"body:{key}")) for key in monitor.bodies if key in of_group]
        rows = [(key, one) for key, one in rows if one.total or one.corrected]
        large = sorted(
            (r for r in rows if not words.is_small(r[1])), key=lambda r: (-r[1].total, words.body(r[0]).casefold())
        )
        small = sorted((r for r in rows if words.is_small(r[1])), key=lambda r: words.body(r[0]).casefold())
        first = words("Organisatie", "Body")
        below = monitor.rules.small_below.value
        caption = f"{words.t(f'group_{groups[0]}')}: {words.of('measure', measure)}"
        caption = caption[0].upper() + caption[1:]
        made = []
        for part, told in (
            (large, words("de meeste inkopen eerst", "most procurements first")),
            (small, words.t("page_fewer_than_known_by_name", below=below)),
        ):
            if part:
                shown = [(self._body_name(key), one) for key, one in part[:MOST_ROWS]]
                if len(part) > MOST_ROWS:
                    told += words.t("page_first_rows", shown=MOST_ROWS, all=words.n(len(part)))
                made.append((f"{caption}: {told}", first, shown, measure))
        return made

    def keys(self, groups: tuple[str, ...]) -> set[str]:
        """The bodies with a counted procedure in one of these groups."""
        return {body for body, group in self._grouped if group in groups}

    @cached_property
    def _grouped(self) -> list[tuple[str, str]]:
        import pyarrow.compute as pc

        table = self.words.monitor.procedures.select(["body", "group", "counted"])
        kept = table.filter(pc.equal(table["counted"], "yes")).group_by(["body", "group"]).aggregate([])
        return sorted(zip(kept["body"].to_pylist(), kept["group"].to_pylist(), strict=True))
