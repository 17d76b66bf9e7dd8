"""`dcat.jsonld`: the record by which a data portal lists the data set (DCAT 3), with one distribution a file.

Addresses are relative to the record, or to the homepage of the data where the edition names one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talentmap.model.data_terms import Licence
from talentmap.model.edition import Edition
from talentmap.publish.opendata.resource import Resource
from talentmap.publish.opendata.words import description, title

FILE = "dcat.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_YEARLY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
_KEYWORDS = (("人才需求", "talent demand"), ("紧缺岗位", "shortage occupations"), ("产业链", "industrial chains"))


def dcat(edition: Edition, found: Iterable[Resource]) -> dict[str, Any]:
    """The record of the data set."""
    settings, terms = edition.settings, edition.settings.data
    licence = _licence(terms.terms)
    base = f"{terms.homepage.rstrip('/')}/" if terms.homepage else ""
    return {
        "@context": _CONTEXT,
        "@id": f"{base}#data" if base else "#data",
        "@type": "dcat:Dataset",
        "dct:identifier": settings.id,
        "dct:title": _said(title(edition, "zh"), title(edition, "en")),
        "dct:description": _said(description(edition, "zh"), description(edition, "en")),
        "dct:publisher": {
            "@type": "foaf:Organization",
            "foaf:name": _said(settings.publisher_zh, settings.publisher_en),
        },
        **_contact(edition),
        **({"dcat:landingPage": {"@id": terms.homepage}} if terms.homepage else {}),
        "dct:license": licence,
        "dct:language": [{"@id": f"{_LANGUAGES}ZHO"}, {"@id": f"{_LANGUAGES}ENG"}],
        "dct:accrualPeriodicity": {"@id": _YEARLY},
        "dct:spatial": {
            "@type": "dct:Location",
            "http://www.w3.org/2000/01/rdf-schema#label": _said(settings.region_zh, settings.region_en),
        },
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _date(settings.fieldwork.start.isoformat()),
            "dcat:endDate": _date(settings.reference_date.isoformat()),
        },
        "dcat:version": str(settings.year),
        "dcat:keyword": [said for zh, en in _KEYWORDS for said in _said(zh, en)],
        "dcat:distribution": [_distribution(resource, licence, base) for resource in found],
    }


def _licence(licence: Licence) -> Mapping[str, str]:
    if licence.url:
        return {"@id": licence.url}
    return {"@type": "dct:LicenseDocument", "dct:title": licence.title}


def _contact(edition: Edition) -> Mapping[str, Any]:
    terms = edition.settings.data
    if not (terms.contact or terms.email):
        return {}
    email = {"vcard:hasEmail": {"@id": f"mailto:{terms.email}"}} if terms.email else {}
    name = terms.contact or edition.settings.publisher_zh
    return {"dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": name, **email}}


def _distribution(resource: Resource, licence: Mapping[str, str], base: str) -> Mapping[str, Any]:
    address = {"@id": f"{base}{resource.path}"}
    return {
        "@type": "dcat:Distribution",
        "dct:identifier": resource.name,
        "dct:title": _said(resource.zh, resource.en),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"{_MEDIA}text/csv"},
        "dcat:byteSize": {"@value": str(len(resource.csv)), "@type": "xsd:nonNegativeInteger"},
        "dct:license": licence,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": resource.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _said(zh: str, en: str) -> list[Mapping[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _date(day: str) -> Mapping[str, str]:
    return {"@value": day, "@type": "xsd:date"}
