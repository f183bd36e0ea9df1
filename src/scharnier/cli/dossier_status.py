"""`scharnier dossier status` and `claim`: what each law still lacks, what is still to be asked, what may be claimed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Annotated, Any

import typer

from scharnier.cli.dossier_check import Folder, Format, Lang, On, judge_folder
from scharnier.cli.judgement_words import ruling_json, verdict_words
from scharnier.cli.law.page import article, columns, fill, heading, labelled
from scharnier.cli.terminal import plain, print_json
from scharnier.diligence.asking import Needed, list_needed
from scharnier.diligence.claims import judge_target
from scharnier.diligence.contribution import TARGET
from scharnier.diligence.lenses import AskStatus, DutyStatus, LawStatus, find_status
from scharnier.diligence.rules.check import Judgement
from scharnier.diligence.rules.judging import DDG, Ruling, say
from scharnier.diligence.rules.names import name_item
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Verdict
from scharnier.law.duties import Serves
from scharnier.law.words import day
from scharnier.norms import Library

MODULE = "lenses"
MOST_ASKED, MOST_FACTS = 10, 4
CLAIM = {
    Verdict.MET: "claim_allowed",
    Verdict.NOT_MET: "claim_refused",
    Verdict.UNKNOWN: "claim_unknown",
    Verdict.NOT_APPLICABLE: "claim_none",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(status)
    app.command()(claim)


def status(
    folder: Folder,
    law: Annotated[str, typer.Option(help="Laws, with commas: csddd,eudr,isv.")],
    on: On = None,
    lang: Lang = None,
    format: Format = "text",
) -> None:
    """What the dossier serves of the duties of laws, what each still lacks, and what must still be asked of whom."""
    judgement, library, spoken = judge_folder(folder, on, lang)
    found = find_status(judgement, library, [name for name in law.split(",") if name.strip()], spoken)
    if not found:
        raise InputProblem("no law is named.", "Name one or more: --law csddd,eudr.")
    needed = list(list_needed(judgement.dossier, judgement.on, library))
    if format == "json":
        laws = [_law_json(one) for one in found]
        actions = {ask.action: ask for one in found for duty in one.duties for ask in duty.asks}
        asks = [_needed_json(one, spoken) for one in needed]
        told = {"release": judgement.release, "on": judgement.on.isoformat(), "actions": _actions_json(actions)}
        print_json({**told, "laws": laws, "to_ask": asks})
        return
    typer.echo("\n".join(_text(judgement, found, needed, library, spoken)))


def claim(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="The SDG target, as 8.7.")],
    on: On = None,
    lang: Lang = None,
    format: Format = "text",
) -> None:
    """May a contribution to an SDG target be claimed? Only where the harm in the dossier is handled.

    Exit code 0 where it may, 1 where it may not.
    """
    judgement, library, spoken = judge_folder(folder, on, lang)
    number = re.sub(r"^(sdg(?!-)\s*)+", "", target.strip(), flags=re.IGNORECASE).removeprefix(TARGET)
    outcome = judge_target(number, judgement.dossier, judgement.on, library, spoken)
    if format == "json":
        told = {"verdict": outcome.verdict.value, "because": outcome.reason, "provisions": list(outcome.rests_on)}
        told["missing"] = list(outcome.lacked)
        print_json({"release": judgement.release, "on": judgement.on.isoformat(), "target": number, **told})
    else:
        typer.echo(fill(f"SDG {number}: {say(MODULE, CLAIM[outcome.verdict], spoken)}. {outcome.reason}"))
    raise typer.Exit(0 if outcome.verdict is Verdict.MET else 1)


def _text(
    judgement: Judgement, found: Sequence[LawStatus], needed: Sequence[Needed], library: Library, lang: str
) -> Iterator[str]:
    yield heading(say(MODULE, "title", lang, title=judgement.dossier.head.title, on=day(judgement.on, lang)))
    for one in found:
        yield ""
        yield heading(one.law.title[lang])
        if not one.duties:
            yield fill(say(MODULE, "no_duties" if one.text else "no_text", lang))
            continue
        counts = {"served": one.count(Serves.SERVED), "part": one.count(Serves.IN_PART)}
        yield fill(say(MODULE, "counts", lang, all=len(one.duties), none=one.count(Serves.NOT_SERVED), **counts))
        for duty in one.duties:
            yield from _duty(duty, library, lang)
    yield ""
    yield heading(say(MODULE, "once", lang))
    yield from _asked(judgement, needed, lang)
    yield ""
    yield fill(say(MODULE, "binds", lang))


def _duty(duty: DutyStatus, library: Library, lang: str) -> Iterator[str]:
    name = f"{article(duty.duty.id, lang)} {duty.duty.provision.title[lang]}".strip()
    yield ""
    yield fill(f"{name}: {say(MODULE, duty.serves.value, lang)}", 0, 2)
    if duty.beside:
        yield fill(say(MODULE, "beside", lang), 4, 4)
    for ask in duty.asks:
        yield from _ask(ask, library, lang)


def _ask(ask: AskStatus, library: Library, lang: str) -> Iterator[str]:
    number = ask.action.removeprefix(DDG)
    yield fill(f"{number} {library.norms[ask.action].title[lang]}: {verdict_words(ask.verdict, lang)}", 4, 8)
    if ask.serves is not Serves.SERVED:
        yield fill(ask.reason, 8, 8)
    if ask.lacking:
        names = [_lacking(one, library, lang) for one in ask.lacking]
        yield labelled(say(MODULE, "lacks", lang), _some(names, lang), 8, 21)
    for more in ask.beyond:
        yield labelled(say(MODULE, "beyond", lang), more, 8, 21)


def _lacking(ruling: Ruling, library: Library, lang: str) -> str:
    """What lacks, with its number: an item of the action, or the action for a record."""
    if "/" not in ruling.rule:
        return ruling.subject
    return f"{name_item(ruling.rule, library, lang)} ({ruling.rule.removeprefix('DD.')})"


def _asked(judgement: Judgement, needed: Sequence[Needed], lang: str) -> Iterator[str]:
    if not needed:
        yield fill(say(MODULE, "nothing_to_ask", lang))
    groups = [(id, list(some)) for id, some in groupby(needed, key=lambda one: one.relationship)]
    for id, some in groups[:MOST_ASKED]:
        yield fill(f"{judgement.dossier.relationships[id].name} ({id})")
        rows = [(plain(one.question.id), one.question.text[lang]) for one in some]
        yield columns(rows, (28, 48))
    if len(groups) > MOST_ASKED:
        yield fill(say(MODULE, "more", lang, more=len(groups) - MOST_ASKED))


def _some(names: Sequence[str], lang: str) -> str:
    more = f" {say(MODULE, 'more', lang, more=len(names) - MOST_FACTS)}" if len(names) > MOST_FACTS else ""
    return ", ".join(names[:MOST_FACTS]) + more


def _actions_json(actions: Mapping[str, AskStatus]) -> dict[str, Any]:
    """Each OECD action that is asked, once: its verdict and what is not in order or lacks."""
    return {
        id: {"verdict": ask.verdict.value, "lacking": [ruling_json(ruling) for ruling in ask.lacking]}
        for id, ask in actions.items()
    }


def _law_json(one: LawStatus) -> dict[str, Any]:
    duties = [
        {
            "duty": duty.duty.id,
            "serves": duty.serves.value,
            "asks_no_action": duty.beside,
            "asks": [
                {
                    "action": ask.action,
                    "serves": ask.serves.value,
                    "because": ask.reason,
                    "beyond": list(ask.beyond),
                }
                for ask in duty.asks
            ],
        }
        for duty in one.duties
    ]
    return {"law": one.law.id, "has_text": one.text, "duties": duties}


def _needed_json(one: Needed, lang: str) -> dict[str, Any]:
    return {
        "relationship": one.relationship,
        "question": one.question.id,
        "text": one.question.text[lang],
        "serves": list(one.question.serves),
        "impacts": list(one.impacts),
    }
