"""ISV.R005: one tender, in an ISV category, and no ISV in sight. Method: docs/method/flags/ISV.R005.md."""

from collections.abc import Sequence

from scharnier.procurement.flags.category import is_foreign, whole_category
from scharnier.procurement.flags.content import FlagContent
from scharnier.procurement.flags.facts import FlagFacts
from scharnier.procurement.flags.frame import Finding, Indicator

USED = ("trace_classes",)


def assess(facts: FlagFacts, content: FlagContent) -> Sequence[Finding]:
    """The number of tenders is the largest over the lots: one means one at most everywhere, more says so of one lot."""
    if is_foreign(facts):
        return [Finding("not_applicable", "foreign")]
    category = whole_category(facts)
    if category.is_in == "no":
        return [Finding("not_applicable", "no_category")]
    number = facts.n_tenders
    if number is None and facts.form in content.value("before_result_forms"):
        return [Finding("not_applicable", "not_yet", used=("before_result_forms",))]
    if number is None:
        return [Finding("unknown", "not_given", missing=("tenders",))]
    figures = {"tenders": number}
    if number < 1:
        return [Finding("not_applicable", "none_came", figures=figures)]
    if number > 1:
        n = {"n": str(number)}
        if facts.n_lots == 1:
            return [Finding("clear", "more_came", n, figures=figures)]
        return [Finding("unknown", "some_lots", n, ("tenders_per_lot",), figures)]
    if facts.trace in content.value("trace_classes"):
        return [Finding("clear", "trace", figures=figures, used=USED)]
    if facts.trace is None:
        return [Finding("unknown", "not_read", missing=("documents",), figures=figures)]
    if category.is_in == "perhaps":
        return [Finding("unknown", "one_perhaps", {}, ("category",), figures, USED)]
    if facts.trace_in == "documents":
        return [Finding("flagged", "one_documents", {"category": category.name}, (), figures, USED)]
    return [Finding("flagged", "one", {"category": category.name}, ("documents",), figures, USED)]


INDICATOR = Indicator(
    "ISV.R005",
    assess,
    (
        *("buyers.country", "form", "dispatched_on", "published_on", "cpv", "lots", "n_lots", "n_tenders"),
        *("texts", "social_objectives"),
    ),
)
