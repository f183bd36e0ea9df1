"""What a ruling is about, in words beside its ids: the action or item it judges, and the record it judges."""

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.rules.judging import DDG, WHOLE, Ruling, say
from scharnier.norms import Library

MODULE = "names"


def name_rule(rule: str, library: Library, lang: str) -> str:
    """The title of a rule: of the action or item in the Library, or of what goes through all steps (`DD.voices/2`)."""
    whole, slash, _ = rule.partition("/")
    if whole.removeprefix("DD.")[:1].isdigit():
        return name_item(rule, library, lang)
    named = say(MODULE, whole.removeprefix("DD."), lang)
    return f"{named}: {name_item(rule, library, lang)}" if slash else named


def name_item(rule: str, library: Library, lang: str) -> str:
    """The title of an item of the checklist, of the step that an item is about (`DD.voices/2`), or of a criterion; the
    id of the rule where there is none."""
    if rule.startswith("DD.channel/"):
        return say("channel", rule.partition("/")[2], lang)
    for id in (f"{DDG}{rule.removeprefix('DD.')}", f"{DDG}{rule.partition('/')[2]}"):
        if id in library.norms:
            return library.norms[id].title[lang]
    return rule


def call_record(subject: str, lang: str) -> str:
    """A record as people call it, with its id and no more of it: `engagements/ENG-1` is *talk ENG-1*."""
    kind, _, id = subject.partition("/")
    return f"{say(MODULE, f'record_{kind}', lang)} {id}" if kind in KINDS else subject


def name_record(subject: str, dossier: Dossier) -> str:
    """The title or name of the record that a ruling is about (`impacts/IMP-1`); empty where it has none or is not
    there."""
    kind, _, id = subject.partition("/")
    record = None if subject == WHOLE else dossier.all(kind).get(id)
    return next((str(found) for key in ("title", "name", "what") if (found := getattr(record, key, None))), "")


def name_ruling(ruling: Ruling, dossier: Dossier, library: Library, lang: str) -> str:
    """The ids of a ruling with what they stand for: `DD.2.2 In-depth assessment · impacts/IMP-3 Children picking …`."""
    named = f"{ruling.rule} {name_rule(ruling.rule, library, lang)}"
    if ruling.subject == WHOLE:
        return named
    return f"{named} · {ruling.subject} {name_record(ruling.subject, dossier)}".rstrip()
