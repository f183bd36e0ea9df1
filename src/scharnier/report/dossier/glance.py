"""The file at a glance: six steps, what to do first, impacts in order, what is missing. For who keeps the dossier."""

from typing import Any

from scharnier.kernel.outcome import Verdict
from scharnier.report.documents.shape import Items, Paragraph
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Page, Piece, Section, Tiles
from scharnier.report.dossier.seen import Seen

FIRST = 7  # actions on the page; `scharnier dossier next` lists all
GRAVE = 4


def make_glance(seen: Seen) -> Page:
    """The page."""
    names, dossier = seen.names, seen.dossier
    title = f"{seen.own_name}: {names.t('the_file_at_a_glance')}"
    todo: tuple[Piece, ...] = (seen.deeds(FIRST),)
    if not seen.actions:
        todo = (Paragraph(names.t("the_rules_ask_for_nothing_more")),)
    pictures = tuple(figure for figure in (seen.timeline(), seen.chain()) if figure)
    sections = [
        Section("steps", names.t("the_six_steps"), (seen.steps_grid(), seen.actions_grid())),
        Section("next", names.t("what_comes_first_now"), todo),
        Section("impacts", names.t("actual_and_potential_impacts"), _impacts(seen)),
    ]
    if pictures:
        sections.append(Section("pictures", names.t("course_and_chain"), pictures))
    missing = (Paragraph(_unknown(names)), seen.missing_grid())
    sections += [
        Section("missing", names.t("what_is_missing"), missing),
        Section("read", names.t("how_to_read_this"), (Items(reading(names)),)),
    ]
    return Page(
        kind="glance",
        lang=names.lang,
        title=title,
        eyebrow=names.t("due_diligence_file"),
        on=seen.judgement.on,
        facts=((names.t("file"), dossier.head.title), (names.t("release"), seen.judgement.release)),
        lead=lead_of(seen),
        callout=internal(names),
        sections=tuple(sections),
        foot=(foot_of(seen),),
    )


def as_data(seen: Seen) -> dict[str, Any]:
    """The same for a program."""
    judgement = seen.judgement
    return {
        "kind": "glance",
        "dossier": seen.dossier.head.id,
        "organisation": seen.own_name,
        "release": judgement.release,
        "on": judgement.on,
        "steps": [
            {
                "step": step.number,
                "verdict": step.verdict.value,
                "actions": [
                    {"action": ruling.rule.removeprefix("DD."), "verdict": ruling.outcome.verdict.value}
                    for ruling in step.actions
                ],
            }
            for step in judgement.steps
        ],
        "impacts": [
            {
                "number": seen.numbers[one.id],
                "id": one.id,
                "title": one.title,
                "theme": one.theme,
                "country": one.country,
                "severity": one.severity.level,
                "likelihood": one.likelihood,
                "actual": one.actual,
                "involvement": one.involvement,
                "status": seen.statuses[one.id],
                "closable": one.id in judgement.closable,
            }
            for one in seen.order
        ],
        "missing": list(dict.fromkeys(fact for ruling in judgement.rulings for fact in ruling.outcome.lacked)),
        "next": [
            {"action": one.action, "because": one.because, "provisions": list(one.provisions)} for one in seen.actions
        ],
    }


def lead_of(seen: Seen) -> str:
    """The answer in a few sentences."""
    names = seen.names
    met, bad, dark = (seen.count_steps(one) for one in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN))
    impacts, open_ones = len(seen.order), seen.open_impacts()
    grave = sum((one.severity.level or 0) >= GRAVE for one in open_ones)
    dark_ones = sum(one.severity.level is None for one in open_ones)
    steps = names.t("of_the_six_steps_are_met", met=met, bad=bad, dark=dark)
    if not impacts:
        return steps + names.t("the_file_names_no_impact")
    told = names.t(
        "the_file_names_are_open_of",
        counted=names.counted(impacts, ("schade", "schades"), ("", "")),
        count=len(open_ones),
        grave=grave,
        dark_ones=dark_ones,
        counted2=names.counted(impacts, ("", ""), ("impact", "impacts")),
    )
    return steps + told


def internal(names: Names) -> str:
    """What must be said of a report that is not for the public."""
    return names.t("for_internal_use_it_holds_confidential")


def reading(names: Names) -> tuple[str, ...]:
    """How verdicts and levels are to be read."""
    return (
        names.t("met_the_file_shows_it"),
        names.t("not_met_the_file_shows_that"),
        names.t("cannot_be_told_facts_are_missing"),
        names.t("severity_is_the_highest_of_three"),
        names.t("the_rules_follow_the_oecd_guidance"),
    )


def foot_of(seen: Seen) -> str:
    """With what it was made."""
    names, judgement = seen.names, seen.judgement
    return names.t("made_with_the_library_as_of", release=judgement.release, on=judgement.on)


def _unknown(names: Names) -> str:
    return names.t("who_fills_in_or_shows_these")


def _impacts(seen: Seen) -> tuple[Piece, ...]:
    names = seen.names
    if not seen.order:
        return (seen.impacts_grid(),)
    open_ones = seen.open_impacts()
    heard = sum(bool(one.heard) for one in seen.order)
    tiles = Tiles(
        (
            (names.f.number(len(seen.order)), names.t("impacts_in_the_file"), names.t("open", count=len(open_ones))),
            (
                names.f.number(sum(one.actual == "yes" for one in seen.order)),
                names.t("happen_already"),
                names.t("the_others_threaten_or_are_unknown"),
            ),
            (names.f.number(heard), names.t("with_a_talk_with_those_affected"), names.t("of", count=len(seen.order))),
            (
                names.f.number(len(seen.judgement.closable)),
                names.t("meet_what_closing_asks"),
                names.t("rule_dd_closure"),
            ),
        )
    )
    return (tiles, seen.matrix(), seen.impacts_grid(), seen.figures_grid())
