"""What the annual report says around its figures, in Dutch and English."""

from scharnier.procurement.annual.annual import OUTSIDE, UNREAD
from scharnier.procurement.isv.content import load_isv_content

WORDS: dict[str, tuple[str, str]] = {
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "uncertain": ("onzeker", "uncertain"),
    "unknown": ("niet bekend", "not known"),
    "not_yet": ("nog niet aan de orde", "not yet"),
    "none_due": ("nog niets aan te leveren", "nothing due yet"),
    "advised": ("aangeraden", "advised"),
    "apply": ("toepassen", "apply"),
    "consider": ("overwegen", "consider"),
    "not_relevant": ("niet aan de orde", "not relevant"),
    OUTSIDE: ("Buiten de lijst", "Outside the list"),
    UNREAD: ("Geen leesbare CPV-code", "No CPV code that can be read"),
    "small": ("klein aantal", "small number"),
    "nothing": ("geen enkele", "none"),
    "in_year": ("Telt mee in het verslagjaar", "Counts in the year of the report"),
    "earlier": (
        "Eerder aanbesteed: telt alleen bij lopende contracten",
        "Tendered earlier: counts for running contracts only",
    ),
    "later": ("Later dan het verslagjaar: telt niet mee", "Later than the year of the report: does not count"),
    "withdrawn": ("Ingetrokken: telt niet mee", "Withdrawn: does not count"),
    "duplicate": (
        "Zelfde kenmerk als een eerdere rij: telt niet mee",
        "Same reference as an earlier row: does not count",
    ),
    "as_is": ("De regel zoals die is", "The rule as it is"),
    "bound": ("Ook voor deze organisatie, als voor het Rijk", "Also for this body, as for central government"),
    "any_value": ("Bovendien onder de drempel", "Below the threshold as well"),
    "chain": ("Bovendien producten met een hoog ketenrisico", "Products with a high risk in the chain as well"),
    "all": ("Elke aanbesteding", "Every tender"),
    "mandatory_not_applied": (
        "De regel zegt verplicht; volgens de lijst is ISV niet toegepast.",
        "The rule says mandatory; by the list ISV was not applied.",
    ),
    "rule_yes_list_no": (
        "De regel zegt verplicht; de lijst zegt niet verplicht.",
        "The rule says mandatory; the list says it is not.",
    ),
    "rule_no_list_yes": (
        "De regel zegt niet verplicht; de lijst zegt verplicht.",
        "The rule says not mandatory; the list says it is.",
    ),
    "rule_open_list_sure": (
        "De regel laat het open; de lijst is er zeker van.",
        "The rule leaves it open; the list is sure.",
    ),
    "delivered_not_applied": (
        "Een leverancier leverde stukken aan, terwijl ISV volgens de lijst niet is toegepast.",
        "A supplier handed in documents, while by the list ISV was not applied.",
    ),
    "received_before_sent": (
        "Stukken kwamen binnen voordat de oproep was verzonden.",
        "Documents came in before the call was sent.",
    ),
    "award_lost_in_contract": (
        "ISV stond in de aanbestedingsstukken, maar niet in het contract.",
        "ISV stood in the tender documents, but not in the contract.",
    ),
    "contract_before_award": (
        "Er staat iets in een contract, terwijl de opdracht nog niet is gegund.",
        "A contract is said to hold ISV, while it has not been awarded.",
    ),
    "verified": ("nagekeken in de bron", "verified in the source"),
    "secondary": ("uit tweede hand", "second hand"),
    "unverified": ("niet nagekeken", "unverified"),
    "own": ("eigen aanname", "own assumption"),
    "met": ("gehaald", "met"),
    "not_met": ("niet gehaald", "not met"),
    "not_due": ("nog niet aan de beurt", "not due yet"),
    "reached": ("nog niet aan de beurt; nu al bereikt", "not due yet; reached so far"),
    "target_unknown": ("niet te zeggen: te veel onbekend", "cannot be said: too much unknown"),
}
ASKS = {
    1: ("Verbreed de verplichte toepassing", "Widen mandatory use"),
    2: (
        "ISV in alle fasen, met doelen voor selectie en gunning",
        "ISV in all phases, with goals for selection and award",
    ),
    3: ("Veranker in de wet", "Anchor it in law"),
    4: ("Afspraken in sectorinitiatieven", "Agreements within sector initiatives"),
    5: ("Betrek stakeholders", "Involve stakeholders"),
    6: ("Tijdlijnen, tussendoelen en een jaarlijks verslag", "Timelines, interim goals and a yearly report"),
}
"""The six asks of MVO Platform and MVO Nederland in their letter of 2 September 2022, in short and in our words."""


def word(key: str, lang: str) -> str:
    """The words of a key."""
    return WORDS[key][lang == "en"]


def category_name(category: str, lang: str) -> str:
    """The name of a category of the rule, or of what is outside it."""
    if category in WORDS:
        return word(category, lang)
    name = load_isv_content().category_names[category]
    return name.nl if lang == "nl" else name.en


def product_name(product: str, lang: str) -> str:
    """The name of a product of the chain layer."""
    name = load_isv_content().product_names[product]
    return name.nl if lang == "nl" else name.en
