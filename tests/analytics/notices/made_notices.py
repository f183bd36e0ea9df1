"""Notices made by a seeded generator: at the edges of periods and thresholds, with everything missing and twice."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from scharnier.analytics.notices.money import list_boundaries
from scharnier.analytics.notices.periods import list_changes
from scharnier.procurement.isv.content import IsvContent
from scharnier.procurement.notice import Amount, Buyer, Criterion, Lot, Notice, Text

FORMS = ("planning", "competition", "direct_award", "result", "modification", "consultation", "completion", "other")
NAMES = (
    "Ministerie van Defensie",
    "Ministerie van Financiën",
    "Rijkswaterstaat",
    "Politie",
    "Gemeente Utrecht, mede namens Rijkswaterstaat",
    "Gemeente Utrecht",
    "Provincie Overijssel",
    "UWV",
    "European Space Agency",
    "Universiteit Leiden",
    "Stichting Zonder Naam",
    "",
)
COUNTRIES = ("NL", "NL", "NL", "NL", "NLD", "", "BE", "DE")
TYPES = ("", "cga", "MINISTRY", "BODY_PUBLIC", "body-pl", "ra", "int-org", "OTHER")
CODED = ("", "1", "3", "6", "8", "5")
SUBTYPES = ("", "F02", "F03", "F04", "F16", "F20", "F21", "F22", "F23", "E3", "E4", "16", "18", "20", "29", "38", "CEI")
BASES = ("", "", "", "32014L0024", "32014L0025", "32009L0081", "32014L0023", "other")
KINDS = ("estimate", "framework_maximum", "framework_estimate", "award", "lot_estimate", "lot_estimate", "lot_estimate",
         "lot_framework_maximum", "lot_award", "prize", "range_low", "range_high")  # fmt: skip
TEXT_KINDS = ("contract_condition", "award", "selection", "technical_spec", "title", "description", "additional")
SENTENCES = (
    "De opdrachtnemer past de internationale sociale voorwaarden toe.",
    "De internationale sociale voorwaarden zijn niet van toepassing.",
    "Uitsluitingsgrond: kinderarbeid en andere vormen van mensenhandel.",
    "De inschrijver beschrijft de ISV in de keten met due diligence.",
    "Investeringsbudget stedelijke vernieuwing (ISV).",
    "Es gelten die ILO-Kernarbeitsnormen.",
    "De leverancier voorkomt KİNDERARBEID en dwangarbeid bij de productie.",
    "Social return is 5% van de loonsom.",
    "Der skal ikke anvendes børnearbejde i produktionen; ILO's kernekonventioner gælder.",
    "Legal due diligence by the seller.",
    "Levering van goederen volgens bestek.",
    "",
)
LOT_KINDS: tuple[Any, ...] = ("lot", "lot", "lot", "lot", "group")
PROCEDURES = ("", "open", "open", "open", "1", "restricted")
CRITERIA = ("", "Prijs", "Preis", "Naam: Prijs Weegfactor: 100", "Kwaliteit\nen plan", "Naam: Kwaliteit Weegfactor: 0")
WINNERS: tuple[tuple[str, ...], ...] = ((), (), ("NL",), ("BD",), ("CN",), ("BD", "NL"), ("nergens",))
OBJECTIVES = ("hum-right", "acc-all", "social.humanRightsInSupplyChain", "opp")


class Maker:
    """Draws notices; the same seed gives the same notices."""

    def __init__(self, seed: int, content: IsvContent) -> None:
        self.draw, self.apart = random.Random(seed), random.Random(seed + 1)
        self.days = [day for day in list_changes(content) if day.year > 2010]
        self.amounts = [Decimal(one) for one in list_boundaries(content)]
        prefixes = {row.cpv_prefix for row in content.categories} | {row.cpv_prefix for row in content.products}
        prefixes |= {row.cpv_from for row in content.light} | {row.cpv_to for row in content.light}
        known = sorted(content.cpv_codes)
        self.codes = [code for code in known if any(code.startswith(prefix) for prefix in prefixes)]
        self.codes = self.draw.sample(self.codes, 400) + self.draw.sample(known, 100)
        self.codes += ["45000000", "18100000", "00000000", "99999999", "18109999"]

    def notices(self, count: int) -> Iterator[Notice]:
        """So many notices."""
        for number in range(count):
            yield self.notice(number)

    def notice(self, number: int) -> Notice:
        """One notice."""
        draw = self.draw
        cpv = tuple(dict.fromkeys(self._codes(draw.choice((0, 1, 1, 1, 2, 4)))))
        lots = tuple(
            Lot(f"LOT-{at % 5}", "", None, tuple(self._codes(draw.choice((0, 1, 2)))), self.apart.choice(LOT_KINDS))
            for at in range(draw.choice((0, 0, 0, 1, 2, 3, 6)))
        )
        sent = self._day()
        return Notice(
            id=f"made-{number}",
            schema="eforms",
            form=draw.choice((*FORMS, "competition", "competition", "result")),
            subtype=draw.choice(SUBTYPES),
            legal_basis=draw.choice(BASES),
            buyers=tuple(self._buyer() for _ in range(draw.choice((0, 1, 1, 1, 1, 1, 1, 2)))),
            dispatched_on=sent,
            published_on=draw.choice((None, self._day(), sent)),
            contract_on=draw.choice((None, self._day())),
            nature=draw.choice((None, "supplies", "supplies", "services", "works")),
            cpv=cpv,
            amounts=tuple(self._amounts(len(lots))),
            lots=lots,
            n_lots=draw.choice((None, len(lots), len(lots), 1, 0)),
            framework=draw.choice((None, True, False)),
            social_objectives=tuple(draw.sample(OBJECTIVES, draw.choice((0, 0, 0, 1, 2)))),
            texts=tuple(self._texts()),
            withdrawn=draw.random() < 0.05,
            source_file=f"made/{number}.xml",
            **self._flagged(sent),
        )

    def _flagged(self, sent: date | None) -> dict[str, Any]:
        """What only red flags read."""
        draw, days = self.apart, (-3, 0, 7, 14, 14, 15, 29, 30, 34, 35, 60)
        return {
            "procedure_type": draw.choice(PROCEDURES),
            "deadline_on": sent + timedelta(days=draw.choice(days)) if sent and draw.random() < 0.8 else None,
            "n_tenders": draw.choice((None, 0, 1, 1, 1, 2)),
            "winner_countries": draw.choice(WINNERS),
            "criteria": tuple(self._criterion() for _ in range(draw.choice((0, 0, 1, 1, 2, 3)))),
        }

    def _criterion(self) -> Criterion:
        draw = self.apart
        kind: Any = draw.choice(("price", "price", "price", "cost", "quality", "unknown"))
        weight = draw.choice((None, None, Decimal(0), Decimal("0.0001"), Decimal("0.6"), Decimal(60), Decimal(100)))
        unit, lot = draw.choice(("", "per-exa", "dec-exa", "poi-exa")), draw.choice((None, None, "LOT-0", "LOT-1", ""))
        return Criterion(kind, draw.choice(CRITERIA), weight, unit, lot)

    def _codes(self, count: int) -> list[str]:
        return [self.draw.choice(self.codes) for _ in range(count)]

    def _day(self) -> date | None:
        draw = self.draw
        if draw.random() < 0.1:
            return None
        return draw.choice(self.days) + timedelta(days=draw.choice((-366, -184, -183, -1, 0, 0, 1, 30, 182, 183, 365)))

    def _buyer(self) -> Buyer:
        draw = self.draw
        return Buyer(draw.choice(NAMES), draw.choice(COUNTRIES), draw.choice(TYPES), draw.choice(CODED), "")

    def _amounts(self, lots: int) -> Iterator[Amount]:
        draw = self.draw
        for _ in range(draw.choice((0, 0, 1, 1, 1, 2, 3))):
            yield self._amount(draw.choice(KINDS), draw.choice((None, None, "LOT-0", "")))
        if lots and draw.random() < 0.5:
            small = draw.random() < 0.5
            for at in range(lots):
                amount = Decimal(
                    draw.choice((20_000, 79_999, 80_000, 500_000) if small and at else (900_000, 5_000_000))
                )
                yield Amount("lot_estimate", amount, "EUR", "BT-27-Lot", f"LOT-{at % 5}")

    def _amount(self, kind: Any, lot: str | None) -> Amount:
        draw = self.draw
        edge = draw.choice(self.amounts) + draw.choice((Decimal(-1), Decimal("-0.0001"), Decimal(0), Decimal("0.5")))
        odd = (
            Decimal("0.01"),
            Decimal(1),
            Decimal("1.0001"),
            Decimal(999),
            Decimal(1000),
            Decimal(-5),
            Decimal(10) ** 11,
        )
        amount = draw.choice((edge, edge, edge, draw.choice(odd), Decimal(draw.randrange(1, 10**7))))
        return Amount(kind, amount, draw.choice(("EUR", "EUR", "EUR", "eur ", "SEK", "")), f"F-{kind}", lot)

    def _texts(self) -> Iterator[Text]:
        draw = self.draw
        for _ in range(draw.choice((0, 1, 1, 2))):
            body = " ".join(draw.choice(SENTENCES) for _ in range(draw.choice((1, 1, 3))))
            yield Text(draw.choice(TEXT_KINDS), body, draw.choice(("nl", "de", "")), draw.choice(("BT-70", "BT-24")))
