"""What the classifier promises for any text, and the rules of reading one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.codes.classify import load_classifier
from scharnier.codes.classify.classifier import THRESHOLD
from scharnier.codes.classify.compounds import split_compound
from scharnier.codes.classify.concepts import REASONS, load_concepts, parse_concept
from scharnier.codes.classify.normalise import parse_words
from scharnier.codes.classify.stem import stem_en, stem_nl
from scharnier.codes.products import load_products
from scharnier.codes.schemes import load_scheme
from scharnier.codes.sectors import load_sectors
from scharnier.kernel.errors import ContentError


def code_of(text: str) -> str | None:
    return load_classifier().classify([text])[0].code


def reason_of(text: str) -> str | None:
    found = load_classifier().classify([text])[0]
    assert found.code is None, found
    return found.reason


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | st.sampled_from([term for c in load_concepts() for t in c.terms.values() for term in t]))
def test_any_text_gives_a_sound_answer(text: str) -> None:
    found = load_classifier().classify([text])[0]
    assert found.text == text
    assert found.lang in ("nl", "en", "und")
    if found.code is None:
        assert found.weights == ()
        assert found.confidence == 0
        assert found.reason in (*REASONS, "unrecognised")
    else:
        assert found.reason is None
        assert found.because
        assert THRESHOLD <= found.confidence < 1
        assert found.weights[0][0] == found.code
        assert sum(weight for _, weight in found.weights) == pytest.approx(1, abs=1e-9)
        assert {code for code, _ in found.weights} <= load_sectors().keys()
        assert found.product is None or found.product in load_products()


def test_repeated_texts_are_worked_out_once_and_keep_their_order() -> None:
    first, second, third = load_classifier().classify(["Office cleaning", "Coffee", "Office cleaning"])
    assert first is third
    assert (first.code, second.code) == ("c30", "c3")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Coffee", "c3"),
        ("Coffee machine hire", "c30"),  # the head of the phrase, not the first word
        ("Hire of coffee machines", "c30"),
        ("Vehicle hire", "c30"),
        ("Coach hire", "c23"),  # with driver
        ("Hall hire", "c29"),
        ("Vehicle repairs", "c19"),
        ("Repairs to buildings", "c18"),
        ("Maintenance of software", "c30"),
        ("Street lighting - energy", "c17"),
        ("Motor insurance", "c28"),
        ("Training equipment", "c13"),
        ("First aid training", "c32"),
        ("Cleaning", "c30"),
        ("Cleaning materials", "c9"),
        ("Cleaning.Cleaning materials", "c9"),  # the act only names the family
        ("Taxis for pupils", "c23"),  # the thing bought, not the buyer's purpose
        ("Drug and alcohol rehabilitation", "c33"),
        ("Huur", "c29"),
        ("Huur aggregaat", "c30"),
        ("Leerlingenvervoer", "c23"),
        ("Onderhoudscontract liften", "c13"),
        ("Onderhoud dienstauto's", "c19"),
        ("Schoonmaakkosten scholen", "c30"),
        ("Schoonmaakmiddelen", "c9"),
        ("Brandstof vrachtwagens", "c8"),
        ("Verzekering wagenpark", "c28"),
        ("Verlichting kantoor", "c14"),
        ("Zonnepanelen gemeentehuis", "c14"),
    ],
)
def test_what_is_done_decides_over_what_it_is_done_to(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Miscellaneous", "no_content"),
        ("Other client expenditure", "no_content"),
        ("Dienstspecifiek overig", "no_content"),
        ("Materials", "no_content"),
        ("Subsidies sportverenigingen", "transfer"),
        ("Housing benefit", "transfer"),
        ("Depreciation of vehicles", "accounting"),
        ("Afschrijving gebouwen", "accounting"),
        ("Huuropbrengsten", "income"),
        ("Recharge from stores", "internal"),
        ("Salaries teachers", "payroll"),
        ("Sociale lasten", "payroll"),
        ("REDACTED", "redacted"),
        ("", "no_content"),
        ("12345", "no_content"),
        ("qwrtzp xvbnm", "unrecognised"),
    ],
)
def test_unknown_has_a_reason(text: str, reason: str) -> None:
    assert reason_of(text) == reason


def test_words_for_payroll_and_grants_inside_longer_names_do_not_block() -> None:
    assert code_of("Payroll services") == "c30"
    assert code_of("Salarisadministratie") == "c30"
    assert code_of("Grant management software") == "c30"


def test_what_is_excluded_does_not_count() -> None:
    assert [word.text for word in parse_words("Vehicle hire (excl. fuel)", "en")] == ["vehicle", "hire"]


def test_segments_and_lists() -> None:
    links = [(w.text, w.link, w.last) for w in parse_words("FIRE & SECURITY.ALARMS - repair of doors", "en")]
    assert links == [
        ("fire", "sub", False),
        ("security", "and", False),
        ("alarms", "sub", False),
        ("repair", "new", True),
        ("doors", "of", True),
    ]


def test_dutch_for_of_is_an_english_vehicle() -> None:
    assert code_of("Van hire") == "c30"
    assert [w.text for w in parse_words("huur van machines", "nl")] == ["huur", "machines"]


def test_compounds_split_into_known_words() -> None:
    known = {"onderhoud", "contract", "straat", "verlichting", "school"}.__contains__
    assert split_compound("onderhoudscontract", known) == ("onderhoud", "contract")
    assert split_compound("straatverlichting", known) == ("straat", "verlichting")
    assert split_compound("verlichtingsfoobar", known) == ("verlichting", "sfoobar")
    assert split_compound("foobarbaz", known) == ()


@pytest.mark.parametrize(("one", "many"), [("company", "companies"), ("box", "boxes"), ("fee", "fees"), ("bus", "bus")])
def test_english_plurals_meet(one: str, many: str) -> None:
    assert stem_en(one) == stem_en(many)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("straat", "straten"),
        ("brief", "brieven"),
        ("school", "scholen"),
        ("bijdrage", "bijdragen"),
        ("kluis", "kluizen"),
    ],
)
def test_dutch_plurals_meet(one: str, many: str) -> None:
    assert stem_nl(one) == stem_nl(many)


def test_cut_off_last_word_is_completed() -> None:
    assert code_of("Electrical mainten") == code_of("Electrical maintenance")


def test_language_can_be_given() -> None:
    assert load_classifier().classify(["water"], "nl")[0].lang == "nl"
    assert load_classifier().classify(["water"], "en")[0].lang == "en"


def test_product_is_named_where_the_text_names_one() -> None:
    named = {text: load_classifier().classify([text])[0].product for text in ("Werkkleding", "Office coffee", "Hire")}
    assert named == {"Werkkleding": "workwear", "Office coffee": "coffee", "Hire": None}


def test_lines_description_is_more_specific_than_category() -> None:
    classifier = load_classifier()
    assert classifier.classify_line(["Supplies and services"], "Nitrile gloves").product == "medical-gloves"
    assert classifier.classify_line(["Equipment"], "Laptops").code == "c14"


def test_lines_a_category_that_says_nothing_was_bought_wins() -> None:
    found = load_classifier().classify_line(["Salaries"], "Cleaning staff January")
    assert (found.code, found.reason) == (None, "payroll")


def test_lines_agreement_raises_confidence_and_blank_lines_are_unknown() -> None:
    classifier = load_classifier()
    alone = classifier.classify(["Furniture and equipment"])[0]
    both = classifier.classify_line(["Furniture and equipment"], "Desks")
    assert both.code == "c16"
    assert both.confidence > alone.confidence
    assert classifier.classify_line(["", " "], "").reason == "no_content"


def test_content_points_to_things_that_exist() -> None:
    divisions = {code[:2] for code in load_scheme("cpv").codes}
    for concept in load_concepts():
        assert concept.product is None or concept.product in load_products(), concept.id
        assert concept.cpv is None or concept.cpv[:2] in divisions, concept.id
        assert any(concept.terms.values()), concept.id


def test_content_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ContentError, match="no industry"):
        parse_concept({"id": "x", "to": "c36", "en": "a"}, "test")
    with pytest.raises(ContentError, match="reason"):
        parse_concept({"id": "x", "role": "block", "en": "a"}, "test")
    with pytest.raises(ContentError, match="nowhere"):
        parse_concept({"id": "x", "en": "a"}, "test")


def test_products_stand_on_published_codes() -> None:
    cpv, hs = set(load_scheme("cpv").codes), load_scheme("hs").codes
    for product in load_products().values():
        assert product.cpv in cpv, product.id
        assert product.sector in load_sectors(), product.id
        for heading in product.hs:
            assert any(code.startswith(heading) for code in hs), (product.id, heading)
