"""How a law stands on a day, in words: whether it binds, from when and for whom first, and what never was law."""

from collections.abc import Sequence
from datetime import date

from scharnier.cli.law.page import badge, moment_words
from scharnier.cli.law.words import word
from scharnier.law.duties import Duty
from scharnier.law.starts import Start, own_start
from scharnier.law.timeline import Standing
from scharnier.law.words import count, day
from scharnier.norms.law_records import Law, Provision, TextVersion

ASKS = ("scope", "duty", "sanction", "liability")  # kinds of provisions that bind nobody before their law does


def standing_words(standing: Standing, on: date, lang: str) -> str:
    """`geldt nu, sinds 2014 [niet nagezien]`; `geldt nog niet: pas vanaf …`; each group with a day of its own."""
    return _form(standing.law, lang) + _binds(standing, on, lang)


def _binds(standing: Standing, on: date, lang: str) -> str:
    start = standing.start
    if start is None:
        return word("binds_unknown", lang)
    if start.group == "first_wave":
        return _first_wave(start, f"first_wave_{standing.binds}", lang)
    old = next((one for one in standing.waves if one.group == "first_wave"), None)
    others = [one for one in standing.waves if one is not old and (one.since > on or start.since > on)]
    if any(one.since < start.since for one in others):
        groups = "; ".join(_group(one, standing.law, lang) for one in sorted([*others, start], key=_since))
        key = "in_waves_now" if any(one.since <= on for one in others) else "in_waves_later"
        return f"{word(key, lang)}: {groups}"
    key = f"{'reports' if start.financial_years else 'binds'}_{standing.binds}"
    if old and standing.binds == "later":
        key = "new_rules_later"
    said = [word(key, lang, day=_day(start, standing.law, lang)) + badge(start.confidence, lang)]
    if old:
        said.append(_first_wave(old, "old_rules_now", lang))
    return "; ".join([*said, *(_group(one, standing.law, lang, only="only_") for one in others)])


def no_text_words(law: Law, on: date, lang: str) -> str:
    """Why no text is in force: a bill, an act that never came into force, too early or too late."""
    texts = [version for version in law.versions if version.status == "law"]
    if not texts:
        return word("bill" if law.form == "bill" else "never_law", lang)
    return _form(law, lang) + _out_of_force(texts, on, lang)


def _out_of_force(texts: Sequence[TextVersion], on: date, lang: str) -> str:
    ends = [version.valid_to for version in texts if version.valid_to and version.valid_to < on]
    if ends and all(version.valid_from <= on for version in texts):
        return word("text_after", lang, day=day(max(ends), lang))
    return word("text_before" if all(version.valid_from > on for version in texts) else "no_text", lang)


def text_mark(law: Law, version: TextVersion, lang: str) -> str:
    """` [voorstel, nooit wet]` behind a text that never was law, else nothing."""
    if version.status == "law" or "nooit wet" in version.title["nl"]:  # the title says it
        return ""
    if any(one.status == "law" for one in law.versions):
        return f" [{word('proposal', lang)}]"
    return f" [{word('bill' if law.form == 'bill' else 'never_law', lang)}]"


def provision_note(standing: Standing, provision: Provision, on: date, lang: str) -> str:
    """What stands above a provision that binds nobody on a day, or not everyone yet; empty where nothing does."""
    law = standing.law
    if all(version.status != "law" for version in law.versions):
        return word("not_law" if law.form == "bill" else "never_bound", lang)
    if provision.kind not in ASKS or standing.start is None:
        return ""
    own = own_start(law, provision.id, on)
    if own:
        key = f"{'reports' if own.financial_years else 'binds'}_{'now' if own.since <= on else 'later'}"
        said = word(key, lang, day=day(own.since, lang)) + badge(own.confidence, lang)
        return "" if own.since <= on else f"{said[:1].upper()}{said[1:]}."
    waits = standing.binds == "later" or any(one.since > on for one in standing.waves)
    said = standing_words(standing, on, lang)
    return f"{said[:1].upper()}{said[1:]}." if waits else ""


def duty_start(duty: Duty, on: date, lang: str) -> str:
    """` (geldt pas vanaf 14 december 2027)` behind a duty of a law that does not bind everyone yet, else nothing."""
    if duty.since is None or duty.since <= on:
        return ""
    last = day(duty.since, lang)
    old = any(one.group == "first_wave" and one.until and on <= one.until for one in duty.waves)
    earlier = [one for one in duty.waves if one.group != "first_wave" and one.since < duty.since]
    if earlier:
        group, first = word(f"group_{earlier[0].group}", lang), earlier[0].since
        key = "duty_waves" if first > on else "duty_waves_now"
        return f" ({word(key, lang, first=day(first, lang), group=group, day=last)})"
    years = duty.start is not None and duty.start.financial_years and duty.start.since == duty.since
    said = word("duty_years" if years else "duty_from", lang, day=last)
    return f" ({said}; {word('old_rules_run', lang)})" if old else f" ({said})"


def began_words(law: Law, on: date, lang: str) -> str:
    """A day from which a text holds; the month or year alone, where no more is known of when the law began."""
    began = law.began
    if began is not None and began.last == on and began.first != began.last:
        return f"{moment_words(began, lang)} ({word('day_unknown', lang)})"
    return day(on, lang)


def _form(law: Law, lang: str) -> str:
    return f"{word(f'form_{law.form}', lang)}; " if law.form.startswith("policy_") else ""


def _first_wave(start: Start, key: str, lang: str) -> str:
    first, last = str(start.since.year), str(start.until.year) if start.until else ""
    years = word("years_span", lang, first=first, last=last) if last else word("years_from", lang, first=first)
    who = word("first_wave_who", lang, above=count(start.above or 0, lang))
    return word(key, lang, who=who, years=years) + badge(start.confidence, lang)


def _group(start: Start, law: Law, lang: str, only: str = "") -> str:
    key = f"group_{only}{'years' if start.financial_years else 'from'}"
    said = word(key, lang, group=word(f"group_{start.group}", lang), day=_day(start, law, lang))
    return said + badge(start.confidence, lang)


def _day(start: Start, law: Law, lang: str) -> str:
    began = law.began
    return moment_words(began, lang) if began is not None and began.last == start.since else day(start.since, lang)


def _since(start: Start) -> date:
    return start.since
