"""Fill the public view of a dossier: everything passes one of a few doors, and each asks whether it may be said."""

from collections import Counter
from collections.abc import Iterable

from scharnier.diligence.dossier.deeds import Decision, Indicator, Measure
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.graph import count_tiers
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.dossier.voices import AFFECTED, Remedy
from scharnier.diligence.few import count_people, counts_few, tell_reading
from scharnier.diligence.impact_order import decided_order, order_impacts
from scharnier.diligence.impact_status import status_of
from scharnier.diligence.public_view import (
    PublicChannel,
    PublicGroup,
    PublicImpact,
    PublicIndicator,
    PublicLook,
    PublicMeasure,
    PublicPaper,
    PublicParty,
    PublicPolicy,
    PublicRemedy,
    PublicTalk,
    PublicVerdict,
    PublicView,
)
from scharnier.diligence.rules.check import Judgement
from scharnier.diligence.rules.judging import WHOLE, load_terms
from scharnier.diligence.withheld import Withheld
from scharnier.risk.policies import get_policy, load_policies

PRIVATE_LOOKS = frozenset({"before_deal"})
"""That a deal is looked at is a trade secret of two parties."""


def make_public(dossier: Dossier, judgement: Judgement) -> PublicView:
    """What of a judged dossier may be public: as it was on the day of the judgement, less what `dossier`, the whole of
    it, withholds now."""
    return _Maker(judgement, Withheld(dossier)).make()


