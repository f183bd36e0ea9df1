"""What the EUDR asks of who places or sells a product: by role, size of the firm and class of the country."""

from datetime import date

from scharnier.law.answer import Text
from scharnier.law.profile import Product, Profile
from scharnier.law.words import LANGS, both
from scharnier.norms.law_records import Law

DEFINED_IN = {"operator": "2.15", "downstream": "2.15b", "trader": "2.17"}
ROLE_UNKNOWN = both(
    "Uw rol is niet bekend (operator, downstream of trader): wat er van u wordt gevraagd, staat er daarom niet bij.",
    "Your role is not known (operator, downstream or trader): what is asked of you is therefore not said.",
)
IF_NOT_SME = both("Als u geen kmo bent: ", "If you are not an SME: ")
IF_OWN_PRODUCE = both(
    "Als u het in uw eigen land zelf hebt geteeld, gehouden of gekapt: ",
    "If you grew, kept or harvested it yourself in your own country: ",
)
SUPPLIER = both(
    "Bewaar naam of merk, postadres, e-mail en website van uw leverancier.",
    "Keep name or trade mark, postal address, e-mail and website of your supplier.",
)
NUMBERS = {
    True: both(
        "Bewaar ook de nummers van zijn verklaringen, want hij is de marktdeelnemer.",
        "Keep the numbers of its statements too, because it is the operator.",
    ),
    False: both(
        "Nummers van verklaringen hoeft u niet te bewaren: uw leverancier is niet de marktdeelnemer.",
        "You need not keep numbers of statements: your supplier is not the operator.",
    ),
    None: both(
        "Is hij de marktdeelnemer, bewaar dan ook de nummers van zijn verklaringen.",
        "If it is the operator, keep the numbers of its statements too.",
    ),
}


def list_duties(
    product: Product, profile: Profile, country_class: str | None, law: Law, on: date
) -> tuple[tuple[str, Text], ...]:
    """The duties as provision ids with what they ask, as far as the provision exists on that day; none without a role.

    A due diligence statement is asked of operators only. Duties that turn on a fact not stated begin with "If …".
    """
    if product.role is None:
        return ()
    if product.role == "operator":
        asked = _of_operator(product, profile, country_class)
    else:
        asked = _of_others(product, profile)
    found = []
    for part, before, words in asked:
        wording = law.provisions[f"{law.id}:{part}"].wording(on)
        if wording is not None:
            found.append((f"{law.id}:{part}", _prefix(before, words or wording.gist)))
    return tuple(found)


Asked = list[tuple[str, Text | None, Text | None]]  # provision, words before it, words instead of its gist


def _of_operator(product: Product, profile: Profile, country_class: str | None) -> Asked:
    asked: Asked = [("3", None, None)]
    low = country_class == "low"
    small = profile.size_class in (None, "micro", "small")
    if low and small and profile.seat in (None, product.origin):
        asked.append(("4a", IF_OWN_PRODUCE, None))
    asked += [("4.2", None, None), ("8", None, None), ("9", None, None)]
    asked += [("13", None, None)] if low else [("10", None, None), ("11", None, None)]
    return [*asked, ("12", None, None)]


def _of_others(product: Product, profile: Profile) -> Asked:
    known = None if product.supplier_role is None else product.supplier_role == "operator"
    supplier = {lang: f"{SUPPLIER[lang]} {NUMBERS[known][lang]}" for lang in LANGS}
    asked: Asked = [("3", None, None), ("5.3.a", None, supplier)]
    asked += [(part, None, None) for part in ("5.3.b", "5.4", "5.5")]
    if profile.size_class in (None, "large"):
        before = IF_NOT_SME if profile.size_class is None else None
        asked += [("5.2", before, None), ("5.6", before, None)]
    return asked


def _prefix(before: Text | None, words: Text) -> Text:
    if before is None:
        return words
    return {lang: before[lang] + words[lang][:1].lower() + words[lang][1:] for lang in LANGS}
