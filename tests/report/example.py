# ruff: noqa: E501 - a table of made-up facts reads best with a fact on a line
"""A fictional assessment with the true codes, to draw reports from. Nothing in it is a fact about a country."""

import csv
import random
from datetime import date
from functools import cache
from typing import Any

from scharnier.analytics.assessment import TIERS, Assessment
from scharnier.kernel.content import content_path

CODES = (
    "AUS AUT BEL BGR BRA CAN CHN CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IDN IND IRL ITA JPN KOR LTU LUX LVA MEX "
    "MLT NLD POL PRT ROU RUS SVK SVN SWE TUR TWN USA ROW"
)
COUNTRIES = CODES.split()
# sector, lines, euro, share that is earned at home, products
PURCHASES = (
    ("c18", 412, 17_400_000, 0.71, {}),
    ("c30", 688, 11_950_000, 0.80, {"computers": 1_200_000}),
    ("c33", 143, 6_310_000, 0.90, {}),
    ("c14", 231, 3_870_000, 0.18, {"solar-panels": 1_450_000, "computers": 1_100_000}),
    ("c34", 175, 2_460_000, 0.82, {}),
    ("c17", 96, 2_115_000, 0.64, {}),
    ("c11", 58, 1_275_000, 0.38, {"natural-stone": 640_000}),
    ("c16", 121, 862_000, 0.42, {"furniture": 700_000}),
    ("c3", 164, 598_000, 0.40, {"coffee": 121_000, "cocoa": 18_000}),
    ("c22", 139, 541_000, 0.72, {}),
    ("c4", 77, 433_000, 0.12, {"workwear": 388_000}),
    ("c10", 41, 214_000, 0.2, {"medical-gloves": 160_000}),
)
# theme, country, sector, likelihood, span, basis, product, good, sdgs
TOP = (
    ("forced_labour", "CHN", "c14", 5, (4, 5), "product", "solar-panels", "polysilicon", ["8.7"]),
    ("forced_labour", "ROW", "c10", 5, (3, 5), "product", "medical-gloves", "rubber gloves", ["8.7"]),
    ("child_labour", "IND", "c11", 5, (4, 5), "product", "natural-stone", "sandstone", ["8.7"]),
    ("child_labour", "ROW", "c1", 4, (2, 5), "group", "coffee", "coffee", ["8.7"]),
    ("forced_labour", "CHN", "c4", 5, (4, 5), "product", "workwear", "cotton", ["8.7"]),
    ("osh", "ROW", "c2", 4, (3, 5), "group", None, None, ["8.8"]),
    ("forced_labour", "IND", "c4", 4, (3, 5), "product", "workwear", "garments", ["8.7"]),
    ("child_labour", "TUR", "c1", 4, (3, 4), "sector", None, "hazelnuts", ["8.7"]),
    ("osh", "IND", "c11", 4, (3, 5), "sector", "natural-stone", None, ["8.8"]),
    ("foa_cb", "CHN", "c14", 5, (5, 5), "country", "solar-panels", None, ["8.8"]),
    ("foa_cb", "CHN", "c4", 5, (5, 5), "country", "workwear", None, ["8.8"]),
    ("deforestation", "BRA", "c1", 4, (3, 5), "product", None, "soya", ["15.2"]),
    ("foa_cb", "TUR", "c4", 4, (4, 5), "country", "workwear", None, ["8.8"]),
    ("migrant_workers", "ROW", "c18", 3, (1, 5), "group", None, None, ["8.8"]),
    ("corruption", "RUS", "c2", 4, (4, 5), "country", None, None, ["16.5"]),
)
SEVERITY = {
    "forced_labour": (5, 3, 4),
    "child_labour": (5, 4, 4),
    "osh": (4, 4, 5),
    "foa_cb": (3, 4, 3),
    "deforestation": (4, 4, 4),
    "corruption": (3, 4, 3),
    "migrant_workers": (4, 3, 3),
    "climate": (4, 5, 5),
}
THEMES = {
    "nl": {
        "forced_labour": "Dwangarbeid en moderne slavernij", "child_labour": "Kinderarbeid",
        "osh": "Veiligheid en gezondheid op het werk", "foa_cb": "Vakbondsvrijheid en cao-onderhandeling",
        "deforestation": "Ontbossing", "corruption": "Corruptie", "migrant_workers": "Arbeidsmigranten",
        "climate": "Klimaat", "living_wage": "Leefbaar loon", "land_rights": "Landrechten en onteigening",
        "water_use": "Watergebruik en -vervuiling",
    },
    "en": {
        "forced_labour": "Forced labour and modern slavery", "child_labour": "Child labour",
        "osh": "Safety and health at work", "foa_cb": "Freedom of association and collective bargaining",
        "deforestation": "Deforestation", "corruption": "Corruption", "migrant_workers": "Migrant workers",
        "climate": "Climate", "living_wage": "Living wage", "land_rights": "Land rights and eviction",
        "water_use": "Water use and pollution",
    },
}  # fmt: skip
SDGS = {
    "nl": {
        "8.7": "Dwangarbeid en kinderarbeid uitbannen", "8.8": "Arbeidsrechten beschermen", "13.2": "Klimaatbeleid",
        "15.2": "Bossen duurzaam beheren", "16.5": "Minder corruptie",
    },
    "en": {
        "8.7": "End forced labour and child labour", "8.8": "Protect labour rights", "13.2": "Climate policy",
        "15.2": "Manage forests sustainably", "16.5": "Less corruption",
    },
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    "title": {
        "nl": "Risico's in de keten van voorbeeldstad-2025.csv",
        "en": "Risks in the value chain of voorbeeldstad-2025.csv",
    },
    "caveat1": {
        "nl": "Het model beschrijft de wereldeconomie van 2011. Nieuwe handelsstromen ziet het niet.",
        "en": "The model describes the world economy of 2011. It does not see newer trade.",
    },
    "caveat2": {
        "nl": "Landen buiten de 40 van het model zitten samen in één groep, 'de rest van de wereld'.",
        "en": "Countries outside the 40 of the model are lumped in one group, 'the rest of the world'.",
    },
    "because": {
        "nl": "Voorbeeldbron noemt {what} uit {where} bij dit onderwerp.",
        "en": "The example source names {what} from {where} under this theme.",
    },
    "statement": {
        "nl": "Verzonnen voorbeeld: {what} uit {where} staat op de lijst voor dit onderwerp.",
        "en": "Made-up example: {what} from {where} is on the list for this theme.",
    },
    "goods": {"nl": "waar uit deze sector", "en": "a good of this sector"},
    "row": {"nl": "Rest van de wereld", "en": "Rest of the world"},
}
STEPS = (
    ("oecd-ddg-2018:2.2", {"nl": "Onderzoek de hoogste risico's dieper", "en": "Look deeper into the highest risks"},
     {"nl": "Vraag de leverancier van zonnepanelen waar het polysilicium vandaan komt en wie dat heeft nagegaan.",
      "en": "Ask the supplier of solar panels where the polysilicon comes from and who has checked that."},
     {"nl": ["vakbonden", "leveranciers van zonnepanelen", "organisaties van getroffen gemeenschappen"],
      "en": ["trade unions", "suppliers of solar panels", "organisations of affected communities"]}),
    ("oecd-ddg-2018:2.3", {"nl": "Bepaal uw betrokkenheid", "en": "Establish your involvement"},
     {"nl": "Ga per risico na of u het veroorzaakt, eraan bijdraagt of er via een relatie aan verbonden bent.",
      "en": "Establish for each risk whether you cause it, contribute to it or are linked to it through a relation."},
     {"nl": ["inkopers", "contractmanagers"], "en": ["buyers", "contract managers"]}),
    ("oecd-ddg-2018:3.2", {"nl": "Gebruik uw invloed", "en": "Use your leverage"},
     {"nl": "Spreek met uw leverancier een verbeterplan af. Stoppen is de laatste stap.",
      "en": "Agree on an improvement plan with your supplier. Leaving is the last step."},
     {"nl": ["andere kopers", "brancheorganisaties"], "en": ["other buyers", "sector organisations"]}),
)  # fmt: skip


