"""The first sentences keep apart what was not bought, what is unknown and what was assessed."""

import pytest

from scharnier.analytics.assessment import Coverage, Reason
from scharnier.analytics.headline import Words, _covered

WORDS = Words("en", "GBP", {}, {}, {}, {})


def coverage(assessed: float, **reasons: tuple[int, float]) -> Coverage:
    """A coverage with these reasons: lines and amount."""
    by_reason = [Reason(reason=key, label=key, lines=n, amount=amount) for key, (n, amount) in reasons.items()]
    return Coverage(
        assessed_lines=10,
        assessed_amount=assessed,
        unassessed_lines=sum(n for n, _ in reasons.values()),
        unassessed_amount=sum(amount for _, amount in reasons.values()),
        by_reason=by_reason,
    )


def test_salaries_are_not_called_unknown() -> None:
    said = _covered(coverage(700.0, payroll=(2, 250.0), no_content=(1, 50.0), total_row=(1, 0.0)), WORDS)
    assert said == (
        "Of £1,000 in the file, £700 (70%) was assessed. For £250 nothing was bought, as with salaries, grants or "
        "taxes. For £50 the file does not say enough: that part is unknown, not safe."
    )


def test_all_assessed_says_nothing_of_a_rest() -> None:
    assert _covered(coverage(700.0), WORDS) == "Of £700 in the file, £700 (100%) was assessed."


def test_an_unrecognised_credit_line_gives_no_share_above_the_whole() -> None:
    said = _covered(coverage(189_561.0, unrecognised=(1, -2000.0)), WORDS)
    assert "%" not in said
    assert "Lines that cannot be assessed: 1 (together \u2212£2,000)" in said


@pytest.mark.parametrize("reason", ["currency_other", "amount_missing", "amount_unreadable"])
def test_lines_without_a_usable_amount_are_unknown_too(reason: str) -> None:
    assert "unknown, not safe" in _covered(coverage(700.0, **{reason: (1, 0.0)}), WORDS)
