"""The answer in a few sentences, and what the answer cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scharnier.analytics import assessment as shape
from scharnier.analytics.answer import Answer
from scharnier.analytics.own_lines import OwnLines
from scharnier.analytics.texts import money, number, percent, text
from scharnier.codes.countries import load_countries
from scharnier.risk.evidence import render_place
from scharnier.risk.policies import explain_policy

STABLE = 0.5  # share of the draws in which a risk must be in the top 10 to count as one that holds
TOP = 10
NAMED_UNKNOWNS = 4
FIRST_PLACES = 3
MOST_PRODUCTS = 6


@dataclass(frozen=True)
class Words:
    """Names for codes, in the language of the assessment."""

    lang: str
    currency: str
    places: Mapping[str, str]
    sectors: Mapping[str, str]
    themes: Mapping[str, str]
    products: Mapping[str, str]

    def money(self, value: float) -> str:
        """An amount, rounded for a sentence."""
        return money(value, self.currency, self.lang)

    def join(self, names: Sequence[str]) -> str:
        """`a, b and c`."""
        if len(names) < 2:
            return "".join(names)
        return ", ".join(names[:-1]) + text("and", self.lang) + names[-1]

    def place(self, code: str) -> str:
        """A country in running text, with its article; a region of the model by its name."""
        return render_place(code, self.lang) if code in load_countries() else self.places[code]

    def day(self, on: date) -> str:
        """`3-4-2025` in Dutch, `2025-04-03` in English."""
        return f"{on.day}-{on.month}-{on.year}" if self.lang == "nl" else on.isoformat()


def headline(
    answer: Answer, words: Words, coverage: shape.Coverage, risks: list[shape.Risk], gaps: list[shape.Gap]
) -> list[str]:
    """The answer, most important first, in plain sentences."""
    lang = words.lang
    covered = _covered(coverage, words)
    if answer.ranked.total <= 0:
        return [text("headline_nothing", lang), covered]
    sentences = []
    priority = [risk for risk in risks if risk.band == "priority"]
    if priority:
        sentences.append(text("headline_first", lang, places=_first_places(priority, words)))
        sentences.append(text("headline_because", lang, because=priority[0].likelihood.because))
        if concrete := OwnLines(answer).concrete()[:MOST_PRODUCTS]:
            sentences.append(text("headline_concrete", lang, parts="; ".join(concrete)))
        if products := _products(priority, words):
            sentences.append(text("headline_products", lang, products=products))
    else:
        sentences.append(text("headline_no_risks", lang))
    sentences += [covered, _abroad(answer, words, answer.ranked.total)]
    if priority:
        top = [risk for risk in risks if risk.rank <= TOP]
        count = sum(risk.stability.in_top10 > STABLE for risk in top)
        key = "headline_stable_one" if count == 1 else "headline_stable"
        sentences.append(text(key, lang, count=count, draws=number(answer.options.draws, lang)))
    if silent := [gap for gap in gaps if not gap.measured]:
        names = [words.themes[gap.theme].lower() for gap in silent]
        listed = words.join(names[:NAMED_UNKNOWNS]) if len(names) <= NAMED_UNKNOWNS else ", ".join(names[:3])
        if len(names) > NAMED_UNKNOWNS:
            listed = text("themes_more", lang, themes=listed, count=len(names) - 3)
        sentences.append(text("headline_unknown", lang, themes=listed))
    return sentences


def _covered(coverage: shape.Coverage, words: Words) -> str:
    """How much was assessed, and of the rest what is no purchase and what is unknown: the two are not the same."""
    lang, assessed = words.lang, coverage.assessed_amount
    whole = coverage.assessed_amount + coverage.unassessed_amount
    # With credit lines left out, more can be assessed than the file adds up to: a share would then say nothing.
    share = percent(assessed / whole, lang) if 0 <= assessed <= whole and whole > 0 else ""
    first = text(
        "headline_coverage" if share else "headline_coverage_credit",
        lang,
        total=words.money(whole),
        assessed=words.money(assessed),
        share=share,
    )
    parts = [first]
    lines, amount = coverage.not_purchases
    if lines:
        parts.append(text("headline_not_purchases", lang, amount=words.money(amount)))
    lines, amount = coverage.unknown
    if lines:
        key = "headline_unknown_amount" if amount > 0 else "headline_unknown_lines"
        parts.append(text(key, lang, amount=words.money(amount), count=number(lines, lang)))
    return " ".join(parts)


def _abroad(answer: Answer, words: Words, total: float) -> str:
    exposures = answer.exposures
    value = (exposures.unit_origins @ exposures.unit_amount).reshape(len(exposures.places), -1).sum(axis=1)
    home = exposures.places.index(answer.buyer) if answer.buyer in exposures.places else -1
    abroad = total - (float(value[home]) if home >= 0 else 0.0)
    order = [place for place in np.argsort(-value, kind="stable").tolist() if place != home][:3]
    return text(
        "headline_abroad",
        words.lang,
        share=percent(abroad / total, words.lang),
        country=words.place(answer.buyer),
        places=words.join([words.place(exposures.places[place]) for place in order]),
    )


def _first_places(risks: list[shape.Risk], words: Words) -> str:
    """The first three places of origin, each with the themes that rank there among the first risks."""
    themes: dict[tuple[str, str], list[str]] = {}
    for risk in risks[:TOP]:
        themes.setdefault((risk.origin.sector, risk.origin.country), []).append(words.themes[risk.theme].lower())
    # Names of industries and themes hold commas and `and` themselves, so the places are set apart by semicolons.
    return "; ".join(
        text(
            "where",
            words.lang,
            themes=", ".join(found),
            sector=words.sectors[sector].lower(),
            place=words.place(country),
        )
        for (sector, country), found in list(themes.items())[:FIRST_PLACES]
    )


def _products(risks: list[shape.Risk], words: Words) -> str:
    """Up to six products for which sources name places, in the order of the risks."""
    named = dict.fromkeys(product for risk in risks for product in risk.products)
    return words.join([words.products[product].lower() for product in named][:MOST_PRODUCTS])


def limitations(answer: Answer, words: Words, datasets: Mapping[str, shape.Dataset]) -> list[shape.Limitation]:
    """What the answer cannot say, each with the figures of this assessment."""
    lang, share_of, exposures = words.lang, answer.ranked.share, answer.exposures
    stated = sum(
        float(exposures.profile_amount[number]) * weight
        for number, profile in enumerate(exposures.profiles)
        for unit, weight in profile.units
        if exposures.units[unit].origin
    )
    policy = answer.ranked.ranking.policy
    found = [
        shape.Limitation(id="priority_policy", text=explain_policy(policy, lang)),
        _limit("likelihood", lang),
        _limit("classification", lang, share=percent(share_of(_classified_by_text(answer)), lang)),
        _limit("mix", lang, share=percent(1 - share_of(stated), lang), country=words.place(answer.buyer)),
    ]
    value = exposures.unit_origins @ exposures.unit_amount
    for place, region in enumerate(exposures.places):
        if len(exposures.members[region]) > 1:
            share = share_of(float(value.reshape(len(exposures.places), -1)[place].sum()))
            name = words.places[region]
            found.append(_limit("row", lang, share=percent(share, lang), places=name))
    found += [_limit("broad", lang), _limit("prices", lang), _limit("severity", lang), _limit("evidence", lang)]
    if stale := [f"{d.title} ({d.year})" for d in datasets.values() if d.stale]:
        found.append(_limit("stale", lang, datasets="; ".join(sorted(stale))))
    credit = -int(answer.ledger.cents[(answer.ledger.cents < 0) & (exposures.line_profile >= 0)].sum())
    if credit:
        found.append(_limit("negative", lang, amount=words.money(credit / 100)))
    if answer.purchases.unread:
        found.append(_limit("countries_unread", lang, countries=", ".join(answer.purchases.unread[:10])))
    ledger = answer.ledger
    if ledger.first_on and ledger.last_on:
        first, last = words.day(ledger.first_on), words.day(ledger.last_on)
        found.append(_limit("dates", lang, first=first, last=last, year=answer.model.manifest.year))
    return found


def _limit(key: str, lang: str, **values: object) -> shape.Limitation:
    return shape.Limitation(id=key, text=text(f"limit_{key}", lang, **values))


def _classified_by_text(answer: Answer) -> float:
    by_text = np.array([meaning.method == "text" for meaning in answer.purchases.meanings], dtype=bool)
    lines = (answer.exposures.line_profile >= 0) & by_text[answer.purchases.meaning]
    return int(answer.ledger.cents[lines].sum()) / 100
