"""`scharnier law list|show|timeline|duties|obligations|align|diff`: what laws ask, how they changed, how they stand."""

from datetime import date, datetime
from typing import Annotated, Literal

import typer

from scharnier.cli.law import align_text, as_json, as_json_align, duties_text, show_text
from scharnier.cli.law.group import app
from scharnier.cli.terminal import day_asked, print_json
from scharnier.kernel.errors import InputProblem
from scharnier.law.alignment import align as align_law
from scharnier.law.alignment import calc_coverage, named_deviations
from scharnier.law.applies import judge_all
from scharnier.law.diff import diff_law
from scharnier.law.duties import find_action, group_by_action, judge_served, list_duties, parse_done
from scharnier.law.obligations import bind_laws, list_obligations, list_obligations_of
from scharnier.law.timeline import judge_standing, list_checks, list_moments, list_standings
from scharnier.norms import Library, load_library

Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]
DAY = ["%Y-%m-%d"]
On = Annotated[datetime | None, typer.Option(help="The day of which you ask; today where left out.", formats=DAY)]
LawName = Annotated[str | None, typer.Option(help="One law, by name or id: csddd, eudr, isv …")]
LawNames = Annotated[str | None, typer.Option(help="One law or more, with commas: csddd,eudr.")]


@app.command("list")
def list_(on: On = None, lang: Lang = "nl", format: Format = "text") -> None:
    """Every law with the text in force on a day and the day from which it binds."""
    day, library = day_asked(on), load_library()
    standings = list_standings(library, day)
    if format == "json":
        print_json([as_json.standing_json(one) for one in standings])
    else:
        typer.echo(show_text.render_list(standings, day, lang))


@app.command()
def show(id: str, on: On = None, lang: Lang = "nl", format: Format = "text") -> None:
    """A law (csddd) or provision (csddd-2024:15): its words on a day, former words, figures, sources."""
    day, library = day_asked(on), load_library()
    name, colon, part = id.partition(":")
    law = library.law(name)
    if not colon:
        standing = judge_standing(law, day)
        if format == "json":
            print_json(as_json.law_json(law, standing, day))
        else:
            typer.echo(show_text.render_law(library, law, standing, lang, day))
        return
    provision = library.provision(f"{law.id}:{part}")
    if format == "json":
        print_json(as_json.provision_json(law, provision, day))
    else:
        typer.echo(show_text.render_provision(library, law, provision, day, lang))


