"""The red flags of a tender in the file of the buyer: those that are up, with what to do, and then the others."""

from collections.abc import Sequence

from scharnier.kernel.provenance import Confidence
from scharnier.procurement.flags.frame import Flag
from scharnier.report.documents import Heading, Items, Note, Paragraph, Piece, Table

WORDS: dict[str, tuple[str, str]] = {
    "flags": ("Rode vlaggen", "Red flags"),
    "lead": (
        "Een vlag is een reden om te vragen, geen bewijs. Onbekend is niet in orde: er staat bij wat ontbreekt.",
        "A flag is a reason to ask, no proof. Unknown is not fine: it says what is missing.",
    ),
    "none_up": ("Er is geen vlag gevonden.", "No flag was found."),
    "flag": ("Vlag", "Flag"),
    "verdict": ("Uitkomst", "Outcome"),
    "why": ("Waarom, en wat ontbreekt", "Why, and what is missing"),
    "unknown": ("onbekend", "unknown"),
    "clear": ("geen vlag", "no flag"),
    "not_applicable": ("niet van toepassing", "not applicable"),
    "lots": ("Percelen: {lots}.", "Lots: {lots}."),
    "missing": ("Ontbreekt: {what}", "Missing: {what}"),
    "to_do": ("Wat u kunt doen:", "What you can do:"),
    "is_not": ("Wat dit niet is. {what}", "What this is not. {what}"),
    "unverified": (
        "Hoe zeker. Dit rust op eigen aannames of op uw opgave; niet nagekeken{keys}.",
        "How sure. This rests on our own assumptions or on your statement; unverified{keys}.",
    ),
}


def flag_pieces(flags: Sequence[Flag], lang: str) -> Sequence[Piece]:
    """The flags that are up, each with what to do, and a table of the others. Nothing where there are no flags."""
    if not flags:
        return []
    pieces: list[Piece] = [Heading(_word("flags", lang), 1), Paragraph(_word("lead", lang))]
    up = [flag for flag in flags if flag.verdict == "flagged"]
    if not up:
        pieces.append(Paragraph(_word("none_up", lang)))
    for flag in up:
        pieces += _up(flag, lang)
    rows = tuple(
        (
            f"{flag.title.in_lang(lang)} ({flag.id})",
            _word(flag.verdict, lang),
            _why(flag, lang),
        )
        for flag in flags
        if flag.verdict != "flagged"
    )
    columns = (_word("flag", lang), _word("verdict", lang), _word("why", lang))
    return [*pieces, *([Table("", columns, rows)] if rows else [])]


def _up(flag: Flag, lang: str) -> Sequence[Piece]:
    said = [reason.in_lang(lang) for reason in flag.reasons]
    said += [_word("lots", lang, lots=", ".join(flag.lots))] if flag.lots else []
    said += [_word("missing", lang, what=thing.in_lang(lang)) for thing in flag.missing]
    pieces: list[Piece] = [Heading(f"{flag.title.in_lang(lang)} ({flag.id})", 2), Items(tuple(said))]
    pieces.append(Note(_word("to_do", lang), flag.to_do.in_lang(lang)))
    pieces.append(Paragraph(_word("is_not", lang, what=flag.is_not.in_lang(lang))))
    if flag.confidence == Confidence.UNVERIFIED:
        keys = f" ({flag.id}.yaml: {', '.join(flag.assumptions)})" if flag.assumptions else ""
        pieces.append(Paragraph(_word("unverified", lang, keys=keys)))
    return pieces


def _why(flag: Flag, lang: str) -> str:
    """All reasons, and all that is missing behind one word."""
    missing = " ".join(thing.in_lang(lang) for thing in flag.missing)
    said = " ".join(reason.in_lang(lang) for reason in flag.reasons)
    return f"{said} {_word('missing', lang, what=missing)}" if missing else said


def _word(key: str, lang: str, **parts: object) -> str:
    return WORDS[key][lang == "en"].format(**parts)
