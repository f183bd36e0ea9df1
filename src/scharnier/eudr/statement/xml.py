"""The request that the EU system takes: the body of submitDds or submitSd (V3), without credentials.

Element names and their order are those of the tables and samples of the operators' reference (see `limits`).
"""

import base64
from decimal import Decimal
from xml.etree import ElementTree as ET

from scharnier.eudr.statement.source import Address, Commodity, Party, Producer, Source

DDS = "http://ec.europa.eu/tracesnt/certificate/eudr/due-diligence-statement/v3"
SD = "http://ec.europa.eu/tracesnt/certificate/eudr/simplified-declaration/v3"
COMMON = "http://ec.europa.eu/tracesnt/certificate/eudr/common/v3"


def write_request(source: Source, sent: list[list[tuple[Producer, bytes | None]]]) -> bytes:
    """The XML of a valid statement. `sent`: of each commodity the producers, each with its GeoJSON (None: it has an
    address or a cadastral number instead)."""
    simplified = source.kind == "simplified_declaration"
    home = SD if simplified else DDS
    ET.register_namespace("sd" if simplified else "dds", home)
    ET.register_namespace("eudrCommon", COMMON)
    root = ET.Element(f"{{{home}}}{'SubmitSdRequest' if simplified else 'SubmitDdsRequest'}")
    roles = ("MICRO_OPERATOR", "REPRESENTATIVE_MSPO") if simplified else ("OPERATOR", "REPRESENTATIVE_OPERATOR")
    _add(root, home, "operatorRole", roles[source.role == "representative"])
    statement = _add(root, home, "statement")
    _add(statement, home, "internalReferenceNumber", source.internal_reference)
    _add(statement, home, "activityType", (source.activity or "").upper())
    if source.role == "representative" and source.operator:
        _operator(_add(statement, home, "representedOperator"), source.operator)
    _add(statement, home, "countryOfActivity", source.country_of_activity)
    _add(statement, home, "borderCrossCountry", source.border_country)
    _add(statement, home, "comment", source.comment)
    for number, (commodity, producers) in enumerate(zip(source.commodities, sent, strict=True), 1):
        _commodity(_add(statement, home, "commodities"), home, number, commodity, producers)
    _add(statement, home, "geoLocationConfidential", "true" if source.geolocation_confidential else "false")
    for reference in source.references:
        _add(_add(statement, home, "groupedDeclarations"), COMMON, "groupedDeclaration", reference)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(parent: ET.Element, space: str, name: str, text: str | None = "") -> ET.Element:
    """A new element; None: no element."""
    element = ET.Element(f"{{{space}}}{name}")
    if text is not None:
        parent.append(element)
        element.text = text or None
    return element


def _operator(parent: ET.Element, party: Party) -> None:
    number = ("eori", party.eori) if party.eori else None
    if number is None and party.identifier:
        number = (party.identifier.type, party.identifier.value)
    if number:
        reference = _add(parent, COMMON, "operatorReferenceNumber")
        _add(reference, COMMON, "identifierType", number[0])
        _add(reference, COMMON, "identifierValue", number[1])
    address = party.address or Address()
    where = _add(parent, COMMON, "operatorAddress")
    for name, text in (
        ("country", address.country),
        ("street", address.street),
        ("postalCode", address.postal_code),
        ("city", address.city),
    ):
        _add(where, COMMON, name, text)
    _add(parent, COMMON, "operatorEmail", party.email)
    _add(parent, COMMON, "operatorPhone", party.phone)
    _add(parent, COMMON, "operatorName", party.name)


def _commodity(
    parent: ET.Element, home: str, number: int, commodity: Commodity, producers: list[tuple[Producer, bytes | None]]
) -> None:
    _add(parent, home, "position", str(number))
    descriptors = _add(parent, home, "descriptors")
    _add(descriptors, COMMON, "descriptionOfGoods", commodity.description)
    measure = _add(descriptors, COMMON, "goodsMeasure")
    _add(measure, COMMON, "percentageEstimationOrDeviation", _figure(commodity.deviation_percent))
    _add(measure, COMMON, "netWeight", _figure(commodity.net_mass_kg))
    if commodity.supplementary:
        _add(measure, COMMON, "supplementaryUnit", _figure(commodity.supplementary.amount))
        _add(measure, COMMON, "supplementaryUnitQualifier", commodity.supplementary.unit)
    _add(parent, home, "hsHeading", shorten_hs(commodity.hs or ""))
    if home == DDS:
        for species in commodity.species:
            info = _add(parent, home, "speciesInfo")
            _add(info, home, "scientificName", species.scientific)
            _add(info, home, "commonName", species.common)
    for place, (producer, data) in enumerate(producers, 1):
        _producer(_add(parent, home, "producers"), home, place, producer, data)


def _producer(parent: ET.Element, home: str, number: int, producer: Producer, data: bytes | None) -> None:
    simplified = home == SD
    names = ("producerPosition", "producerCountry", "producerName") if simplified else ("position", "country", "name")
    for name, text in zip(names, (str(number), producer.country, producer.name), strict=True):
        _add(parent, home, name, text)
    where = _add(parent, home, "producerLocation") if simplified else parent
    if data is not None:
        _add(where, home, "geometryGeojson", base64.b64encode(data).decode("ascii"))
    elif producer.postal_address:
        place = _add(where, home, "postalAddress")
        _add(place, home, "producerStreet", producer.postal_address.street)
        _add(place, home, "producerPostalCode", producer.postal_address.postal_code)
        _add(place, home, "producerCity", producer.postal_address.city)
    else:
        _add(where, home, "cadastralIdentifier", producer.cadastral_number)


def shorten_hs(code: str) -> str:
    """A customs code as digits, at most the six that the interface takes."""
    return "".join(sign for sign in code if sign.isdigit())[:6]


def _figure(value: float | None) -> str | None:
    """A number without an exponent."""
    return None if value is None else f"{Decimal(repr(value)).normalize():f}"
