"""Whole pages as a reader sees them, on synthetic law. To accept a change: GOLDEN=write python -m pytest this file."""

import os
from datetime import date
from pathlib import Path

import pytest

from scharnier.cli.law.answer import render_answers
from scharnier.law.applies import RULES
from scharnier.law.profile import Profile
from scharnier.norms import Library

PAGES = {
    "not-yet": (
        date(2026, 11, 20),
        Profile(
            name="Voorbeeld BV",
            seat="NL",
            employees={2027: 520, 2028: 530},
            turnover_worldwide_eur={2027: 5.2e6, 2028: 6e6},
            group_role="none",
            public_interest_entity=False,
            brings_batteries_to_eu_market=True,
            imports_kg={"tin_ore": 60},
        ),
    ),
    "just-below": (
        date(2029, 8, 1),
        Profile(
            name="Net Niet BV",
            seat="NL",
            employees={2027: 500, 2028: 501},
            turnover_worldwide_eur={2027: 5e6, 2028: 5e6},
            group_role="subsidiary",
            brings_batteries_to_eu_market=False,
            imports_kg={"tin_ore": 50, "gold": 3},
            places_products_on_eu_market=False,
        ),
    ),
    "nothing-known": (date(2029, 8, 1), Profile()),
    "abroad": (
        date(2029, 8, 1),
        Profile(
            name="Abroad Inc",
            seat="US",
            turnover_eu_eur={2027: 5.2e6, 2028: 6e6},
            eu_branch_turnover_eur={2028: 2.5e6},
            group_role="ultimate_parent",
            royalties_eu_eur={2028: 75001},
        ),
    ),
    "before-there-was-law": (date(2016, 1, 1), Profile(name="Vroeg BV", seat="NL")),
}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_did(name: str, lang: str, synthetic: Library, repository: Path) -> None:
    on, profile = PAGES[name]
    answers = [judge(profile, on, synthetic) for law, judge in RULES.items() if law != "eudr"]
    page = render_answers(profile, answers, synthetic, on, lang) + "\n"
    golden = repository / "tests" / "golden" / "law" / f"{name}.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")
    assert max(map(len, page.splitlines())) <= 80
