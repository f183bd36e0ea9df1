"""What the internal reports share: impacts in order with number and status, and their tables and pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.graph import count_tiers
from scharnier.diligence.dossier.harm import Impact
from scharnier.diligence.impact_order import order_impacts
from scharnier.diligence.impact_status import status_of
from scharnier.diligence.next_actions import NextAction
from scharnier.diligence.public_view import Status
from scharnier.diligence.rules.check import Judgement
from scharnier.diligence.rules.judging import DDG
from scharnier.kernel.outcome import Verdict
from scharnier.report.dossier.chain import Chain, Group, Named, draw_chain
from scharnier.report.dossier.events import Event, list_events
from scharnier.report.dossier.matrix import Point, draw_matrix
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import DAY, TEXT, WHOLE, Cell, Deed, Deeds, Figure, Grid
from scharnier.report.dossier.timeline import Bar, Lane, draw_timeline, kind_words

EFFORTS = {
    "hour": ("een uur", "an hour"),
    "day": ("een dag", "a day"),
    "week": ("een week", "a week"),
    "months": ("maanden", "months"),
}


@dataclass(frozen=True)
class Seen:
    """A judged dossier as its keepers see it, the actions that come first, and the words of the report."""

    judgement: Judgement
    actions: Sequence[NextAction]
    names: Names

    @property
    def dossier(self) -> Dossier:
        """The dossier as it was on the day of the judgement."""
        return self.judgement.dossier

    @cached_property
    def order(self) -> tuple[Impact, ...]:
        """All impacts in order."""
        return order_impacts(self.dossier)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each impact in that order."""
        return {impact.id: number for number, impact in enumerate(self.order, 1)}

    @cached_property
    def statuses(self) -> dict[str, Status]:
        """Whether each impact is open."""
        closable = frozenset(self.judgement.closable)
        return {impact.id: status_of(self.dossier, impact.id, closable) for impact in self.order}

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened when."""
        return list_events(self.dossier)

    @property
    def own_name(self) -> str:
        """The name of the organisation whose dossier it is."""
        own = self.dossier.organisations.get(self.dossier.head.organisation)
        return own.name if own else self.dossier.head.organisation

    def count_steps(self, verdict: Verdict) -> int:
        """How many of the six steps have a verdict."""
        return sum(step.verdict is verdict for step in self.judgement.steps)

    def open_impacts(self) -> list[Impact]:
        """Impacts that were not closed, or not with reason, in order."""
        return [impact for impact in self.order if self.statuses[impact.id] != "closed"]

    def where(self, impact: Impact) -> str:
        """Country and place of an impact."""
        country = self.names.country(impact.country)
        return f"{country} ({impact.place})" if impact.place else country

    def likelihood(self, impact: Impact) -> str:
        """How likely, or that it happens already."""
        if impact.actual == "yes":
            return self.names.t("happens_already")
        level = self.names.level(impact.likelihood)
        return self.names.t("likelihood_3", level=level)

    def named(self, record: str) -> str:
        """A record (`impacts/IMP-1`) as people know it."""
        kind, _, id = record.partition("/")
        if kind == "impacts" and id in self.dossier.impacts:
            return f"{self.numbers[id]}. {self.dossier.impacts[id].title}"
        found = self.dossier.all(kind).get(id)
        name = getattr(found, "title", None) or getattr(found, "name", None)
        return f"{self.names.of('kinds', kind)}: {name or id}" if kind else id

    def steps_grid(self) -> Grid:
        """The six steps with their verdict and the number of actions behind it."""
        names, verdicts = self.names, list(Verdict)
        rows: list[tuple[Cell, ...]] = [
            (f"{step.number}. {names.step(step.number)}", step.verdict, *(step.count(one) for one in verdicts))
            for step in self.judgement.steps
        ]
        heads = names.heads("step", "verdict")
        heads += [(f"{names.t('actions')} {names.verdict(one)}", WHOLE) for one in verdicts]
        return Grid(names.t("six_steps"), names.t("verdict_by_step"), heads, rows)

    def actions_grid(self) -> Grid:
        """The practical actions of the OECD with verdict and reason."""
        names = self.names
        rows = []
        for step in self.judgement.steps:
            for ruling in step.actions:
                id = ruling.rule.removeprefix("DD.")
                rows.append((f"{id} {names.norm(DDG + id)}", ruling.outcome.verdict, ruling.outcome.reason))
        heads = names.heads("action", "verdict", "reason")
        caption = names.t("the_actions_of_each_step")
        return Grid(names.t("actions"), caption, heads, rows)

    def impacts_grid(self, impacts: Sequence[Impact] | None = None) -> Grid:
        """Impacts in order."""
        names = self.names
        rows = [
            (
                f"{self.numbers[one.id]}. {one.title}",
                names.theme(one.theme),
                self.where(one),
                names.t("severity", level=names.level(one.severity.level)) + f"; {self.likelihood(one)}",
                names.of("involvement", one.involvement or "none"),
                names.of("status", self.statuses[one.id]),
            )
            for one in (self.order if impacts is None else impacts)
        ]
        heads = names.heads("impact", "theme", "where", "how_bad", "own_part", "state")
        caption = names.t("actual_and_potential_impacts_in_order")
        empty = names.t("the_file_names_no_impact_2")
        return Grid(names.t("impacts"), caption, heads, rows, empty)

    def figures_grid(self) -> Grid:
        """For the workbook: ids, levels and days as they are, to sort and count."""
        names = self.names
        rows = [
            (
                one.id,
                self.numbers[one.id],
                one.title,
                one.theme,
                one.country,
                one.severity.level,
                one.likelihood,
                names.said(one.actual),
                one.found_on,
                len(self.dossier.of_impact("measures", one.id)),
                len(one.heard),
                names.said(one.id in self.judgement.closable),
            )
            for one in self.order
        ]
        heads = [
            ("id", TEXT),
            (names.t("number"), WHOLE),
            (names.t("impact"), TEXT),
            (names.t("theme"), TEXT),
            (names.t("country"), TEXT),
            (names.t("severity_3"), WHOLE),
            (names.t("likelihood_4"), WHOLE),
            (names.t("happens_already_2"), TEXT),
            (names.t("found"), DAY),
            (names.t("measures"), WHOLE),
            (names.t("talks"), WHOLE),
            (names.t("may_be_closed"), TEXT),
        ]
        name = names.t("impacts_in_figures")
        return Grid(name, name, heads, rows, aside=True)

    def missing_grid(self) -> Grid:
        """The facts that rules lack, by record, and which rules ask for them."""
        names = self.names
        found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        for ruling in self.judgement.rulings:
            for fact in ruling.outcome.lacked:
                about, name = self._split(fact)
                facts, rules = found.setdefault(about, ({}, {}))
                facts[name] = None
                rules[ruling.rule] = None
        rows = [
            (about, ", ".join(filter(None, facts)) or "–", ", ".join(rules)) for about, (facts, rules) in found.items()
        ]
        heads = names.heads("about_what", "what_is_missing", "asked_by")
        caption = names.t("facts_that_are_missing_by_their")
        empty = names.t("no_rule_lacks_a_fact")
        return Grid(names.t("missing"), caption, heads, rows, empty, shown=150, printed=40)

    def _split(self, fact: str) -> tuple[str, str]:
        """A fact as what it is about and its name: a record and a key, an item of the checklist, or a whole kind."""
        names = self.names
        kind, bracket, rest = fact.partition("[")
        if bracket:
            id = rest.rstrip("]")
            return names.t("own_statement", norm=names.norm(id)), id
        kind, slash, rest = fact.partition("/")
        if not slash:
            return names.t("none_at_all", of=names.of("kinds", kind)), ""
        id, name = rest, ""
        while id and id not in self.dossier.all(kind) and "." in id:
            id, _, last = id.rpartition(".")
            name = f"{last}.{name}" if name else last
        return self.named(f"{kind}/{id}"), name

    def deeds(self, most: int) -> Deeds:
        """The actions that come first."""
        names = self.names
        return Deeds(
            tuple(
                Deed(
                    action.action,
                    action.because,
                    (
                        (names.t("why_now"), action.place),
                        (names.t("speak_with"), action.who),
                        (names.t("how_much_work"), EFFORTS[action.effort][names.lang == "en"]),
                        (
                            names.t("oecd"),
                            f"{action.oecd} {names.norm(DDG + action.oecd)}" if action.oecd else "–",
                        ),
                    ),
                )
                for action in self.actions[:most]
            )
        )

    def matrix(self) -> Figure:
        """Severity × likelihood."""
        return draw_matrix(
            [
                Point(self.numbers[one.id], one.severity.level, one.likelihood, one.actual == "yes")
                for one in self.order
            ],
            self.names,
        )

    def timeline(self) -> Figure | None:
        """What happened when, for the impacts in order."""
        by_impact: dict[str, list[Event]] = {}
        for event in self.events:
            for impact in event.impacts:
                by_impact.setdefault(impact, []).append(event)
        lanes = [self._lane(impact, by_impact.get(impact.id, ())) for impact in self.order]
        rows = [
            (
                event.on,
                kind_words(event.kind, self.names),
                ", ".join(str(self.numbers[id]) for id in event.impacts if id in self.numbers) or "–",
                event.text or "–",
            )
            for event in self.events
        ]
        return draw_timeline(lanes, rows, self.judgement.on, self.names)

    def _lane(self, impact: Impact, events: Iterable[Event]) -> Lane:
        bars = tuple(
            Bar(one.start_on, one.done_on or one.due_on, one.done_on is not None)
            for measure in self.dossier.of_impact("measures", impact.id)
            if (one := self.dossier.measures[measure.id]).start_on
        )
        marks = tuple((event.on, event.kind) for event in events)
        return Lane(f"{self.numbers[impact.id]}. {impact.title}", tuple(bar for bar in bars), marks)

    def chain(self) -> Figure | None:
        """The value chain."""
        tiers = count_tiers(self.dossier)
        relationships = self.dossier.relationships
        group: dict[str, Group] = {id: (tiers.get(id), one.country) for id, one in relationships.items()}
        groups: dict[Group, int] = {}
        for one in group.values():
            groups[one] = groups.get(one, 0) + 1
        about: dict[str, list[int]] = {}
        for impact in self.order:
            for id in impact.relationships:
                if id in relationships:
                    about.setdefault(id, []).append(self.numbers[impact.id])
        named = tuple(Named(id, relationships[id].name, group[id], tuple(n)) for id, n in about.items())

        def end(id: str) -> str | Group:
            return id if id in about else group[id]

        links: dict[tuple[str | Group, str | Group], int] = {}
        for id, relationship in relationships.items():
            for to in relationship.to or (("",) if tiers.get(id) == 1 else ()):
                if to == "" or to in relationships:
                    key = (end(to) if to else "", end(id))
                    links[key] = links.get(key, 0) + 1
        return draw_chain(Chain(self.own_name, groups, named, links), self.names)
