"""Sentences and figures of two years side by side, for the command line and the page, in Dutch and English."""

import math

from scharnier.analytics.chains.stressors import VALUE
from scharnier.analytics.chains.trace import list_cells
from scharnier.analytics.chains.years import Years
from scharnier.report.chain_text import PER, Said, unit_name
from scharnier.report.formats import Formats

FIGURES = 4  # significant ones, of the largest number
NOTHING = 1e-9  # of the largest total: less is rounding
PARTS = {
    "nl": {
        "intensity": "intensiteit: wat een bedrijfstak zelf verdient of uitstoot per euro die hij maakt",
        "structure": "structuur: wie bij wie koopt in de keten",
        "mix": "mix: wat u koopt, en waar",
        "level": "niveau: hoeveel u uitgeeft",
        "chain": "keten: wie bij wie koopt, en wat elk eraan overhoudt",
    },
    "en": {
        "intensity": "intensity: what an industry itself earns or emits per euro it makes",
        "structure": "structure: who buys from whom in the chain",
        "mix": "mix: what you buy, and where",
        "level": "level: how much you spend",
        "chain": "chain: who buys from whom, and what each keeps of it",
    },
}


def is_value(years: Years) -> bool:
    """Whether value added is followed: then intensity and structure are to be read together."""
    return years.followed[0].id == VALUE


def shown_parts(years: Years) -> list[str]:
    """The parts to show: those of spend only where amounts were given."""
    return [name for name in years.factors if years.amounts or name not in ("mix", "level")]


def part_name(name: str, lang: str) -> str:
    """A part in a few words, with a capital: `Structuur`."""
    return PARTS[lang][name].partition(":")[0].capitalize()


def scale_of(years: Years) -> float:
    """By what values are multiplied: money without amounts is told per thousand."""
    return float(PER) if years.followed[0].is_money and not years.amounts else 1.0


class Figures:
    """Writes the values of one comparison, all with the same number of decimals."""

    def __init__(self, years: Years, lang: str) -> None:
        self._f, self._scale = Formats(lang, "EUR"), scale_of(years)
        largest = max((abs(total) for total in years.totals), default=0.0) * self._scale
        self._least = NOTHING * largest
        self.decimals = 0 if largest == 0 else min(9, max(0, FIGURES - 1 - math.floor(math.log10(largest))))

    def plain(self, value: float) -> str:
        """A value."""
        value *= self._scale
        return self._f.number(0.0 if abs(value) <= self._least else value, self.decimals)

    def signed(self, value: float) -> str:
        """A change, with its sign; 0 where no figure of it is shown."""
        text = self.plain(value)
        return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def unit_of(years: Years, lang: str) -> str:
    """In what the values are."""
    say, f, followed, table = Said(lang), Formats(lang, "EUR"), years.followed[0], years.tables[0]
    if followed.is_money:
        if years.amounts:
            return say("in de eenheid van uw bedragen", "in the unit of your amounts")
        return say(f"van elke {f.number(PER)} die u uitgeeft", f"of every {f.number(PER)} you spend")
    unit, money = unit_name(followed.unit.partition(" / ")[0], lang), unit_name(table.unit, lang)
    if years.amounts:
        return say(f"in {unit}", f"in {unit}")
    return say(f"in {unit} per 1 {money}", f"in {unit} per 1 {money}")


def years_title(years: Years, lang: str) -> str:
    """What is compared."""
    first, second = years.tables
    before, after = (str(table.year or table.id) for table in years.tables)
    if before == after:
        before, after = first.id, second.id
    bought = [cell for cell in range(first.cells) if years.bought[0][cell] > 0]
    say = Said(lang)
    name = first.name(bought[0], lang) if len(bought) == 1 else say("een pakket", "a basket")
    return say(f"Twee jaren: {name}, {before} en {after}", f"Two years: {name}, {before} and {after}")


