"""A profile file is read exactly or refused with line, key and remedy; nothing is guessed."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.kernel.errors import InputProblem
from scharnier.law.profile import Product, Profile
from scharnier.law.profile.read import load_profile, parse_profile
from scharnier.norms import Library
from scharnier.norms.law_load import load_laws

CONTRACT = """\
name: Voorbeeld BV
seat: NL                                   # ISO 3166 alpha-2 of the registered office
employees: {2027: 5200, 2028: 5300}        # yearly average, by financial year
turnover_worldwide_eur: {2027: 1.6e9, 2028: 1.7e9}
turnover_eu_eur: {2027: 9.0e8, 2028: 9.5e8}
group_role: none                           # none | ultimate_parent | subsidiary; figures of a parent are consolidated
franchise: {royalties_eu_eur: {2027: 8.0e7}}
founded_on: 2010-01-01
size_class: large                          # micro | small | medium | large
brings_batteries_to_eu_market: false
imports_kg: {tin_ore: 6000}                # per year, conflict-minerals regulation names
products: [{hs: "1806 32", origin: CI, role: operator, placed_on: 2027-02-01}]
"""
WHOLE = Profile(
    name="Voorbeeld BV",
    seat="NL",
    employees={2027: 5200, 2028: 5300},
    turnover_worldwide_eur={2027: 1.6e9, 2028: 1.7e9},
    turnover_eu_eur={2027: 9.0e8, 2028: 9.5e8},
    group_role="none",
    franchise=True,
    royalties_eu_eur={2027: 8.0e7},
    founded_on=date(2010, 1, 1),
    size_class="large",
    brings_batteries_to_eu_market=False,
    imports_kg={"tin_ore": 6000},
    products=(Product("180632", "CI", "operator", date(2027, 2, 1)),),
)


def read(text: str, library: Library) -> Profile:
    return parse_profile(text.encode(), "p.yaml", library)


def fault(text: str, library: Library) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        read(text, library)
    return caught.value


def test_every_key_of_the_contract(synthetic: Library) -> None:
    assert read(CONTRACT, synthetic) == WHOLE


def test_the_same_as_json(synthetic: Library) -> None:
    years = {"employees": {"2027": 5200}, "founded_on": "2010-01-01", "seat": "NL", "products": [], "imports_kg": {}}
    profile = read(json.dumps(years), synthetic)
    assert profile.employees == {2027: 5200}
    assert profile.founded_on == date(2010, 1, 1)
    assert profile.products == ()
    assert profile.imports_kg == {}


def test_an_empty_profile_knows_nothing(synthetic: Library) -> None:
    assert read("", synthetic) == read("# nothing\n", synthetic) == Profile()
    assert read("employees:\nproducts:\n", synthetic) == Profile()


def test_norway_is_a_country_and_small_letters_will_do(synthetic: Library) -> None:
    assert read("seat: NO", synthetic).seat == "NO"
    assert read("seat: nl", synthetic).seat == "NL"
    assert read("products: [{hs: 0201, origin: no}]", synthetic).products == (Product("0201", "NO"),)


def test_decimals_that_cannot_be_thousands_are_read(synthetic: Library) -> None:
    assert read("employees: {2027: 5.2, 2028: 5200.125}", synthetic).employees == {2027: 5.2, 2028: 5200.125}
    assert read('{"employees": {"2027": 5.125}}', synthetic).employees == {2027: 5.125}


def test_goods_codes_with_blanks_dots_and_twice(synthetic: Library) -> None:
    text = 'products: [{hs: "1806.32"}, {hs: 1806 32 10}, {hs: 1806}, {hs: 1806}]'
    assert [product.hs for product in read(text, synthetic).products or ()] == ["180632", "18063210", "1806", "1806"]


NO_PRODUCTS = "places_products_on_eu_market: false"


@pytest.mark.parametrize(
    ("text", "row", "key", "says"),
    [
        ("name: A\nemploees: {2027: 5}", 2, "emploees", "Did you mean 'employees'?"),
        ("qqq: 1", 1, "qqq", "See docs/profile-file.md."),
        ("employees: {2027: -1}", 1, "employees.2027", "negative"),
        ("employees:\n  2027: 5\n  2028: '6'", 3, "employees.2028", "not a number"),
        ("employees: {2027: .inf}", 1, "employees.2027", "not a number"),
        ("employees: {2027: .nan}", 1, "employees.2027", "not a number"),
        ("employees: {2027: 1e999}", 1, "employees.2027", "too large"),
        (f"employees: {{2027: 1{'0' * 400}}}", 1, "employees.2027", "too large"),
        ("employees: {2027: true}", 1, "employees.2027", "not a number"),
        ("employees: {2027: 5.200}", 1, "employees.2027", "Write 5200 or 5.2."),
        ("imports_kg: {tin_ore: 6.000}", 1, "imports_kg.tin_ore", "Write 6000 or 6."),
        ("employees: {1989: 5}", 1, "employees.1989", "not a year from 1990 to 2100"),
        ("employees: {2101: 5}", 1, "employees.2101", "not a year"),
        ("employees: {last: 5}", 1, "employees.last", "not a year"),
        ("employees: 5200", 1, "employees", "financial year"),
        ('{"employees": {"2027": 1, 2027: 2}}', 1, "employees.2027", "twice"),
        ("seat: UK", 1, "seat", "Did you mean GB?"),
        ("seat: Nederland", 1, "seat", "Did you mean NL?"),
        ("seat: ZZ", 1, "seat", "two letters"),
        ("seat: 5", 1, "seat", "not a country code"),
        ("group_role: parent", 1, "group_role", "none, ultimate_parent, subsidiary"),
        ("size_class: huge", 1, "size_class", "micro, small, medium, large"),
        ("listed: yes", 1, "listed", "true or false"),
        ("brings_batteries_to_eu_market: 1", 1, "brings_batteries_to_eu_market", "true or false"),
        ("founded_on: 2010", 1, "founded_on", "not a date"),
        ("founded_on: '2010-02-30'", 1, "founded_on", "exists"),
        ("founded_on: 2010-02-30", 1, "", "day is out of range"),
        ("founded_on: 2110-01-01", 1, "founded_on", "2100"),
        ("employees: {2027: 5}\nfounded_on: 2028-01-01", 1, "employees.2027", "founded on 2028-01-01"),
        ("turnover_worldwide_eur: {2027: 5}\nturnover_eu_eur: {2027: 6}", 2, "turnover_eu_eur.2027", "more than"),
        ("employees: {'2027': 5.200}", 1, "employees.2027", "Write 5200 or 5.2."),
        ("employees: {2027:\n  5.200}", 1, "employees.2027", "Write 5200 or 5.2."),
        ("imports_kg: {tin_ore: null}", 1, "imports_kg.tin_ore", "leave out imports_kg, and it is unknown"),
        (f"{NO_PRODUCTS}\nproducts: [{{hs: 0901}}]", 1, "places_products_on_eu_market", "by products there are"),
        (f"{NO_PRODUCTS}\nbrings_batteries_to_eu_market: true", 1, "places_products_on_eu_market", "by brings_bat"),
        ("imports_kg: {tin_oer: 5}", 1, "imports_kg.tin_oer", "Did you mean 'tin_ore'? Names with a recorded"),
        ("imports_kg: {platinum: 5}", 1, "imports_kg.platinum", "tin_ore, gold"),
        ("imports_kg: 6000", 1, "imports_kg", "not a list of names"),
        ("franchise: {royalties: {2027: 5}}", 1, "franchise.royalties", "royalties_eu_eur"),
        ("franchise: much", 1, "franchise", "true, false"),
        ("products: {hs: 1806}", 1, "products", "not a list"),
        ("products: [1806]", 1, "products.0", "not a product"),
        ("products: [{origin: CI}]", 1, "products.0", "no hs code"),
        ("products:\n  - {hs: 1806}\n  - {hs: 201}", 3, "products.1.hs", "2, 4, 6, 8 or 10 digits"),
        ("products: [{hs: 1806.30}]", 1, "products.0.hs", "zeros may be lost"),
        ("products: [{hs: coffee}]", 1, "products.0.hs", "not an HS or CN code"),
        ("products: [{hs: 1806, role: importer}]", 1, "products.0.role", "operator, downstream, trader"),
        ("products: [{hs: 1806, origin: Ivoorkust}]", 1, "products.0.origin", "Did you mean CI?"),
        ("products: [{hs: 1806, placed_on: 1980-01-01}]", 1, "products.0.placed_on", "1990"),
        ("[1, 2]", 1, "", "`key: value`"),
        ("a: &x 1\nb: *x", None, "", "anchors"),
        ("name: A\nname: B", 2, "", "twice"),
        ("name: [", None, "", "YAML"),
        ("[" * 200, None, "", "nested too deeply"),
    ],
)
def test_a_fault_names_line_key_and_remedy(text: str, row: int | None, key: str, says: str, synthetic: Library) -> None:
    problem = fault(text, synthetic)
    assert problem.file == "p.yaml"
    assert row is None or problem.row == row
    assert key == "" or problem.column.startswith(key)
    assert says in str(problem)
    assert "\n" not in str(problem)


def test_all_faults_at_once_in_the_order_of_the_file(synthetic: Library) -> None:
    problem = fault("size_class: big\nemployees: {2027: -1}\nseat: ZZ\nlisted: maybe", synthetic)
    assert (problem.row, problem.column) == (1, "size_class")
    assert "And 3 more: line 2 employees.2027" in str(problem)
    assert "line 4 listed" in str(problem)


def test_what_differs_from_the_size_class_is_no_fault(synthetic: Library) -> None:
    assert read("size_class: micro\nemployees: {2027: 9000}", synthetic).size_class == "micro"


def test_files_that_cannot_be_read(tmp_path: Path, synthetic: Library) -> None:
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * (5 * 1024 * 1024 + 1))
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("name: A\nseat: \xe9".encode("latin-1"))
    for path, says in ((tmp_path / "no.yaml", "cannot be read"), (tmp_path, "cannot be read"), (big, "larger")):
        with pytest.raises(InputProblem, match=says):
            load_profile(path, synthetic)
    with pytest.raises(InputProblem, match=r"line 2: .*UTF-8"):
        load_profile(latin, synthetic)


def test_the_shipped_names_of_minerals_have_a_threshold() -> None:
    shipped = Path(__file__).resolve().parents[2] / "src/scharnier/data/demo/profiles/voorbeeld-bv.yaml"
    assert load_profile(shipped) == WHOLE


SYNTHETIC = Library("synthetic", {}, {}, {}, {}, (), {}, load_laws(Path(__file__).parent / "fixtures").laws)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_profile_or_a_problem(raw: bytes) -> None:
    with suppress(InputProblem):
        assert isinstance(parse_profile(raw, "p.yaml", SYNTHETIC), Profile)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.dates().map(str)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
KEYS = st.sampled_from(["employees", "seat", "franchise", "products", "imports_kg", "founded_on", "listed", "name"])


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_value_under_a_key_is_read_or_a_problem(raw: dict[str, object]) -> None:
    with suppress(InputProblem):
        assert isinstance(parse_profile(json.dumps(raw).encode(), "p.json", SYNTHETIC), Profile)


def test_a_spreadsheet_is_sent_to_the_answer_for_tables() -> None:
    with pytest.raises(InputProblem, match=r"spreadsheet, not a profile\. .*--bulk"):
        parse_profile(b"PK\x03\x04\xff\xfe", "companies.xlsx", SYNTHETIC)
