"""What a good is made of, and whether the conditions behind an entry of Annex I let it in."""

from dataclasses import dataclass

from scharnier.kernel.provenance import Confidence
from scharnier.law.answer import Text
from scharnier.law.eudr_annex import AnnexEntry, Condition
from scharnier.law.profile import Product
from scharnier.law.scope.truth import Truth
from scharnier.law.words import LANGS, both

# Names of plants and animals by what they count as under Annex I. `none`: holds nothing of the commodity.
KINDS = {
    "cattle": ("bos", "bibos", "novibos", "poephagus", "cattle", "rund", "runderen"),
    "palm": ("elaeis", "oil palm", "palm oil", "oliepalm", "palmolie"),
    "rubber": ("hevea", "natural rubber", "natuurrubber"),
    "wood": ("wood", "hout"),
    "bamboo": ("bambusa", "phyllostachys", "dendrocalamus", "guadua", "gigantochloa", "bamboo", "bamboe"),
    "rattan": ("calamus", "daemonorops", "rattan", "rotan"),
    "bovine_other": ("bubalus", "syncerus", "bison", "buffalo", "buffel"),
    "palm_other": ("attalea", "orbignya", "babassu", "cocos", "coconut", "kokos", "tallow", "talg"),
    "rubber_other": ("parthenium", "taraxacum", "guayule", "synthetic", "synthetisch"),
    "none": ("none", "geen"),
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
OTHERS = {
    "cattle": ("bovine_other", "none"),
    "palm": ("palm_other", "rubber_other", "none"),
    "rubber": ("rubber_other", "none"),
    "wood": ("bamboo", "rattan", "none"),
}
MADE_OF = {
    "cattle": both("rund (Bos)", "cattle (Bos)"),
    "palm": both("oliepalm (Elaeis)", "oil palm (Elaeis)"),
    "rubber": both("natuurrubber (Hevea)", "natural rubber (Hevea)"),
    "wood": both("hout", "wood"),
}
NOT_MADE_OF = {
    "cattle": both("van buffel of bizon", "of buffalo or bison"),
    "palm": both("niet van oliepalm (Elaeis)", "not of oil palm (Elaeis)"),
    "rubber": both("zonder natuurrubber (Hevea)", "without natural rubber (Hevea)"),
    "wood": both("niet van hout", "not of wood"),
}
# What the codes of a condition `code` stand for in the Harmonised System.
BY_CODE = {
    "cattle": both("buffel of een ander rund dan Bos", "buffalo or bovines other than Bos"),
    "rubber": both("balata, guayule of dergelijke", "balata, guayule or the like"),
    "wood": both("bamboe of teruggewonnen papier", "bamboo or recovered paper"),
}
ASK_NONE = both("Geef het geslacht, of `none` als het dat niet bevat.", "Give the genus, or `none` if it holds none.")

# kind: (what puts it outside, as in "not if it is …"), and the fact of a product that says so, where there is one
OUTSIDE = {
    "not": (both("van bamboe of rotan", "of bamboo or rattan"), "genus"),
    "used": (both("gebruikt", "used"), "used"),
    "waste": (both("afval", "waste"), "waste"),
    "recovered": (both("teruggewonnen papier", "recovered paper"), "waste"),
    "packing": (both("verpakking om een ander product", "packing around another product"), "packing"),
    "medicine": (both("voor het maken van geneesmiddelen", "for making medicines"), ""),
    "mail": (both("post of reclame die gratis wordt uitgedeeld", "mail or advertising handed out free"), ""),
}


@dataclass(frozen=True)
class Finding:
    """What one condition does: True lets the good in, False keeps it out, None: the fact named in `lacks` is missing.

    `because` says it; `unless` is what would still put the good outside.
    """

    truth: Truth
    because: Text | None = None
    unless: Text | None = None
    lacks: str = ""
    confidence: Confidence = Confidence.VERIFIED


def read_genus(text: str | None) -> str | None:
    """What a genus counts as (`cattle`, `bamboo`, `none` …), the name itself where we do not know it, or None."""
    if text is None or not text.strip():
        return None
    name = " ".join(text.casefold().split())
    return KIND_OF.get(name) or KIND_OF.get(name.split()[0]) or name


def judge_conditions(entry: AnnexEntry, code: str, product: Product) -> list[Finding]:
    """What every condition of an entry does to a product of a trimmed customs code."""
    return [_judge(condition, entry.commodity, code, product) for condition in entry.conditions]


def _judge(condition: Condition, commodity: str, code: str, product: Product) -> Finding:
    sure = Confidence.VERIFIED if condition.sure else Confidence.UNVERIFIED
    if condition.kind == "code":
        return _judge_code(condition, commodity, code, sure)
    if condition.kind in ("only", "open"):
        return _judge_made_of(condition, product, sure)
    words, fact = OUTSIDE[condition.kind]
    if condition.kind == "not":
        value: Truth = None if product.genus is None else read_genus(product.genus) in ("bamboo", "rattan")
    else:
        value = getattr(product, fact) if fact else None
    if value is None:
        return Finding(True, unless=words)
    if not value:
        return Finding(True)
    because = both(f"Deze regel geldt niet voor wat {words['nl']} is.", f"This entry is not for what is {words['en']}.")
    return Finding(False, because, confidence=sure)


def _judge_code(condition: Condition, commodity: str, code: str, sure: Confidence) -> Finding:
    if not any(code.startswith(value) for value in condition.values):
        return Finding(True)
    what = BY_CODE[commodity]
    because = both(
        f"De code zelf zegt dat het om {what['nl']} gaat, en dat valt buiten deze regel.",
        f"The code itself says that it is {what['en']}, and that is outside this entry.",
    )
    return Finding(False, because, confidence=sure)


def _judge_made_of(condition: Condition, product: Product, sure: Confidence) -> Finding:
    (wanted,) = condition.values
    genus, words = read_genus(product.genus), MADE_OF[wanted]
    if genus is None:
        if condition.kind == "only":
            return Finding(True, unless=NOT_MADE_OF[wanted])
        because = _extend(
            both(
                f"Deze regel telt alleen als het product {words['nl']} bevat; de code zegt dat niet.",
                f"This entry counts only if the product holds {words['en']}; the code does not say.",
            ),
            ASK_NONE,
        )
        return Finding(None, because, lacks="genus", confidence=sure)
    if genus == wanted or (wanted == "wood" and genus not in OTHERS["wood"]):
        return Finding(True)
    if genus in OTHERS[wanted]:
        because = both(f"Deze regel telt alleen voor {words['nl']}.", f"This entry counts only for {words['en']}.")
        return Finding(False, because, confidence=sure)
    because = _extend(
        both(
            f"Deze regel telt alleen voor {words['nl']}; het geslacht {product.genus!r} kennen wij niet.",
            f"This entry counts only for {words['en']}; we do not know the genus {product.genus!r}.",
        ),
        ASK_NONE,
    )
    return Finding(None, because, lacks="genus", confidence=sure)


def _extend(one: Text, other: Text) -> Text:
    return {lang: f"{one[lang]} {other[lang]}" for lang in LANGS}
