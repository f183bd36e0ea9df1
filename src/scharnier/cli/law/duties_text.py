"""`scharnier law duties` and `law obligations` on a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from scharnier.cli.law.page import WIDTH, article, articles, badge, fill, heading, labelled, sentence
from scharnier.cli.law.standing_text import duty_start, standing_words
from scharnier.cli.law.words import word
from scharnier.law.duties import ActionDuties, AskServed, Done, Duty, DutyServed, Serves
from scharnier.law.facts import name_fact
from scharnier.law.obligations import Obligation, ObligationList
from scharnier.law.timeline import judge_standing
from scharnier.law.words import day, join
from scharnier.norms import Library
from scharnier.norms.law_records import Ask, Law


def render_by_action(library: Library, found: Sequence[ActionDuties], rest: Sequence[Duty], on: date, lang: str) -> str:
    """Every OECD action with the duties of all laws that ask it."""
    lines = [heading(word("duties_on", lang, on=day(on, lang)))]
    step = ""
    for one in found:
        if one.action.parent != step:
            step = one.action.parent or ""
            lines += ["", _step(library, step, lang)]
        lines += ["", fill(f"{_number(one.action.id)} {one.action.title[lang]}", 2, 6)]
        if not one.duties:
            lines.append(fill(word("nobody", lang), 6))
        for duty, ask in one.duties:
            lines.append(fill(f"{_who(duty, lang)}: {duty.provision.title[lang]}{duty_start(duty, on, lang)}", 4, 8))
            lines += _ask(library, ask, lang)
    lines += _rest(rest, on, lang)
    return "\n".join([*lines, "", fill(word("own_placing", lang))])


def render_by_law(library: Library, duties: Sequence[Duty], law: Law, on: date, lang: str) -> str:
    """The duties of one law, each with the OECD actions it asks."""
    standing = standing_words(judge_standing(law, on), on, lang)
    lines = [heading(word("duties_of", lang, law=law.name, on=day(on, lang))), fill(sentence(standing))]
    for duty in duties:
        if not duty.asks:
            continue
        lines += [
            "",
            fill(f"{article(duty.id, lang)} {duty.provision.title[lang]}{duty_start(duty, on, lang)}".strip(), 0, 4),
        ]
        lines.append(fill(f"{duty.wording.gist[lang]}{badge(duty.wording.confidence, lang)}", 2, 2))
        for ask in duty.asks:
            action = library.norm(ask.action)
            lines.append(fill(f"{_number(action.id)} {action.title[lang]}", 4, 8))
            lines += _ask(library, ask, lang)
    lines += _rest([duty for duty in duties if not duty.asks], on, lang)
    return "\n".join([*lines, "", fill(word("own_placing", lang))])


def render_served(library: Library, done: Sequence[Done], found: Sequence[DutyServed], on: date, lang: str) -> str:
    """How far what was done serves other duties: served, in part with what is left, or not."""
    did = "; ".join(_done(library, one, lang) for one in done)
    lines = [heading(word("did", lang, what=did))]
    for serves in (Serves.SERVED, Serves.IN_PART):
        group = [one for one in found if one.serves is serves]
        lines += ["", _bar(f"{word(serves.value, lang)} ({len(group)})", "·")]
        if not group:
            lines.append(f"  {word('none', lang)}")
        for one in group:
            title = f"{_who(one.duty, lang)}: {one.duty.provision.title[lang]}{duty_start(one.duty, on, lang)}"
            lines += ["", fill(title, 2, 4), *_served_asks(one.asks, lang)]
    for key, asked in (("not_served", True), ("not_served_rest", False)):
        group = [one for one in found if one.serves is Serves.NOT_SERVED and bool(one.asks) is asked]
        if group:
            lines += ["", _bar(f"{word(key, lang)} ({len(group)})", "·"), *_by_law(group, lang)]
    notes = ("form", "careful", "own_placing")
    return "\n".join([*lines, "", *(fill(word(key, lang)) for key in notes)])


def render_obligations(library: Library, found: ObligationList, lang: str, *, tested: bool) -> str:
    """One list for now and one for later; in each every OECD action once."""
    every = list(dict.fromkeys(law.name for law, _ in (*found.laws, *found.later_laws)))
    for_whom = word("for", lang, laws=join(every, lang) or word("none", lang), on=day(found.on, lang))
    lines = [heading(word("list_on", lang)), fill(for_whom), fill(word("whole", lang))]
    lines += ["", _bar(f"{word('now', lang)}: {_dated(found.laws, 'since', lang)}")]
    if not found.now:
        lines.append(fill(word("no_step_now" if found.laws else "nothing_now", lang)))
    lines += _obligations(library, found.now, frozenset(), found.on, lang)
    if found.later_laws:
        lines += ["", _bar(f"{word('later', lang)}: {_dated(found.later_laws, 'from', lang)}")]
        already = frozenset(one.action.id for one in found.now)
        lines += _obligations(library, found.later, already, found.on, lang)
    lines += _rest(found.no_step, found.on, lang)
    for doubt in found.doubts:
        facts = "; ".join(name_fact(key)[lang] for key in doubt.missing)
        lines += ["", fill(f"{word('doubt', lang)}: {doubt.law.name}; {word('missing', lang)}: {facts}.", 0, 2)]
    if found.not_for_you:
        others = join([law.name for law in found.not_for_you], lang)
        lines += ["", fill(f"{word('not_for_you', lang)}: {others}.")]
    lines += ["", fill(word("own_placing", lang))]
    return "\n".join(lines if tested else [*lines, fill(word("assumed", lang))])


def _obligations(
    library: Library, found: Sequence[Obligation], already: frozenset[str], on: date, lang: str
) -> Iterator[str]:
    step = ""
    for one in found:
        if one.step.id != step:
            step = one.step.id
            yield from ("", _step(library, step, lang))
        yield from ("", fill(f"{_number(one.action.id)} {one.action.title[lang]}", 2, 6))
        if one.action.id in already:
            yield fill(word("already", lang), 4)
        else:
            yield labelled(word("do", lang), one.asked[lang])
        asked_by: dict[tuple[str, str], list[str]] = {}
        for duty, _ in one.duties.duties:
            asked_by.setdefault((duty.law.name, _since(duty, on, lang)), []).append(duty.id)
        shown = [_join_who(law, since, articles(dict.fromkeys(ids), lang)) for (law, since), ids in asked_by.items()]
        yield labelled(word("asked_by", lang), "; ".join(shown))
        for law, texts in one.beyond.items():
            for id, text in texts:
                yield labelled(word("stricter", lang), f"{_join_who(law, '', article(id, lang))}: {text[lang]}")
        if one.action.id not in already:
            yield labelled(word("proof", lang), one.evidence[lang])
            checks = "; ".join(f"{check.id.rpartition('/')[2]} {check.title[lang]}" for check in one.checks)
            yield labelled(word("checklist", lang), f"{one.action.id}/ {checks}")


def _step(library: Library, id: str, lang: str) -> str:
    return _bar(f"{word('step', lang)} {_number(id)}  {library.norm(id).title[lang]}", "·")


def _bar(text: str, mark: str = "─") -> str:
    """A line across the page with words at its start."""
    first, *rest = fill(text).split("\n")
    return "\n".join([f"{first} {mark * (WIDTH - 1 - len(first))}".rstrip(), *rest])


def _number(id: str) -> str:
    return id.partition(":")[2]


def _who(duty: Duty, lang: str) -> str:
    return f"{duty.law.name} {article(duty.id, lang)}".rstrip()


def _dated(laws: Sequence[tuple[Law, date | None]], key: str, lang: str) -> str:
    told = [f"{law.name} {word(key, lang)} {day(since, lang)}" if since else law.name for law, since in laws]
    return join(told, lang) or word("none", lang)


def _join_who(law: str, since: str, where: str) -> str:
    return f"{law} {where}".rstrip() + since


def _since(duty: Duty, on: date, lang: str) -> str:
    later = duty.since is not None and duty.since > on
    return f" ({word('from', lang)} {day(duty.since, lang)})" if later and duty.since else ""


def _ask(library: Library, ask: Ask, lang: str) -> Iterator[str]:
    yield fill(f"{library.relations[ask.relation].title[lang]} {word('the_step', lang)}: {ask.reason[lang]}", 6, 8)
    if ask.beyond:
        yield fill(f"+ {word('beyond', lang)}: {ask.beyond[lang]}", 6, 8)
    if ask.leaves_out:
        yield fill(f"− {word('leaves_out', lang)}: {ask.leaves_out[lang]}", 6, 8)


def _served_asks(asks: Sequence[AskServed], lang: str) -> Iterator[str]:
    for one in asks:
        if one.serves is Serves.NOT_SERVED:
            continue
        yield fill(f"{_number(one.ask.action)} {one.reason[lang]}", 4, 8)
        for left in one.left:
            key = word("left_by", lang, law=left.law.name) if left.law else word("left", lang)
            yield fill(f"{key}: {left.what[lang]}", 8, 10)
    untouched = [_number(one.ask.action) for one in asks if one.serves is Serves.NOT_SERVED]
    if untouched:
        yield fill(word("untouched", lang, numbers=", ".join(untouched)), 4, 8)


def _by_law(group: Sequence[DutyServed], lang: str) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for one in group:
        title = one.duty.provision.title[lang]
        names.setdefault(one.duty.law.name, []).append(f"{article(one.duty.id, lang)} {title}".strip())
    for law, titles in names.items():
        yield labelled(law, "; ".join(titles), 2, 21)


def _done(library: Library, one: Done, lang: str) -> str:
    action = f"{_number(one.action)} {library.norm(one.action).title[lang]}"
    if one.law is None:
        return word("in_full", lang, action=action)
    return word("for_law", lang, action=action, law=one.law.name)


def _rest(duties: Sequence[Duty], on: date, lang: str) -> Iterator[str]:
    if duties:
        yield from ("", _bar(word("rest", lang), "·"))
    for duty in duties:
        why = duty.provision.no_step[lang] if duty.provision.no_step else ""
        yield fill(f"{_who(duty, lang)}: {duty.provision.title[lang]}{duty_start(duty, on, lang)}. {why}", 2, 6)
