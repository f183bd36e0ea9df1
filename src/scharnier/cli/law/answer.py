"""Answers of scope rules as text for a buyer, and as JSON for a program."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from scharnier.cli.law.page import articles, badge, columns, fill, heading, labelled
from scharnier.cli.terminal import plain
from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Answer, ProductAnswer, Test
from scharnier.law.eudr_annex import write_code
from scharnier.law.facts import name_fact
from scharnier.law.profile import Profile
from scharnier.law.words import day as say_day
from scharnier.norms import Library

NAMES = {
    "csddd": ("CSDDD (gepaste zorgvuldigheid)", "CSDDD (due diligence)"),
    "csrd": ("CSRD (verslag over duurzaamheid)", "CSRD (sustainability reporting)"),
    "eudr": ("EUDR (ontbossing)", "EUDR (deforestation)"),
    "flr": ("Dwangarbeidverordening", "Forced Labour Regulation"),
    "conflict_minerals": ("Conflictmineralen", "Conflict minerals"),
    "batteries": ("Batterijen (gepaste zorgvuldigheid)", "Batteries (due diligence)"),
}
MOST_PRODUCTS = 20  # shown in text
WORDS = {
    "title": ("Welke wet geldt voor {name} op {on}", "Which law applies to {name} on {on}"),
    "you": ("u", "you"),
    "met": ("geldt nu", "applies now"),
    "later_met": ("vanaf {day} geldt het", "from {day} it applies"),
    "later_not_met": ("vanaf {day} geldt het niet", "from {day} it does not apply"),
    "later_unknown": ("vanaf {day} is het niet te zeggen", "from {day} it cannot be said"),
    "later_not_applicable": ("op {day} geldt het nog niet", "on {day} it does not apply yet"),
    "since": ("geldt nu, sinds {day}", "applies now, since {day}"),
    # The EUDR judges a placing on the market, which may lie ahead: "now" would be wrong.
    "covered": ("valt eronder", "is covered"),
    "covered_since": ("valt eronder; de plichten gelden vanaf {day}", "is covered; the duties apply from {day}"),
    "not_met": ("geldt niet", "does not apply"),
    "later": ("nog niet: vanaf {day}", "not yet: from {day}"),
    # Covered, but the day differs by a fact that is not given (small firms): the first day it can be.
    "at_earliest": ("nog niet: op zijn vroegst vanaf {day}", "not yet: from {day} at the earliest"),
    "no_law": ("bestaat dan niet", "does not exist then"),
    "unknown": ("niet te zeggen", "cannot be said"),
    "unknown_missing": ("niet te zeggen: wij missen {missing}", "cannot be said: we lack {missing}"),
    "facts": ("{number} gegevens", "{number} facts"),
    "until": (", tot en met {day}", ", until {day}"),
    "law": ("wet", "law"),
    "why": ("waarom", "why"),
    "missing": ("nodig", "needed"),
    "change": ("anders bij", "changes with"),
    "outlook": ("straks", "later on"),
    "rests_on": ("staat in", "rests on"),
    "or": ("of", "or"),
    "more": (
        "En nog {number} producten: --format json toont ze allemaal.",
        "And {number} more products: --format json shows them all.",
    ),
    "duties": ("u doet", "you do"),
    "sure": ("zekerheid", "certainty"),
    "secondary": (
        "Uit tweede hand: van de cijfers of bepalingen waar dit op rust, zagen we niet alle wetteksten zelf.",
        "Secondary source: we did not see the legal text itself of all figures or provisions this rests on.",
    ),
    "unverified": (
        "Niet nagezien: dit rust deels op eigen kennis. Kijk het na voordat u erop bouwt.",
        "Unverified: this rests in part on own knowledge. Check it before you build on it.",
    ),
    "next": (
        "Wat u dan doet: scharnier law obligations met hetzelfde bestand. Koopt u in voor een overheid: law show isv.",
        "What you then do: scharnier law obligations with the same file. Buying for a Dutch public body: law show isv.",
    ),
    "closing": (
        "Dit is uitleg, geen juridisch advies. Wat u niet invult, is onbekend en telt nooit als nee.",
        "This explains the law, it is no legal advice. What you leave out is unknown and never counts as no.",
    ),
}


def render_answers(profile: Profile, answers: Sequence[Answer], library: Library, on: date, lang: str) -> str:
    """A page: every law with its verdict, then law by law why and what would change it."""
    title = _word("title", lang, name=plain(profile.name) or _word("you", lang), on=say_day(on, lang))
    rows = [(_name(answer, lang), _short(answer, lang, with_missing=True)) for answer in answers]
    parts = [heading(title), columns(rows, (35, 41))]
    parts += [_render(answer, library, lang) for answer in answers]
    return "\n\n".join([*parts, fill(_word("next", lang)), fill(_word("closing", lang))])


def verdict_words(answer: Answer, lang: str) -> str:
    """The verdict in plain words, with its dates and with what is missing."""
    return _short(answer, lang, with_missing=True, most=len(answer.missing))


def _short(answer: Answer, lang: str, *, with_missing: bool = False, most: int = 1) -> str:
    until = _word("until", lang, day=say_day(answer.until, lang)) if answer.until else ""
    if answer.verdict is Verdict.MET:
        since, met = ("covered_since", "covered") if answer.law == "eudr" else ("since", "met")
        if answer.since:
            return _word(since, lang, day=say_day(answer.since, lang)) + until
        return _word(met, lang) + until
    if answer.verdict is Verdict.NOT_APPLICABLE:
        if answer.since:
            return _word("later", lang, day=say_day(answer.since, lang)) + until
        if answer.scope is Verdict.MET and answer.outlook:
            return _word("at_earliest", lang, day=say_day(answer.outlook[0][0], lang))
        return _word("no_law", lang)
    if answer.verdict is Verdict.UNKNOWN and with_missing and answer.missing:
        many = len(answer.missing) > most
        missing = _word("facts", lang, number=str(len(answer.missing))) if many else _facts(answer.missing, lang)
        return _word("unknown_missing", lang, missing=missing)
    return _word(answer.verdict, lang)


def _render(answer: Answer, library: Library, lang: str) -> str:
    lines = [heading(f"{_name(answer, lang)}: {_short(answer, lang)}{badge(answer.confidence, lang)}")]
    lines.append(labelled(_word("law", lang), library.law(answer.law).title[lang], 2))
    if len(answer.products) != 1:  # the one product says it all
        lines.append(labelled(_word("why", lang), answer.because[lang], 2))
        lines += _particulars(answer, lang, 2)
    shown = answer.products[:MOST_PRODUCTS]
    lines += [_render_product(number, one, lang) for number, one in enumerate(shown, start=1)]
    if len(answer.products) > MOST_PRODUCTS:
        lines.append(fill(_word("more", lang, number=str(len(answer.products) - MOST_PRODUCTS)), 2))
    if answer.confidence is not Confidence.VERIFIED:
        lines.append(labelled(_word("sure", lang), _word(answer.confidence, lang), 2))
    return "\n".join(lines)


def _particulars(answer: Answer, lang: str, indent: int) -> Iterable[str]:
    for number, key in enumerate(answer.missing):
        yield labelled(_word("missing", lang) if number == 0 else "", f"• {name_fact(key)[lang]}", indent)
    for number, change in enumerate(answer.would_change):
        label = _word("change", lang) if number == 0 else _word("or", lang)
        yield labelled(label, change[lang], indent)
    said = len(answer.outlook) == 1 and answer.outlook[0] == (answer.since, Verdict.MET)  # the verdict says it already
    for number, (later, verdict) in enumerate(() if said else answer.outlook):
        label = _word("outlook", lang) if number == 0 else ""
        yield labelled(label, _word(f"later_{verdict}", lang, day=say_day(later, lang)), indent)
    if answer.provisions:
        yield labelled(_word("rests_on", lang), articles(answer.provisions, lang), indent)


def _render_product(number: int, one: ProductAnswer, lang: str) -> str:
    product = one.product
    facts = [
        write_code(product.hs),
        product.origin,
        product.role,
        product.placed_on and say_day(product.placed_on, lang),
    ]
    head = ", ".join(plain(str(fact)) for fact in facts if fact)
    lines = [fill(f"{number}. {head}: {_short(one.answer, lang)}{badge(one.answer.confidence, lang)}", 2, 5)]
    lines.append(labelled(_word("why", lang), one.answer.because[lang], 5))
    lines += _particulars(one.answer, lang, 5)
    for place, words in enumerate(one.duty_words):
        label = _word("duties", lang) if place == 0 else ""
        lines.append(_bullet(label, words[lang]))
    return "\n".join(["", *lines])


def _bullet(label: str, text: str) -> str:
    first, *rest = fill(text, 0, 0, 62).split("\n")
    return "\n".join([f"     {label}".ljust(16) + f"• {first}", *(" " * 18 + line for line in rest)])


def _name(answer: Answer, lang: str) -> str:
    return NAMES[answer.law][0 if lang == "nl" else 1]


def _facts(missing: Iterable[str], lang: str) -> str:
    return "; ".join(name_fact(key)[lang] for key in missing)


def _word(key: str, lang: str, **values: str) -> str:
    return WORDS[key][0 if lang == "nl" else 1].format(**values)


def answer_as_json(answer: Answer, lang: str) -> Mapping[str, Any]:
    """The answer as data; `because` and the other words in one language. EUDR has `products[]`."""
    out = {"law": answer.law, **_answer(answer, lang)}
    if answer.law == "eudr":
        out["products"] = [_product(one, lang) for one in answer.products]
    return out


def _answer(answer: Answer, lang: str) -> dict[str, Any]:
    return {
        "verdict": answer.verdict,
        "scope": answer.scope,
        "since": answer.since.isoformat() if answer.since else None,
        "until": answer.until.isoformat() if answer.until else None,
        "missing": list(answer.missing),
        "because": answer.because[lang],
        "provisions": list(answer.provisions),
        "in_words": verdict_words(answer, lang),
        "would_change": [change[lang] for change in answer.would_change],
        "outlook": [{"on": later.isoformat(), "verdict": verdict} for later, verdict in answer.outlook],
        "confidence": answer.confidence,
        "tests": [_test(test, lang) for test in answer.tests],
    }


def _test(test: Test, lang: str) -> dict[str, Any]:
    return {
        "fact": test.fact,
        "year": test.year,
        "verdict": test.verdict,
        "value": test.value,
        "limit": test.limit,
        "unit": test.unit,
        "words": test.words[lang],
        "provision": test.provision,
        "confidence": test.confidence,
    }


def _product(one: ProductAnswer, lang: str) -> dict[str, Any]:
    product = one.product
    return {
        "hs": product.hs,
        "origin": product.origin,
        "role": product.role,
        "placed_on": product.placed_on.isoformat() if product.placed_on else None,
        **_answer(one.answer, lang),
        "entries": list(one.entries),
        "commodity": one.commodity,
        "country_class": one.country_class,
        "duties": list(one.duties),
        "duty_words": [words[lang] for words in one.duty_words],
    }