class _Maker:
    def __init__(self, judgement: Judgement, withheld: Withheld) -> None:
        self.dossier, self.judgement, self.withheld = judgement.dossier, judgement, withheld
        self.tiers = count_tiers(self.dossier)
        self.closable = frozenset(judgement.closable)

    def make(self) -> PublicView:
        dossier, hidden = self.dossier, self.withheld
        own = dossier.organisations.get(dossier.head.organisation)
        if own is None or hidden.hides("organisations", own.id) or hidden.names(own.name):
            own = None
        order = [impact for impact in order_impacts(dossier) if not hidden.hides("impacts", impact.id)]
        signed = [one.on for one in self._decisions() if one.kind == "sign_off"]
        settled = [one.on for one in self._decisions() if one.kind == "priority"]
        at_once = hidden.shown("impacts", self._at_once())
        priority = dossier.head.priority if dossier.head.priority in load_policies() else get_policy().id
        complaints = len(dossier.complaints)
        decided = sum(one.decided_on is not None for one in dossier.complaints.values())
        return PublicView(
            organisation=own.name if own else None,
            country=own.country if own else None,
            on=self.judgement.on,
            release=self.judgement.release,
            priority=priority or get_policy().id,
            policies=self._policies(),
            verdicts=self._verdicts(),
            impacts=tuple(self._impact(number, impact) for number, impact in enumerate(order, 1)),
            decided_on=max(settled) if settled and decided_order(dossier) else None,
            at_once=len(at_once),
            looks=self._looks(),
            talks=self._talks(),
            channels=self._channels(),
            complaints=count_people(complaints) or 0,
            # What is left when one number is taken from the other must not be a few people either.
            decided=None if 0 < complaints - decided < load_terms()["few_people"] else count_people(decided),
            publications=tuple(
                PublicPaper(title, one.on, self._url(one.url))
                for one in dossier.publications.values()
                if one.kind == "public" and not hidden.hides("publications", one.id)
                if (title := hidden.text(one, one.title))
            ),
            evidence=tuple(
                PublicPaper(title, one.on, self._url(one.url))
                for one in dossier.evidence.values()
                if not hidden.hides("evidence", one.id)
                if (title := hidden.text(one, one.title))
            ),
            parties=Counter(
                (self.tiers.get(one.id), one.country)
                for one in dossier.relationships.values()
                if not hidden.hides("relationships", one.id)
            ),
            signed_off_on=max(signed, default=None),
            left_out=hidden.kinds(dossier),
        )

    def _at_once(self) -> tuple[str, ...]:
        found = [one for one in self._decisions() if one.kind == "priority"]
        return max(found, key=lambda one: one.on).at_once if found else ()

    def _decisions(self) -> list[Decision]:
        return [one for id, one in self.dossier.decisions.items() if not self.withheld.hides("decisions", id)]

    def _url(self, url: str | None) -> str | None:
        return url if url and url.startswith(("https://", "http://")) and not self.withheld.names(url) else None

    def _verdicts(self) -> tuple[PublicVerdict, ...]:
        steps = [PublicVerdict(str(step.number), step.verdict) for step in self.judgement.steps]
        items = [
            PublicVerdict(ruling.rule.removeprefix("DD."), ruling.outcome.verdict)
            for ruling in self.judgement.rulings
            if ruling.subject == WHOLE and ruling.rule[3:4].isdigit()
        ]
        return (*steps, *items)

    def _policies(self) -> tuple[PublicPolicy, ...]:
        return tuple(
            PublicPolicy(
                title=self.withheld.text(one, one.title),
                kind=one.kind,
                themes=one.themes,
                commits_to=one.commits_to,
                approved_on=one.approved_on,
                published_on=one.published_on,
                url=self._url(one.url),
                languages=one.languages,
            )
            for one in self.dossier.policies.values()
            if not self.withheld.hides("policies", one.id)
        )

    def _impact(self, number: int, impact: Impact) -> PublicImpact:
        dossier, hidden = self.dossier, self.withheld
        affected = tuple(
            PublicGroup(group, count_people(one.number), _known(one.vulnerable))
            for one in impact.affected
            if (group := hidden.text(impact, one.group))
        )
        few = counts_few(dossier, impact)
        named = not hidden.touches(impact) and not few
        talks = (dossier.engagements[id] for id in hidden.shown("engagements", impact.heard))
        measures = [
            one
            for one in dossier.of_impact("measures", impact.id)
            if isinstance(one, Measure) and not hidden.hides("measures", one.id)
        ]
        return PublicImpact(
            number=number,
            title=self._title(impact, few=few),
            theme=impact.theme,
            country=impact.country,
            place=hidden.text(impact, impact.place) if named else None,
            parties=tuple(self._parties(impact.relationships)) if named else (),
            sites=tuple(self._sites(impact.sites)) if named else (),
            actual=_known(impact.actual),
            affected=affected,
            severity=impact.severity.level,
            likelihood=impact.likelihood,
            involvement=impact.involvement if impact.involvement_because else None,
            found_on=impact.found_on,
            heard=any(talk.who in AFFECTED for talk in talks),
            status=status_of(dossier, impact.id, self.closable),
            measures=tuple(map(self._measure, measures)),
            indicators=tuple(
                self._indicator(one)
                for one in dossier.indicators_of(impact.id)
                if not hidden.hides("indicators", one.id)
            ),
            remedies=tuple(
                self._remedy(one)
                for one in dossier.of_impact("remedies", impact.id)
                if isinstance(one, Remedy) and not hidden.hides("remedies", one.id)
            ),
        )

    def _title(self, impact: Impact, *, few: bool) -> str | None:
        """The title; not where few people are affected and it names the place, a party or a site."""
        title = self.withheld.text(impact, impact.title)
        if title is None or not few:
            return title
        dossier = self.dossier
        places = [dossier.sites[id].name for id in impact.sites if id in dossier.sites]
        places += [dossier.relationships[id].name for id in impact.relationships if id in dossier.relationships]
        places += [impact.place] if impact.place else []
        return None if any(place.casefold() in title.casefold() for place in places) else title

    def _parties(self, ids: Iterable[str]) -> Iterable[PublicParty]:
        for id in self.withheld.shown("relationships", ids):
            one = self.dossier.relationships[id]
            if not self.withheld.names(one.name):
                yield PublicParty(one.name, one.kind, one.country, self.tiers.get(id))

    def _sites(self, ids: Iterable[str]) -> Iterable[str]:
        names = (self.dossier.sites[id].name for id in self.withheld.shown("sites", ids))
        return (name for name in names if not self.withheld.names(name))

    def _measure(self, one: Measure) -> PublicMeasure:
        return PublicMeasure(
            kind=one.kind,
            what=self.withheld.text(one, one.what),
            route=one.route,
            purchasing=_known(one.purchasing),
            start_on=one.start_on,
            due_on=one.due_on,
            done_on=one.done_on,
        )

    def _indicator(self, one: Indicator) -> PublicIndicator:
        told = not any(
            self.withheld.touches(self.dossier.measures[id]) for id in one.measures if id in self.dossier.measures
        )
        readings = sorted(one.readings, key=lambda reading: reading.on)
        first = one.baseline or (readings[0] if len(readings) > 1 else None)
        last = readings[-1] if readings else None
        return PublicIndicator(
            what=self.withheld.text(one, one.what) if told else None,
            unit=self.withheld.text(one, one.unit) if told else None,
            better=one.better,
            effect=_known(one.effect),
            first=tell_reading(first, one.unit) if told else None,
            last=tell_reading(last, one.unit) if told else None,
            from_affected=bool(last and last.from_affected == "yes"),
        )

    def _remedy(self, one: Remedy) -> PublicRemedy:
        return PublicRemedy(
            decision=one.decision,
            forms=one.forms,
            what=self.withheld.text(one, one.what),
            people=None if self.withheld.touches(one) else count_people(one.people),
            decided_on=one.decided_on,
            delivered_on=one.delivered_on,
            accepted=_known(one.accepted),
        )

    def _looks(self) -> tuple[PublicLook, ...]:
        return tuple(
            PublicLook(
                kind=one.kind,
                year=one.on.year,
                whole=_known(one.whole),
                themes=one.themes if not self.withheld.touches(one) else (),
                countries=one.countries if not self.withheld.touches(one) else (),
                gaps=self.withheld.texts(one, one.gaps),
            )
            for one in self.dossier.looks.values()
            if one.kind not in PRIVATE_LOOKS and not self.withheld.hides("looks", one.id)
        )

    def _talks(self) -> tuple[PublicTalk, ...]:
        return tuple(
            PublicTalk(
                who=one.who,
                year=one.on.year,
                steps=one.steps,
                result=one.result,
                did=self.withheld.text(one, one.did),
                did_not_because=self.withheld.text(one, one.did_not_because),
            )
            for one in self.dossier.engagements.values()
            if not self.withheld.hides("engagements", one.id) and one.asked_in_vain != "yes"
        )

    def _channels(self) -> tuple[PublicChannel, ...]:
        hidden = self.withheld
        return tuple(
            PublicChannel(
                name=one.name,
                kind=one.kind,
                open_to=hidden.texts(one, one.open_to),
                languages=one.languages,
                ways_in=hidden.texts(one, one.ways_in),
                free_of_charge=_known(one.free_of_charge),
                anonymous=_known(one.anonymous),
            )
            for one in self.dossier.channels.values()
            if not hidden.hides("channels", one.id) and not hidden.names(one.name)
        )


def _known(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"
