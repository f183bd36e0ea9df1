"""`scharnier law list`, `show` and `timeline` on a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from scharnier.cli.law.page import (
    article,
    badge,
    columns,
    events_lines,
    fill,
    heading,
    labelled,
    source_words,
    value_words,
)
from scharnier.cli.law.standing_text import began_words, no_text_words, provision_note, standing_words, text_mark
from scharnier.cli.law.words import word
from scharnier.law.timeline import Moment, Standing, judge_standing
from scharnier.law.words import day, join
from scharnier.norms import Library
from scharnier.norms.law_records import Check, Law, Parameter, Provision, TextVersion, Wording


def render_list(standings: Sequence[Standing], on: date, lang: str) -> str:
    """Every law with its text and the day from which it binds."""
    parts = [heading(word("laws_on", lang, on=day(on, lang)))]
    for one in standings:
        text = f"{word('text', lang)}: {one.text.title[lang]}" if one.text else no_text_words(one.law, on, lang)
        lines = [labelled(one.law.name, one.law.title[lang], 0, 19), fill(text, 19, 19)]
        if one.text:
            lines.append(fill(standing_words(one, on, lang), 19, 19))
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def render_law(library: Library, law: Law, standing: Standing, lang: str, on: date) -> str:
    """A law: what it is, its texts, figures and provisions on a date, what is not known, what to look at again."""
    norm = library.norm(law.id)
    lines = [heading(f"{law.name}  {law.title[lang]}"), fill(norm.gist[lang] + badge(norm.confidence, lang)), ""]
    if standing.text:
        lines.append(fill(f"{day(on, lang)}: {standing.text.title[lang]}; {standing_words(standing, on, lang)}."))
    else:
        lines.append(fill(f"{day(on, lang)}: {no_text_words(law, on, lang)}."))
    lines.append(_source(library, norm.source, norm.checked_on, lang))
    lines += ["", f"{word('texts', lang)}:", *(_text(law, version, lang) for version in law.versions)]
    figures = [parameter for parameter in law.parameters.values() if parameter.value(on)]
    if figures:
        lines += ["", f"{word('figures', lang)} ({day(on, lang)}):", _figures(figures, on, lang)]
    kept = [provision for provision in law.provisions.values() if provision.wording(on)]
    if kept:
        rows = list(zip(_names(kept, lang), (p.title[lang] for p in kept), strict=True))
        lines += ["", f"{word('provisions', lang)} ({day(on, lang)}):", _two_columns(rows)]
        lines.append(fill(word("see", lang, id=kept[0].id), 2, 4))
    lines += [*_gaps(law, None, lang), *_checks(library, law, lang)]
    return "\n".join(lines)


def render_provision(library: Library, law: Law, provision: Provision, on: date, lang: str) -> str:
    """A provision: what it says on a date, what it said before, the steps it serves, its figures and its source."""
    wording = provision.wording(on)
    lines = [heading(f"{law.name} {article(provision.id, lang)}".rstrip() + f"  {provision.title[lang]}")]
    note = provision_note(judge_standing(law, on), provision, on, lang) if wording else ""
    if note:
        lines += [fill(note), ""]
    if wording:
        lines.append(fill(f"{day(on, lang)}: {wording.gist[lang]}{badge(wording.confidence, lang)}"))
        if wording.change:
            lines.append(fill(f"{word('change', lang)}: {wording.change[lang]}", 0, 2))
        lines.append(_source(library, wording.source, wording.checked_on, lang))
    else:
        ending = next((w for w in reversed(provision.wordings) if w.deleted and w.valid_from <= on), None)
        lines.append(
            fill(f"{day(on, lang)}: {ending.gist[lang]}" if ending else word("not_then", lang, on=day(on, lang)))
        )
        if ending and ending.change:
            lines.append(fill(f"{word('change', lang)}: {ending.change[lang]}", 0, 2))
    for key, others in (
        ("former", [w for w in provision.wordings if w is not wording and w.valid_from <= on and not w.deleted]),
        ("coming", [w for w in provision.wordings if w.valid_from > on]),
    ):
        if others:
            lines += ["", f"{word(key, lang)}:", *(_wording(law, one, lang) for one in others)]
    figures = [p for p in law.parameters.values() if p.provision == provision.id and p.value(on)]
    if figures:
        lines += ["", f"{word('figures', lang)}:", _figures(figures, on, lang)]
    asks = [ask for ask in provision.asks if ask.holds(on)]
    if asks and wording:
        lines += ["", f"{word('steps_of', lang)}:"]
        for ask in asks:
            action = library.norm(ask.action)
            relation = library.relations[ask.relation].title[lang]
            lines.append(
                fill(f"{relation} {ask.action.partition(':')[2]} {action.title[lang]}: {ask.reason[lang]}", 2, 4)
            )
            for label, text in (("beyond", ask.beyond), ("leaves_out", ask.leaves_out)):
                if text:
                    lines.append(fill(f"{word(label, lang)}: {text[lang]}", 4, 6))
    if provision.no_step and wording:
        lines += ["", fill(f"{word('no_step', lang)}: {provision.no_step[lang]}")]
    return "\n".join([*lines, *_gaps(law, provision.id, lang)])


def render_timeline(
    moments: Sequence[Moment], on: date, lang: str, laws: Sequence[str] = (), checks: Sequence[Check] = ()
) -> str:
    """Events in order, with a line where today is, and what to look at again; how to see only what is to come."""
    title = word("timeline_of", lang, laws=join(list(laws), lang)) if laws else word("timeline", lang)
    parts = [heading(title)]
    if not moments:
        return "\n".join([*parts, word("no_events", lang), *_check_lines(checks, lang)])
    past, ahead = [one for one in moments if not one.to_come], [one for one in moments if one.to_come]
    for group in (past, ahead):
        if group is ahead and ahead:
            parts += ["", f"── {word('today', lang, on=day(on, lang))} ".ljust(80, "─"), ""]
        parts += events_lines([(one.event, one.law.name) for one in group], lang)
    parts += [*_check_lines(checks, lang), "", word("legend", lang)]
    if past and ahead:
        command = f"scharnier law timeline --ahead{' --law ' if laws else ''}{','.join(laws)}"
        parts += [f"{word('ahead', lang)}:", f"  {command}"]  # whole, to be copied
    return "\n".join(parts)


def _names(provisions: Sequence[Provision], lang: str) -> list[str]:
    """The article of each; the id itself where it is a word, or where two would be called the same."""
    names = [article(provision.id, lang) for provision in provisions]
    seen: set[str] = set()
    for at, provision in enumerate(provisions):
        if not names[at] or names[at] in seen:
            names[at] = provision.id.partition(":")[2]
        seen.add(names[at])
    return names


def _source(library: Library, key: str, checked_on: date, lang: str) -> str:
    reference = library.references[key]
    shown = f"{word('source', lang)}: {source_words(reference, lang)}"
    told = fill(f"{shown}; {word('checked', lang)} {day(checked_on, lang)}")
    return f"{told}\n{reference.url}" if reference.url else told


def _text(law: Law, version: TextVersion, lang: str) -> str:
    until = f" {word('until', lang)} {day(version.valid_to, lang)}" if version.valid_to else ""
    shown = f"{version.title[lang]}, {word('from', lang)} {began_words(law, version.valid_from, lang)}{until}"
    return fill(f"{shown}{text_mark(law, version, lang)}{badge(version.confidence, lang)}", 2, 4)


def _figures(parameters: Sequence[Parameter], on: date, lang: str) -> str:
    rows = []
    for parameter in parameters:
        value = parameter.value(on)
        mark = badge(value.confidence, lang) if value else ""
        # The last day of a figure without a successor: what follows is not known. Of a day that says nothing.
        ends = value is not None and value is parameter.values[-1] and value.valid_to and parameter.unit != "date"
        until = f", {word('until', lang)} {day(value.valid_to, lang)}" if value and value.valid_to and ends else ""
        rows.append((parameter.title[lang], f"{value_words(value, parameter.unit, lang)}{until}{mark}"))
    return columns(rows, (40, 36))


def _two_columns(rows: Sequence[tuple[str, str]]) -> str:
    """An id and its title; an id that is too long for its column stands on a line of its own."""
    first = min(24, max(len(row[0]) for row in rows))
    out = []
    for id, title in rows:
        if len(id) > first:
            out.append(f"  {id}")
        out.append(columns([("" if len(id) > first else id, title)], (first, 76 - first)))
    return "\n".join(out)


def _wording(law: Law, wording: Wording, lang: str) -> str:
    until = f" {word('until', lang)} {day(wording.valid_to, lang)}" if wording.valid_to else ""
    when = f"{word('from', lang)} {began_words(law, wording.valid_from, lang)}{until}"
    return fill(f"{when}: {wording.gist[lang]}{badge(wording.confidence, lang)}", 2, 4)


def _gaps(law: Law, about: str | None, lang: str) -> Iterator[str]:
    gaps = [gap for gap in law.gaps if about is None or gap.about == about]
    if gaps:
        yield from ("", f"{word('gaps', lang)}:")
    for gap in gaps:
        yield fill(f"{gap.what[lang]} ({word('settle', lang)}: {gap.settle[lang].rstrip('.')})", 2, 4)


def _checks(library: Library, law: Law, lang: str) -> Iterator[str]:
    return _check_lines([check for check in library.checks if check.about.partition(":")[0] == law.id], lang)


def _check_lines(checks: Sequence[Check], lang: str) -> Iterator[str]:
    if checks:
        yield from ("", f"{word('checks', lang)}:")
    for check in checks:
        when = f"{day(check.on, lang)}: " if check.on else ""
        yield fill(f"{when}{check.what[lang]}", 2, 4)
