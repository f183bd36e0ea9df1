"""The statement: what makes it invalid, what is sent, and that the request has the published names in their order."""

import base64
import json
import re
import tarfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from scharnier.eudr.statement import Made, load_statement_codes, make_statement
from scharnier.kernel.errors import InputProblem

from .builders import collection, point, polygon

ON = date(2026, 11, 20)
PLOTS = collection([point(ProducerName="Kwame"), polygon(ProducerName="Ama")])
SOUND = """\
kind: due_diligence_statement
internal_reference: COCOA-1
activity: import
placed_on: 2027-02-01
operator:
  name: Voorbeeld Cacao BV
  address: {street: Kade 1, postal_code: 1011 AB, city: Amsterdam, country: NL}
  eori: NL123456789
country_of_activity: NL
border_country: NL
geolocation_confidential: true
commodities:
  - description: Cocoa beans
    hs: "180100"
    net_mass_kg: 20000
    producers:
      - {name: Kwame, country: GH, plots: plots.geojson}
due_diligence: {confirmed: true, conclusion: negligible, by: J. Jansen}
signature: {name: J. Jansen, function: director, date: 2026-11-20}
"""
WOOD = """\
  - description: Plywood
    hs: 441231
    net_mass_kg: 500.25
    supplementary: {amount: 2, unit: MTQ}
    species: [{scientific: Quercus robur, common: oak}]
    producers: [{name: Bos, country: GH, plots: plots.geojson}]
"""
SIMPLE = """\
kind: simplified_declaration
internal_reference: REF-1
activity: domestic
operator:
  name: Bauer Klein
  address: {street: Weg 1, postal_code: 12345, city: Dorf, country: DE}
country_of_activity: DE
geolocation_confidential: false
commodities:
  - description: Soya beans, a year
    hs: "120190"
    net_mass_kg: 9000
    producers:
      - name: Bauer Klein
        country: DE
        postal_address: {street: Weg 1, postal_code: 12345, city: Dorf}
due_diligence: {confirmed: true}
"""
Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A statement from a text, with replacements, and with the plots beside it."""

    def run(text: str = SOUND, *changes: tuple[str, str], plots: str = PLOTS, geojson: bool = False) -> Made:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "plots.geojson").write_text(plots, encoding="utf-8")
        return make_statement(tmp_path / "s.yaml", ON, "en", tmp_path / "plots.geojson" if geojson else None)

    return run


def codes(made: Made) -> set[str]:
    return {remark.code for remark in made.statement.remarks}


def errors(made: Made) -> set[str]:
    return {remark.code for remark in made.statement.remarks if remark.severity == "error"}


def test_a_sound_statement(make: Make) -> None:
    made = make()
    assert made.statement.valid
    assert made.statement.remarks == []
    [commodity] = made.statement.commodities
    assert commodity.annex_i == ["cocoa"]
    assert commodity.country_risk == {"GH": "low"}
    [producer] = commodity.producers
    assert producer.plots is not None
    assert (producer.plots.features, producer.plots.points, producer.plots.polygons) == (2, 1, 1)


def test_a_sound_simplified_declaration(make: Make) -> None:
    made = make(SIMPLE)
    assert made.statement.valid, made.statement.remarks
    assert made.request is not None
    assert b"<sd:producerPostalCode>12345</sd:producerPostalCode>" in made.request
    assert b"<sd:operatorRole>MICRO_OPERATOR</sd:operatorRole>" in made.request


LONG = "x" * 151
CASES: list[tuple[str, str, tuple[tuple[str, str], ...]]] = [
    ("missing", SOUND, (("activity: import\n", ""),)),
    ("missing", SOUND, (("  name: Voorbeeld Cacao BV\n", ""),)),
    ("missing", SOUND, (("city: Amsterdam, ", ""),)),
    ("missing", SOUND, (("geolocation_confidential: true\n", ""),)),
    ("missing", SOUND, (("function: director, ", ""),)),
    ("missing", SOUND, (("    hs: \"180100\"\n", ""),)),
    ("missing", SOUND, (("country: GH, ", ""),)),
    ("missing", SIMPLE, (("internal_reference: REF-1\n", ""),)),
    ("not_confirmed", SOUND, (("confirmed: true", "confirmed: false"),)),
    ("not_confirmed", SOUND, (("confirmed: true, ", ""),)),
    ("not_confirmed", SIMPLE, (("due_diligence: {confirmed: true}\n", ""),)),
    ("no_conclusion", SOUND, (("conclusion: negligible, ", ""),)),
    ("no_conclusion", SOUND, ((", by: J. Jansen", ""),)),
    ("signed_later", SOUND, (("date: 2026-11-20", "date: 2026-11-21"),)),
    ("eori_missing", SOUND, (("  eori: NL123456789\n", ""),)),
    ("eori_form", SOUND, (("NL123456789", "123"),)),
    ("role_conflict", SOUND, (("activity: import", "role: representative\nactivity: import"),)),
    ("role_conflict", SOUND, (("activity: import", "representative: {name: X}\nactivity: import"),)),
    ("only_import", SOUND, (("activity: import", "activity: domestic"), ("country: NL}", "country: BR}"))),
    ("not_in_eu", SOUND, (("border_country: NL", "border_country: CH"),)),
    ("country_unknown", SOUND, (("country: GH", "country: XX"),)),
    ("too_long", SOUND, (("description: Cocoa beans", f"description: {LONG}"),)),
    ("too_long", SOUND, (("COCOA-1", "C" * 36),)),
    ("unsendable", SOUND, (("COCOA-1", '"COCOA\\u0001"'),)),
    ("too_long", SIMPLE, (("REF-1", "R" * 15),)),
    ("too_many", SOUND, (("due_diligence:", f"references: [{', '.join(['A1'] * 2001)}]\ndue_diligence:"),)),
    ("quantity_missing", SOUND, (("    net_mass_kg: 20000\n", ""),)),
    ("quantity_missing", SIMPLE, (("    net_mass_kg: 9000\n", ""),)),
    ("quantity_missing", SOUND, (("kg: 20000\n", "kg: 5\n    supplementary: {amount: 3}\n"),)),
    ("quantity_not_positive", SOUND, (("20000", "0"),)),
    ("quantity_not_positive", SOUND, (("20000", "-1.5"),)),
    ("quantity_not_positive", SOUND, (("20000", "1e12"),)),
    ("quantity_not_positive", SOUND, (("20000", "1e999"),)),
    ("quantity_not_positive", SOUND, (("20000", "1.0000001"),)),
    ("deviation", SOUND, (("    net_mass_kg: 20000", "    deviation_percent: 5\n    net_mass_kg: 20000"),)),
    ("deviation", SIMPLE, (("    net_mass_kg: 9000", "    deviation_percent: 26\n    net_mass_kg: 9000"),)),
    ("unit_expected", SOUND + "", (("due_diligence:", WOOD.replace("MTQ", "NAR") + "due_diligence:"),)),
    ("hs_form", SOUND, (('"180100"', '"18O1"'),)),
    ("hs_form", SOUND, (('"180100"', '"18010"'),)),
    ("hs_not_listed", SOUND, (('"180100"', "4107"),)),
    ("hs_not_listed", SOUND, (('"180100"', "2101 11 00"),)),
    ("hs_partly", SOUND, (('"180100"', "020230"),)),
    ("hs_shortened", SOUND, (('"180100"', "1801 00 00"),)),
    ("species_missing", SOUND, (("due_diligence:", re.sub("    species.*\n", "", WOOD) + "due_diligence:"),)),
    ("species_missing", SOUND, (("due_diligence:", WOOD.replace(", common: oak", "") + "due_diligence:"),)),
    ("no_location", SOUND, ((", plots: plots.geojson", ""),)),
    ("no_location", SOUND, (("    producers:\n      - {name: Kwame, country: GH, plots: plots.geojson}\n", ""),)),
    ("two_locations", SOUND, (("plots: plots.geojson", "cadastral_number: 7, plots: plots.geojson"),)),
    ("two_locations", SOUND, (("plots: plots.geojson", "cadastral_number: 7"),)),
    ("not_low_risk", SIMPLE, (("country: DE\n        postal", "country: BR\n        postal"),)),
    ("not_low_risk", SIMPLE, (("country: DE\n        postal", "country: FR\n        postal"),)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "changes"), CASES)
def test_a_fault_is_found(make: Make, code: str, text: str, changes: tuple[tuple[str, str], ...]) -> None:
    made = make(text, *changes)
    assert code in codes(made)
    severity = load_statement_codes()[code]["severity"]
    assert made.statement.valid == (not errors(made))
    assert (made.request is None) == (not made.statement.valid)
    assert severity != "error" or not made.statement.valid
    for remark in made.statement.remarks:
        assert remark.line >= 1
        assert "{" not in remark.message


def test_every_code_has_a_case() -> None:
    elsewhere = {"plots_invalid", "plots_doubtful", "geometry_too_large"}
    assert {code for code, _, _ in CASES} | elsewhere == set(load_statement_codes())


def test_a_code_that_comes_later_says_when(make: Make) -> None:
    [remark] = [r for r in make(SOUND, ('"180100"', "2101 11 00")).statement.remarks if r.code == "hs_not_listed"]
    assert "2027-12-30" in remark.message
    assert "hs_not_listed" not in codes(make(SOUND, ('"180100"', "2101 11 00"), ("2027-02-01", "2027-12-30")))


def test_faults_name_key_and_line(make: Make) -> None:
    [remark] = make(SOUND, ("  eori: NL123456789\n", "")).statement.remarks
    assert (remark.path, remark.line) == ("operator.eori", 5)
    [remark] = make(SOUND, ("20000", "0")).statement.remarks
    assert (remark.path, remark.line) == ("commodities[0].net_mass_kg", 15)


def test_plots_that_are_wrong_make_the_statement_wrong(make: Make) -> None:
    made = make(plots=collection([point(Area=4.5)]))
    assert errors(made) == {"plots_invalid"}
    assert "features[0].properties.Area" in made.statement.remarks[0].message
    assert codes(make(plots=collection([point(Area=...)]))) == {"plots_doubtful"}
    cattle = ('"180100"', '"010221"'), ("placed_on: 2027-02-01", "placed_on: 2026-09-01")
    assert "plots_invalid" not in codes(make(SOUND, *cattle, plots=collection([point(Area=400)])))


def test_all_plots_together_have_a_limit(make: Make) -> None:
    plots = collection([point(note="x" * 13_000_000)])
    twice = ("due_diligence:", "      - {name: B, country: GH, plots: plots.geojson}\ndue_diligence:")
    assert "geometry_too_large" in codes(make(SOUND, twice, plots=plots))
    assert "geometry_too_large" not in codes(make(plots=plots))


def test_one_file_is_divided_over_its_producers_to_the_letter(make: Make) -> None:
    producers = "    producers:\n      - {name: Kwame, country: GH, plots: plots.geojson}\n"
    made = make(SOUND, (producers, ""), geojson=True)
    assert made.statement.valid, made.statement.remarks
    names = [producer.name for producer in made.statement.commodities[0].producers]
    assert names == ["Kwame", "Ama"]
    assert made.request is not None
    texts = re.findall(rb"geometryGeojson>([A-Za-z0-9+/=]+)<", made.request)
    assert [base64.b64decode(text).decode() for text in texts] == [
        collection([point(ProducerName="Kwame")]),
        collection([polygon(ProducerName="Ama")]),
    ]


def test_references_stand_in_for_plots(make: Make) -> None:
    producers = "    producers:\n      - {name: Kwame, country: GH, plots: plots.geojson}\n"
    made = make(SOUND, (producers, ""), ("due_diligence:", "references: [26FRYUI34JTQKB]\ndue_diligence:"))
    assert made.statement.valid
    assert made.request is not None
    assert b"<eudrCommon:groupedDeclaration>26FRYUI34JTQKB<" in made.request


def test_geometry_is_sent_as_it_was_written(make: Make) -> None:
    made = make(plots="\ufeff" + collection([point("[-2.100000,6.700000]")]))
    assert made.request is not None
    [text] = re.findall(rb"geometryGeojson>([A-Za-z0-9+/=]+)<", made.request)
    assert base64.b64decode(text).decode() == collection([point("[-2.100000,6.700000]")])


def test_nobody_but_the_user_concludes(make: Make) -> None:
    made = make(SOUND, ("due_diligence: {confirmed: true, conclusion: negligible, by: J. Jansen}\n", ""))
    confirmation = made.statement.confirmation
    assert (confirmation.confirmed, confirmation.conclusion, confirmation.concluded_by) == (False, None, None)
    assert made.request is None


BROKEN = [
    ("bogus: 1", "the key 'bogus' is not known"),
    ("activity: importing", "must be 'import', 'export' or 'domestic'"),
    ("commodities: 7", "list"),
    ("commodities: [{net_mass_kg: many}]", "number"),
    ("commodities: [{net_mass_kg: true}]", "number"),
    ("commodities: [{hs: 1801.00}]", "quotes"),
    ("placed_on: 2026-02-30", "cannot be read"),
    ("placed_on: soon", "date"),
    ("operator: &a {name: x}\nrepresentative: *a", "anchors"),
    ("- a\n- b", "list of `key: value` lines"),
    ("a: [", "expected|flow"),
    ("activity: import\nactivity: export", "twice"),
    ("operator: {identifier: {type: passport, value: 1}}", "vat"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_file_that_is_no_statement_is_one_problem(make: Make, text: str, message: str) -> None:
    with pytest.raises(InputProblem, match=message) as caught:
        make(text)
    assert caught.value.row is not None
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("written", ["net_mass_kg: 20.000", "supplementary: {amount: 20.000, unit: MTQ}"])
def test_a_weight_that_can_be_read_in_two_ways_is_refused(make: Make, written: str) -> None:
    with pytest.raises(InputProblem, match=r"20\.000 can mean two numbers\. Write 20000 or 20\."):
        make(SOUND.replace("net_mass_kg: 20000", written))


def test_a_weight_in_parts_of_a_kilo_and_a_remark_are_read(make: Make) -> None:
    made = make(SOUND.replace("net_mass_kg: 20000", "net_mass_kg: 20.5  # not net_mass_kg: 20.500"))
    assert made.statement.valid


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("description: Cocoa beans", 'description: "Cocoa\\x0bbeans"', "commodities[0].description"),
        ("name: Kwame", 'name: "\\0"', "commodities[0].producers[0].name"),
        ("internal_reference: COCOA-1", 'internal_reference: "\\uFFFE"', "internal_reference"),
    ],
)
def test_no_request_is_made_that_is_no_xml(make: Make, old: str, new: str, path: str) -> None:
    made = make(SOUND, (old, new))
    assert made.request is None
    assert [(remark.code, remark.path) for remark in made.statement.remarks] == [("unsendable", path)]


def test_names_in_a_plots_file_cannot_break_the_request(make: Make) -> None:
    text, without = SOUND[: SOUND.index("    producers:")], SOUND[SOUND.index("due_diligence:") :]
    for name in ("\\u0000", "\\u001b[2J", "\\ud800"):
        plots = PLOTS.replace("Kwame", name)
        assert plots != PLOTS
        made = make(text + without, plots=plots, geojson=True)
        assert made.request is None
        assert "unsendable" in codes(made)
    made = make(text + without, plots=PLOTS.replace("Kwame", "<b>]]>&amp;</b>"), geojson=True)
    assert made.request is not None
    assert "<b>]]>&amp;</b>" in [element.text for element in ET.fromstring(made.request).iter()]


def test_blanks_are_no_name(make: Make) -> None:
    assert "missing" in codes(make(SOUND, ("name: Voorbeeld Cacao BV", 'name: "  "')))
    assert codes(make(SOUND, ("by: J. Jansen", 'by: " "'))) == codes(make(SOUND, (", by: J. Jansen", "")))
    assert not make(SOUND, ("by: J. Jansen", 'by: " "')).statement.valid


def test_plots_that_cannot_be_read_are_a_problem(make: Make) -> None:
    with pytest.raises(InputProblem, match="cannot be read"):
        make(SOUND, ("plots.geojson", "none.geojson"))
    with pytest.raises(InputProblem, match="not JSON"):
        make(plots="{")


def test_the_document_fits_its_frozen_schema(make: Make, repository: Path) -> None:
    schema = json.loads((repository / "schema" / "eudr-statement-1.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    for made in (make(), make(SIMPLE), make("activity: import\n"), make(SOUND, ("20000", "0"))):
        validator.validate(json.loads(made.json_bytes()))


# The request against the published text.


@pytest.fixture(scope="module")
def reference(shared_data: Path) -> dict[str, str]:
    """The Commission's description of the interface, by file name."""
    with tarfile.open(shared_data / "geo" / "ec_eudr_api_examples.tar.xz") as archive:
        return {
            Path(member.name).name: archive.extractfile(member).read().decode("utf-8")  # type: ignore[union-attr]
            for member in archive.getmembers()
            if member.isfile() and "eudr_api_1.5" in member.name
        }


