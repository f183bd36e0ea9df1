"""Puts the parts of an assessment together, in the language asked for, with a name for every code used."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from scharnier import __version__
from scharnier.analytics import assessment as shape
from scharnier.analytics.answer import Answer
from scharnier.analytics.chain_parts import ChainParts
from scharnier.analytics.cited import cited_evidence, cited_norms
from scharnier.analytics.headline import Words, headline, limitations
from scharnier.analytics.risks import gaps_of, risks_of, steps_of
from scharnier.analytics.texts import text
from scharnier.codes.countries import load_countries
from scharnier.codes.products import load_products
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.content import content_release
from scharnier.norms import Library, load_themes
from scharnier.sources.ledger import Ledger

SMALLEST_FLOW = 1e-4  # share of the assessed amount; smaller flows would be invisible in any picture


def compose(answer: Answer, reason: NDArray[np.int64], reasons: list[str], library: Library) -> shape.Assessment:
    """The assessment. `reason` (N,) indexes `reasons`; 0 is an assessed line."""
    options, lang = answer.options, answer.options.lang
    coverage = _coverage(answer.ledger, reason, reasons, lang)
    purchases, flows = _purchases(answer), _flows(answer)
    chain = ChainParts(answer)
    risks, gaps = risks_of(answer, library, chain), gaps_of(answer)
    evidence, datasets = cited_evidence(risks, answer.ranked.likelihoods.evidence, lang, options.assessed_on)
    steps = steps_of(answer)
    cited = [norm for risk in risks for norm in (*risk.norms, *risk.actions)] + [step.action for step in steps]
    named = {record.place for record in evidence.values()}
    words = Words(lang, answer.ledger.currency, _places(answer, named), _sectors(lang), _themes(lang), _products(lang))
    return shape.Assessment(
        schema="scharnier-assessment-3",
        title=text("title", lang, file=answer.ledger.file),
        headline=headline(answer, words, coverage, risks, gaps),
        settings=_settings(answer),
        releases=shape.Releases(
            scharnier=__version__,
            norms=library.release,
            codes=content_release("codes"),
            risk=content_release("risk"),
            chain=answer.model.id,
        ),
        model=_model(answer),
        input=_input(answer),
        coverage=coverage,
        purchases=purchases,
        flows=flows,
        tiers=_tiers((answer.exposures.unit_tiers @ answer.exposures.unit_amount).sum(axis=1)),
        origins=_origins(answer),
        risks=risks,
        risks_not_listed=answer.ranked.ranking.not_listed,
        no_data=gaps,
        evidence=evidence,
        datasets=datasets,
        norms=dict(cited_norms(cited, library, lang)),
        next_steps=steps,
        limitations=limitations(answer, words, datasets),
        places=dict(words.places),
        sectors=dict(words.sectors),
        themes=dict(words.themes),
        products={key: name for key, name in words.products.items() if any(key in p.products for p in purchases)},
        sdgs={s: library.norm(s).title[lang] for s in sorted({sdg for risk in risks for sdg in risk.sdgs})},
        paths=chain.calc_paths_together(),
        age=chain.calc_age(),
    )


def _settings(answer: Answer) -> shape.Settings:
    options = answer.options
    return shape.Settings(
        lang=options.lang,
        assessed_on=options.assessed_on,
        buyer_country=answer.buyer,
        draws=options.draws,
        seed=options.seed,
        severity_rule="max",
        priority_policy=answer.ranked.ranking.policy.id,
        priority_first=sorted(answer.ranked.ranking.policy.first),
        listing_threshold=options.listing_threshold,
        mapping_sha256=answer.mapping.sha256 if answer.mapping else None,
    )


def _model(answer: Answer) -> shape.ModelUsed:
    model, manifest = answer.model, answer.model.manifest
    return shape.ModelUsed(
        id=model.id,
        title=manifest.title,
        year=manifest.year,
        regions=len(model.regions),
        sectors=len(model.sectors),
        publisher=manifest.publisher,
        licence=manifest.licence,
        attribution=manifest.attribution,
        price_basis=manifest.price_basis,
        sha256=manifest.sha256,
        groups={
            region: [place for place, _ in sorted(members, key=lambda pair: (-pair[1], pair[0]))]
            for region, members in model.members.items()
            if len(members) > 1
        },
        caveats=list(manifest.caveats[answer.options.lang]),
    )


def _input(answer: Answer) -> shape.Input:
    ledger = answer.ledger
    return shape.Input(
        file=ledger.file,
        sha256=ledger.sha256,
        lines=len(ledger.rows),
        total=cents_to_amount(int(ledger.cents.sum())),
        currency=ledger.currency,
        first_on=ledger.first_on,
        last_on=ledger.last_on,
        columns=dict(ledger.columns),
        read_as=ledger.read_as,
        notices=[notice.text(answer.options.lang) for notice in ledger.notices],
    )


def cents_to_amount(cents: int) -> float:
    """Whole cents as an amount; the nearest float to the exact decimal, so that `round(x, 2)` gives it back."""
    return cents / 100


def _coverage(ledger: Ledger, reason: NDArray[np.int64], reasons: list[str], lang: str) -> shape.Coverage:
    # Sums of whole cents: assessed + unassessed is the total to the cent, whatever the number of lines.
    lines = np.bincount(reason, minlength=len(reasons))
    cents = np.zeros(len(reasons), dtype=np.int64)
    np.add.at(cents, reason, ledger.cents)
    by_reason = [
        shape.Reason(
            reason=reasons[n],
            label=text(f"reason_{reasons[n]}", lang),
            lines=int(lines[n]),
            amount=cents_to_amount(int(cents[n])),
        )
        for n in range(1, len(reasons))
        if lines[n]
    ]
    return shape.Coverage(
        assessed_lines=int(lines[0]),
        assessed_amount=cents_to_amount(int(cents[0])),
        unassessed_lines=int(lines[1:].sum()),
        unassessed_amount=cents_to_amount(int(cents[1:].sum())),
        by_reason=sorted(by_reason, key=lambda r: (-abs(r.amount), r.reason)),
    )


def _purchases(answer: Answer) -> list[shape.Purchase]:
    exposures, share = answer.exposures, answer.ranked.share
    amount: dict[str, float] = {}
    lines: dict[str, int] = {}
    confident: dict[str, float] = {}
    weight_of: dict[str, float] = {}
    products: dict[str, dict[str, float]] = {}
    for number, profile in enumerate(exposures.profiles):
        spent = float(exposures.profile_amount[number])
        for unit, weight in profile.units:
            sector = exposures.units[unit].sector
            amount[sector] = amount.get(sector, 0.0) + spent * weight
            confident[sector] = confident.get(sector, 0.0) + abs(spent) * weight * profile.confidence
            weight_of[sector] = weight_of.get(sector, 0.0) + abs(spent) * weight
            if profile.product:
                of_sector = products.setdefault(sector, {})
                of_sector[profile.product] = of_sector.get(profile.product, 0.0) + spent * weight
        main = exposures.units[max(profile.units, key=lambda pair: pair[1])[0]].sector
        lines[main] = lines.get(main, 0) + int(exposures.profile_lines[number])
    return [
        shape.Purchase(
            sector=sector,
            lines=lines.get(sector, 0),
            amount=value,
            share=share(value),
            confidence=confident[sector] / weight_of[sector] if weight_of[sector] else 0.0,
            products=dict(sorted(products.get(sector, {}).items(), key=lambda item: -item[1])),
        )
        for sector, value in sorted(amount.items(), key=lambda item: (-item[1], item[0]))
    ]


def _flows(answer: Answer) -> list[shape.Flow]:
    exposures, share = answer.exposures, answer.ranked.share
    by_place = exposures.unit_origins.reshape(len(exposures.places), len(exposures.sectors), -1).sum(axis=1)
    money = by_place * exposures.unit_amount
    sums: dict[tuple[str, str], float] = {}
    for number, unit in enumerate(exposures.units):
        for place in np.flatnonzero(money[:, number]):
            key = (unit.sector, exposures.places[place])
            sums[key] = sums.get(key, 0.0) + float(money[place, number])
    flows = [shape.Flow(sector=s, country=p, amount=v, share=share(v)) for (s, p), v in sums.items()]
    kept = [flow for flow in flows if abs(flow.share) >= SMALLEST_FLOW]
    return sorted(kept, key=lambda flow: (-flow.amount, flow.sector, flow.country))


def _tiers(amounts: NDArray[np.float64]) -> shape.Tiers:
    return shape.Tiers(**dict(zip(shape.TIERS, map(float, amounts), strict=True)))


def _origins(answer: Answer) -> list[shape.Origin]:
    exposures, share = answer.exposures, answer.ranked.share
    tiers = exposures.unit_tiers @ exposures.unit_amount
    value = tiers.sum(axis=0)
    sectors = len(exposures.sectors)
    order = np.argsort(-value, kind="stable")
    return [
        shape.Origin(
            country=exposures.places[cell // sectors],
            sector=exposures.sectors[cell % sectors],
            value_added=float(value[cell]),
            share=share(float(value[cell])),
            tiers=_tiers(tiers[:, cell]),
        )
        for cell in order.tolist()
        if value[cell] != 0.0
    ]


def _places(answer: Answer, named: Collection[str]) -> dict[str, str]:
    lang, countries = answer.options.lang, load_countries()
    names = {"ROW": text("row", lang)}
    return {
        place: names[place] if place in names else countries[place].label(lang)
        for place in dict.fromkeys((*answer.exposures.places, answer.buyer, *sorted(named)))
    }


def _sectors(lang: str) -> dict[str, str]:
    return {code: sector.label(lang, short=True) for code, sector in load_sectors().items()}


def _themes(lang: str) -> dict[str, str]:
    return {key: theme.name(lang) for key, theme in load_themes().items()}


def _products(lang: str) -> dict[str, str]:
    return {key: product.nl if lang == "nl" else product.en for key, product in load_products().items()}
