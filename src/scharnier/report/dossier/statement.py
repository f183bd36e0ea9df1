"""The public due diligence statement (OECD step 5). It is made of the public view and of nothing else."""

from dataclasses import asdict
from typing import Any

from scharnier.diligence.public_view import PublicImpact, PublicMeasure, PublicView
from scharnier.diligence.rules.judging import DDG
from scharnier.kernel.outcome import Verdict
from scharnier.report.documents.shape import Heading, Items, Paragraph
from scharnier.report.dossier.chain import Chain, Group, Named, draw_chain
from scharnier.report.dossier.matrix import Point, draw_matrix
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Grid, Page, Piece, Section
from scharnier.report.dossier.statement_results import list_some, name_impact, remedy_pieces, tracking_pieces
from scharnier.report.dossier.statement_talks import complaints_pieces, heard_pieces
from scharnier.risk.policies import explain_policy, get_policy

MOST_LINES = 25  # told one by one; the tables have all


def make_statement(view: PublicView, names: Names) -> Page:
    """The statement in one language."""
    sections = (
        Section("policy", names.t("policy"), _policy(view, names)),
        Section("embedding", names.t("how_policy_is_part_of_the"), _embedding(view, names)),
        Section("areas", names.t("significant_risk_areas"), _areas(view, names)),
        Section("priorities", names.t("priorities_and_criteria"), _priorities(view, names)),
        Section("actions", names.t("actions_2"), _actions(view, names)),
        Section("tracking", names.t("tracking"), tracking_pieces(view, names)),
        Section("remedy", names.t("remedy"), remedy_pieces(view, names)),
        Section("heard", names.t("who_was_heard"), heard_pieces(view, names)),
        Section("complaints", names.t("where_to_bring_a_complaint"), complaints_pieces(view, names)),
        Section("unknown", names.t("what_we_do_not_know_or"), _honest(view, names)),
        Section("about", names.t("about_this_statement"), (Items(_about(view, names)),)),
    )
    who = view.organisation or names.t("the_organisation")
    return Page(
        kind="statement",
        lang=names.lang,
        title=names.t("due_diligence_statement_of", who=who),
        eyebrow=names.t("public_statement_step_5_of_the"),
        on=view.on,
        facts=((names.t("country"), names.country(view.country)),) if view.country else (),
        lead=_lead(view, names),
        callout=names.t("due_diligence_is_never_finished_this"),
        sections=sections,
        foot=(names.t("made_with_scharnier_library", release=view.release),),
    )


def as_data(view: PublicView) -> dict[str, Any]:
    """The public view for a program."""
    data = asdict(view)
    data["parties"] = [
        {"tier": tier, "country": country, "relationships": count} for (tier, country), count in view.parties.items()
    ]
    return {"kind": "statement", **data}


def _lead(view: PublicView, names: Names) -> str:
    steps = [one.verdict for one in view.verdicts if len(one.item) == 1]
    met, bad = steps.count(Verdict.MET), steps.count(Verdict.NOT_MET)
    count = names.counted(
        len(view.impacts),
        ("schade of dreigende schade", "schades en dreigende schades"),
        ("actual or potential impact", "actual and potential impacts"),
    )
    remedied = sum(any(one.delivered_on for one in impact.remedies) for impact in view.impacts)
    closed = sum(impact.status == "closed" for impact in view.impacts)
    return names.t(
        "we_name_here_remedy_was_given",
        count=count,
        remedied=remedied,
        closed=closed,
        met=met,
        bad=bad,
        more=len(steps) - met - bad,
    )


def _policy(view: PublicView, names: Names) -> tuple[Piece, ...]:
    rows = [
        (
            one.title or names.word("left_out"),
            names.of("policy", one.kind),
            one.approved_on,
            one.published_on,
            "; ".join(names.norm(id) for id in one.commits_to) or "–",
            one.url or "–",
        )
        for one in view.policies
    ]
    heads = names.heads("policy", "about", "adopted:day", "published:day", "commits_to", "address")
    empty = names.t("there_is_no_policy_that_we")
    return (Grid(names.t("policy"), names.t("our_policies"), heads, rows, empty),)