def tags(text: str) -> list[str]:
    """All tags in their order, closing ones too."""
    return re.findall(r"</?\w+:\w+", text)


def sample(reference: dict[str, str], name: str, number: int = 0) -> str:
    """A request in the description, without the line breaks and page ends of its making."""
    text = reference["EUDR Operator API Reference v1.0.md"].replace("<br>", "\n")
    return re.findall(rf"<{name}>.*?</{name}>", text, flags=re.S)[number]


@pytest.mark.shared
def test_names_and_order_of_a_due_diligence_statement(make: Make, reference: dict[str, str]) -> None:
    cocoa = SOUND[SOUND.index("  - description") : SOUND.index("due_diligence: {")]
    made = make(SOUND, (cocoa, WOOD))
    assert made.request is not None
    assert tags(made.request.decode())[0:] == tags(sample(reference, "dds:SubmitDdsRequest"))


@pytest.mark.shared
def test_names_and_order_with_references(make: Make, reference: dict[str, str]) -> None:
    cocoa = "    producers:"
    species = "    species: [{scientific: Theobroma cacao, common: Cacao}]\n    producers:"
    refs = ("due_diligence:", "references: [26FRYUI34JTQKB, 26FRLSCV861ZVV]\ndue_diligence:")
    made = make(SOUND, (cocoa, species), refs)
    assert made.request is not None
    assert tags(made.request.decode()) == tags(sample(reference, "dds:SubmitDdsRequest", 1))


