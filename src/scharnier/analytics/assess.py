"""From a purchase ledger to an assessment: read, classify, follow the money, rank, put the answer together."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from scharnier.analytics.answer import Answer
from scharnier.analytics.assessment import Assessment
from scharnier.analytics.compose import compose
from scharnier.analytics.exposure import calc_exposures
from scharnier.analytics.lines import lines_table, reason_of
from scharnier.analytics.mapping import load_mapping
from scharnier.analytics.options import Options
from scharnier.analytics.purchases import read_purchases
from scharnier.analytics.ranking import rank
from scharnier.codes.classify import load_classifier
from scharnier.codes.concordance import load_concordance
from scharnier.codes.countries import match_country
from scharnier.kernel.errors import InputProblem
from scharnier.norms import load_library
from scharnier.risk.evidence import load_evidence
from scharnier.risk.severity import load_severities
from scharnier.sources.ledger import read_ledger
from scharnier.sources.mrio.adopt import load_for_assessment

__all__ = ["Options", "Result", "assess"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Result:
    """The assessment, and what happened to every line."""

    assessment: Assessment
    lines: pa.Table


def assess(path: Path, options: Options, progress: Progress = lambda _stage, _share: None) -> Result:
    """Assess the purchase file at `path`.

    `progress` is told the stage (read, classify, chain, risk, compose) and how much of it is done (0..1). Raises
    InputProblem for anything the user can mend.
    """
    buyer = match_country(options.buyer_country)
    if buyer is None:
        remedy = "Use a name or an ISO code, such as NL."
        raise InputProblem(f"{options.buyer_country!r} is not a country we know.", remedy, column="--buyer-country")
    mapping = load_mapping(options.mapping) if options.mapping else None
    severities = load_severities(options.severity)
    model = load_for_assessment(options.model, options.store)
    ledger = read_ledger(
        path,
        columns=options.columns or None,
        currency=options.currency,
        lang=options.lang,
        progress=lambda _stage, share: progress("read", share),
    )
    progress("classify", 0)
    concordance = load_concordance(ledger.code_scheme) if ledger.code_scheme else None
    purchases = read_purchases(ledger, load_classifier(), mapping, concordance)
    progress("chain", 0)
    reason, reasons = reason_of(ledger, purchases)
    exposures = calc_exposures(purchases, ledger.cents, ledger.problem == 0, model, buyer)
    progress("risk", 0)
    evidence = load_evidence()
    ranked = rank(exposures, model, evidence, severities, options)
    progress("compose", 0)
    answer = Answer(path, options, buyer, mapping, model, ledger, purchases, exposures, evidence, ranked)
    assessment = compose(answer, reason, reasons, load_library())
    return Result(assessment, lines_table(ledger, purchases, exposures, reason, reasons, options.lang))