def total_line(years: Years, lang: str) -> str:
    """What came with it, then and later."""
    say, f, figures = Said(lang), Formats(lang, "EUR"), Figures(years, lang)
    before, after = years.totals
    change = f.share((after - before) / before) if before > 0 else ""
    if abs(after - before) <= NOTHING * max(abs(after), abs(before)):
        return say(
            f"In totaal {figures.plain(before)} in beide jaren, {unit_of(years, lang)}.",
            f"In total {figures.plain(before)} in both years, {unit_of(years, lang)}.",
        )
    sign = "+" if after > before else ""
    told = f" ({sign}{change})" if change else ""
    return say(
        f"In totaal van {figures.plain(before)} naar {figures.plain(after)}{told}, {unit_of(years, lang)}.",
        f"In total from {figures.plain(before)} to {figures.plain(after)}{told}, {unit_of(years, lang)}.",
    )


def warnings_of(years: Years, lang: str) -> list[str]:
    """What must stand beside it: prices, what hangs together, what is left out, and what an average is."""
    say, f = Said(lang), Formats(lang, "EUR")
    lines = [years.change.caveat(lang)] if all(table.year for table in years.tables) else []
    if is_value(years):
        lines.append(
            say(
                "Wat een bedrijfstak verdient, is wat zijn inkopen overlaten. Intensiteit en structuur zijn daarom "
                "niet te scheiden; hier heten ze samen de keten.",
                "What an industry earns is what its purchases leave. So intensity and structure cannot be told apart; "
                "here they are called the chain.",
            )
        )
    if len(shown_parts(years)) > 1:
        orders = math.factorial(len(years.factors))
        lines.append(
            say(
                "De verdeling hangt af van de volgorde waarin de oorzaken veranderen, en niemand weet de juiste. "
                f"Getoond is het gemiddelde van alle {orders} volgordes, met de kleinste en de grootste uitkomst.",
                "The split depends on the order in which the causes change, and nobody knows the right one. Shown is "
                f"the mean of all {orders} orders, with the least and the most.",
            )
        )
    if years.amounts and not years.followed[0].is_money:
        money = unit_name(years.tables[0].unit, lang)
        lines.append(say(f"Uw bedragen zijn gelezen als {money}.", f"Your amounts are read as {money}."))
    if not years.amounts:
        lines.append(
            say(
                "In beide jaren is evenveel van hetzelfde gekocht. Geef bedragen om uw bestedingen mee te tellen: "
                "NLD/c4=700 --after NLD/c4=900.",
                "The same amount of the same is bought in both years. Give amounts to count your spend as well: "
                "NLD/c4=700 --after NLD/c4=900.",
            )
        )
    if years.left_out:
        then, now = (f.share(share) for share in years.silent)
        lines.append(
            say(
                f"{f.number(years.left_out)} cellen hebben in een van de jaren geen cijfer en tellen in geen van beide "
                f"mee. Daar wordt {then} en later {now} van het geld verdiend. Dat deel is onbekend, niet nul.",
                f"{f.number(years.left_out)} cells have no figure in one of the years and count in neither. {then} of "
                f"the money is earned there, and {now} later. That part is unknown, not zero.",
            )
        )
    if years.negative:
        lines.append(
            say(
                f"{f.number(years.negative)} cijfers liggen onder nul en tellen zoals ze zijn.",
                f"{f.number(years.negative)} figures lie below zero and count as they are.",
            )
        )
    lines.append(
        say(
            "Dit zijn gemiddelden van bedrijfstakken, niet van uw eigen leveranciers.",
            "These are averages of industries, not of your own suppliers.",
        )
    )
    return lines


def bought_line(years: Years, side: int, lang: str) -> str:
    """What is bought in the earlier (0) or the later (1) year, with the amounts."""
    table, f, cells = years.tables[side], Formats(lang, "EUR"), list_cells(years.bought[side])
    listed = ", ".join(f"{table.code(cell)} {f.number(amount, 0 if amount >= 10 else 2)}" for cell, amount in cells[:6])
    return f"{Said(lang)('gekocht', 'bought')}: {listed}{' …' if len(cells) > 6 else ''}"