@pytest.mark.shared
def test_names_and_order_of_a_simplified_declaration(make: Make, reference: dict[str, str]) -> None:
    more = """\
      - {name: A, country: DE, cadastral_number: DE-1}
due_diligence"""
    first = "      - {name: Z, country: DE, plots: plots.geojson}\n      - name: Bauer Klein"
    german = collection([point("[10.101234,50.201234]", ProducerCountry="DE")])
    wood = ('"120190"', '"441011"'), ("9000\n", "9000\n    supplementary: {amount: 2, unit: MTQ}\n")
    made = make(SIMPLE, ("due_diligence", more), ("      - name: Bauer Klein", first), *wood, plots=german)
    assert made.statement.valid, made.statement.remarks
    assert made.request is not None
    ours = tags(made.request.decode())
    theirs = tags(sample(reference, "sd:SubmitSdRequest"))
    theirs = [tag for tag in theirs if "borderCrossCountry" not in tag]  # theirs is an import
    assert ours == theirs


@pytest.mark.shared
def test_a_representative_names_the_operator_in_the_order_of_the_table(make: Make, reference: dict[str, str]) -> None:
    address = "{street: A 1, postal_code: 1000, city: Brussel, country: BE}"
    someone = f"role: representative\nrepresentative:\n  name: Agent\n  address: {address}\nactivity: import"
    contact = "  email: a@b.example\n  phone: 31201234567\n  eori:"
    made = make(SOUND, ("activity: import", someone), ("  eori:", contact))
    assert made.request is not None
    root = ET.fromstring(made.request)
    represented = root.find(".//{*}representedOperator")
    assert represented is not None
    names = [child.tag.split("}")[1] for child in represented]
    text = reference["EUDR Operator API Reference v1.0.md"]
    table = text[text.index("**EconomicOperatorIdentificationType**") :][:1500]
    fields = re.findall(r"(operator(?:ReferenceNumber|Address|Email|Phone)) ", table.split("operatorName")[0])
    assert names == [*fields, "operatorName"]
    body = [child.tag.split("}")[1] for child in root[1]]
    base = text[text.index("DueDiligenceStatementBaseType<br>Core payload") :]
    places = [base.index(f"<br>{name} ") for name in dict.fromkeys(body)]
    assert places == sorted(places)


