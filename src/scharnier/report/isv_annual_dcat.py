"""The description of the open data for a data portal: DCAT-AP as JSON-LD, with its context inside."""

import json
from collections.abc import Mapping
from typing import Any

from scharnier.procurement.annual.annual import Annual
from scharnier.report.isv_annual_ocds import slug
from scharnier.report.isv_annual_open import CSV_NAME, CSVW_NAME

EU = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def describe_dataset(annual: Annual, licence: str, url: str, files: Mapping[str, int]) -> Mapping[str, Any]:
    """The data set and its files. `url` is the folder they will stand in; `files` gives their sizes in bytes."""
    year = annual.year
    nl = (
        f"Per aanbesteding van {annual.body}: of de Internationale Sociale Voorwaarden (ISV) verplicht of "
        f"aangeraden waren, "
        "in welke fase zij zijn toegepast en wat leveranciers aanleverden. Leeg is niet bekend. Zonder "
        "persoonsgegevens."
    )
    en = (
        f"For each tender of {annual.body}: whether the Dutch International Social Conditions (ISV) were mandatory or "
        "advised, in which phase they were applied and what suppliers handed in. Empty is not known. No personal data."
    )
    made = [
        _distribution(url, CSV_NAME, "CSV", "text/csv", licence, annual, files, CSVW_NAME),
        _distribution(url, "ocds.json", "JSON", "application/json", licence, annual, files, None),
    ]
    return {
        "@context": CONTEXT,
        "@id": f"{url}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"isv-{slug(annual.body)}-{year}",
        "dct:title": _both(
            f"{annual.body}: Internationale Sociale Voorwaarden {year}",
            f"{annual.body}: International Social Conditions {year}",
        ),
        "dct:description": _both(nl, en),
        "dct:publisher": {"@id": f"{url}#publisher", "@type": "foaf:Agent", "foaf:name": annual.body},
        "dct:issued": _day(annual.on.isoformat()),
        "dct:modified": _day(annual.on.isoformat()),
        "dct:accrualPeriodicity": {"@id": f"{EU}/frequency/ANNUAL"},
        "dct:accessRights": {"@id": f"{EU}/access-right/PUBLIC"},
        "dct:language": [{"@id": f"{EU}/language/NLD"}, {"@id": f"{EU}/language/ENG"}],
        "dct:spatial": {"@id": f"{EU}/country/NLD"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(f"{year}-01-01"),
            "dcat:endDate": _day(f"{year}-12-31"),
        },
        "dcat:theme": {"@id": f"{EU}/data-theme/GOVE"},
        "dcat:keyword": _both("aanbesteden", "public procurement"),
        "dcat:distribution": made,
    }


def render_dcat(annual: Annual, licence: str, url: str, files: Mapping[str, int]) -> bytes:
    """The description as JSON-LD."""
    return (json.dumps(describe_dataset(annual, licence, url, files), ensure_ascii=False, indent=2) + "\n").encode()


def _distribution(
    url: str,
    name: str,
    kind: str,
    media: str,
    licence: str,
    annual: Annual,
    files: Mapping[str, int],
    schema: str | None,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@id": f"{url}#{name}",
        "@type": "dcat:Distribution",
        "dct:title": _both(name, name),
        "dcat:accessURL": {"@id": f"{url}{name}"},
        "dcat:downloadURL": {"@id": f"{url}{name}"},
        "dct:format": {"@id": f"{EU}/file-type/{kind}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dct:license": {"@id": licence},
        "dct:modified": _day(annual.on.isoformat()),
        "dcat:byteSize": {"@value": str(files[name]), "@type": "xsd:nonNegativeInteger"},
    }
    if schema:
        made["dct:conformsTo"] = [{"@id": "http://www.w3.org/ns/csvw"}, {"@id": f"{url}{schema}"}]
    else:
        made["dct:conformsTo"] = {"@id": "https://standard.open-contracting.org/1.1/"}
    return made


def _both(nl: str, en: str) -> list[dict[str, str]]:
    return [{"@value": nl, "@language": "nl"}, {"@value": en, "@language": "en"}]


def _day(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:date"}
