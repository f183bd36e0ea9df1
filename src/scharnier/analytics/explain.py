"""Unfolds every figure and rank of an assessment to its inputs, formula, sources and norms.

All of it comes out of the assessment itself, so an assessment that was stored explains itself years later. Method page:
docs/method/explain.md.
"""

from difflib import get_close_matches
from typing import Final

from scharnier.analytics.assessment import Assessment, Exposure, Risk
from scharnier.analytics.explain_figures import Figures
from scharnier.analytics.explanation import Explanation
from scharnier.kernel.errors import InputProblem

FORMS: Final = (
    "total",
    "coverage",
    "tier",
    "origin:<country>/<industry>",
    "purchase:<industry>",
    "flow:<industry>/<country>",
    "<theme>:<country>/<industry>",
    "no_data:<theme>",
    "evidence:<id>",
)
_FIRST: Final = 10


def explain(assessment: Assessment, what: str = "", lang: str = "") -> Explanation:
    """Explain one figure of the assessment, or all main ones when `what` is empty.

    `what` is a form of `FORMS` or the rank of a risk. `lang` (`nl` or `en`) is that of the assessment unless given.
    Raises `InputProblem` where the assessment has nothing of that name.
    """
    return Explainer(assessment, lang or assessment.settings.lang).explain(what.strip())


def find_risk(assessment: Assessment, what: str) -> Risk | None:
    """The risk of that rank or name, or the highest of that theme (`child_labour`, `kinderarbeid`); None if neither."""
    asked = what.strip().lower()
    themes = {theme for theme, label in assessment.themes.items() if asked in (theme, label.lower())}
    return next(
        (r for r in assessment.risks if asked in (str(r.rank), r.id.lower()) or r.theme in themes),
        None,
    )


