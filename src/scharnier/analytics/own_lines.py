"""Ties a risk to what the user bought: which good is in which product, and where the file itself names the country."""

from collections.abc import Sequence
from functools import cached_property

from scharnier.analytics.answer import Answer
from scharnier.analytics.texts import money, text
from scharnier.codes.products import load_products
from scharnier.risk.evidence import Record, render_place
from scharnier.risk.reading import PRODUCT

MOST_TIES = 4  # products named with the good that a source speaks of
PRIORITY = 3  # level from which a source gives reason to look
MOST_STATED = 3  # combinations of country and product named


class OwnLines:
    """Looks up what the ledger itself says about the goods behind a risk.

    Lines whose stated country of origin is one that a source names for a good in the product are the firmest tie there
    is; for all other lines the country is only the average of the model.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        dutch = answer.options.lang == "nl"
        self.names = {key: product.nl if dutch else product.en for key, product in load_products().items()}

    @cached_property
    def stated(self) -> dict[tuple[str, str], tuple[int, float]]:
        """Lines and amount by product and stated country of origin (ISO alpha-3), as far as more than credit."""
        exposures, found = self.answer.exposures, dict[tuple[str, str], tuple[int, float]]()
        for number, profile in enumerate(exposures.profiles):
            origin = exposures.units[profile.units[0][0]].origin
            if profile.product and origin:
                lines, amount = found.get((profile.product, origin), (0, 0.0))
                more = int(exposures.profile_lines[number]), float(exposures.profile_amount[number])
                found[profile.product, origin] = (lines + more[0], amount + more[1])
        return {key: value for key, value in found.items() if value[1] > 0}

    def stated_with(self, theme: str, place: str, sector: str) -> dict[tuple[str, str], tuple[int, float]]:
        """As `stated`, for the products and countries that a source about the risk speaks of; most money first."""
        if not self.stated:
            return {}
        listed = {(record.good, record.place) for record in self._carrying(theme, place, sector)}
        kept = {
            (product, origin): value
            for (product, origin), value in self.stated.items()
            if any((good, origin) in listed for good in self._goods(product))
        }
        return dict(sorted(kept.items(), key=lambda item: (-item[1][1], item[0])))

    def concrete(self) -> list[str]:
        """`coffee from Uganda (€ 1,850)`: the file names a country that a source names for the good, too.

        Most money first. It holds whatever the chain model can tell apart: it needs no average at all.
        """
        evidence, lang = self.answer.evidence, self.answer.options.lang
        listed = {
            (record.good, record.place) for record in evidence.records if record.good and record.level >= PRIORITY
        }
        kept = [
            (amount, product, origin)
            for (product, origin), (_, amount) in self.stated.items()
            if any((good, origin) in listed for good in self._goods(product))
        ]
        return [
            text(
                "concrete_part",
                lang,
                product=self.names[product].lower(),
                place=render_place(origin, lang),
                amount=money(amount, self.answer.ledger.currency, lang),
            )
            for amount, product, origin in sorted(kept, key=lambda found: (-found[0], found[1:]))
        ]

    def explain(self, theme: str, place: str, sector: str, products: Sequence[str]) -> str:
        """One or two sentences for a risk that rests on goods; empty where there is nothing to add."""
        lang, sentences = self.answer.options.lang, []
        if ties := self._ties(theme, place, sector, products):
            sentences.append(text("tie_goods", lang, ties=", ".join(ties)))
        stated = list(self.stated_with(theme, place, sector).items())[:MOST_STATED]
        if stated:
            parts = [
                text(
                    "tie_stated_one" if lines == 1 else "tie_stated_many",
                    lang,
                    product=self.names[product].lower(),
                    place=render_place(origin, lang),
                    lines=lines,
                    amount=money(amount, self.answer.ledger.currency, lang),
                )
                for (product, origin), (lines, amount) in stated
            ]
            sentences.append(text("tie_stated", lang, parts="; ".join(parts)))
        return " ".join(sentences)

    def _ties(self, theme: str, place: str, sector: str, products: Sequence[str]) -> list[str]:
        """`coal (electricity, cement)`: the good and the products it is in; only the good where the product is it."""
        goods = list(dict.fromkeys(record.good for record in self._carrying(theme, place, sector) if record.good))
        found: dict[str, list[str]] = {}
        # The good that the example speaks of comes along, even where other products bring more money.
        example = [product for product in products if goods[0] in self._goods(product)][:1] if goods else []
        most = products[:MOST_TIES]
        for product in most if not example or example[0] in most else [*example, *most[:-1]]:
            of_product, name = set(self._goods(product)), self.names[product].lower()
            labels = [self._label(good) for good in goods if good in of_product]
            same = [label for label in labels if label.lower() in _words(name)]
            if same or labels:
                found.setdefault((same or labels)[0], []).append("" if same else name)
        ties = {good: [name for name in names if name] for good, names in found.items()}
        if not any(ties.values()):
            return []  # each product is the good itself: nothing to explain
        return [f"{good} ({', '.join(names)})" if names else good for good, names in ties.items()]

    def _carrying(self, theme: str, place: str, sector: str) -> list[Record]:
        readings = self.answer.ranked.likelihoods.ordered_readings(theme, place, sector)
        return [reading.record for reading, _ in readings if reading.basis == PRODUCT and reading.record.good]

    def _goods(self, product: str) -> list[str]:
        return [link.good for link in self.answer.evidence.product_goods.get(product, ())]

    def _label(self, good: str) -> str:
        named = self.answer.evidence.goods[good]
        # What stands between brackets tells goods apart in a list; in a sentence it is in the way.
        return (named.nl if self.answer.options.lang == "nl" else named.en).partition(" (")[0]


def _words(name: str) -> list[str]:
    return name.replace(",", " ").split()
