"""The EUDR for any profile: what may never happen, whatever is known or not known."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer
from scharnier.law.eudr_annex import find_entries, load_annex, trim_code
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.eudr import judge_eudr, judge_product
from scharnier.norms import load_library

LIBRARY = load_library()
TODAY = date(2026, 11, 20)
SIZES = ("micro", "small", "medium", "large")
GENERA = ("Elaeis", "Hevea", "Bos", "Bubalus", "Bambusa", "Quercus", "none", "Elais")
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
FLAG = st.sampled_from([None, True, False])
CODES = st.one_of(
    st.sampled_from([entry.code for entry in load_annex()]),
    st.sampled_from([entry.stem[:4] for entry in load_annex()]),
    st.text("0123456789", min_size=2, max_size=10),
)
PRODUCTS = st.builds(
    Product,
    hs=CODES,
    origin=st.sampled_from([None, "BR", "CN", "GH", "NL", "RU", "TW", "ZZ"]),
    role=st.sampled_from([None, "operator", "downstream", "trader"]),
    placed_on=st.none() | DAYS,
    genus=st.none() | st.sampled_from(GENERA),
    used=FLAG,
    waste=FLAG,
    packing=FLAG,
)
FIRMS = st.builds(
    Profile,
    seat=st.sampled_from([None, "NL", "GH", "US"]),
    size_class=st.sampled_from([None, *SIZES]),
    founded_on=st.sampled_from([None, date(2020, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]),
)


def ask(product: Product, firm: Profile, on: date) -> Answer:
    return judge_product(product, firm, on, LIBRARY).answer


@given(PRODUCTS, FIRMS, DAYS)
def test_low_never_comes_from_an_unknown_origin(product: Product, firm: Profile, on: date) -> None:
    found = judge_product(product, firm, on, LIBRARY)
    if product.origin in (None, "ZZ"):
        assert found.country_class is None
        assert not {"eudr-2023:13", "eudr-2023:4a"} & set(found.duties)
    elif found.country_class is not None:
        assert found.country_class == {"BR": "standard", "TW": "standard", "RU": "high"}.get(product.origin, "low")


@given(PRODUCTS, FIRMS, DAYS)
def test_origin_and_role_never_change_the_verdict(product: Product, firm: Profile, on: date) -> None:
    bare = replace(product, origin=None, role=None)
    assert ask(product, firm, on).verdict is ask(bare, firm, on).verdict


@given(PRODUCTS, FIRMS, DAYS, st.sampled_from(SIZES), st.sampled_from([date(2020, 1, 1), date(2025, 1, 1)]))
def test_what_is_decided_stays_decided_when_the_firm_says_more(
    product: Product, firm: Profile, on: date, size: str, founded: date
) -> None:
    told = replace(firm, size_class=firm.size_class or size, founded_on=firm.founded_on or founded)
    before, after = ask(product, firm, on), ask(product, told, on)
    if before.verdict is not Verdict.UNKNOWN:
        assert after.verdict is before.verdict
    assert not {"size_class", "founded_on"} & set(after.missing)


@given(PRODUCTS, FIRMS, DAYS)
def test_every_missing_fact_can_change_the_answer(product: Product, firm: Profile, on: date) -> None:
    answer = ask(product, firm, on)
    assert (answer.verdict is Verdict.UNKNOWN) or not answer.missing
    if "size_class" in answer.missing:
        told = [ask(product, replace(firm, size_class=size), on) for size in SIZES]
        assert any((found.verdict, found.missing) != (answer.verdict, answer.missing) for found in told)
    if "founded_on" in answer.missing:
        firms = [replace(firm, founded_on=day) for day in (date(2020, 1, 1), date(2025, 1, 1))]
        assert any(ask(product, f, on).missing != answer.missing for f in firms)
    if "products[0].genus" in answer.missing:
        told = [ask(replace(product, genus=genus), firm, on) for genus in GENERA]
        assert len({(found.verdict, found.missing) for found in told}) > 1
    if "products[0].hs" in answer.missing:
        stems = [e.stem for e in find_entries(trim_code(product.hs)) if e.stem != trim_code(product.hs)]
        longer = [*(f"{trim_code(product.hs)}{n}" for n in range(1, 10)), *stems]
        assert any("products[0].hs" not in ask(replace(product, hs=hs), firm, on).missing for hs in longer)


@given(CODES, st.text("0123456789", max_size=4), FIRMS, DAYS)
def test_a_longer_code_agrees_with_the_shorter(code: str, more: str, firm: Profile, on: date) -> None:
    short, long = (ask(Product(hs, placed_on=on), firm, on) for hs in (code, trim_code(code) + more))
    if short.scope is Verdict.NOT_MET:
        assert long.scope is Verdict.NOT_MET
    if short.scope is Verdict.MET:
        # Only a condition behind `ex` that the digits themselves decide can take a part of an entry out.
        assert long.scope is Verdict.MET or "code itself says" in long.because["en"]


@given(PRODUCTS, FIRMS, DAYS, st.integers(1, 800))
def test_met_stays_met_on_later_days(product: Product, firm: Profile, on: date, more: int) -> None:
    early = replace(product, placed_on=on)
    if ask(early, firm, TODAY).verdict is Verdict.MET:
        late = ask(replace(product, placed_on=on + timedelta(days=more)), firm, TODAY)
        assert late.verdict is Verdict.MET
        assert late.since is None or late.since <= on


@given(PRODUCTS, FIRMS, DAYS)
def test_outlook_is_what_asking_again_gives(product: Product, firm: Profile, on: date) -> None:
    answer = ask(product, firm, on)
    for day, verdict in answer.outlook:
        assert day > on
        assert ask(product, firm, day).verdict is verdict
        assert ask(product, firm, day - timedelta(days=1)).verdict is not verdict


@given(PRODUCTS, FIRMS)
def test_taken_out_by_a_fact_was_announced(product: Product, firm: Profile) -> None:
    """A fact that turns met into anything else was named before, except that of waste, which holds for all."""
    bare = replace(product, genus=None, used=None, waste=None, packing=None)
    before, after = ask(bare, firm, TODAY), ask(replace(product, waste=None), firm, TODAY)
    if before.verdict is Verdict.MET and after.verdict is not Verdict.MET:
        assert before.would_change or product.used


@given(st.lists(PRODUCTS, max_size=4), FIRMS, DAYS)
def test_whole_follows_from_its_products(products: list[Product], firm: Profile, on: date) -> None:
    answer = judge_eudr(replace(firm, products=tuple(products)), on, LIBRARY)
    verdicts = [found.answer.verdict for found in answer.products]
    assert (Verdict.MET in verdicts) == (answer.verdict is Verdict.MET)
    assert len(answer.products) == len(products)
    assert set(answer.missing) <= {key for found in answer.products for key in found.answer.missing}
    assert all(answer.because[lang] for lang in ("nl", "en"))
