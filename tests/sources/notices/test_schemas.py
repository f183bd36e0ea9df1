"""One notice of every schema, field by field, as it stands in our own small documents."""

import json
from datetime import date
from decimal import Decimal

import pytest
from made_notices import EFORMS, RELEASE, TED, TED_OLD, ocds

from scharnier.procurement.notice import Amount, Buyer, Criterion, Lot, Notice
from scharnier.sources.notices import read_notice
from scharnier.sources.notices.read import read_notices
from scharnier.sources.notices.rows import choose_amount, list_cpv


def read(text: str | bytes) -> Notice:
    notice, issues = read_notice(text.encode() if isinstance(text, str) else text, "made.xml")
    assert notice is not None
    assert not issues
    return notice


def test_an_eforms_notice() -> None:
    notice = read(EFORMS)
    assert (notice.id, notice.version, notice.schema, notice.subtype) == ("1234-2024", "01", "eforms", "16")
    assert (notice.form, notice.legal_basis, notice.procedure_type) == ("competition", "32014L0024", "open")
    assert notice.procedure_id == "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
    assert notice.buyers == (Buyer("Ministerie van Dijken", "NL", "cga", "", "00000001"),)
    assert (notice.dispatched_on, notice.published_on) == (date(2024, 3, 4), date(2024, 3, 6))
    assert notice.deadline_on == date(2024, 4, 20)
    assert notice.languages == ("nl", "fr")
    assert notice.nature == "supplies"
    assert list_cpv(notice) == ("18100000", "18800000", "18110000")
    assert notice.amounts == (Amount("estimate", Decimal("500000.50"), "EUR", "BT-27"),)
    assert notice.lots == (Lot("LOT-0001", "Kleding", None, ("18110000",)),)
    assert (notice.n_lots, notice.framework, notice.dynamic_purchasing) == (1, True, False)
    assert (notice.social_objectives, notice.strategic) == (("hum-right",), ("soc-obj",))
    assert notice.criteria == (Criterion("quality", "Plan van aanpak", Decimal(60), "per-exa", "LOT-0001"),)
    conditions = [(t.text, t.language, t.field, t.lot) for t in notice.texts if t.kind == "contract_condition"]
    assert conditions == [("Internationale Sociale Voorwaarden", "nl", "BT-70", "LOT-0001")]
    assert [t.text for t in notice.texts if t.field == "BT-24"] == ["Kleding & schoenen"]
    assert notice.extra["sdk"] == "eforms-sdk-1.10"


def test_a_cancelling_change_and_the_old_name_of_social_procurement() -> None:
    change = """<efac:Changes><efbc:ChangedNoticeIdentifier>x-01</efbc:ChangedNoticeIdentifier><efac:ChangeReason>
      <cbc:ReasonCode>cancel</cbc:ReasonCode></efac:ChangeReason></efac:Changes><efac:NoticeSubType>"""
    notice = read(EFORMS.replace("<efac:NoticeSubType>", change).replace("social-objective", "social-procurement"))
    assert (notice.changes, notice.withdrawn, notice.social_objectives) == ("x-01", True, ("hum-right",))


def test_a_notice_of_ted_before_eforms() -> None:
    notice = read(TED)
    assert (notice.id, notice.schema, notice.subtype, notice.form) == (
        "000123-2019",
        "ted_legacy",
        "F21",
        "competition",
    )
    assert notice.buyers == (Buyer("Dienst Zandbanken", "NL", "MINISTRY", "1", "2"),)
    assert (notice.dispatched_on, notice.published_on) == (date(2019, 1, 2), date(2019, 1, 4))
    assert (notice.deadline_on, notice.languages) == (date(2019, 2, 11), ("nl", "en"))
    assert notice.cpv == ("55500000", "15860000")
    assert [(a.kind, a.amount, a.lot) for a in notice.amounts] == [
        ("estimate", Decimal("900000.00"), None),
        ("lot_estimate", Decimal(400000), "1"),
    ]
    assert [(lot.id, lot.title, lot.cpv) for lot in notice.lots] == [
        ("1", "Noord", ("55500000", "15860000")),
        ("2", "", ("55500000",)),
    ]
    assert (notice.framework, notice.dynamic_purchasing, notice.nature) == (True, None, "services")
    assert [(c.kind, c.name, c.weight, c.weight_unit) for c in notice.criteria] == [
        ("price", "", Decimal(60), "60"),
        ("quality", "Smaak", Decimal(40), "40 %"),
    ]
    texts = {(t.kind, t.field, t.lot): t.text for t in notice.texts}
    assert texts["contract_condition", "III.2.2", None] == "Ketenverantwoordelijkheid volgens de OESO-richtlijnen"
    assert texts["title", "II.1.1", None] == "Bedrijfscatering"  # and not the translation
    assert texts["description", "II.1.4", None] == "Eerste alinea\ntweede e"
    assert notice.extra["previous"] == "000456-2018"


