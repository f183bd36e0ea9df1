"""What stands on the shelf: norms, themes, links between them, sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.kernel.provenance import Confidence
from scharnier.norms.rough_date import RoughDate

Text = Mapping[str, str]  # the same words in "nl" and "en"

# Kinds that say what a word means or what follows from a role: no date makes them begin or end.
TIMELESS_KINDS = frozenset({"term", "involvement"})
# Kinds that bind nobody, and so are never in force: what somebody advised, asked, answered, counted or compared by.
UNBINDING_KINDS = frozenset(
    {
        "advice",
        "ask",
        "coherence_point",
        "criterion",
        "letter",
        "mix_element",
        "motion",
        "phase",
        "policy_option",
        "recommendation",
        "response",
        "sector",
        "study",
    }
)

_BADGE = {
    Confidence.VERIFIED: {"nl": "", "en": ""},
    Confidence.SECONDARY: {"nl": "uit tweede hand", "en": "secondary source"},
    Confidence.UNVERIFIED: {"nl": "niet nagezien", "en": "unverified"},
}


def badge_of(confidence: Confidence, lang: str) -> str:
    """The words that mark how sure a fact is; empty for a verified fact."""
    return _BADGE[confidence][lang]


@dataclass(frozen=True)
class Norm:
    """One thing that is expected, or the instrument, goal or term it belongs to, in our own words.

    A date that is None is not known, except `valid_to`: None means no end is known. `valid_from` is entry into force
    (for recommendations: adoption), `applies_from` the day on which those addressed must comply. `dates_confidence`
    is how sure we are of the dates alone. `proposal` marks a text that was never law: a bill, or an act that never
    entered into force. It is never in force, and no verdict is given on it.
    """

    id: str
    kind: str
    parent: str | None
    title: Text
    gist: Text
    confidence: Confidence
    source: str
    adopted: RoughDate | None
    valid_from: RoughDate | None
    valid_to: RoughDate | None
    applies_from: RoughDate | None
    dates_confidence: Confidence
    text_version: str
    checked_on: date
    proposal: bool = False

    def badge(self, lang: str) -> str:
        """The words that mark a fact that was not checked against its text; empty for a verified fact."""
        return badge_of(self.confidence, lang)


@dataclass(frozen=True)
class Group:
    """A group of themes. `practice` holds ways of working: no harm in itself."""

    id: str
    title: Text
    gist: Text


@dataclass(frozen=True)
class Theme:
    """A theme of responsible business conduct; `gist` says in one plain sentence what goes wrong, or what is done."""

    id: str
    group: str
    title: Text
    gist: Text

    def name(self, lang: str) -> str:
        """The name in `nl` or `en`."""
        return self.title[lang]


@dataclass(frozen=True)
class Relation:
    """A way in which two things can be related; read as `source relation target`."""

    id: str
    title: Text
    gist: Text


@dataclass(frozen=True)
class Link:
    """A typed relation with a reason. `source` and `target` are ids of norms or themes; `basis` is a source key,
    `OWN` for our own proposal; `anchors` are published sources that support it in part."""

    source: str
    target: str
    relation: str
    reason: Text
    confidence: Confidence
    basis: str
    anchors: tuple[str, ...]
    valid_from: RoughDate | None


@dataclass(frozen=True)
class Reference:
    """An entry in the register of sources. `url` is empty and `year` None where there is none."""

    id: str
    title: str
    publisher: str
    year: int | None
    url: str
