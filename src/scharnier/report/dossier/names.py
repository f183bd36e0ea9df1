"""The words of a report on a dossier: what verdicts, kinds, places and levels are called in Dutch and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import TypeVar

from scharnier.codes.countries import load_countries
from scharnier.diligence.public_view import FEW
from scharnier.kernel.errors import ContentError
from scharnier.kernel.outcome import Verdict
from scharnier.norms import Library
from scharnier.norms.marked_yaml import load_marked
from scharnier.report.formats import NBSP, Formats
from scharnier.report.texts import LANGUAGES

T = TypeVar("T")
SYMBOLS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?", Verdict.NOT_APPLICABLE: "–"}
WORDS: dict[str, tuple[str, str]] = {
    "verdict.met": ("op orde", "in order"),
    "verdict.not_met": ("niet op orde", "not in order"),
    "verdict.unknown": ("niet te zeggen", "cannot tell"),
    "verdict.not_applicable": ("niet van toepassing", "does not apply"),
    "involvement.cause": ("veroorzaakt door de organisatie zelf", "caused by the organisation itself"),
    "involvement.contribute": ("de organisatie draagt eraan bij", "the organisation contributes to it"),
    "involvement.directly_linked": ("via een zakelijke relatie", "through a business relationship"),
    "involvement.none": ("nog niet bepaald", "not yet determined"),
    "measure.cease": ("stoppen", "stop"),
    "measure.prevent": ("voorkomen", "prevent"),
    "measure.mitigate": ("beperken", "mitigate"),
    "measure.leverage": ("invloed gebruiken", "use influence"),
    "measure.disengage": ("relatie verantwoord beëindigen", "end the relation responsibly"),
    "route.alone": ("alleen", "alone"),
    "route.jointly": ("samen met anderen", "together with others"),
    "route.sector": ("via de sector", "through the sector"),
    "route.regulator": ("via de overheid", "through government"),
    "status.open": ("open", "open"),
    "status.closed": ("afgesloten", "closed"),
    "status.closed_early": ("afgesloten, maar niet alles is aangetoond", "closed, but not all is shown"),
    "status.reopened": ("heropend", "reopened"),
    "policy.conduct": ("verantwoord ondernemen", "responsible conduct"),
    "policy.topic": ("een onderwerp", "a topic"),
    "policy.relations": ("zakelijke relaties", "business relations"),
    "policy.purchasing": ("eigen inkoop", "own purchasing"),
    "policy.exit": ("beëindigen van relaties", "ending relations"),
    "policy.complaints": ("klachten", "complaints"),
    "look.scan": ("brede verkenning", "broad scan"),
    "look.in_depth": ("diepgaand onderzoek", "in-depth assessment"),
    "look.before_deal": ("onderzoek vóór een overeenkomst", "look before a deal"),
    "look.visit": ("bezoek", "visit"),
    "look.purchasing": ("blik op de eigen inkoop", "look at own purchasing"),
    "look.review": ("terugblik op maatregelen", "review of measures"),
    "who.affected": ("mensen die geraakt worden", "people affected"),
    "who.representative": ("hun vertegenwoordigers", "their representatives"),
    "who.union": ("vakbond", "union"),
    "who.defender": ("mensenrechtenverdediger", "human rights defender"),
    "who.ngo": ("maatschappelijke organisatie", "civil society organisation"),
    "who.community": ("gemeenschap", "community"),
    "who.relation": ("zakelijke relatie", "business relation"),
    "who.expert": ("deskundige", "expert"),
    "who.other": ("anderen", "others"),
    "result.changed": ("er is iets veranderd", "something changed"),
    "result.not_changed": ("er is niets veranderd", "nothing changed"),
    "result.open": ("nog open", "still open"),
    "remedy.provide": ("herstel geven", "provide remedy"),
    "remedy.cooperate": ("meewerken aan herstel", "cooperate in remedy"),
    "remedy.none_due": ("geen herstel nodig", "no remedy due"),
    "remedy.refuse": ("herstel geweigerd", "remedy refused"),
    "form.apology": ("excuses", "apology"),
    "form.restitution": ("teruggave", "restitution"),
    "form.rehabilitation": ("hulp om te herstellen", "rehabilitation"),
    "form.compensation": ("vergoeding", "compensation"),
    "form.sanction": ("straf", "sanction"),
    "form.non_repetition": ("waarborg tegen herhaling", "guarantee against repetition"),
    "channel.own": ("van de organisatie zelf", "of the organisation itself"),
    "channel.joint": ("samen met anderen", "with others"),
    "channel.sector": ("van de sector", "of the sector"),
    "channel.ncp": ("Nationaal Contactpunt OESO-richtlijnen", "National Contact Point"),
    "channel.judicial": ("rechter", "court"),
    "channel.state": ("overheid", "state body"),
    "channel.other": ("anders", "other"),
    "kinds.organisations": ("organisaties", "organisations"),
    "kinds.relationships": ("zakelijke relaties", "business relationships"),
    "kinds.sites": ("locaties", "sites"),
    "kinds.impacts": ("schade", "adverse impacts"),
    "kinds.looks": ("onderzoeken", "assessments"),
    "kinds.policies": ("beleid", "policies"),
    "kinds.measures": ("maatregelen", "measures"),
    "kinds.indicators": ("meetpunten", "indicators"),
    "kinds.engagements": ("gesprekken", "talks"),
    "kinds.channels": ("klachtenroutes", "routes for complaints"),
    "kinds.complaints": ("klachten", "complaints"),
    "kinds.remedies": ("herstel", "remedy"),
    "kinds.decisions": ("besluiten", "decisions"),
    "kinds.publications": ("publicaties", "publications"),
    "kinds.statements": ("eigen verklaringen", "own statements"),
    "kinds.replies": ("antwoorden", "answers"),
    "kinds.evidence": ("bewijs", "evidence"),
    "kinds.persons": ("personen", "persons"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "unknown": ("onbekend", "unknown"),
    "few": ("minder dan 5", "fewer than 5"),
    "left_out": ("[weggelaten: vertrouwelijk]", "[left out: confidential]"),
}
STEPS = {
    1: ("Beleid en inbedding", "Policy and embedding"),
    2: ("Zoeken en beoordelen", "Find and assess"),
    3: ("Stoppen, voorkomen, beperken", "Stop, prevent, mitigate"),
    4: ("Volgen of het werkt", "Track whether it works"),
    5: ("Vertellen wat is gedaan", "Tell what was done"),
    6: ("Herstel", "Remedy"),
}
"""The six steps in a few words, as the names of the Library are too long for a cell."""


@cache
def load_dossier_texts() -> Mapping[str, Mapping[str, str]]:
    """The sentences of texts.yaml by key and language. Raises ContentError where one lacks a language."""
    found: Mapping[str, Mapping[str, str]] = load_marked(
        (files("scharnier.report.dossier") / "texts.yaml").read_text("utf-8")
    ).value
    for key, text in found.items():
        if set(text) != set(LANGUAGES):
            raise ContentError(f"dossier/texts.yaml: {key!r} is not there in exactly {', '.join(LANGUAGES)}")
    return found


@dataclass(frozen=True)
class Names:
    """How one report says things: words by key, names of places and themes, figures."""

    lang: str
    library: Library

    def __call__(self, nl: T, en: T) -> T:
        """The first in Dutch, the second otherwise."""
        return nl if self.lang == "nl" else en

    def of(self, kind: str, key: str | None) -> str:
        """The words for a key of a kind; *unknown* for None, the key itself where there are none."""
        if key is None:
            return self.word("unknown")
        return self.word(f"{kind}.{key}") if f"{kind}.{key}" in WORDS else key

    def t(self, key: str, **values: object) -> str:
        """A sentence of texts.yaml, filled in. Raises KeyError for a key or value that is not there."""
        return load_dossier_texts()[key][self.lang].format(**values)

    def heads(self, *keys: str) -> list[tuple[str, str]]:
        """The heads of a table: sentences of texts.yaml with the kind of their column, `text` where none is said
        (`severity:whole`)."""
        parted = (key.partition(":") for key in keys)
        return [(self.t(name), kind or "text") for name, _, kind in parted]

    def word(self, key: str) -> str:
        """The words of a key."""
        return WORDS[key][self.lang == "en"]

    def verdict(self, verdict: Verdict) -> str:
        """A verdict in words."""
        return self.word(f"verdict.{verdict.value}")

    def step(self, number: int) -> str:
        """A step in a few words."""
        return STEPS[number][self.lang == "en"]

    def said(self, answer: bool | str | None) -> str:
        """Yes, no or unknown."""
        known = {True: "yes", "yes": "yes", False: "no", "no": "no"}.get(answer) if answer is not None else None
        return self.word(known or "unknown")

    def country(self, code: str | None) -> str:
        """The name of a country; the code where it is not a country."""
        if code is None:
            return self("land onbekend", "country unknown")
        found = load_countries().get(code)
        return code if found is None else self(found.nl, found.en)

    def theme(self, id: str) -> str:
        """The name of a theme with a capital; the id where the Library has none."""
        found = self.library.themes.get(id)
        name = found.name(self.lang) if found else id
        return name[:1].upper() + name[1:]

    def level(self, level: int | None) -> str:
        """A level of 1 to 5, or that it is unknown."""
        return self.word("unknown") if level is None else self(f"{level} van 5", f"{level} of 5").replace(" ", NBSP)

    def people(self, count: int | str | None) -> str:
        """A number of people, fewer than five, or unknown."""
        if count is None:
            return self.word("unknown")
        return self.word("few") if count == FEW else self.f.number(int(count))

    def day(self, on: date | None) -> str:
        """A day in words; a dash where it is not known."""
        return "–" if on is None else self.f.day(on)

    def norm(self, id: str) -> str:
        """The title of a norm or provision; its id where the Library does not hold it."""
        found = self.library.norms.get(id)
        return found.title[self.lang] if found else id

    def counted(self, count: int, nl: tuple[str, str], en: tuple[str, str]) -> str:
        """A number with its noun, one or more: `(schade, schades)`."""
        return f"{self.f.number(count)} {self(nl, en)[count != 1]}"

    def join(self, words: list[str]) -> str:
        """a, b and c."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self('en', 'and')} {words[-1]}"

    @cached_property
    def f(self) -> Formats:
        """How figures are written."""
        return Formats(self.lang, "EUR")
