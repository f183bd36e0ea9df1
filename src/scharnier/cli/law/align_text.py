"""`scharnier law align` and `law diff` on a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from scharnier.cli.law.page import (
    article,
    articles,
    badge,
    change_words,
    columns,
    events_lines,
    fill,
    heading,
    labelled,
    source_words,
)
from scharnier.cli.law.standing_text import standing_words, text_mark
from scharnier.cli.law.words import word
from scharnier.law.alignment import AlignmentView, Coverage, ElementRow
from scharnier.law.annex_diff import EntryChange
from scharnier.law.diff import MEANINGS, FigureChange, LawDiff, ProvisionChange
from scharnier.law.duties import GUIDANCE
from scharnier.law.eudr_annex import AnnexEntry, write_code
from scharnier.law.timeline import judge_standing
from scharnier.law.words import day
from scharnier.norms import Library
from scharnier.norms.alignment_records import Deviation, Judgement, Naming
from scharnier.norms.law_records import Law, TextVersion


def render_alignment(library: Library, view: AlignmentView, on: date, lang: str) -> str:
    """First every element in one line, then each in full; no sum of any kind."""
    title = word("beside", lang, law=view.law.title[lang])
    is_law = view.text.status == "law"
    lines = [heading(title), *([] if is_law else [fill(word("never_was_law", lang))])]
    when = day(on, lang) if view.law.version(on) == view.text else word("text", lang)
    lines += [
        fill(f"{when}: {view.text.title[lang]}{_held(view.text, lang) if is_law else ''}"),
        fill(view.alignment.note[lang]),
        "",
    ]
    head = ("", word("element", lang), word("relation" if is_law else "draft_relation", lang), word("gap", lang))
    rows = [head, *(_row(number, row, lang) for number, row in enumerate(view.rows, 1))]
    lines.append(columns(rows, (2, 30, 21, 21), 0))
    for number, row in enumerate(view.rows, 1):
        lines += ["", *_element(library, number, row, lang, is_law=is_law)]
    keys = dict.fromkeys(row.judgement.source for row in view.rows if row.judgement)
    sources = "; ".join(source_words(library.references[key], lang) for key in keys)
    if sources:
        lines += ["", fill(f"{word('sources', lang)}: {sources}.")]
    return "\n".join([*lines, "", fill(word("no_score", lang)), fill(word("ours", lang))])


def render_named(library: Library, law: Law, naming: Naming | None, found: Sequence[Deviation], lang: str) -> str:
    """The deviations that others named, with what each text made of them."""
    lines = [heading(f"{word('named', lang)}: {law.title[lang]}")]
    if naming:
        source = library.references[naming.source].title
        lines.append(fill(f"{naming.who[lang]} {word('source', lang)}: {source}{badge(naming.confidence, lang)}"))
    titles = {v.id: f"{word('law' if v.status == 'law' else 'draft', lang)} {v.valid_from.year}" for v in law.versions}
    for number, one in enumerate(found, 1):
        lines += ["", fill(f"{number}  {one.title[lang]}", 0, 3)]
        for fate in one.fates:
            where = _where(fate.provisions, lang)
            said = f"{fate.what[lang].rstrip('.')}{where}{badge(fate.confidence, lang)}"
            lines.append(labelled(titles[fate.text], said, 3, 19))
        lines.append(labelled(word("verdict", lang), one.verdict_words[lang], 3, 19))
        if one.standard:
            lines.append(labelled(word("norm", lang), _standard(library, one.standard, lang), 3, 19))
    return "\n".join(lines)


def render_coverage(library: Library, found: Sequence[Coverage], on: date, lang: str) -> str:
    """A law a line, a step a column; below it the actions that no law asks."""
    lines = [heading(word("coverage", lang, on=day(on, lang)))]
    steps = list(found[0].steps) if found else []
    rows = [("", *steps), *((one.law.name, *(one.steps[step].mark for step in steps)) for one in found)]
    lines.append(columns(rows, (18, *(3 for _ in steps)), 0))
    lines += ["", *(fill(f"{step}  {library.norm(f'{GUIDANCE}:{step}').title[lang]}") for step in steps)]
    asked = {action for one in found for step in one.steps.values() for action in step.asked}
    nobody = [action for step in steps for action in found[0].steps[step].actions if action not in asked]
    if nobody:
        names = "; ".join(f"{action} {library.norm(f'{GUIDANCE}:{action}').title[lang]}" for action in nobody)
        lines += ["", fill(f"{word('nobody_asks', lang)}: {names}.")]
    return "\n".join([*lines, "", fill(word("coverage_key", lang)), fill(word("own_placing", lang))])


def render_diff(found: LawDiff, lang: str) -> str:
    """What changed, in the order in which people ask: who, what, when, what if not."""
    old, new = _text_title(found.law, found.old_text, lang), _text_title(found.law, found.new_text, lang)
    standing = judge_standing(found.law, found.new_on)
    if standing.binds == "later":
        new += f"; {standing_words(standing, found.new_on, lang)}"
    span = word("between", lang, old=day(found.old_on, lang), new=day(found.new_on, lang))
    lines = [heading(word("changed_in", lang, law=found.law.title[lang])), fill(span)]
    lines += [labelled(word("was", lang), old, 2, 8), labelled(word("is", lang), new, 2, 8)]
    if found.is_empty:
        same = found.old_text == found.new_text
        lines += ["", fill(word("nothing_changed" if same else "text_changed", lang))]
    for meaning in MEANINGS:
        figures = [one for one in found.figures if one.meaning == meaning]
        provisions = [one for one in found.provisions if one.meaning == meaning and one.sort != "unrecorded"]
        if figures or provisions:
            lines += ["", heading(word("other" if meaning == "rest" else meaning, lang))]
            told = [*_figures(figures, lang), *(line for one in provisions for line in _provision(one, lang))]
            lines += told[1:] if told[0] == "" else told
    for sort in ("new", "deleted", "changed"):
        entries = [one for one in found.annex if one.sort == sort]
        if entries:
            told = _codes(entries, lang) if sort == "changed" else [_entry(one, lang) for one in entries]
            lines += ["", heading(word(f"annex_{sort}", lang)), *told]
    if found.unrecorded:
        names = [_head(one, lang) for one in found.unrecorded]
        lines += ["", heading(word("unrecorded", lang)), fill("; ".join(names) + ".", 2, 2)]
    if found.judgements:
        lines += ["", heading(word("judged", lang))]
        for change in found.judgements:
            before, after = _judged(change.old, lang), _judged(change.new, lang)
            lines.append(fill(f"{change.element.title[lang]}: {before} → {after}", 2, 6))
    if found.events:
        lines += ["", heading(word("events", lang))]
        lines += [*events_lines([(event, "") for event in found.events], lang), "", word("legend", lang)]
    return "\n".join(lines)


def _held(text: TextVersion, lang: str) -> str:
    """` (vanaf 25 juli 2024 tot en met 17 maart 2026)` behind a text that ended."""
    if text.valid_to is None:
        return ""
    since, until = day(text.valid_from, lang), day(text.valid_to, lang)
    return f" ({word('from', lang)} {since} {word('until', lang)} {until})"


def _row(number: int, row: ElementRow, lang: str) -> tuple[str, ...]:
    relation = word(row.judgement.relation if row.judgement else "not_judged", lang)
    return _mark(number, row), row.element.title[lang], relation, _size(row.judgement, lang)


def _mark(number: int, row: ElementRow) -> str:
    return "+" if row.element.extra else str(number)


def _element(library: Library, number: int, row: ElementRow, lang: str, *, is_law: bool) -> Iterator[str]:
    element, judgement = row.element, row.judgement
    name, column = (word("law", lang), 11 if lang == "nl" else 12) if is_law else (word("draft", lang), 13)
    yield fill(f"{_mark(number, row)}  {element.title[lang]}", 0, 3)
    if judgement:
        size = _size(judgement, lang)
        told = f"{word(judgement.relation, lang)}; {word('gap', lang)}: {size}"
        yield fill(told + badge(judgement.confidence, lang), 3, 3)
    yield labelled(
        word("norm", lang),
        f"{element.asks[lang].rstrip('.')} ({_standard(library, element.standard, lang)}).",
        3,
        column,
    )
    if judgement:
        where = _where(judgement.provisions, lang)
        yield labelled(name, f"{judgement.says[lang].rstrip('.')}{where}.", 3, column)
        if judgement.effect:
            yield labelled(word("effect", lang), judgement.effect[lang], 3, column)
    else:
        yield labelled(name, word("not_judged_long", lang), 3, column)
    if element.behaviour:
        yield labelled(word("behave", lang), element.behaviour[lang], 3, column)


def _where(provisions: Sequence[str], lang: str) -> str:
    found = articles(provisions, lang)
    return f" ({found})" if found else ""


def _size(judgement: Judgement | None, lang: str) -> str:
    if judgement is None:
        return "–"
    if judgement.size is None:
        return word("size_unknown", lang)
    size = word(f"size_{judgement.size}", lang)
    if judgement.size_from is None:
        return size
    return f"{word(f'size_{judgement.size_from}', lang)} {word('to', lang)} {size}"


def _judged(judgement: Judgement, lang: str) -> str:
    relation = word(judgement.relation, lang)
    return relation if judgement.size in (None, "none") else f"{relation} ({_size(judgement, lang)})"


def _standard(library: Library, ids: Sequence[str], lang: str) -> str:
    """`UNGP 14`, `OESO-richtlijnen II.A.11`, `OESO-handreiking 2.1`."""
    names = {
        "ungp-2011": ("UNGP", "UNGP"),
        "oecd-gl-2023": ("OESO-richtlijnen", "OECD Guidelines"),
        "oecd-ddg-2018": ("OESO-handreiking", "OECD Guidance"),
    }
    grouped: dict[str, list[str]] = {}
    for id in ids:
        head, _, tail = id.partition(":")
        if head in names:
            grouped.setdefault(names[head][lang == "en"], []).append(tail)
        else:
            grouped.setdefault(library.norm(id).title[lang], [])  # the title says it all
    return "; ".join(f"{name} {', '.join(filter(None, tails))}".rstrip() for name, tails in grouped.items())


def _figures(found: Sequence[FigureChange], lang: str) -> Iterator[str]:
    rows = [
        (
            one.parameter.title[lang],
            change_words(one.old, one.new, one.parameter.unit, lang),
            article(one.provision.id, lang),
        )
        for one in found
    ]
    if rows:
        yield columns(rows, (29, 33, 12))


def _provision(one: ProvisionChange, lang: str) -> Iterator[str]:
    yield ""
    yield fill(f"{_head(one, lang)}: {word(one.sort, lang)}", 2, 6)
    if one.old:
        yield labelled(word("was", lang), f"{one.old.gist[lang]}{badge(one.old.confidence, lang)}")
    if one.new:
        yield labelled(word("is", lang), f"{one.new.gist[lang]}{badge(one.new.confidence, lang)}")
    elif one.ending:
        yield labelled(word("is", lang), one.ending[lang])
    for text in one.changes:
        yield labelled(word("change", lang), text[lang])


def _entry(one: EntryChange, lang: str) -> str:
    """A line of the list of products: commodity, code, what it is; and under which codes its goods stood or stand."""
    entry = one.entry
    label = entry.label[lang]
    if one.related:
        codes = ", ".join(write_code(other.stem) for other in one.related)
        label += f"; {word('annex_was' if one.sort == 'new' else 'annex_now', lang, codes=codes)}"
    if one.new and one.new.warning:
        label += f"; {word('mind', lang)}: {one.new.warning[lang]}"
    return columns([(word(entry.commodity, lang), _code(entry), label)], (8, 13, 53))


def _codes(entries: Sequence[EntryChange], lang: str) -> list[str]:
    """The codes of each commodity in one paragraph."""
    found: dict[str, list[str]] = {}
    for one in entries:
        found.setdefault(word(one.entry.commodity, lang), []).append(_code(one.entry))
    return [labelled(name, ", ".join(codes), 2, 12) for name, codes in found.items()]


def _code(entry: AnnexEntry) -> str:
    return f"{'ex ' if entry.part else ''}{write_code(entry.stem)}"


def _head(one: ProvisionChange, lang: str) -> str:
    return f"{article(one.provision.id, lang)} {one.provision.title[lang]}".strip()


def _text_title(law: Law, version: TextVersion | None, lang: str) -> str:
    if version is None:
        return word("no_text", lang)
    return version.title[lang] + text_mark(law, version, lang)