def _embedding(view: PublicView, names: Names) -> tuple[Piece, ...]:
    grid = _verdicts(view, names, names.t("embedding"), lambda item: item.startswith(("1.2", "1.3")))
    if not view.signed_off_on:
        return (Paragraph(names.t("no_decision_of_the_board_is")), grid)
    day = names.day(view.signed_off_on)
    said = names.t("the_board_last_signed_this_off", day=day)
    return (Paragraph(said), grid)


def _verdicts(view: PublicView, names: Names, name: str, wanted: Any) -> Grid:
    found = sorted((one for one in view.verdicts if wanted(one.item)), key=lambda one: one.item)
    rows = [(f"{one.item} {names.norm(DDG + one.item)}", one.verdict) for one in found]
    heads = names.heads("what_the_oecd_asks", "verdict")
    return Grid(name, name, heads, rows, names.t("nothing_can_be_said_of_this"))


def _areas(view: PublicView, names: Names) -> tuple[Piece, ...]:
    found: dict[tuple[str, str | None], list[PublicImpact]] = {}
    for impact in view.impacts:
        found.setdefault((impact.theme, impact.country), []).append(impact)
    rows = [
        (names.theme(theme), names.country(country), len(impacts), ", ".join(str(one.number) for one in impacts[:12]))
        for (theme, country), impacts in found.items()
    ]
    heads = names.heads("theme", "country", "impacts_2:whole", "numbers")
    looked = [
        f"{names.of('look', look.kind)} ({look.year})"
        + (f": {', '.join(map(names.theme, look.themes))}" if look.themes else "")
        for look in view.looks
    ]
    pieces: list[Piece] = [
        Grid(
            names.t("risk_areas"),
            names.t("themes_and_countries_the_most_important"),
            heads,
            rows,
            names.t("there_is_no_impact_that_we"),
        )
    ]
    if looked:
        pieces += [Heading(names.t("how_we_looked"), 2), Items(tuple(looked))]
    groups: dict[Group, int] = dict(view.parties)
    parties = {party: impact for impact in view.impacts for party in impact.parties}
    named = tuple(
        Named(
            f"{party.name}|{party.tier}|{party.country}",
            party.name,
            (party.tier, party.country),
            tuple(impact.number for impact in view.impacts if party in impact.parties),
        )
        for party in parties
    )
    chain = draw_chain(Chain(view.organisation or names.t("the_organisation"), groups, named, {}), names)
    return (*pieces, chain) if chain else tuple(pieces)


def _priorities(view: PublicView, names: Names) -> tuple[Piece, ...]:
    points = [Point(one.number, one.severity, one.likelihood, one.actual is True) for one in view.impacts]
    rows = [
        (
            name_impact(one, names),
            names.theme(one.theme),
            _where(one, names),
            "; ".join(f"{group.group}: {names.people(group.number)}" for group in one.affected)
            or names.word("unknown"),
            names.t("severity_4", level=names.level(one.severity), likely=_likely(one, names)),
            names.of("involvement", one.involvement or "none"),
            names.of("status", one.status),
        )
        for one in view.impacts
    ]
    heads = names.heads("impact", "theme", "where", "who_is_affected", "how_bad", "our_part", "state")
    said = [
        names.t("we_set_the_order_by_severity"),
        explain_policy(get_policy(view.priority), names.lang),
        names.t("the_order_was_decided_on", day=names.day(view.decided_on))
        if view.decided_on
        else names.t("there_is_no_decision_on_the"),
    ]
    caption = names.t("the_impacts_in_order")
    grid = Grid(names.t("impacts_2"), caption, heads, rows)
    return (*map(Paragraph, said), *((draw_matrix(points, names), grid, _figures(view, names)) if rows else ()))


def _where(one: PublicImpact, names: Names) -> str:
    return ", ".join(
        filter(None, (names.country(one.country), one.place, *one.sites, *(each.name for each in one.parties)))
    )