@app.command()
def timeline(
    law: LawNames = None,
    from_: Annotated[datetime | None, typer.Option("--from", help="First day.", formats=DAY)] = None,
    to: Annotated[datetime | None, typer.Option(help="Last day.", formats=DAY)] = None,
    ahead: Annotated[bool, typer.Option("--ahead", help="Only what is still to come.")] = False,
    on: On = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """What happened to the laws and what is still to come; only what comes for you: --ahead --law csrd,eudr."""
    day, library = day_asked(on), load_library()
    first, last = from_.date() if from_ else None, to.date() if to else None
    if first and last and last < first:
        raise InputProblem(f"--to {last} is before --from {first}.", "Give the earlier date first.")
    laws = [name.strip() for name in (law or "").split(",") if name.strip()]
    moments = tuple(m for m in list_moments(library, day, laws, first, last) if m.to_come or not ahead)
    if format == "json":
        print_json([as_json.moment_json(moment) for moment in moments])
    else:
        found = [library.law(name) for name in laws]
        checks = list_checks(library, found, max(day, first or day), last)
        typer.echo(show_text.render_timeline(moments, day, lang, [law.name for law in found], checks))


@app.command()
def duties(
    law: LawName = None,
    action: Annotated[str | None, typer.Option(help="One OECD action, such as 2.1.")] = None,
    done: Annotated[
        list[str] | None,
        typer.Option(help="What you did: 2.1 (in full, as the OECD asks) or csddd:2.1 (as far as that law asks)."),
    ] = None,
    on: On = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """What laws ask at each OECD step, and the reverse; with --done what that already serves and what is left."""
    day, library = day_asked(on), load_library()
    if done:
        _served(library, done, law, action, day, lang, format)
        return
    found = list_duties(library, day, law)
    if law and not found:
        asked = library.law(law)
        never = all(version.status != "law" for version in asked.versions)
        why = f"{asked.name} asks nothing on {day}: it never was law."
        raise InputProblem(
            why if never else f"{asked.name} has no duties that we hold on {day}.", f"See scharnier law show {law}."
        )
    wanted = find_action(library, action).id if action else None
    grouped = [one for one in group_by_action(library, found) if wanted in (None, one.action.id)]
    rest = [duty for duty in found if not duty.asks and wanted is None]
    if format == "json":
        actions = [as_json.action_json(one) for one in grouped]
        by_law = [as_json.duty_json(duty) for duty in found if wanted in (None, *(ask.action for ask in duty.asks))]
        print_json({"on": day.isoformat(), "actions": actions, "duties": by_law})
    elif law and wanted is None:
        typer.echo(duties_text.render_by_law(library, found, library.law(law), day, lang))
    else:
        typer.echo(duties_text.render_by_action(library, grouped, rest, day, lang))


@app.command()
def coverage(on: On = None, lang: Lang = "nl", format: Format = "text") -> None:
    """Which of the six OECD steps each law asks: every action of a step, some, or none."""
    day, library = day_asked(on), load_library()
    found = calc_coverage(library, day)
    if format == "json":
        print_json([as_json_align.coverage_json(one) for one in found])
    else:
        typer.echo(align_text.render_coverage(library, found, day, lang))


@app.command()
def obligations(
    profile: Annotated[
        str | None, typer.Option(help="Your company (YAML or JSON, as for law applies); - reads standard input.")
    ] = None,
    laws: Annotated[str | None, typer.Option(help="Instead of a profile: the laws that cover you, csddd,eudr.")] = None,
    on: On = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """One list of what to do for all laws that apply: every OECD step once, evidence that serves all."""
    day, library = day_asked(on), load_library()
    if laws is not None:
        names = [name.strip() for name in laws.split(",") if name.strip()]
        if not names:
            raise InputProblem("--laws names no law.", "Write them with commas, such as csddd,eudr.")
        found = list_obligations(library, bind_laws(library, names, day), day)
    elif profile is not None:
        from scharnier.cli.law.applies import read_profile  # its module imports this one

        found = list_obligations_of(library, judge_all(read_profile(profile, library), day, library), day)
    else:
        raise InputProblem("neither --profile nor --laws is given.", "Name your profile file, or the laws.")
    if format == "json":
        print_json(as_json.obligations_json(found))
    else:
        typer.echo(duties_text.render_obligations(library, found, lang, tested=laws is None))


@app.command()
def align(
    law: str,
    text: Annotated[str | None, typer.Option(help="A text by id (proposal-2022, 2024 …) instead of a day.")] = None,
    named: Annotated[bool, typer.Option(help="The deviations that others named, and what became of them.")] = False,
    on: On = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """A law beside the OECD Guidelines and the UNGPs, element by element, and what to do to meet the norm anyway."""
    day, library = day_asked(on), load_library()
    found = library.law(law)
    if named:
        deviations = named_deviations(library, law)
        naming = library.alignments[found.id].named_by
        if format == "json":
            print_json(as_json_align.named_json(found, naming, deviations))
        else:
            typer.echo(align_text.render_named(library, found, naming, deviations, lang))
        return
    view = align_law(library, law, day, text)
    if format == "json":
        print_json(as_json_align.alignment_json(view, day))
    else:
        typer.echo(align_text.render_alignment(library, view, day, lang))


@app.command()
def diff(
    law: str,
    from_: Annotated[datetime, typer.Option("--from", help="The earlier day.", formats=DAY)],
    to: Annotated[datetime | None, typer.Option(help="The later day; today where left out.", formats=DAY)] = None,
    lang: Lang = "nl",
    format: Format = "text",
) -> None:
    """What changed in a law between two days, in plain words: who is covered, what to do, by when, what if not."""
    library = load_library()
    found = diff_law(library, law, from_.date(), day_asked(to))
    if format == "json":
        print_json(as_json_align.diff_json(found))
    else:
        typer.echo(align_text.render_diff(found, lang))


def _served(
    library: Library, done: list[str], law: str | None, action: str | None, on: date, lang: str, format: str
) -> None:
    if action:
        raise InputProblem("--action and --done do not go together.", "Use --done alone.")
    parsed = [parse_done(library, one) for one in done]
    found = judge_served(library, parsed, on)
    kept = [one for one in found if law is None or one.duty.law.id == library.law(law).id]
    if format == "json":
        did = [{"action": one.action, "law": one.law.name if one.law else None} for one in parsed]
        print_json({"on": on.isoformat(), "done": did, "duties": [as_json.served_json(one) for one in kept]})
    else:
        typer.echo(duties_text.render_served(library, parsed, kept, on, lang))
