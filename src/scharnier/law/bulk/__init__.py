"""The scope rules for many companies at once: NumPy twins, held equal to the scalar rules by a property test.

The scalar rule is the definition and the explanation; here only verdict and since come out.
"""

from datetime import date

from scharnier.law.bulk.columns import Columns
from scharnier.law.bulk.csddd import judge_csddd
from scharnier.law.bulk.csrd import judge_csrd
from scharnier.law.bulk.eudr import judge_eudr
from scharnier.law.bulk.rules import judge_batteries, judge_conflict_minerals, judge_flr
from scharnier.law.bulk.ruling import Rulings
from scharnier.norms.library import Library


def judge_bulk(columns: Columns, on: date, library: Library) -> dict[str, Rulings]:
    """Verdict and since by law (those of `applies.RULES`), each for every company in the order of the columns."""
    return {
        "csddd": judge_csddd(columns, on, library.law("csddd")),
        "csrd": judge_csrd(columns, on, library.law("csrd")),
        "eudr": judge_eudr(columns, on, library),
        "flr": judge_flr(columns, on, library.law("flr")),
        "conflict_minerals": judge_conflict_minerals(columns, on, library.law("conflict_minerals")),
        "batteries": judge_batteries(columns, on, library.law("batteries")),
    }