def _likely(one: PublicImpact, names: Names) -> str:
    if one.actual:
        return names.t("happens_already")
    return names.t("likelihood_3", level=names.level(one.likelihood))


def _figures(view: PublicView, names: Names) -> Grid:
    """For the workbook: levels and days as they are, to sort and count."""
    rows = [
        (
            name_impact(one, names),
            one.country,
            one.severity,
            one.likelihood,
            names.said(one.actual),
            one.found_on,
            len(one.measures),
            len(one.remedies),
        )
        for one in view.impacts
    ]
    heads = names.heads(
        "impact",
        "country",
        "severity_3:whole",
        "likelihood_4:whole",
        "happens_already_2",
        "found:day",
        "measures:whole",
        "remedies:whole",
    )
    name = names.t("impacts_in_figures_2")
    return Grid(name, name, heads, rows, aside=True)


def _actions(view: PublicView, names: Names) -> tuple[Piece, ...]:
    rows = [(name_impact(impact, names), *_measure(one, names)) for impact in view.impacts for one in impact.measures]
    heads = names.heads("impact", "kind", "measure", "begun:day", "due:day", "done_2:day")
    without = [name_impact(one, names) for one in view.impacts if not one.measures]
    caption = names.t("measures_by_impact")
    empty = names.t("there_are_no_measures_that_we")
    grid = Grid(names.t("measures"), caption, heads, rows, empty)
    late = [
        name_impact(impact, names)
        for impact in view.impacts
        if any(one.done_on is None and one.due_on and one.due_on < view.on for one in impact.measures)
    ]
    told: list[Piece] = [grid]
    for head, those in ((names.t("not_done_on_the_day_set"), late), (names.t("without_a_measure_so_far"), without)):
        told += [Heading(head, 2), list_some(those, names)] if those else []
    return tuple(told)


def _measure(one: PublicMeasure, names: Names) -> tuple[Any, ...]:
    kind = names.of("measure", one.kind) + (f", {names.of('route', one.route)}" if one.route else "")
    if one.purchasing:
        kind += names.t("changes_our_own_purchasing")
    return kind, one.what or names.word("left_out"), one.start_on, one.due_on, one.done_on


def _honest(view: PublicView, names: Names) -> tuple[Piece, ...]:
    gaps = list(dict.fromkeys(gap for look in view.looks for gap in look.gaps))
    dark = [
        (sum(one.severity is None for one in view.impacts), names.t("the_severity_is_unknown")),
        (sum(one.involvement is None for one in view.impacts), names.t("our_own_part_is_not_settled")),
        (sum(not one.heard for one in view.impacts), names.t("we_cannot_show_that_those_affected")),
        (sum(not one.indicators for one in view.impacts), names.t("we_do_not_measure_yet_whether")),
    ]
    told = [
        names.t("for_of_impacts", count=count, count2=len(view.impacts), what=what) for count, what in dark if count
    ]
    actions = _verdicts(view, names, names.t("six_steps"), lambda item: "/" not in item)
    bad = {Verdict.NOT_MET, Verdict.UNKNOWN}
    listed = {one.item for one in view.verdicts if one.verdict in bad and "/" in one.item}
    items = _verdicts(view, names, names.t("not_met_or_unknown"), lambda item: item in listed)
    pieces: list[Piece] = [actions]
    if told or gaps:
        pieces.append(Items((*told, *gaps)))
    return (*pieces, items)


def _about(view: PublicView, names: Names) -> tuple[str, ...]:
    said = [
        names.t("it_shows_how_things_stood_on", day=names.day(view.on)),
        names.t("names_of_people_their_own_words"),
        names.t("the_verdicts_follow_fixed_rules_on"),
    ]
    if view.left_out:
        kinds = names.join([names.of("kinds", kind) for kind in view.left_out])
        said.insert(1, names.t("for_the_safety_of_people_or", kinds=kinds))
    for paper in view.evidence[:MOST_LINES]:
        said.append(names.t("evidence", title=paper.title, on=paper.on))
    return tuple(said)
