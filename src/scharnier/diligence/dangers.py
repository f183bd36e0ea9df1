"""What happens to people now: the part of a dossier that cannot wait for the order of priorities."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.voices import Engagement


@dataclass(frozen=True)
class Danger:
    """A reason to act first. `kind` is the kind of action (`actions.yaml`), `subject` what it is about, `impacts` the
    impacts it touches, `provisions` what it rests on."""

    kind: str
    subject: str
    impacts: tuple[str, ...]
    provisions: tuple[str, ...]


def list_dangers(dossier: Dossier, settled: Collection[str] = ()) -> Iterator[Danger]:
    """Harm that goes on by the organisation's own doing, retaliation that was reported, talks that were not safe.

    `settled` impacts are closed rightly and not looked at.
    """
    for impact in dossier.impacts.values():
        if impact.id not in settled and _goes_on(dossier, impact):
            provisions = ("oecd-ddg-2018:3.1/b", f"involvement:{impact.involvement}")
            yield Danger("stop_harm", f"impacts/{impact.id}", (impact.id,), provisions)
    for complaint in dossier.complaints.values():
        if complaint.retaliation == "yes" and complaint.closed_on is None:
            about = tuple(id for id in complaint.impacts if id in dossier.impacts)
            yield Danger("protect_complainant", f"complaints/{complaint.id}", about, ("oecd-ddg-2018:6.2/a",))
    safe = _safe_since(dossier)
    for talk in dossier.engagements.values():
        if talk.safe == "no" and not any(safe.get(key, talk.on) > talk.on for key in _about(talk)):
            about = tuple(id for id in talk.impacts if id in dossier.impacts)
            yield Danger("make_talks_safe", f"engagements/{talk.id}", about, ("oecd-ddg-2018:5.1/d",))


def _goes_on(dossier: Dossier, impact: Impact) -> bool:
    if impact.actual != "yes" or impact.involvement not in ("cause", "contribute"):
        return False
    measures = (dossier.measures[one.id] for one in dossier.of_impact("measures", impact.id))
    return not any(measure.kind == "cease" and measure.done_on for measure in measures)


def _safe_since(dossier: Dossier) -> Mapping[tuple[str, str], date]:
    """The last day on which people, or people on an impact, were heard safely."""
    found: dict[tuple[str, str], date] = {}
    for talk in dossier.engagements.values():
        if talk.safe == "yes":
            for key in _about(talk):
                found[key] = max(talk.on, found.get(key, talk.on))
    return found


def _about(talk: Engagement) -> Iterator[tuple[str, str]]:
    yield "whom", talk.whom
    yield from (("impact", impact) for impact in talk.impacts)