def names(file: str, code: str, lang: str) -> dict[str, str]:
    with content_path(f"codes/{file}").open(encoding="utf-8") as stream:
        return {row[code]: row[lang] for row in csv.DictReader(stream)}


def split(chance: random.Random, near: float) -> dict[str, float]:
    parts = [near, *(chance.random() for _ in TIERS[1:])]
    return {tier: part / sum(parts) for tier, part in zip(TIERS, parts, strict=True)}


@cache
def build_example(lang: str) -> Assessment:
    return Assessment.model_validate(example_content(lang))


def example_content(lang: str) -> dict[str, Any]:
    """The example as plain values, so that a test can bend it."""
    chance = random.Random(20261120)
    assessed = float(sum(amount for _, _, amount, _, _ in PURCHASES)) + 0.42
    places = names("countries.csv", "iso3", lang) | {"ROW": WORDS["row"][lang]}
    sectors = names("wiod35.csv", "code", f"{lang}_short")
    products = names("products.csv", "id", lang)
    weight = {code: chance.paretovariate(0.9) for code in COUNTRIES}
    weight |= {"CHN": 22.0, "DEU": 26.0, "USA": 14.0, "BEL": 13.0, "GBR": 11.0, "ROW": 30.0, "IND": 5.0, "NLD": 0.0}
    flows, cells = [], {}
    for sector, _, amount, home, _ in PURCHASES:
        jitter = {code: weight[code] * chance.uniform(0.4, 1.6) for code in COUNTRIES}
        for code in COUNTRIES:
            part = amount * (home if code == "NLD" else (1 - home) * jitter[code] / sum(jitter.values()))
            flows.append({"sector": sector, "country": code, "amount": part, "share": part / assessed})
            own = sector if code == "NLD" else chance.choice(["c1", "c2", "c4", "c12", "c14", "c30", sector])
            cells[code, own] = cells.get((code, own), 0.0) + part
    largest = max(cells, key=lambda key: cells[key])
    cells[largest] += assessed - sum(cells.values())
    origins = [
        {"country": code, "sector": sector, "value_added": value, "share": value / assessed,
         "tiers": tiers(value, split(chance, 2.0 if code == "NLD" else 0.2))}
        for (code, sector), value in sorted(cells.items(), key=lambda item: -item[1])
    ]  # fmt: skip
    risks, evidence = [], {}
    rows = [(*row[:9], 40_000 + 400_000 * chance.random()) for row in TOP]
    for theme, (country, sector) in [
        (theme, cell)
        for theme in ("foa_cb", "osh", "corruption", "climate", "child_labour")
        for cell in sorted(cells)[::4]
        if cell[0] not in ("NLD", "TWN", "MLT") and cell[1] in ("c1", "c2", "c4", "c14")
    ]:
        level = chance.choice([1, 2, 2, 2, 3, 3, 4] if country not in ("DEU", "BEL", "SWE") else [1, 2])
        rows.append((theme, country, sector, level, (max(1, level - 1), min(5, level + 1)), "country", None, None,
                     ["13.2"] if theme == "climate" else ["8.8"], cells[country, sector] * 0.6))  # fmt: skip
    rows.sort(key=lambda row: (row[3] < 3, -max(SEVERITY[row[0]]), -row[3], -row[9]))
    seen = set()
    for theme, country, sector, level, (low, high), basis, product, good, sdgs, amount in rows:
        if (theme, country, sector) in seen:
            continue
        seen.add((theme, country, sector))
        what = good or WORDS["goods"][lang]
        ids = []
        for dataset, year in (("example-list", 2024), ("example-index", 2018)):
            key = f"{dataset}:{theme}:{country}:{sector}"
            place = "BGD" if country == "ROW" and dataset == "example-list" else country
            evidence[key] = {
                "theme": theme, "place": place, "sector": sector, "good": good, "level": level,
                "value": "1" if dataset == "example-list" else "0.31", "unit": "listed" if year == 2024 else "index 0-1",
                "year": year, "dataset": dataset, "stale": year == 2018,
                "statement": WORDS["statement"][lang].format(what=what, where=places[place]),
            }  # fmt: skip
            ids.append(key)
        rank = len(risks) + 1
        scale, scope, irremediable = SEVERITY[theme]
        spread = chance.randint(0, 4 + rank // 3)
        risks.append({
            "id": f"{theme}:{country}:{sector}", "rank": rank, "band": "priority" if level >= 3 else "lower",
            "theme": theme, "origin": {"country": country, "sector": sector}, "products": [product] if product else [],
            "exposure": {"amount": amount, "share": amount / assessed, "tiers": tiers(amount, split(chance, 0.3)),
                         "interval": None if country == "ROW" else {"low": amount * 0.4, "high": amount * 2.5}},
            "likelihood": {"level": level, "low": low, "high": high, "basis": basis,
                           "unknown_share": 0.34 if basis == "group" else 0.0, "evidence": ids,
                           "because": WORDS["because"][lang].format(what=what, where=places[country])},
            "severity": {"scale": scale, "scope": scope, "irremediable": irremediable,
                         "level": max(scale, scope, irremediable), "basis": "default"},
            "stability": {"in_top10": max(0.0, min(1.0, 1.04 - rank * rank / 160)), "rank_p50": rank,
                          "rank_p05": max(1, rank - spread), "rank_p95": rank + 2 * spread},
            "norms": ["oecd-mneg-2023:V.1", "ilo-c29"] if theme == "forced_labour" else ["oecd-mneg-2023:V.1"],
            "sdgs": sdgs, "actions": ["oecd-ddg-2018:2.2", "oecd-ddg-2018:3.2"],
            "lines": sorted(chance.sample(range(2, 2400), 5)), "line_count": chance.randint(5, 180),
            "paths": example_paths(amount, [(country, sector)]) if rank <= 25 else None,
        })  # fmt: skip
    nl = lang == "nl"
    count = sum(lines for _, lines, *_ in PURCHASES)
    gap_cells = origins[1:4]
    return {
        "schema": "scharnier-assessment-3",
        "title": WORDS["title"][lang],
        "headline": headline(nl),
        "settings": {"lang": lang, "assessed_on": date(2026, 11, 20), "buyer_country": "NLD", "draws": 1000,
                     "seed": 1, "severity_rule": "max", "listing_threshold": 0.0001, "mapping_sha256": None},
        "releases": {"scharnier": "0.1.0", "norms": "2026.11", "codes": "2026.11", "risk": "2026.11", "chain": "2026.11"},
        "model": {"id": "wiod2013-2011", "title": "WIOD 2013 release", "year": 2011, "regions": 41, "sectors": 35,
                  "publisher": "World Input-Output Database", "licence": "CC BY 4.0",
                  "attribution": "Timmer et al. (2015)", "price_basis": "basic prices", "sha256": "ab" * 32,
                  "groups": {"ROW": ["NGA", "BGD", "ETH", "VNM", "THA"]},
                  "caveats": [WORDS["caveat1"][lang], WORDS["caveat2"][lang]]},
        "input": {"file": "voorbeeldstad-2025.csv", "sha256": "cd" * 32, "lines": count + 187,
                  "total": round(assessed + 2_114_308.55, 2), "currency": "EUR",
                  "first_on": date(2025, 1, 2), "last_on": date(2025, 12, 30),
                  "columns": {"amount": "Bedrag", "description": "Omschrijving", "supplier": "Crediteur", "date": "Boekdatum"},
                  "read_as": "CSV, UTF-8, ;", "notices": ["24 creditnota's verrekend." if nl else "24 credit notes set off."]},
        "coverage": {"assessed_lines": count, "assessed_amount": round(assessed, 2), "unassessed_lines": 187,
                     "unassessed_amount": 2_114_308.55,
                     "by_reason": [
                         {"reason": "unknown_text", "label": "De omschrijving zegt niet wat er gekocht is" if nl
                          else "The description does not say what was bought", "lines": 141, "amount": 1_902_118.05},
                         {"reason": "no_amount", "label": "Het bedrag is niet te lezen" if nl
                          else "The amount cannot be read", "lines": 46, "amount": 212_190.5}]},
        "purchases": [{"sector": s, "lines": n, "amount": float(a), "share": a / assessed,
                       "confidence": round(chance.uniform(0.6, 0.97), 2), "products": p} for s, n, a, _, p in PURCHASES],
        "flows": sorted(flows, key=lambda flow: -flow["amount"]),
        "tiers": tiers(assessed, {"supplier": 0.46, "tier1": 0.27, "tier2": 0.14, "tier3plus": 0.13}),
        "origins": origins,
        "risks": risks,
        "risks_not_listed": 412,
        "no_data": [
            {"theme": theme, "measured": False, "amount": assessed, "share": 1.0, "cells": 900, "largest": gap_cells}
            for theme in ("living_wage", "land_rights", "water_use")
        ] + [{"theme": "osh", "measured": True, "amount": 900_000.0, "share": 900_000 / assessed, "cells": 6,
              "largest": [o for o in origins if o["country"] in ("TWN", "MLT")][:3]}],
        "evidence": evidence,
        "datasets": {
            "example-list": publication("Voorbeeldlijst goederen" if nl else "Example list of goods", 2024, False),
            "example-index": publication("Voorbeeldindex landen" if nl else "Example index of countries", 2018, True)},
        "norms": {
            "oecd-mneg-2023:V.1": norm("OESO-richtlijnen, hoofdstuk V" if nl else "OECD Guidelines, chapter V", "secondary"),
            "ilo-c29": norm("ILO-verdrag 29" if nl else "ILO Convention 29", "verified"),
            "oecd-ddg-2018:2.2": norm("OESO-handreiking, actie 2.2" if nl else "OECD guidance, action 2.2", "unverified"),
            "oecd-ddg-2018:3.2": norm("OESO-handreiking, actie 3.2" if nl else "OECD guidance, action 3.2", "unverified")},
        "next_steps": [{"action": action, "title": title[lang], "text": text[lang], "stakeholders": people[lang],
                        "risks": [risk["id"] for risk in risks[: 4 - i]]}
                       for i, (action, title, text, people) in enumerate(STEPS)],
        "limitations": [
            {"id": "sector-average", "text": "Het model rekent met gemiddelden van een sector, niet met uw leverancier." if nl
             else "The model works with averages of a sector, not with your supplier."},
            {"id": "country-level", "text": "Veel bronnen spreken over een heel land." if nl
             else "Many sources speak about a whole country."}],
        "places": {code: places[code] for code in [*COUNTRIES, "NGA", "BGD", "ETH", "VNM", "THA"]},
        "sectors": sectors, "themes": THEMES[lang], "products": products, "sdgs": SDGS[lang],
        "paths": example_paths(2_400_000.0, [(row[1], row[2]) for row in rows[:10]]),
        "age": {"years": 14, "model_year": 2011, "spend_year": 2025, "measured_from": 1995, "measured_to": 2011,
                "within": 0.9, "pairs": 2, "source": "Timmer et al. (2015)",
                "text": "Negen tiende van het geld bleef binnen zulke grenzen." if nl
                else "Nine tenths of the money stayed within such bounds."},
    }  # fmt: skip


def example_paths(amount: float, ends: list[tuple[str, str]]) -> dict[str, Any]:
    """Made-up paths to some places: straight, by way of the Dutch building trade, and round within the industry."""
    ways = [way for end in ends for way in ([end], [("NLD", "c18"), end], [end, end], [("DEU", "c14"), end, end])]
    ways.append([*[ends[0]] * 6])
    shares = [0.62 * 0.8**place * (1 - 0.8) / (1 - 0.8 ** len(ways)) for place in range(len(ways))]
    return {
        "amount": amount, "coverage": sum(shares), "others_at_most": amount * shares[-1] / 2,
        "listed": [{"cells": [{"country": c, "sector": s} for c, s in way], "amount": amount * share, "share": share}
                   for way, share in zip(ways, shares, strict=True)],
    }  # fmt: skip


def tiers(amount: float, shares: dict[str, float]) -> dict[str, float]:
    return {tier: amount * share for tier, share in shares.items()}


def publication(title: str, year: int, stale: bool) -> dict[str, Any]:
    return {"title": title, "publisher": "Example Institute", "url": "https://example.org/data", "year": year,
            "licence": "CC0-1.0", "attribution": "", "retrieved_on": date(2026, 11, 20),
            "method": "Made up for a test.", "stale": stale}  # fmt: skip


def norm(title: str, confidence: str) -> dict[str, str]:
    return {"title": title, "gist": "…", "source": "https://example.org/norm", "confidence": confidence}


def headline(nl: bool) -> list[str]:
    if nl:
        return [
            "Kijk eerst naar zonnepanelen, medische handschoenen en natuursteen: daar is ernstig leed het waarschijnlijkst.",
            "Van elke 100 euro wordt 31 euro verdiend buiten Nederland, vooral in Duitsland, China en de rest van de wereld.",
            "Van 4% van het bedrag weten we niet wat er gekocht is; dat deel is niet beoordeeld.",
        ]
    return [
        "Look first at solar panels, medical gloves and natural stone: there severe harm is most likely.",
        "Of every 100 euros, 31 are earned outside the Netherlands, mostly in Germany, China and the rest of the world.",
        "For 4% of the amount we do not know what was bought; that part was not assessed.",
    ]
