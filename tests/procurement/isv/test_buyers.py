"""Who is het Rijk: names beside codes, joint purchases, names that look alike."""

from datetime import date

import pytest

from scharnier.procurement.isv.buyers import read_buyer, read_buyers
from scharnier.procurement.isv.content import load_isv_content
from scharnier.procurement.isv.facts import TenderBuyer

CONTENT = load_isv_content()
ON = date(2024, 6, 3)
NAMES = [
    ("Ministerie van Sociale Zaken en Werkgelegenheid", "cga", "bound"),
    ("De Minister van Justitie en Veiligheid", "", "bound"),
    ("Ministry of Foreign Affairs of the Netherlands", "cga", "bound"),
    ("Rijkswaterstaat West-Nederland Noord", "BODY_PUBLIC", "bound"),
    ("RWS", "ra", "bound"),
    ("Dienst Justitiele Inrichtingen", "NATIONAL_AGENCY", "bound"),
    ("RIVM", "body-pl", "bound"),
    ("De Staat der Nederlanden, Rijksvastgoedbedrijf", "", "bound"),
    ("Koninklijke Marechaussee", "cga", "bound"),
    ("Immigratie- en Naturalisatiedienst (IND)", "cga", "bound"),
    ("Nationale Politie", "cga", "uncertain"),
    ("Politie Nederland", "cga", "uncertain"),
    ("Kadaster", "body-pl", "uncertain"),
    ("UWV", "cga", "uncertain"),
    ("Rijksdienst voor het Wegverkeer (RDW)", "cga", "uncertain"),
    ("Stichting Centraal Orgaan opvang asielzoekers", "body-pl", "uncertain"),
    ("Raad van State", "cga", "uncertain"),
    ("Dienst Onbekend", "MINISTRY", "uncertain"),
    ("College voor de Rechten van de Mens", "MINISTRY", "uncertain"),
    ("Koninklijke Bibliotheek", "body-pl", "uncertain"),
    ("Politieacademie", "body-pl", "not_bound"),
    ("Stichting Onbekend", "MINISTRY", "uncertain"),
    ("Gemeente Den Haag (mede namens Ministerie van SZW)", "la", "uncertain"),
    ("Provincie Utrecht en Rijkswaterstaat", "ra", "uncertain"),
    ("Rijkswaterstaat en provincie Utrecht", "cga", "bound"),
    ("Gemeente Vlissingen", "BODY_PUBLIC", "not_bound"),
    ("Gemeente Voorbeeld", "cga", "not_bound"),
    ("provincie Overijssel", "BODY_PUBLIC", "not_bound"),
    ("Hoogheemraadschap van Delfland", "ra", "not_bound"),
    ("Rijksuniversiteit Groningen", "body-pl", "not_bound"),
    ("Rijksuniversiteit Groningen", "cga", "not_bound"),  # a university, whatever code it gave
    ("Stichting Rijksmuseum", "body-pl", "not_bound"),
    ("Universitair Medisch Centrum Utrecht", "body-pl", "not_bound"),
    ("NWO", "body-pl", "not_bound"),
    ("NS Groep N.V.", "4", "not_bound"),
    ("TenneT TSO B.V.", "pub-undert", "not_bound"),
    ("RET NV", "8", "not_bound"),
    ("Omgevingsdienst IJmond", "ra", "not_bound"),
    ("Een lichaam zonder woorden", "body-pl-cga", "not_bound"),
    ("European Space Agency", "int-org", "foreign"),
    ("Joint Research Centre, Petten", "", "foreign"),
    ("Iets onbekends", "", "unknown"),
    ("Iets onbekends", "8", "unknown"),
]


@pytest.mark.parametrize(("name", "code", "status"), NAMES)
def test_names_and_codes(name: str, code: str, status: str) -> None:
    assert read_buyer(TenderBuyer(name, "NL", (code,) if code else ()), ON, CONTENT).status == status


def test_the_country_comes_first() -> None:
    assert read_buyer(TenderBuyer("Ministerie van Binnenlandse Zaken", "BE", ("cga",)), ON, CONTENT).status == "foreign"
    assert read_buyer(TenderBuyer("Rijkswaterstaat", "", ()), ON, CONTENT).status == "bound"
    assert read_buyer(TenderBuyer("Rijkswaterstaat", "NLD", ()), ON, CONTENT).status == "bound"


def test_several_buyers() -> None:
    town, ministry = TenderBuyer("Gemeente X", "NL", ("la",)), TenderBuyer("Ministerie van X", "NL", ("cga",))
    assert read_buyers((ministry, town), ON, CONTENT).status == "bound"
    joint = read_buyers((town, ministry), ON, CONTENT)
    assert (joint.status, joint.why, joint.level) == ("uncertain", "buyer_joint", "subcentral")
    assert read_buyers((), ON, CONTENT).status == "unknown"


def test_which_threshold_goes_with_whom() -> None:
    def level(name: str, code: str) -> str:
        return read_buyer(TenderBuyer(name, "NL", (code,)), ON, CONTENT).level

    assert level("Rijkswaterstaat", "ra") == level("Nationale Politie", "body-pl") == "central"
    assert level("Ministerie van Defensie", "cga") == level("Ministry of Defence", "cga") == "defence"
    assert level("Gemeente X", "la") == level("Kadaster", "body-pl") == "subcentral"
