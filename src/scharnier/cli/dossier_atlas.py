"""`scharnier dossier add-assessment`, `moved`, `import`: what the Atlas and a list of suppliers bring in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scharnier.cli.terminal import day_asked, plain, print_json
from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.deeds import Proof
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.parties import Relationship
from scharnier.diligence.dossier.proof import FOLDER
from scharnier.diligence.dossier.read import find_faults, load_dossier
from scharnier.diligence.dossier.store import open_store
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes

if TYPE_CHECKING:
    from scharnier.analytics.assessment import Assessment
    from scharnier.analytics.dossier.moved import Move
    from scharnier.sources.relationships import RelationshipList

    Update = Callable[[RelationshipList, Mapping[str, Relationship]], Iterable[Relationship]]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the dossier.")]
Result = Annotated[Path, typer.Argument(metavar="RESULT", help="The folder that `scharnier assess` wrote.")]
Who = Annotated[str, typer.Option(help="Who does this: a function, not a name.")]
Why = Annotated[str | None, typer.Option(help="Why, in a line.")]
Lang = Annotated[Literal["nl", "en"] | None, typer.Option(help="Language; that of the dossier if left out.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]

WORDS = {
    "added": {"nl": "Nieuw in het dossier, uit de risico's ({n}):", "en": "New in the dossier, from the risks ({n}):"},
    "known": {"nl": "Stond er al ({n}): {ids}", "en": "There already ({n}): {ids}"},
    "open": {
        "nl": "Nog open bij elk: gebeurt het echt, bij wie, en wat is uw eigen rol? Zie `scharnier dossier next`.",
        "en": "Still open for each: does it happen, to whom, and what is your part? See `scharnier dossier next`.",
    },
    "held": {"nl": "Bewijs: evidence/{file}", "en": "Evidence: evidence/{file}"},
    "moved": {"nl": "Sinds de analyse van {day}:", "en": "Since the assessment of {day}:"},
    "before": {"nl": "Deze analyse zit al in het dossier.", "en": "This assessment is in the dossier already."},
    "none": {
        "nl": "Geen schade in dit dossier komt uit een analyse.",
        "en": "No impact in this dossier came from an assessment.",
    },
    "why": {"nl": "Risicoanalyse van {day} toegevoegd", "en": "Assessment of {day} added"},
    "proof": {"nl": "Risicoanalyse: {title}", "en": "Assessment: {title}"},
    "import_why": {"nl": "Relaties uit {file}", "en": "Relationships from {file}"},
    "imported": {
        "nl": "Rijen: {rows}. Nieuw {new}, gewijzigd {changed}, gelijk {same}, niet te gebruiken {left_out}.",
        "en": "Rows: {rows}. New {new}, changed {changed}, the same {same}, cannot be used {left_out}.",
    },
    "ignored": {"nl": "Kolommen die wij niet kennen: {names}", "en": "Columns that we do not know: {names}"},
    "suppliers": {
        "nl": "Geen kolom met de soort relatie: allemaal als leverancier opgenomen.",
        "en": "No column with the kind of relationship: all were taken for suppliers.",
    },
    "row": {"nl": "rij {row}, {column}: {what} {remedy}", "en": "row {row}, {column}: {what} {remedy}"},
}


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("add-assessment")(add_assessment)
    app.command()(moved)
    app.command("import")(import_)


def add_assessment(
    folder: Folder,
    result: Result,
    top: Annotated[int, typer.Option(min=1, max=500, help="How many risks, from the first.")] = 5,
    theme: Annotated[list[str] | None, typer.Option(help="Only this theme; may be given more than once.")] = None,
    who: Who = "scharnier dossier add-assessment",
    why: Why = None,
    lang: Lang = None,
    format: Format = "text",
) -> None:
    """Make impacts of the first risks of an assessment, keep it as evidence, and say what moved since the last one."""
    # Imported here, as below: the other commands of the group should not wait for models and tables.
    from scharnier.analytics.dossier.promote import choose_risks, promote
    from scharnier.cli.explain import LARGEST_FILE, load_assessment

    dossier, assessment = load_dossier(folder, day_asked(None)), load_assessment(result)
    spoken = lang or dossier.head.lang
    content = load_bytes(result / "assessment.json" if result.is_dir() else result, LARGEST_FILE)
    digest, day = sha256(content).hexdigest(), assessment.settings.assessed_on
    proof = next((one for one in dossier.evidence.values() if one.sha256 == digest), None)
    is_new = proof is None
    if proof is None:
        id = f"assessment-{day}-{digest[:8]}"
        title = WORDS["proof"][dossier.head.lang].format(title=assessment.title)[:300]
        by = f"scharnier {assessment.releases.scharnier}"
        proof = Proof(
            id=id, title=title, file=f"{id}.json", sha256=digest, on=day, by=by, assessment=True, confidential=True
        )
    risks = choose_risks(assessment, top, theme or ())
    impacts = list(promote(assessment, risks, proof.id, dossier.head.lang))
    new = [one for one in impacts if one.id not in dossier.impacts]
    moves, since = _moves(folder, dossier, assessment, digest, spoken)
    if is_new or new:
        with open_store(folder) as store:
            # Read again now that nobody else writes: what another did in between is not written over.
            dossier = load_dossier(folder, day_asked(None))
            is_new = all(one.sha256 != digest for one in dossier.evidence.values())
            new = [one for one in impacts if one.id not in dossier.impacts]
            _check(dossier, {"evidence": [proof] if is_new else [], "impacts": new})
            if is_new:
                store.add_file(f"{FOLDER}/{proof.file}", content)
                store.put("evidence", proof)
            for impact in new:
                store.put("impacts", impact)
            reason = why or WORDS["why"][dossier.head.lang].format(day=day)
            store.commit(who, reason, datetime.now().astimezone())
    known = [one.id for one in impacts if one.id in dossier.impacts]
    if format == "json":
        found = {"evidence": proof.id, "added": [one.id for one in new], "known": known}
        print_json(found | {"moved": [_move_json(move) for move in moves]})
        return
    if not is_new:
        typer.echo(WORDS["before"][spoken])
    if new:
        typer.echo(WORDS["added"][spoken].format(n=len(new)))
        for impact in new:
            typer.echo(plain(f"  {impact.id}  {impact.title}"))
    if known:
        typer.echo(plain(WORDS["known"][spoken].format(n=len(known), ids=", ".join(known))))
    typer.echo(plain(WORDS["held"][spoken].format(file=proof.file)))
    _tell_moves(moves, since, spoken)
    if new:
        typer.echo(WORDS["open"][spoken])


def moved(folder: Folder, result: Result, lang: Lang = None, format: Format = "text") -> None:
    """What a later assessment says of impacts that came from an earlier one: what moved, and why. Changes nothing."""
    from scharnier.cli.explain import load_assessment

    dossier, assessment = load_dossier(folder, day_asked(None)), load_assessment(result)
    spoken = lang or dossier.head.lang
    moves, since = _moves(folder, dossier, assessment, None, spoken)
    if format == "json":
        print_json({"since": since, "moved": [_move_json(move) for move in moves]}, default=str)
    elif since is None:
        typer.echo(WORDS["none"][spoken])
    else:
        _tell_moves(moves, since, spoken)


def import_(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="A list of relationships: CSV or XLSX.")],
    who: Who = "scharnier dossier import",
    why: Why = None,
    lang: Lang = None,
    format: Format = "text",
) -> None:
    """Take a list of suppliers and other relations into the dossier. What a cell does not say stays unknown.

    A row with the id of a relationship that is there brings it up to date: what the row does not say stays, and what it
    was stands in the log. Exit code 1 where a row could not be used.
    """
    from scharnier.sources.relationships import read_relationships, update_relationships

    dossier = load_dossier(folder, day_asked(None))
    spoken = lang or dossier.head.lang
    found = read_relationships(file, spoken)
    plan = _plan_import(found, dossier, update_relationships)
    if plan.new or plan.changed:
        with open_store(folder) as store:
            # Read again now that nobody else writes: what another did in between is not written over.
            dossier = load_dossier(folder, day_asked(None))
            plan = _plan_import(found, dossier, update_relationships)
            _check(dossier, {"relationships": [*plan.new, *plan.changed]})
            for record in (*plan.changed, *plan.new):
                store.put("relationships", record)
            reason = why or WORDS["import_why"][dossier.head.lang].format(file=found.file)
            store.commit(who, reason, datetime.now().astimezone())
    new, changed, same = plan.new, plan.changed, plan.same
    counts = {"new": len(new), "changed": len(changed), "same": len(same), "left_out": found.left_out}
    if format == "json":
        issues = [{"row": i.row, "column": i.column, "what": i.what, "remedy": i.remedy} for i in found.issues]
        print_json({"rows": found.rows, **counts, "issues": issues, "ignored": found.ignored})
    else:
        for issue in found.issues:
            told = {"row": issue.row, "column": issue.column, "what": issue.what, "remedy": issue.remedy}
            typer.echo(plain(WORDS["row"][spoken].format(**told)), err=True)
        typer.echo(WORDS["imported"][spoken].format(rows=found.rows, **counts))
        if found.ignored:
            typer.echo(plain(WORDS["ignored"][spoken].format(names=", ".join(found.ignored))))
        if found.assumed_suppliers:
            typer.echo(WORDS["suppliers"][spoken])
    raise typer.Exit(1 if found.left_out else 0)


@dataclass(frozen=True)
class _Plan:
    """What a list would do to the relationships of a dossier."""

    new: list[Relationship]
    changed: list[Relationship]
    same: list[Relationship]


def _plan_import(found: "RelationshipList", dossier: Dossier, update: "Update") -> _Plan:
    before = dossier.relationships
    records = list(update(found, before))
    return _Plan(
        new=[one for one in records if one.id not in before],
        changed=[one for one in records if one.id in before and before[one.id] != one],
        same=[one for one in records if before.get(one.id) == one],
    )


def _check(dossier: Dossier, added: Mapping[str, Iterable[Record]]) -> None:
    """Raise InputProblem where these records would make the dossier invalid: nothing is written then."""
    records = {kind: {**dossier.all(kind), **{one.id: one for one in more}} for kind, more in added.items()}
    whole = replace(dossier, records={**dossier.records, **records})
    for fault in find_faults(whole, day_asked(None)):
        place = f"{fault.kind}/{fault.id}"
        raise InputProblem(f"{place}: {fault.message}", f"{fault.remedy} Nothing was written.".strip())


def _moves(
    folder: Path, dossier: Dossier, after: "Assessment", digest: str | None, lang: str
) -> "tuple[list[Move], date | None]":
    """How the risks behind the impacts moved since the latest other assessment in the dossier, and its day."""
    from scharnier.analytics.dossier.moved import explain_moves
    from scharnier.cli.explain import load_assessment

    held = [one for one in dossier.evidence.values() if one.assessment and one.file and one.sha256 != digest]
    wanted = [one.promoted.risk for one in dossier.impacts.values() if one.promoted]
    if not held or not wanted:
        return [], None
    latest = max(held, key=lambda one: one.on)
    before = load_assessment(folder / FOLDER / (latest.file or ""))
    return explain_moves(before, after, wanted, lang), latest.on


def _tell_moves(moves: "list[Move]", since: date | None, lang: str) -> None:
    if not moves or since is None:
        return
    typer.echo(WORDS["moved"][lang].format(day=since))
    for move in moves:
        typer.echo(plain(f"  {move.headline}"))
        for reason in move.because:
            typer.echo(plain(f"    {reason}"))


def _move_json(move: "Move") -> dict[str, object]:
    return {
        "risk": move.risk,
        "kind": move.kind,
        "before": move.before,
        "after": move.after,
        "headline": move.headline,
        "because": move.because,
    }