@pytest.mark.shared
def test_namespace_and_operation_are_those_of_the_wsdl(make: Make, reference: dict[str, str]) -> None:
    wsdl = ET.fromstring(reference["EUDRDueDiligenceStatementServiceV3.xml"])
    made = make()
    assert made.request is not None
    root = ET.fromstring(made.request)
    space, name = root.tag[1:].split("}")
    assert space == wsdl.get("targetNamespace")
    messages = {part.get("element", "").split(":")[1] for part in wsdl.iter("{http://schemas.xmlsoap.org/wsdl/}part")}
    assert name in messages
    operations = {o.get("name") for o in wsdl.iter("{http://schemas.xmlsoap.org/wsdl/}operation")}
    assert made.statement.interface.operation in operations
    assert made.statement.interface.document_date.isoformat() in reference["EUDR Operator API Reference v1.0.md"]


@pytest.mark.shared
def test_limits_are_those_of_the_description(reference: dict[str, str]) -> None:
    from scharnier.eudr.statement import limits

    text = reference["EUDR Operator API Reference v1.0.md"].replace("<br>", " ").replace(",", "")
    for number, words in (
        (limits.COMMODITIES, "set to 100)"),
        (limits.PRODUCERS_OF_COMMODITY, "set to 1000)"),
        (limits.PRODUCERS, "set to 10000)"),
        (limits.REFERENCES, "set to 2000)"),
        (limits.SPECIES, "(presently set to 500)"),
    ):
        assert str(number) in words
        assert words.replace("(presently ", "") in text
    assert "25Mb" in text
    listed = re.findall(r"\b([A-Z]{2}) (?:[A-Z][a-z]+)", text[text.index("**EuropeanCountryType**") :][:1500])
    assert set(listed) >= limits.MEMBER_STATES
