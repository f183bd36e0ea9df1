"""Bad input of every kind becomes a precise issue: nothing is opened, filled or thrown, and the run goes on."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_notices import EFORMS, TED, TED_OLD, ocds

from scharnier.sources.notices import read_notice


def codes(data: bytes | str, largest: int = 1 << 20) -> list[str]:
    _, issues = read_notice(data.encode() if isinstance(data, str) else data, "x.xml", largest)
    assert all(issue.what.endswith(".") and issue.remedy for issue in issues)
    return [issue.code for issue in issues]


XXE = EFORMS.replace("?>", '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', 1).replace("Jassen", "&x;")
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (XXE, "dtd"),
        (XXE.encode("utf-16"), "dtd"),
        (f"{LAUGHS}]><TED_EXPORT>&m;</TED_EXPORT>", "dtd"),
        ('<!-- <a> --><!DOCTYPE a SYSTEM "http://192.0.2.1/x.dtd"><a/>', "dtd"),
        (EFORMS[:3000], "truncated"),
        (EFORMS.encode().replace(b"Jassen", b"\xe9\xff"), "encoding"),
        (EFORMS.replace("UTF-8", "UTF-7", 1), "encoding"),
        (EFORMS.replace("UTF-8", "x-nothing", 1), "encoding"),
        (b"\xff\xfe" + EFORMS.encode("utf-16-le")[:-1], "encoding"),
        ("", "not-xml"),
        ("no xml at all", "not-xml"),
        (b"\x00\x01\x02" * 100, "not-xml"),
        (b"PK\x03\x04" + bytes(50), "not-xml"),
        (EFORMS[: EFORMS.index("</ContractNotice")], "truncated"),
        (EFORMS.replace("</cbc:VersionID>", "</cbc:Version>"), "not-xml"),
        ("<html><body>moved</body></html>", "unknown-schema"),
        ("<TED_EXPORT/>", "no-form"),
        (EFORMS[: EFORMS.index("<ext:")] + "</ContractNotice>", "empty"),
        ("<a>" * 300 + "</a>" * 300, "not-xml"),
        ("{", "truncated"),
        ('{"ocid": 1', "truncated"),
        ('{"ocid": NaN}', "not-json"),
        ("[" * 100_000, "not-json"),
        ('{"a": 1}', "unknown-schema"),
        ('["ocid"]', "unknown-schema"),
        (b'{"ocid": "\xff"}', "encoding"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes | str, code: str) -> None:
    notice, _ = read_notice(data.encode() if isinstance(data, str) else data, "x.xml")
    assert notice is None
    assert codes(data) == [code]


def test_a_notice_beyond_the_limit_is_not_parsed() -> None:
    assert codes(EFORMS, largest=1000) == ["too-large"]
    assert codes(ocds(), largest=100) == ["too-large"]


def test_other_encodings_are_read() -> None:
    for name in ("utf-16", "iso-8859-1", "windows-1252"):
        notice, issues = read_notice(EFORMS.replace("UTF-8", name, 1).encode(name), "x")
        assert notice is not None
        assert [t.text for t in notice.texts if t.field == "BT-24-Lot"] == ["Jassen"]
        assert not issues


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        (">500000.50<", ">-5<", "negative-value", "BT-27"),
        (">500000.50<", ">99999999999999<", "absurd-value", "BT-27"),
        (">500000.50<", ">" + "9" * 5000 + "<", "bad-number", "BT-27"),
        (">500000.50<", ">1e999999999<", "bad-number", "BT-27"),
        (">500000.50<", ">about a million<", "bad-number", "BT-27"),
        ('"EUR"', '"EURO"', "unknown-currency", "BT-27"),
        ('"EUR"', '""', "unknown-currency", "BT-27"),
        ("18100000", "18199999", "unknown-cpv", "BT-262"),
        ("18100000", "1810", "bad-cpv", "BT-262"),
        ("2024-03-04+01:00", "2024-13-45", "bad-date", "BT-05(a)"),
        ("2024-03-04+01:00", "0024-03-04", "bad-date", "BT-05(a)"),
        (">NLD<", ">ZZZ<", "unknown-country", "BT-514"),
        ("<cbc:NoticeLanguageCode>NLD", "<cbc:NoticeLanguageCode>XYZ", "unknown-language", "BT-702"),
        ("<cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001", "<cac:Party><cac:PartyIdentification><cbc:ID>ORG-9",
         "dangling-reference", "OPT-300"),
        ('schemeName="notice-id">11111111-2222-4333-8444-555555555555<', 'schemeName="notice-id"><', "", ""),
    ],
)  # fmt: skip
def test_a_bad_value_is_an_issue_of_its_field_and_the_notice_is_read(old: str, new: str, code: str, field: str) -> None:
    assert old in EFORMS
    notice, issues = read_notice(EFORMS.replace(old, new).encode(), "x")
    assert notice is not None
    assert ((code, field) in {(issue.code, issue.field) for issue in issues}) or not code
    if code in ("negative-value", "absurd-value", "bad-number"):
        assert notice.amounts == ()


def test_a_notice_without_any_id_goes_under_the_name_of_its_file() -> None:
    text = EFORMS.replace("00001234-2024", "n.a.").replace(">11111111-2222-4333-8444-555555555555<", "><")
    notice, issues = read_notice(text.encode(), "archive.zip!folder/draft.xml")
    assert notice is not None
    assert notice.id == "draft.xml"
    assert [issue.code for issue in issues] == ["no-id"]


def test_a_lot_without_an_id_is_told_in_words() -> None:
    bare = EFORMS.replace('<cbc:ID schemeName="Lot">LOT-0001</cbc:ID>', '<cbc:ID schemeName="Lot"/>')
    bare = bare.replace('<cbc:Description languageID="NLD">Jassen</cbc:Description>', "")
    _, issues = read_notice(bare.encode(), "x.xml")
    told = [issue.what for issue in issues if issue.code == "missing-lot-text"]
    assert told == ["Lots have no description (BT-24): one without id."]


def test_half_a_character_in_json_does_not_stop_a_table() -> None:
    notice, _ = read_notice(ocds(id="a\ud800b"), "x")
    assert notice is not None
    assert notice.id == "a\ufffdb"


def test_blank_or_wrongly_typed_parts_of_a_release_are_left_out() -> None:
    for wrong in (None, 3, "x", [], {}, [None], [[1]], {"id": {}}, True, [{"scheme": 1, "id": 2}]):
        for key in ("tender", "parties", "awards", "contracts", "buyer", "tag", "date", "language", "id"):
            read_notice(ocds(**{key: wrong}), "x")
        tender = {
            "value": wrong,
            "lots": [{"value": {"amount": wrong}, "id": wrong}],
            "items": wrong,
            "tenderPeriod": wrong,
        }
        notice, issues = read_notice(ocds(tender=tender), "x")
        assert notice is not None
        assert "fault" not in {issue.code for issue in issues}


SEEDS = [EFORMS.encode(), TED.encode(), TED_OLD.encode(), ocds()]


@given(st.data())
def test_mutated_documents_never_throw(data: st.DataObject) -> None:
    document = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(document)))
        end = min(len(document), start + data.draw(st.integers(0, 60)))
        other = data.draw(st.sampled_from(SEEDS))
        at = data.draw(st.integers(0, len(other)))
        piece = data.draw(
            st.one_of(st.binary(max_size=8), st.just(other[at : at + 80]), st.just(bytes(document[start:end]) * 2))
        )
        document[start:end] = piece
    notice, issues = read_notice(bytes(document), "x")
    assert notice is not None or any(issue.level == "failed" for issue in issues)
    assert "fault" not in {issue.code for issue in issues}


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
                        ["id", "value", "amount", "currency", "lots", "items", "classification", "scheme", "roles"]
                    ), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_any_tender_is_read_or_refused(tender: object) -> None:
    data = json.dumps({"ocid": "o", "tag": ["tender"], "tender": tender, "parties": tender, "awards": tender}).encode()
    _, issues = read_notice(data, "x")
    assert "fault" not in {issue.code for issue in issues}


def test_a_long_notice_takes_time_in_step_with_its_length() -> None:
    lot = EFORMS[EFORMS.index(" <cac:ProcurementProjectLot>") : EFORMS.index("</ContractNotice>")]
    start = time.perf_counter()
    notice, _ = read_notice(EFORMS.replace(lot, lot * 3000).encode(), "x")
    assert notice is not None
    assert len(notice.lots) == 3000
    assert time.perf_counter() - start < 60  # a quadratic reader takes minutes
