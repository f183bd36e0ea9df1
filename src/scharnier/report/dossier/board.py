"""The page for a board: what is gravest, what changed, what must be decided, who was heard. One sheet of paper."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from scharnier.diligence.next_actions import NextAction
from scharnier.diligence.rules.check import Judgement
from scharnier.kernel.outcome import Verdict
from scharnier.report.documents.shape import Items
from scharnier.report.dossier.events import Event
from scharnier.report.dossier.glance import foot_of, internal, lead_of
from scharnier.report.dossier.page import Grid, Page, Section
from scharnier.report.dossier.seen import Seen
from scharnier.report.dossier.timeline import kind_words

GRAVEST, ACTIONS, DECISIONS, TALKS = 5, 3, 5, 4  # lines of each part: more does not fit on the sheet
LONGEST = 110  # letters of a line


def make_board(seen: Seen, since: date | None, before: Judgement | None) -> Page:
    """The page. `since` is the day from which changes count (None: all), `before` the judgement on it."""
    names = seen.names
    day = names.day(since) if since else names.t("the_beginning")
    return Page(
        kind="board",
        lang=names.lang,
        title=names.t("for_the_board", own_name=_cut(seen.own_name, 90)),
        eyebrow=names.t("due_diligence_file"),
        on=seen.judgement.on,
        facts=((names.t("changed_since"), day),),
        lead=lead_of(seen),
        callout=internal(names),
        sections=(
            Section("gravest", names.t("what_weighs_most"), (_gravest(seen),)),
            Section("changed", names.t("what_changed_since", day=day), (Items(_changed(seen, since, before)),)),
            Section("decide", names.t("what_the_board_must_decide"), (Items(_decide(seen)),)),
            Section("heard", names.t("who_was_heard"), (Items(_heard(seen, since)),)),
        ),
        foot=(foot_of(seen),),
    )


def last_sign_off(judgement: Judgement) -> date | None:
    """The day of the last decision by which the board agreed, before the day of the judgement."""
    days = [one.on for one in judgement.dossier.decisions.values() if one.kind == "sign_off" and one.on < judgement.on]
    return max(days, default=None)


def as_data(seen: Seen, since: date | None, before: Judgement | None) -> dict[str, Any]:
    """The same for a program."""
    return {
        "kind": "board",
        "dossier": seen.dossier.head.id,
        "organisation": seen.own_name,
        "release": seen.judgement.release,
        "on": seen.judgement.on,
        "since": since,
        "steps": {str(step.number): step.verdict.value for step in seen.judgement.steps},
        "gravest": [one.id for one in seen.open_impacts()[:GRAVEST]],
        "changed": list(_changed(seen, since, before)),
        "decide": list(_decide(seen)),
        "heard": list(_heard(seen, since)),
    }


def _gravest(seen: Seen) -> Grid:
    names = seen.names
    rows = []
    for one in seen.open_impacts()[:GRAVEST]:
        running = [
            measure
            for record in seen.dossier.of_impact("measures", one.id)
            if (measure := seen.dossier.measures[record.id]).done_on is None
        ]
        late = [measure for measure in running if measure.due_on and measure.due_on < seen.judgement.on]
        if late:
            state = names.counted(
                len(late), ("maatregel te laat", "maatregelen te laat"), ("measure late", "measures late")
            )
        elif running:
            state = names.counted(
                len(running), ("maatregel loopt", "maatregelen lopen"), ("measure running", "measures running")
            )
        elif seen.dossier.of_impact("measures", one.id):
            state = names.t("measures_done_not_closed_yet")
        else:
            state = names.t("no_measure")
        level = names.level(one.severity.level)
        how = names.t("severity", level=level) + f"; {seen.likelihood(one)}"
        part = names.of("involvement", one.involvement or "none")
        rows.append(
            (f"{seen.numbers[one.id]}. {_cut(one.title, 60)}", seen.names.country(one.country), how, part, state)
        )
    heads = names.heads("impact", "where", "how_bad", "our_part", "response")
    name = names.t("the_gravest_that_are_open")
    empty = names.t("no_impact_is_open")
    return Grid(names.t("gravest"), name, heads, rows, empty)


def _changed(seen: Seen, since: date | None, before: Judgement | None) -> tuple[str, ...]:
    """Verdicts on steps that changed, then how often what happened, with the gravest named."""
    names, on = seen.names, seen.judgement.on
    said = []
    if before:
        then = {step.number: step.verdict for step in before.steps}
        for step in seen.judgement.steps:
            old = then.get(step.number, Verdict.UNKNOWN)
            if old is not step.verdict:
                said.append(
                    names.t(
                        "step_from_to",
                        number=step.number,
                        step=names.step(step.number),
                        verdict=names.verdict(old),
                        verdict2=names.verdict(step.verdict),
                    )
                )
    found: dict[str, list[Event]] = {}
    for event in seen.events:
        if (since is None or event.on > since) and event.on <= on and event.kind != "due":
            found.setdefault(event.kind, []).append(event)
    happened = []
    for kind in ("found", "closed", "reopened", "remedy", "begun", "done", "measured", "complaint"):
        if events := found.get(kind):
            numbers = sorted({seen.numbers[id] for event in events for id in event.impacts if id in seen.numbers})
            shown = ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")
            about = names.t("impact_2", shown=shown) if numbers else ""
            happened.append(f"{len(events)} × {kind_words(kind, names)}{about}")
    said += [f"{'; '.join(happened)}."] if happened else []
    return tuple(said) or (names.t("nothing_changed"),)


def _decide(seen: Seen) -> tuple[str, ...]:
    """Decisions that only those at the top can take, then the actions that come first."""
    found = list(_decisions(seen))
    more = len(found) - DECISIONS
    said = found[:DECISIONS]
    if more > 0:
        said.append(seen.names.t("and_more_decisions_see_the_file", more=more))
    said += [_tell_action(action, seen) for action in seen.actions[:ACTIONS]]
    return tuple(said) or (seen.names.t("no_decision_is_due_now"),)


def _decisions(seen: Seen) -> Iterator[str]:
    names, dossier = seen.names, seen.dossier
    if seen.order and not any(one.kind == "priority" for one in dossier.decisions.values()):
        yield names.t("decide_the_order_in_which_impacts")
    for one in seen.order:
        name = f"“{seen.numbers[one.id]}. {_cut(one.title, 60)}”"
        status = seen.statuses[one.id]
        if status == "closed_early":
            yield names.t("reopen_or_show_what_closing_asks", name=name)
        elif status != "closed" and one.id in seen.judgement.closable:
            yield names.t("close_all_that_is_asked_is", name=name)
        if status == "closed" or one.involvement is None or one.actual != "yes" or one.involvement == "directly_linked":
            continue
        remedies = [dossier.remedies[record.id] for record in dossier.of_impact("remedies", one.id)]
        if not any(remedy.decision for remedy in remedies):
            yield names.t("decide_on_remedy_for", name=name)
    ended = [
        record.id
        for record in dossier.measures.values()
        if record.kind == "disengage"
        and not any(
            set(record.relationships) & set(one.relationships)
            for one in dossier.decisions.values()
            if one.kind == "relation"
        )
    ]
    if ended:
        yield names.t("decide_on_ending_relation_s", count=len(ended))


def _heard(seen: Seen, since: date | None) -> tuple[str, ...]:
    names = seen.names
    talks = [
        talk
        for talk in seen.dossier.engagements.values()
        if (since is None or talk.on > since) and talk.asked_in_vain != "yes"
    ]
    said = []
    for talk in sorted(talks, key=lambda talk: talk.on, reverse=True)[:TALKS]:
        who = names.of("who", talk.who)
        if talk.safe == "yes" and not talk.confidential:
            who = _cut(f"{who} ({talk.whom})", 90)
        came = talk.did or talk.did_not_because or names.of("result", talk.result)
        said.append(f"{names.day(talk.on)}, {who}: {_cut(came)}")
    if len(talks) > TALKS:
        said.append(names.t("and_more_talks", more=len(talks) - TALKS))
    vain = sum(
        talk.asked_in_vain == "yes" and (since is None or talk.on > since) for talk in seen.dossier.engagements.values()
    )
    if vain:
        said.append(names.t("asked_in_vain_times", vain=vain))
    silent = sum(not one.heard for one in seen.open_impacts())
    if silent:
        said.append(names.t("for_open_impacts_nobody_was_heard", silent=silent))
    return tuple(said) or (names.t("nobody_was_heard"),)


def _tell_action(action: NextAction, seen: Seen) -> str:
    """What to do, the impacts by the number they have above, with the reason where there is room for it."""
    text = action.action
    for id in action.impacts:
        text = text.replace(
            f"{id} ({seen.dossier.impacts[id].title})", seen.names.t("impact_number", number=seen.numbers[id])
        )
    whole = f"{text} {action.because}"
    return _cut(whole if len(whole) <= LONGEST + 60 else text, LONGEST + 60)


def _cut(text: str, longest: int = LONGEST) -> str:
    """As much of a text as fits on a line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip(' ,;:.')}…"
