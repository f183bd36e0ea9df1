"""The risks, gaps and next steps as the assessment writes them out, with the ledger lines behind each risk."""

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scharnier.analytics import assessment as shape
from scharnier.analytics.answer import Answer
from scharnier.analytics.chain_parts import ChainParts
from scharnier.analytics.own_lines import OwnLines
from scharnier.analytics.texts import text
from scharnier.kernel.outcome import Verdict
from scharnier.norms import Library, Link
from scharnier.risk.ranking import RankedRisk
from scharnier.risk.stability import Stability
from scharnier.risk.steps import ASSESS, actions_for, next_steps

MOST_LINES = 25  # row numbers given with a risk
WEIGHTY = 0.01  # share of a risk's exposure from which a kind of purchase counts as behind it
FAINT = 0.001  # share of a risk's exposure below which a product is not named with it
MOST_CONCRETE = 3  # purchases that the first step names
CITED = 8  # records cited with a risk


def risks_of(answer: Answer, library: Library, chain: ChainParts) -> list[shape.Risk]:
    """The risks that are written out, in order of rank: all that are not too small to list."""
    lines, own = LinesBehind(answer), OwnLines(answer)
    ranked = answer.ranked
    themes, on = ranked.likelihoods.themes, answer.options.assessed_on
    norms = {theme: _in_force(library, library.norms_for_theme(theme), on) for theme in themes}
    sdgs = {theme: _in_force(library, library.sdgs_for_theme(theme), on) for theme in themes}
    pairs = zip(ranked.ranking.risks, ranked.stability, strict=True)
    return [
        _risk(answer, chain, lines, own, risk, stable, norms[risk.theme], sdgs[risk.theme]) for risk, stable in pairs
    ]


def _in_force(library: Library, links: Iterable[Link], on: date) -> tuple[str, ...]:
    """The norms linked to that are not known to be out of force on the date; an unknown date keeps a norm in."""
    return tuple(link.target for link in links if library.in_force(link.target, on).verdict is not Verdict.NOT_MET)


def _risk(
    answer: Answer,
    chain: ChainParts,
    lines: "LinesBehind",
    own: OwnLines,
    risk: RankedRisk,
    stable: Stability,
    norms: tuple[str, ...],
    sdgs: tuple[str, ...],
) -> shape.Risk:
    likelihoods, lang = answer.ranked.likelihoods, answer.options.lang
    at = (risk.theme, risk.region, risk.sector)
    records = likelihoods.records(*at, limit=CITED)
    goods = {r.good for r in records if r.good and likelihoods.bought.counts(r.good, r.place, risk.sector)}
    products = lines.products_with(goods, risk.cell)
    rows, count = lines.behind(risk.cell, frozenset(products))
    severity = risk.severity
    because = [likelihoods.because(*at, lang), own.explain(*at, products) if products else ""]
    return shape.Risk(
        id=risk.id,
        rank=risk.rank,
        band=risk.band,
        theme=risk.theme,
        origin=shape.OriginCell(country=risk.region, sector=risk.sector),
        products=products,
        exposure=shape.Exposure(
            amount=risk.exposure,
            share=risk.share,
            tiers=shape.Tiers(**dict(zip(shape.TIERS, risk.tiers, strict=True))),
            interval=chain.calc_interval(risk),
        ),
        likelihood=shape.Likelihood(
            level=risk.level,
            low=risk.low,
            high=risk.high,
            basis=risk.basis,
            unknown_share=risk.unknown_share,
            evidence=[record.id for record in records],
            because=" ".join(filter(None, because)),
        ),
        severity=shape.Severity(
            scale=severity.scale,
            scope=severity.scope,
            irremediable=severity.irremediable,
            level=risk.severity_level,
            basis=severity.basis,
        ),
        stability=shape.Stability(
            in_top10=stable.in_top10,
            rank_p05=stable.rank_p05,
            rank_p50=stable.rank_p50,
            rank_p95=stable.rank_p95,
        ),
        norms=list(norms),
        sdgs=list(sdgs),
        actions=actions_for(risk),
        lines=rows,
        line_count=count,
        paths=chain.calc_paths(risk),
    )


