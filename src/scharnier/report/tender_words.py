"""What the documents of a tender say around the building blocks, in Dutch and English."""

WORDS: dict[str, tuple[str, str]] = {
    "yes": ("ISV is verplicht", "ISV is mandatory"),
    "no": ("ISV is niet verplicht", "ISV is not mandatory"),
    "uncertain": ("het is onzeker of ISV verplicht is", "it is uncertain whether ISV is mandatory"),
    "apply": ("advies: toepassen", "advice: apply"),
    "advised": ("advies: aangeraden", "advice: advised"),
    "consider": ("advies: overwegen", "advice: consider"),
    "not_relevant": ("advies: niet aan de orde", "advice: not relevant"),
    "buyer": ("Opdrachtgever", "Contracting authority"),
    "value": ("Geraamde waarde", "Estimated value"),
    "outcome": ("Uitkomst", "Outcome"),
    "not_stated": ("niet opgegeven", "not stated"),
    "without_vat": ("{amount} (zonder btw)", "{amount} (without VAT)"),
    "must": ("Moet ISV worden toegepast?", "Must ISV be applied?"),
    "check": ("Wat een mens moet nagaan", "What a person must check"),
    "rests": ("Rust op: {provisions}.", "Rests on: {provisions}."),
    "assumed_label": ("Eigen aannames:", "Own assumptions:"),
    "assumed": ("{keys} (uitleg: scharnier isv assumptions).", "{keys} (explained: scharnier isv assumptions)."),
    "risks": ("Risico's in de keten", "Risks in the chain"),
    "goods": ("Goederen die bronnen noemen", "Goods that sources name"),
    "ranked": ("Hoogste risico's in het ketenmodel", "Highest risks in the chain model"),
    "averages": (
        "Model {model}, cijfers van {year}: gemiddelden van bedrijfstakken, geen spoor van deze levering.",
        "Model {model}, figures of {year}: averages of industries, not a trace of this delivery.",
    ),
    "silent": (
        "Geen openbare bron die wij kennen noemt hier een risico. Dat bewijst niet dat er geen is: zoek het zelf uit.",
        "No public source that we know names a risk here. That is no proof that there is none: find out yourself.",
    ),
    "unread_label": ("Niet gelezen:", "Not read:"),
    "unread": ("CPV {codes}: geen bedrijfstak bekend.", "CPV {codes}: no industry known."),
    "points": ("Punten", "Points"),
    "what_for": ("Waarvoor", "What for"),
    "judged": ("Zo wordt beoordeeld", "How it is judged"),
    "weight": ("Weging (eigen voorstel): {low}–{high}%.", "Weight (our own proposal): {low}–{high}%."),
    "explained": ("Toelichting bij de teksten", "Explanation of the texts"),
    "unverified": ("niet nagekeken", "unverified"),
    "foot": (
        "Gemaakt met Scharnier op {day}, teksten {texts}, regel {rule}. Eigen bewoordingen. Geen juridisch advies.",
        "Made with Scharnier on {day}, texts {texts}, rule {rule}. Own wording. No legal advice.",
    ),
}


def word(key: str, lang: str, **parts: object) -> str:
    """The words of a key in `nl` or `en`, filled in."""
    return WORDS[key][lang == "en"].format(**parts)
