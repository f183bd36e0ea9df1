"""Ranked risks of an assessment as adverse impacts of a dossier: what is known goes along, what is not stays unknown.

An assessment says where harm is likely. It does not say that it happens, to whom, or what part the organisation has in
it: those stay open, and the rules ask for them.
"""

from collections.abc import Collection, Iterator

from scharnier.analytics.assessment import Assessment, Risk
from scharnier.codes.countries import load_countries
from scharnier.diligence.dossier.harm import Grade, Impact, Promoted, Severity
from scharnier.diligence.rules.judging import say
from scharnier.kernel.errors import InputProblem

LONGEST = 300
MOST_REASON = 10_000


def choose_risks(assessment: Assessment, top: int, themes: Collection[str] = ()) -> list[Risk]:
    """The first `top` risks in the order of the assessment, of these themes only where some are named.

    Raises InputProblem where there are none.
    """
    strange = sorted(set(themes) - set(assessment.themes))
    if strange:
        raise InputProblem(f"the assessment has no theme {strange[0]!r}.", "See scharnier norms list --kind theme.")
    found = [risk for risk in assessment.risks if not themes or risk.theme in themes][:top]
    if not found:
        raise InputProblem("the assessment ranks no risk of this kind.", "Leave --theme out, or look at its gaps.")
    return found


def impact_id(risk_id: str) -> str:
    """The id of the impact of a risk: `child_labour:IND/c4` is `child_labour-IND-c4`. The same risk, the same id."""
    return risk_id.replace(":", "-").replace("/", "-")


def promote(assessment: Assessment, risks: list[Risk], proof: str, lang: str) -> Iterator[Impact]:
    """An impact for each of these risks; `proof` is the evidence record that holds the assessment.

    Likelihood and the parts of severity go along with where they come from; `actual`, who is affected and the
    involvement are left open.
    """
    countries = load_countries()
    for risk in risks:
        place = assessment.places.get(risk.origin.country, risk.origin.country)
        sector = assessment.sectors.get(risk.origin.sector, risk.origin.sector)
        theme = assessment.themes.get(risk.theme, risk.theme)
        goods = ", ".join(assessment.products.get(good, good) for good in risk.products)
        because = say("atlas", f"severity_{risk.severity.basis}", lang)
        yield Impact(
            id=impact_id(risk.id),
            title=_short(f"{theme}: {place}, {goods or sector}"),
            theme=risk.theme,
            country=risk.origin.country if risk.origin.country in countries else None,
            place=_short(f"{place}, {sector}"),
            severity=Severity(
                scale=Grade(level=risk.severity.scale, because=because),
                scope=Grade(level=risk.severity.scope, because=because),
                irremediable=Grade(level=risk.severity.irremediable, because=because),
            ),
            likelihood=risk.likelihood.level,
            likelihood_because=risk.likelihood.because[:MOST_REASON] or None,
            found_on=assessment.settings.assessed_on,
            promoted=Promoted(assessment=proof, risk=risk.id, rank=risk.rank),
            evidence=(proof,),
        )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"
