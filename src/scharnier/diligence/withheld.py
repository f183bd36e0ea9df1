"""What of a dossier may not be said in public: which records, and which words in the texts of others.

A record is withheld where it is confidential, where two versions of it stand, where those who were heard are not known
to be safe, where it belongs to a record that is withheld, or where it is evidence of no other. A text is withheld where
it names such a record or a person. What is in doubt is withheld.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from scharnier.diligence.dossier.base import Record
from scharnier.diligence.dossier.deeds import Indicator
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.kinds import KINDS
from scharnier.diligence.dossier.parties import Identifiers, Person

NEVER = frozenset({"persons", "complaints", "replies"})
"""Kinds of which no record is public."""
ABOUT = ("impacts", "relationships", "sites")
"""What a record is about: where one of these is withheld, its own words are too."""
_FORMS = (
    "bv|nv|vof|cv|ltd|limited|inc|incorporated|llc|llp|plc|co|company|corp|corporation|pvt|private|pte|pty|bhd|sdn|tbk|"
    "gmbh|ag|kg|se|ug|sa|sas|sarl|srl|spa|sl|slu|lda|ltda|ab|as|asa|aps|oy|oyj|kft|zrt|doo|dooel|sro|ood|eood|as|sti|"
    "tic|san|jsc|ojsc|pjsc|ooo"
)
LEGAL_FORM = re.compile(
    r"([\s,]+(" + "|".join("".join(rf"{c}\.?" for c in form) for form in _FORMS.split("|")) + r"))+$"
)
"""What follows a name of a company and is often left out when it is named."""
_KIND_OF = {model: kind for kind, model in KINDS.items()}
SHORTEST = 4  # letters of a part of a person's name that is searched for
FEWEST_PHRASE = 8  # letters of the words by which those heard are named


class Withheld:
    """What is withheld of a dossier: of the whole of it, not of a view of an earlier day. What is confidential now is
    not told by looking back."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._hidden = self._find_hidden()

    def hides(self, kind: str, id: str) -> bool:
        """Whether a record is withheld. What is not in the dossier cannot be shown and hides nothing."""
        return kind in NEVER or (kind, id) in self._hidden

    def shown(self, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of a kind that are there and not withheld, in their order."""
        held = self._dossier.all(kind)
        return tuple(id for id in ids if id in held and not self.hides(kind, id))

    def touches(self, record: Record) -> bool:
        """Whether a record is about something that is withheld, also where that was only known later."""
        whole = self._dossier.all(_KIND_OF[type(record)]).get(record.id, record)
        return any(self.hides(kind, id) for one in (whole, record) for kind in ABOUT for id in getattr(one, kind, ()))

    def text(self, record: Record, words: str | None) -> str | None:
        """Words of a record; None where they are not there, or may not be said."""
        return None if words is None or self.touches(record) or self.names(words) else words

    def texts(self, record: Record, lines: Iterable[str]) -> tuple[str, ...]:
        """Those of several lines that may be said."""
        return tuple(line for line in lines if self.text(record, line) is not None)

    def names(self, words: str) -> bool:
        """Whether a text names something that is withheld, or a person. The own name of the organisation may be said,
        also where it is that of a person too."""
        low = _plain(words)
        return _finds(low.replace(self._own, " ") if self._own else low, self._named)

    def kinds(self, seen: Dossier) -> tuple[str, ...]:
        """The kinds of which something is withheld that was there in a view of the dossier, in its order."""
        held = {kind for kind, id in self._hidden if id in seen.all(kind)}
        return tuple(kind for kind in seen.records if kind in held)

    def _find_hidden(self) -> set[tuple[str, str]]:
        dossier = self._dossier
        hidden = {
            (kind, id)
            for kind, records in dossier.records.items()
            if kind not in NEVER
            for id, record in records.items()
            if record.confidential or (kind, id) in dossier.torn
        }
        hidden |= {("engagements", talk.id) for talk in dossier.engagements.values() if talk.safe != "yes"}
        hidden |= {("evidence", proof.id) for proof in dossier.evidence.values() if proof.personal_data != "no"}
        hidden |= {
            ("sites", site.id)
            for site in dossier.sites.values()
            if ("relationships", site.relationship) in hidden or ("organisations", site.organisation) in hidden
        }
        for measure in dossier.measures.values():
            if measure.impacts and all(("impacts", id) in hidden for id in measure.impacts):
                hidden.add(("measures", measure.id))
        for remedy in dossier.remedies.values():
            if remedy.impacts and all(("impacts", id) in hidden for id in remedy.impacts):
                hidden.add(("remedies", remedy.id))
        for indicator in dossier.indicators.values():
            if indicator.measures and all(("measures", id) in hidden for id in indicator.measures):
                hidden.add(("indicators", indicator.id))
        return hidden | self._find_telling(hidden)

    def _find_telling(self, hidden: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Evidence of what is withheld: its title and its address tell what it is about. That of something public may
        be told, unless people who spoke or complained stand behind it too."""
        by_people: set[str] = set()
        by_hidden: set[str] = set()
        by_shown: set[str] = set()
        for kind, records in self._dossier.records.items():
            for id, record in records.items():
                if kind in NEVER or (kind == "engagements" and (kind, id) in hidden):
                    by_people.update(_cited(record))
                else:
                    (by_hidden if (kind, id) in hidden else by_shown).update(_cited(record))
        return {("evidence", id) for id in by_people | (by_hidden - by_shown)}

    @cached_property
    def _own(self) -> str:
        """The name of the organisation itself; empty where it may not be said."""
        id = self._dossier.head.organisation
        own = self._dossier.organisations.get(id)
        name = _plain(own.name) if own and not self.hides("organisations", id) else ""
        return "" if _finds(name, _by_first_word(self._things())) else name

    @cached_property
    def _named(self) -> Mapping[str, list[str]]:
        return _by_first_word((*self._people(), *self._things()))

    def _people(self) -> Iterator[str]:
        for person in self._dossier.all("persons").values():
            if isinstance(person, Person):
                yield person.name
                parts = [
                    *re.findall(r"\w+", person.name),
                    person.name.partition(" ")[2],
                ]  # of "An de Wit" also "de Wit"
                yield from (part for part in parts if len(part) >= SHORTEST)
                yield from filter(None, (person.contact,))

    def _things(self) -> Iterator[str]:
        dossier = self._dossier
        for kind, id in self._hidden:
            record = dossier.all(kind)[id]
            if kind in ("relationships", "organisations", "sites", "channels"):
                name = str(getattr(record, "name", ""))
                yield name
                yield LEGAL_FORM.sub("", _plain(name))
                known = getattr(record, "identifiers", None)
                if isinstance(known, Identifiers):
                    yield from filter(None, (known.lei, known.kvk, known.os_id, known.own))
        for talk in dossier.engagements.values():
            if talk.confidential or talk.safe == "no":
                named = filter(None, (talk.whom, talk.on_behalf_of))
                yield from (words for words in named if len(words) >= FEWEST_PHRASE)


def _cited(record: Record) -> Iterator[str]:
    """The evidence that a record names, itself or in a part."""
    yield from record.evidence
    if isinstance(record, Indicator):
        for part in (record.baseline, *record.readings):
            yield from part.evidence if part else ()
    if isinstance(record, Impact) and record.promoted:
        yield record.promoted.assessment


def _plain(words: str) -> str:
    """Words as they are compared: small letters without accents, invisible characters and double spaces."""
    apart = unicodedata.normalize("NFKD", words.casefold().replace("ı", "i"))
    seen = "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join(seen.split())


def _by_first_word(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Names by their first word: a text is then searched in one go, whatever their number."""
    found: dict[str, list[str]] = {}
    for name in {_plain(name) for name in names}:
        if first := re.search(r"\w+", name):
            found.setdefault(first.group(), []).append(name[first.start() :])
    return found


def _finds(low: str, named: Mapping[str, list[str]]) -> bool:
    """Whether one of these names stands in a text as a word of its own."""
    for word in re.finditer(r"\w+", low):
        for name in named.get(word.group(), ()):
            end = word.start() + len(name)
            if low.startswith(name, word.start()) and not (low[end : end + 1].isalnum() and name[-1].isalnum()):
                return True
    return False
