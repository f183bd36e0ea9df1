"""The pages of one language, rendered one at a time."""

from collections.abc import Iterator

from scharnier.report.monitor.edition import ON_A_PAGE, Edition
from scharnier.report.monitor.explained import data_parts, method_parts
from scharnier.report.monitor.views import view_procedure, view_reply

SHOWN_AT_HOME = 20


def render_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every page by its name within the language."""
    yield "index.html", _home(edition)
    yield "years.html", _by(edition, "year")
    yield "categories.html", _by(edition, "category")
    yield "bodies.html", _bodies(edition)
    yield "others.html", _others(edition)
    yield "replies.html", _replies(edition)
    words = edition.words
    yield (
        "method.html",
        edition.render(
            "monitor_text.html.j2",
            "method.html",
            words("Hoe er is geteld", "How it was counted"),
            parts=method_parts(words),
        ),
    )
    charts = [(chart.name, chart.caption) for chart in edition.charts.values()]
    yield (
        "data.html",
        edition.render(
            "monitor_text.html.j2",
            "data.html",
            words("Data om over te nemen", "Data to reuse"),
            parts=data_parts(words, charts),
        ),
    )
    for body, rows in edition.by_body.items():
        count = max(len(rows) - 1, 0) // ON_A_PAGE + 1
        for number in range(1, count + 1):
            yield edition.page_of(body, number), _body(edition, body, number, count)


def _home(edition: Edition) -> str:
    """The start page."""
    words, figure = edition.words, edition.words.monitor.figure
    should, claims, doubt = figure("should", "rijk"), figure("claims", "rijk"), figure("should", "doubt")
    followed, other = figure("followed", "rijk"), figure("voluntary", "other")
    tiles = (
        (
            words("Moest erin", "Had to be in it"),
            words.n(should.yes),
            words.t("page_sure_uncertain", a=words.n(should.missing + doubt.missing)),
        ),
        (
            words("Zichtbaar", "Visible"),
            words.count(claims),
            words.t("page_calls_cannot_be_seen", a=words.n(claims.missing)),
        ),
        (
            words("Opvolging aangetoond", "Follow-up shown"),
            words.count(followed),
            words.t("page_not_known", a=words.n(followed.missing)),
        ),
        (
            words("Andere overheden", "Other public bodies"),
            words.count(other),
            words.t("page_visible_where_isv_is_advised"),
        ),
    )
    traced = [row for row in edition.words.monitor.listed if row["claims"] in ("visible", "elsewhere")]
    traced.sort(key=lambda row: str(row["dispatch_date"]), reverse=True)
    listed = [
        (
            f"{words.body(row['body'])}: {words.cpv(row['cpv_main'])[9:]} ({row['procedure']})",
            edition.places[row["procedure"]],
        )
        for row in traced[:SHOWN_AT_HOME]
    ]
    wide = words.t("page_if_of_the_uncertain_procurements", a=words.bounds(claims, wide=True)) if claims.wide else ""
    return edition.render(
        "monitor_home.html.j2",
        "index.html",
        words.t("page_did_isv_have_to_be"),
        lead=edition.lead(),
        tiles=tiles,
        charts={name: edition.charts.get(name) for name in ("chain", "years", "categories")},
        should_rows=[(words.t("group_rijk"), should), (words.t("group_doubt"), doubt)],
        claims_rows=[
            (words("waar ISV moest", "where ISV had to be"), claims),
            (words("waar dat onzeker is", "where that is uncertain"), figure("claims_uncertain", "all")),
            (words.t("page_other_public_bodies_advised"), other),
        ],
        wide=wide,
        listed=listed,
    )


def _by(edition: Edition, by: str) -> str:
    """The page by year or by category: charts, then tables for each group of bodies."""
    words = edition.words
    name = "years" if by == "year" else "categories"
    title = words("Per jaar", "By year") if by == "year" else words("Per categorie", "By category")
    intro = words.t("page_the_year_is_that_of") if by == "year" else words.t("page_the_category_is_the_first")
    groups = [
        (words.t(f"group_{group}"), f"{group}-h", edition.tables(group, by)) for group in ("rijk", "doubt", "other")
    ]
    parts = [(head[0].upper() + head[1:], ident, tables) for head, ident, tables in groups if tables]
    chart = edition.charts.get(name)
    return edition.render(
        "monitor_by.html.j2",
        f"{name}.html",
        title,
        heading=words("In beeld", "In a picture"),
        intro=intro,
        shown_charts=[chart] if chart else [],
        parts=parts,
        behind=edition.behind,
    )


def _bodies(edition: Edition) -> str:
    """The page of central government, and of bodies that may belong to it."""
    words = edition.words
    parts = [
        (
            words("Organisaties van het Rijk", "Bodies of central government"),
            "rijk-h",
            [*edition.body_tables("claims", ("rijk",)), *edition.body_tables("should", ("rijk",))],
        ),
        (
            words.t("page_bodies_of_which_it_is"),
            "doubt-h",
            [*edition.body_tables("claims_uncertain", ("doubt",)), *edition.body_tables("should", ("doubt",))],
        ),
    ]
    chart = edition.charts.get("bodies")
    return edition.render(
        "monitor_by.html.j2",
        "bodies.html",
        words("Het Rijk, per organisatie", "Central government, by body"),
        heading=words("In beeld", "In a picture"),
        intro=words.t("page_each_name_leads_to_the"),
        shown_charts=[chart] if chart else [],
        parts=[part for part in parts if part[2]],
        behind=None,
    )


def _others(edition: Edition) -> str:
    """The page of bodies that the rule does not bind."""
    words = edition.words
    tables = edition.body_tables("voluntary", ("other",))
    parts = [(words("Per organisatie", "By body"), "bodies-h", tables)] if tables else []
    chart = edition.charts.get("others")
    return edition.render(
        "monitor_by.html.j2",
        "others.html",
        words("Andere overheden", "Other public bodies"),
        heading=words("In beeld", "In a picture"),
        intro=words.t("page_municipalities_provinces_and_other_bodies"),
        shown_charts=[chart] if chart else [],
        parts=parts,
        behind=None,
    )


def _replies(edition: Edition) -> str:
    """All replies in their order."""
    words = edition.words
    views = [
        view_reply(
            words, one, link=edition.places.get(one.procedure or "", f"body/{one.body}.html" if one.body else "")
        )
        for one in words.monitor.replies
    ]
    return edition.render(
        "monitor_replies.html.j2",
        "replies.html",
        words("Weerwoord", "Replies"),
        replies=views,
    )


def _body(edition: Edition, key: str, number: int, count: int) -> str:
    """A part of the page of one body."""
    words, monitor = edition.words, edition.words.monitor
    body, scope = monitor.bodies[key], f"body:{key}"
    rows = edition.by_body[key][(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    tables = [*edition.tables(scope, "year"), *edition.tables(scope, "category")] if number == 1 else []
    groups = [words.t(f"group_{group}") for group in ("rijk", "doubt", "other") if key in edition.keys((group,))]
    return edition.render(
        "monitor_body.html.j2",
        edition.page_of(key, number),
        body.title(words.lang) + (f" ({number})" if number > 1 else ""),
        standing=words("Geteld bij: ", "Counted with: ") + (", ".join(groups) or "–") + ".",
        tables=tables,
        procedures=[view_procedure(words, row, edition.replies_of.get(row["procedure"], ())) for row in rows],
        replies=[view_reply(words, one) for one in edition.replies_of.get(scope, ())] if number == 1 else [],
        page=number,
        pages=count,
        links=[(each, edition.page_of(key, each).removeprefix("body/")) for each in range(1, count + 1)],
        how=words.of("how", body.how),
        names=body.names,
        identifiers=", ".join(body.identifiers),
    )
