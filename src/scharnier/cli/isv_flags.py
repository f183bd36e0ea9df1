"""`scharnier isv flags FILE`: the red flags of one tender, from a published notice or from the file of the buyer."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scharnier.cli.terminal import plain, print_json
from scharnier.kernel.errors import InputProblem
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.frame import Flag

File = Annotated[Path, typer.Argument(help="A notice (XML, or an OCDS release), or the tender as YAML.")]
Format = Annotated[Literal["text", "json"], typer.Option(help="Plain text, or JSON for a program.")]
Lang = Annotated[Literal["nl", "en"], typer.Option(help="Language of the answer.")]

LARGEST = 200_000_000  # bytes
YAML = (".yaml", ".yml")
WORDS = {
    "flagged": {"nl": "VLAG", "en": "FLAG"},
    "unknown": {"nl": "onbekend", "en": "unknown"},
    "clear": {"nl": "geen vlag", "en": "no flag"},
    "not_applicable": {"nl": "niet van toepassing", "en": "not applicable"},
    "missing": {"nl": "Ontbreekt", "en": "Missing"},
    "is_not": {"nl": "Wat dit niet is", "en": "What this is not"},
    "to_do": {"nl": "Wat u kunt doen", "en": "What you can do"},
    "lots": {"nl": "Percelen", "en": "Lots"},
    "own": {"nl": "Rust op (niet nagekeken)", "en": "Rests on (unverified)"},
}


def flags(file: File, format: Format = "text", lang: Lang = "nl") -> None:
    """Show the red flags: reasons to ask, no proof. Unknown is not clear; what is missing is listed."""
    from scharnier.procurement.flags.run import find_flags

    facts = _facts(file)
    found = find_flags(facts)
    if format == "json":
        print_json({"id": facts.id, "flags": [flag.as_json(lang) for flag in found]})
        return
    typer.echo(typer.style(plain(facts.id) or "-", bold=True))
    for flag in found:
        typer.echo(render(flag, lang))


def render(flag: Flag, lang: str) -> str:
    """A flag for people; what to do only where it is flagged."""
    verdict = WORDS[flag.verdict][lang]
    lines = [f"{flag.id} {flag.title.in_lang(lang)}: {typer.style(verdict, bold=flag.verdict == 'flagged')}"]
    lines += [f"    {plain(said.in_lang(lang))}" for said in flag.reasons]
    if flag.lots:
        lines.append(f"    {_word('lots', lang)}: {plain(', '.join(flag.lots))}")
    lines += [f"    {_word('missing', lang)}: {plain(said.in_lang(lang))}" for said in flag.missing]
    if flag.verdict == "flagged":
        lines.append(f"    {_word('is_not', lang)}: {flag.is_not.in_lang(lang)}")
        lines.append(f"    {_word('to_do', lang)}: {flag.to_do.in_lang(lang)}")
        if flag.confidence == "unverified":
            lines.append(f"    {_word('own', lang)}: {flag.id}.yaml: {', '.join(flag.assumptions)}")
    return "\n".join(lines)


def _word(key: str, lang: str) -> str:
    return WORDS[key][lang]


def _facts(file: Path) -> FlagFacts:
    from scharnier.kernel.files import load_bytes
    from scharnier.procurement.flags.facts import facts_from_notice
    from scharnier.procurement.flags.from_tender import facts_from_tender
    from scharnier.procurement.texts.tender_file import load_tender
    from scharnier.sources.notices import read_notice

    if file.suffix.lower() in YAML:
        return facts_from_tender(load_tender(file), str(file))
    try:
        data = load_bytes(file, LARGEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputProblem(f"cannot be read: {reason}.", "Check the name and the rights.", str(file)) from error
    notice, issues = read_notice(data, file.name)
    if notice is None:
        first = issues[0] if issues else None
        what, remedy = (first.what, first.remedy) if first else ("It is no notice.", "")
        raise InputProblem(what, f"{remedy} A tender in YAML ends in .yaml.".strip(), str(file))
    for issue in issues:
        typer.echo(f"scharnier: {plain(f'{file.name}: {issue.field}: {issue.what}')}", err=True)
    return facts_from_notice(notice)