class Explainer(Figures):
    """Explains the ranks too, and finds what a name stands for."""

    def __init__(self, assessment: Assessment, lang: str) -> None:
        super().__init__(assessment, lang)
        self.risks = {risk.id: risk for risk in assessment.risks}

    def explain(self, what: str) -> Explanation:
        """The explanation of a form, see `FORMS`."""
        whole = {"": self.overview, "total": self.total, "coverage": self.coverage, "tier": self.tier}
        if what in whole:
            return whole[what]()
        if found_risk := find_risk(self.a, what):
            return self.risk(found_risk)
        kind, _, name = what.partition(":")
        for origin in self.a.origins if kind == "origin" else []:
            if f"{origin.country}/{origin.sector}" == name:
                return self.origin(origin)
        for gap in self.a.no_data if kind == "no_data" else []:
            if gap.theme == name:
                return self.gap(gap)
        if kind == "evidence" and name in self.a.evidence:
            return self.evidence(self.a.evidence[name])
        if kind in ("purchase", "flow") and (found := self.bought(kind, name)):
            return found
        raise self._unknown(what)

    def overview(self) -> Explanation:
        """The main figures and the first risks, one level deep."""
        label = self.words["overview"].format(forms=", ".join(FORMS[3:]))
        risks = [self.risk(risk) for risk in self.a.risks[:_FIRST]]
        short = tuple(Explanation(risk.label, risk.value, risk.unit, formula=risk.formula) for risk in risks)
        return Explanation(label, "", notes=(self.coverage(), self.tier(), *short))

    def risk(self, risk: Risk) -> Explanation:
        """The rank of a risk: what comes before it and why, then each part it rests on."""
        theme = self.a.themes.get(risk.theme, risk.theme)
        words, rows = self.words, ", ".join(map(str, risk.lines[:_FIRST]))
        return Explanation(
            words["risk"].format(theme=theme, cell=self.cell(risk.origin)),
            risk.rank,
            "rank",
            "sum",
            words["risk_how"],
            self._ahead(risk),
            notes=(
                self._severity(risk),
                self._likelihood(risk),
                self._exposure(risk.exposure),
                *self._stability(risk),
                Explanation(
                    words["lines"],
                    risk.line_count,
                    formula=words["lines_how"].format(rows=rows) if rows else words["lines_none"],
                    sources=(self.file_source,),
                ),
            ),
            norms=tuple(self._norm(id_) for id_ in (*risk.norms, *risk.actions)),
        )

    def _ahead(self, risk: Risk) -> tuple[Explanation, ...]:
        """How many risks come first by which key. The list starts at rank 1, so all that come before are in it."""
        first_themes = self.a.settings.priority_first
        counts = {"ahead_policy": 0, "ahead_band": 0, "ahead_severity": 0, "ahead_likelihood": 0, "ahead_exposure": 0}
        for other in self.a.risks:
            if other.id == risk.id:
                continue
            keys = (
                ("ahead_policy", other.theme in first_themes, risk.theme in first_themes),
                ("ahead_band", other.band == "priority", risk.band == "priority"),
                ("ahead_severity", other.severity.level, risk.severity.level),
                ("ahead_likelihood", other.likelihood.level, risk.likelihood.level),
                ("ahead_exposure", other.exposure.amount, risk.exposure.amount),
            )
            first = next(((key, theirs > mine) for key, theirs, mine in keys if theirs != mine), None)
            # What is equal in everything keeps the order of themes and places.
            key, before = first or ("ahead_exposure", other.rank < risk.rank)
            counts[key] += before
        itself = Explanation(self.words["ahead_one"], 1, "risks")
        told = {key: count for key, count in counts.items() if key != "ahead_policy" or first_themes}
        return (itself, *(Explanation(self.words[key], count, "risks") for key, count in told.items()))

    def _severity(self, risk: Risk) -> Explanation:
        words, severity = self.words, risk.severity
        mean = self.a.settings.severity_rule == "mean"
        return Explanation(
            words["severity"],
            severity.level,
            "level",
            "mean" if mean else "max",
            words["severity_mean" if mean else "severity_max"],
            tuple(Explanation(words[f], getattr(severity, f), "level") for f in ("scale", "scope", "irremediable")),
            sources=(words[f"severity_{severity.basis}"],),
        )

    def _likelihood(self, risk: Risk) -> Explanation:
        words, found = self.words, risk.likelihood
        label = words["likelihood"].format(low=found.low, high=found.high, basis=words[found.basis])
        evidence = tuple(self.evidence(self.a.evidence[id_]) for id_ in found.evidence if id_ in self.a.evidence)
        unknown = Explanation(words["unknown"], found.unknown_share, "share", formula=words["unknown_how"])
        notes = (unknown,) if found.unknown_share > 0 else ()
        return Explanation(label, found.level, "level", "rule", found.because, evidence, notes)

    def _exposure(self, exposure: Exposure) -> Explanation:
        return Explanation(
            self.words["exposure"],
            exposure.amount,
            self.currency,
            "sum",
            self.words["tiers_how"],
            self.split(exposure.tiers),
            notes=(self.share(exposure.amount, exposure.share),),
            sources=(self.model_source,),
        )

    def _stability(self, risk: Risk) -> tuple[Explanation, ...]:
        words, stable = self.words, risk.stability
        how = words["in_top10_how"].format(draws=self.a.settings.draws, seed=self.a.settings.seed)
        ranks = ("rank_p05", "rank_p50", "rank_p95")
        return (
            Explanation(words["in_top10"], stable.in_top10, "share", "rule", how),
            *(Explanation(words[name], getattr(stable, name), "rank", "rule") for name in ranks),
        )

    def _norm(self, id_: str) -> str:
        norm = self.a.norms.get(id_)
        return f"{id_} {norm.title} ({self.words[f'norm_{norm.confidence}']})" if norm else id_

    def _unknown(self, what: str) -> InputProblem:
        names = [
            *self.risks,
            *(f"origin:{origin.country}/{origin.sector}" for origin in self.a.origins),
            *(f"no_data:{gap.theme}" for gap in self.a.no_data),
            *(f"evidence:{id_}" for id_ in self.a.evidence),
            *FORMS[:3],
        ]
        near = get_close_matches(what, names, n=3, cutoff=0.6)
        words = self.words
        remedy = words["near"].format(names=", ".join(near)) if near else words["ask"].format(forms=", ".join(FORMS))
        return InputProblem(words["not_found"].format(what=what), remedy)
