"""The answer of a scope rule: verdict, since and until when, because of which figures, and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.profile import Product

Text = Mapping[str, str]  # the same words in "nl" and "en"


@dataclass(frozen=True)
class Test:
    """One predicate: the fact of the profile, the figure of the law, and how they compare.

    `year` is the financial year of the fact; None where the fact has none. `value` and `limit` are in `unit`; for a
    test that is no comparison (seat in the EU, brings batteries) both are None and `words` says it all.
    """

    __test__ = False  # not a test of pytest

    fact: str
    verdict: Verdict
    words: Text
    provision: str
    year: int | None = None
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    confidence: Confidence = Confidence.VERIFIED


@dataclass(frozen=True)
class Answer:
    """What a law means for a profile on a date.

    `verdict`: *met*: it binds on that date. *not_met*: it was tested and does not. *unknown*: facts are missing,
    exactly those in `missing`, each of which can change the answer. *not_applicable*: there is no such law on that
    date, or it binds nobody yet or any more. `scope` is the test of who is covered alone, apart from the date of
    application: a firm above the limits in 2026 has `scope` met and `verdict` not_applicable with `since` in 2029.

    `since`: the first day the law binds this profile (past or to come), as far as the facts and the text go; None
    where it does not or that is unknown. With *unknown* it is the day from which it binds in any case, where facts
    are missing only for the time before. `until`: the last day, where one is known. `would_change` says in words what
    would turn the verdict ("201 more employees in 2028"); `outlook` holds the days on which, with the same facts, the
    verdict changes by itself. `confidence` is that of the weakest figure or provision that carries the answer.
    """

    law: str
    verdict: Verdict
    scope: Verdict
    because: Text
    provisions: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    missing: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    would_change: tuple[Text, ...] = ()
    outlook: tuple[tuple[date, Verdict], ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    products: tuple["ProductAnswer", ...] = ()

    def __post_init__(self) -> None:
        if self.missing and self.verdict is not Verdict.UNKNOWN:
            raise ValueError(f"an answer that lacks {self.missing} cannot be {self.verdict}")


@dataclass(frozen=True)
class ProductAnswer:
    """The EUDR for one product: as `Answer`, with the Annex I entries, the country class and what the role asks."""

    product: Product
    answer: Answer
    entries: tuple[str, ...]  # "1806" as in Annex I
    commodity: str | None
    country_class: str | None  # low, standard, high; None while the origin is unknown
    duties: tuple[str, ...]  # provision ids
    duty_words: tuple[Text, ...]
