"""EUDR for many companies: products that differ only in facts that cannot matter are judged once, by the scalar rule.

Origin and role change what is asked, never whether or when. A day of placing matters by the stretch between two
changes in the law or in Annex I that it lies in; the size class by whether it is small; the founding date by on which
side of a day of the law it lies.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import numpy as np

from scharnier.kernel.outcome import Verdict
from scharnier.law.bulk.columns import Columns
from scharnier.law.bulk.ruling import CODE, Rulings, no_law, same_day
from scharnier.law.bulk.truth import constant
from scharnier.law.eudr_annex import load_annex
from scharnier.law.profile import Product, Profile, SizeClass
from scharnier.law.scope.eudr import NAME, judge_product
from scharnier.law.scope.eudr_whole import ORDER
from scharnier.law.scope.ruling import days_of
from scharnier.norms.law_records import Law
from scharnier.norms.library import Library

RANK = {verdict: rank for rank, verdict in enumerate(ORDER)}
SIZES: dict[str, SizeClass | None] = {"": None, "micro": "micro", "small": "micro", "medium": "large", "large": "large"}

DAY = timedelta(days=1)


def judge_eudr(columns: Columns, on: date, library: Library) -> Rulings:
    """Verdict and since of the EUDR for each company as a whole."""
    law = library.law(NAME)
    if law.version(on) is None:
        return no_law(columns.size)
    judged = _Judged(on, library, law)
    verdicts = np.full(columns.size, CODE[Verdict.UNKNOWN], dtype=np.int8)
    since = same_day(columns.size, None)
    sizes = [SIZES[word] for word in columns.words["size_class"].tolist()]
    founded = columns.founded_on.tolist()
    for at, products in enumerate(columns.products):
        if products is None:
            continue
        verdict, start = judged.of_all(products, sizes[at], founded[at])
        verdicts[at] = CODE[verdict]
        if start is not None:
            since[at] = start
    return Rulings(verdicts, since, constant(columns.size, None))


class _Judged:
    """The answers so far, by what can matter."""

    def __init__(self, on: date, library: Library, law: Law) -> None:
        self._on, self._library = on, library
        entries = load_annex()
        changes = {*days_of(law), on, min(on, date.max - DAY) + DAY, *(entry.valid_from for entry in entries)}
        self._changes = sorted(changes | {entry.valid_to for entry in entries if entry.valid_to})
        bounds = law.parameters["micro_small_founded_by"].values if "micro_small_founded_by" in law.parameters else ()
        self._bounds = sorted(value.amount for value in bounds if isinstance(value.amount, date))
        self._known: dict[tuple[object, ...], tuple[Verdict, date | None]] = {}

    def of_all(
        self, products: tuple[Product, ...], size: SizeClass | None, founded: date | None
    ) -> tuple[Verdict, date | None]:
        """Verdict and since for all products of a company: the twin of `scope.eudr_whole.sum_up`."""
        verdict, since = Verdict.NOT_MET, None
        for number, product in enumerate(products):
            one, start = self.of(product, size, founded)
            if number == 0 or RANK[one] < RANK[verdict]:
                verdict, since = one, start
            elif one is verdict and start is not None:
                since = start if since is None else min(since, start)
        return verdict, since

    def of(self, product: Product, size: SizeClass | None, founded: date | None) -> tuple[Verdict, date | None]:
        """Verdict and since for one product."""
        placed = -1 if product.placed_on is None else bisect_right(self._changes, product.placed_on)
        side = -1 if founded is None else bisect_left(self._bounds, founded)
        facts = (product.genus, product.used, product.waste, product.packing)
        key = (product.hs, placed, *facts, size, side)
        if key not in self._known:
            profile = Profile(size_class=size, founded_on=founded)
            answer = judge_product(product, profile, self._on, self._library).answer
            self._known[key] = answer.verdict, answer.since
        return self._known[key]
