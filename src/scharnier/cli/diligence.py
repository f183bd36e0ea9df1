"""`scharnier diligence questions|ask|contribution|sdg`: ask no more than needed, claim no more than is true."""

import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.diligence.claim_file import read_claims
from scharnier.diligence.contribution import TARGET, judge_claim, sort_targets
from scharnier.diligence.questionnaire import lint_questionnaire
from scharnier.diligence.questionnaire_file import read_questionnaire
from scharnier.diligence.questions import Purpose, load_questions
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Verdict
from scharnier.norms import Link, load_library
from scharnier.norms.shaped_yaml import LARGEST, read_file

app = typer.Typer(no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A YAML file; - reads standard input.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date; today if left out.")]

WORDS = {
    "fine": {"nl": "Niets op aan te merken: {} vragen.", "en": "Nothing to remark: {} questions."},
    "whole": {"nl": "Hele vragenlijst", "en": "Whole questionnaire"},
    "avoided": {"nl": "Schade aangepakt, telt voor", "en": "Harm handled, serves"},
    "positive": {"nl": "Mag als eigen bijdrage worden genoemd", "en": "May be named as own contribution"},
    "none": {"nl": "geen", "en": "none"},
    "below": {"nl": "Thema's staan bij subdoelen. Vraag er een: {}", "en": "Themes go with targets. Ask for one: {}"},
    "own": {"nl": "eigen voorstel", "en": "own proposal"},
}
VERDICT = {
    Verdict.MET: {"nl": "ja, als het bestand klopt", "en": "yes, if what the file says is true"},
    Verdict.NOT_MET: {"nl": "nee", "en": "no"},
    Verdict.UNKNOWN: {"nl": "niet te zeggen", "en": "cannot tell"},
    Verdict.NOT_APPLICABLE: {"nl": "niet van toepassing", "en": "not applicable"},
}
PURPOSE = {
    "reporting": {"nl": "voor het verslag", "en": "for the report"},
    "due_diligence": {"nl": "voor gepaste zorgvuldigheid", "en": "for due diligence"},
    "contract": {"nl": "voor het contract", "en": "for the contract"},
}


@app.command()
def questions(
    purpose: Annotated[Purpose | None, typer.Option(help="Only questions for this purpose.")] = None,
    theme: Annotated[str | None, typer.Option(help="Only questions on this theme, or on any chain.")] = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """The questions that ship, with their purpose: to copy into a questionnaire by their id."""
    if theme is not None:
        load_library().theme(theme)
    found = [
        question
        for question in load_questions().values()
        if purpose in (None, question.purpose) and (theme is None or not question.themes or theme in question.themes)
    ]
    if format == "json":
        print_json([{**vars(question), "text": question.text, "why": question.why} for question in found], default=str)
        return
    for question in found:
        typer.echo(f"{question.id}  ({PURPOSE[question.purpose][lang]})")
        typer.echo(f"    {question.text[lang]}")


@app.command()
def ask(
    file: File,
    assessment: Annotated[
        Path | None, typer.Option(help="assessment.json whose ranked risks say what must be asked.")
    ] = None,
    on: On = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """Check a questionnaire: above the cap for reporting, answered already, asked twice, or needed by no ranked risk.

    Exit code 1 where there is something to remark.
    """
    library, known = load_library(), load_questions()
    ranked = _ranked_themes(assessment) if assessment else None
    asked = read_questionnaire(_name(file), _text(file), library, known, ranked)
    remarks = lint_questionnaire(asked, day_asked(on), library, known)
    if format == "json":
        rows = [{"code": r.code, "question": r.question, "text": r.text[lang], "rests_on": r.rests_on} for r in remarks]
        print_json({"partner": asked.partner, "questions": len(asked.questions), "remarks": rows}, default=str)
    else:
        for remark in remarks:
            rests = f" ({', '.join(remark.rests_on)})" if remark.rests_on else ""
            typer.echo(plain(f"{remark.question or WORDS['whole'][lang]}: {remark.text[lang]}{rests}"))
        if not remarks:
            typer.echo(WORDS["fine"][lang].format(len(asked.questions)))
    raise typer.Exit(1 if remarks else 0)


@app.command()
def contribution(file: File, on: On = None, lang: Lang = "nl", format: Format = "text") -> None:
    """May these contributions to SDG targets be claimed? Only where the harm on the same chain is handled."""
    library = load_library()
    chain, claims = read_claims(_name(file), _text(file), library)
    day = day_asked(on)
    judged = [(claim, judge_claim(claim, chain, day, library, lang)) for claim in claims]
    columns = sort_targets(claims, chain, day, library)
    if format == "json":
        rows = [
            {"target": c, "verdict": o.verdict, "reason": o.reason, "missing": o.lacked, "rests_on": o.rests_on}
            for c, o in judged
        ]
        sides = {
            "harm_avoided_targets": columns.harm_avoided,
            "positive_contribution_targets": columns.positive_contribution,
        }
        print_json({"chain": chain.name, "on": day, "claims": rows, **sides}, default=str)
        return
    for claim, outcome in judged:
        typer.echo(plain(f"SDG {claim.removeprefix(TARGET)}: {VERDICT[outcome.verdict][lang]}. {outcome.reason}"))
    for key, ids in (("avoided", columns.harm_avoided), ("positive", columns.positive_contribution)):
        named = ", ".join(id.removeprefix(TARGET) for id in ids) or WORDS["none"][lang]
        typer.echo(f"{WORDS[key][lang]}: {named}")


@app.command()
def sdg(id: str, lang: Lang = "nl", format: Format = "text") -> None:
    """From a theme (`child_labour`) to the SDG targets it touches, or from a target (`8.7`) to its themes."""
    library = load_library()
    id = re.sub(r"^(sdg(?!-)\s*)+", "", id.strip(), flags=re.IGNORECASE)  # people write SDG 8.7
    from_theme = not id.startswith(TARGET) and not id[:1].isdigit()
    target = id if id.startswith(TARGET) else TARGET + id
    links = library.sdgs_for_theme(library.theme(id).id) if from_theme else _to_target(target)
    if format == "json":
        keys = ("source", "target", "relation", "confidence", "anchors")
        print_json(
            [{**{k: getattr(link, k) for k in keys}, "reason": link.reason[lang]} for link in links], default=str
        )
        return
    for link in links:
        other = link.target if from_theme else link.source
        name = library.norms[other].title[lang] if from_theme else library.themes[other].name(lang)
        own = f"  [{WORDS['own'][lang]}]" if link.basis == "OWN" else ""
        relation = library.relations[link.relation].title[lang]
        typer.echo(f"{other.removeprefix(TARGET)}  {name}: {relation}. {link.reason[lang]}{own}")
    if not links:
        below = [] if from_theme else [one.id for one in library.children(target) if _to_target(one.id)]
        named = ", ".join(one.removeprefix(TARGET) for one in below)
        typer.echo(WORDS["below"][lang].format(named) if below else WORDS["none"][lang])


def _to_target(target: str) -> tuple[Link, ...]:
    library = load_library()
    return tuple(link for link in library.links_to(library.norm(target).id) if link.source in library.themes)


def _ranked_themes(path: Path) -> frozenset[str]:
    """The themes of the risks that an assessment ranks with priority."""
    try:
        risks = json.loads(read_file(path, 500_000_000))["risks"]
        return frozenset(risk["theme"] for risk in risks if risk["band"] == "priority")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputProblem("is no assessment.json.", "Make one with scharnier assess.", str(path)) from error


def _text(file: Path) -> str:
    if str(file) != "-":
        return read_file(file)
    try:
        return sys.stdin.buffer.read(LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem("is not UTF-8 text.", "Save it as UTF-8.", "-") from error


def _name(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)