def test_a_notice_in_two_original_languages_keeps_the_texts_of_both() -> None:
    second = TED[TED.index('  <F21_2014 CATEGORY="ORIGINAL"') : TED.index(" </FORM_SECTION>")]
    second = second.replace('LG="NL"', 'LG="FR"').replace("Bedrijfscatering", "Restauration")
    notice = read(TED.replace(" </FORM_SECTION>", f"{second}</FORM_SECTION>"))
    titles = [(t.text, t.language) for t in notice.texts if t.field == "II.1.1"]
    assert titles == [("Bedrijfscatering", "nl"), ("Restauration", "fr")]
    assert (len(notice.lots), len(notice.amounts)) == (2, 2)


def test_a_defence_notice_of_the_schema_before_2016() -> None:
    notice = read(TED_OLD)
    assert (notice.subtype, notice.form, notice.legal_basis) == ("F17", "competition", "32009L0081")
    assert notice.buyers == (Buyer("Ministerie van Dijken", "NL", "MINISTRY", "1", ""),)
    assert notice.cpv == ("18810000",)  # and not that of the lot
    assert [(a.kind, a.amount, a.lot) for a in notice.amounts] == [
        ("estimate", Decimal("250000.00"), None),
        ("lot_estimate", Decimal("1000.00"), "1"),
    ]
    assert notice.lots[0].cpv == ("18816000",)
    assert (notice.framework, notice.nature) == (True, "supplies")


def test_an_ocds_release() -> None:
    notice = read(ocds())
    assert (notice.id, notice.procedure_id, notice.schema, notice.form) == (
        "1-tender",
        "ocds-000000-1",
        "ocds",
        "competition",
    )
    assert notice.buyers == (Buyer("Dienst Zandbanken", "NL", "cga", "", ""),)
    assert (notice.nature, notice.cpv, notice.social_objectives) == ("supplies", ("09331200",), ("hum-right",))
    assert [(a.kind, a.amount, a.currency) for a in notice.amounts] == [
        ("estimate", Decimal("1000000.1"), "EUR"),
        ("lot_estimate", Decimal("1000000.1"), "EUR"),
    ]
    assert [t.text for t in notice.texts if t.kind == "contract_condition"] == ["Due diligence in de keten"]
    assert notice.criteria == (Criterion("price", "Prijs", Decimal(70), "", "L1"),)


@pytest.mark.parametrize(
    ("region", "country"),
    [("UKM95", "GB"), ("UK", "GB"), ("EL303", "GR"), ("NL329", "NL"), ("CA", ""), ("England", "")],
)
def test_without_a_country_the_region_says_which(region: str, country: str) -> None:
    party = {"id": "b", "name": "Council", "roles": ["buyer"], "address": {"region": region}}
    notice, _ = read_notice(ocds(parties=[party], buyer={"id": "b"}), "r.json")
    assert notice is not None
    assert [buyer.country for buyer in notice.buyers] == [country]


def test_packages_records_and_lists_hold_several_notices() -> None:
    second = {**RELEASE, "id": "2-award", "tag": ["award"]}
    for package in (
        {"releases": [RELEASE, second]},
        [RELEASE, second],
        {"records": [{"ocid": "x", "compiledRelease": RELEASE}, {"ocid": "x", "releases": [second]}]},
    ):
        data = json.dumps(package).encode()
        assert [r.notice.id for r in read_notices(data, "p.json") if r.notice] == ["1-tender", "2-award"]
    notice, issues = read_notice(data, "p.json")
    assert notice is not None
    assert [issue.code for issue in issues] == ["several-notices"]


def test_the_headline_amount_is_the_estimate_then_the_award_then_the_sum_of_lots() -> None:
    notice = read(EFORMS)
    lots = [Amount("lot_estimate", Decimal(n), "EUR", "BT-27-Lot", str(n)) for n in (1, 2)]
    award = Amount("award", Decimal(9), "EUR", "BT-161")

    def choose(*amounts: Amount) -> Decimal | None:
        fields = {name: getattr(notice, name) for name in notice.__slots__}
        chosen = choose_amount(Notice(**{**fields, "amounts": amounts}))
        return chosen.amount if chosen else None

    assert choose(award, *notice.amounts) == Decimal("500000.50")
    assert choose(*lots, award) == 9
    assert choose(*lots) == 3
    assert choose(lots[0], Amount("lot_estimate", Decimal(2), "NOK", "BT-27-Lot", "2")) is None
    assert choose() is None