def steps_of(answer: Answer) -> list[shape.Step]:
    """What the OECD guidance expects next, for the risks found; the first step names the purchases to begin with."""
    lang = answer.options.lang
    concrete = "; ".join(OwnLines(answer).concrete()[:MOST_CONCRETE])
    begin = f" {text('step_concrete', lang, parts=concrete)}" if concrete else f" {text('step_lines', lang)}"
    return [
        shape.Step(
            action=step.action,
            title=step.title,
            text=step.text + (begin if step.action == ASSESS else ""),
            stakeholders=list(step.stakeholders),
            risks=list(step.risks),
        )
        for step in next_steps(answer.ranked.ranking, answer.options.lang)
    ]


def gaps_of(answer: Answer) -> list[shape.Gap]:
    """What no source speaks of, by theme, with the largest places of origin."""
    tiers = answer.exposures.unit_tiers @ answer.exposures.unit_amount
    return [
        shape.Gap(
            theme=gap.theme,
            measured=gap.measured,
            amount=gap.amount,
            share=min(gap.share, 1.0),
            cells=gap.cells,
            largest=[
                shape.Origin(
                    country=cell.region,
                    sector=cell.sector,
                    value_added=cell.exposure,
                    share=cell.share,
                    tiers=shape.Tiers(**dict(zip(shape.TIERS, map(float, tiers[:, cell.cell]), strict=True))),
                )
                for cell in gap.largest
            ],
        )
        for gap in answer.ranked.ranking.gaps
    ]


class LinesBehind:
    """Finds the ledger lines that weigh most in the exposure of a cell, without looking at every line for every cell.

    Lines of one profile differ only in amount, so the heaviest lines of a cell are among the largest of each profile.
    """

    def __init__(self, answer: Answer) -> None:
        exposures = answer.exposures
        self.exposures = exposures
        self.product_goods = answer.evidence.product_goods
        self.per_euro = np.asarray((exposures.mix.T @ exposures.unit_origins.T).T)  # (n, P)
        self.rows, self.amounts, self.profile = _largest(answer)

    def products_with(self, goods: set[str], cell: int) -> list[str]:
        """The bought products that are, contain or are made of one of the goods, by what they bring to the cell.

        A product that brings next to nothing is left out, but never the one that brings most.
        """
        by_profile = self.per_euro[cell] * self.exposures.profile_amount
        brought: dict[str, float] = {}
        for number, profile in enumerate(self.exposures.profiles):
            links = self.product_goods.get(profile.product or "", ())
            if profile.product and by_profile[number] > 0 and any(link.good in goods for link in links):
                brought[profile.product] = brought.get(profile.product, 0.0) + float(by_profile[number])
        order = sorted(brought, key=lambda product: (-brought[product], product))
        least = FAINT * by_profile.sum()
        return [product for place, product in enumerate(order) if place == 0 or brought[product] >= least]

    def behind(self, cell: int, products: frozenset[str]) -> tuple[list[int], int]:
        """Row numbers of the heaviest lines and how many lines there are.

        Where products are named these are the lines of those products, otherwise all lines that weigh in the cell.
        """
        weight = self.per_euro[cell]
        by_profile = weight * self.exposures.profile_amount
        whole = by_profile.sum()
        named = np.array([profile.product in products for profile in self.exposures.profiles], dtype=bool)
        behind = named & (by_profile > 0) if products else by_profile >= WEIGHTY * whole
        count = int(self.exposures.profile_lines[behind].sum())
        candidates = np.flatnonzero(behind[self.profile])
        value = self.amounts[candidates] * weight[self.profile[candidates]]
        candidates, value = candidates[value > 0], value[value > 0]
        order = np.lexsort((self.rows[candidates], -value))[:MOST_LINES]
        return self.rows[candidates[order]].tolist(), count


def _largest(answer: Answer) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Row number, amount and profile of the `MOST_LINES` largest lines of each profile."""
    profile, cents = answer.exposures.line_profile, answer.ledger.cents
    order = np.lexsort((-cents, profile))
    order = order[profile[order] >= 0]
    sorted_profile = profile[order]
    start = np.searchsorted(sorted_profile, sorted_profile, side="left")
    order = order[np.arange(len(order)) - start < MOST_LINES]
    return answer.ledger.rows[order], cents[order] / 100, profile[order]
