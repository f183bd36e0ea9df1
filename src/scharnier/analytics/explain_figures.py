"""Explains the figures of an assessment that are sums and shares: the file, the chain, places, gaps, evidence."""

from scharnier.analytics.assessment import TIERS, Assessment, Evidence, Gap, Origin, OriginCell, Tiers
from scharnier.analytics.explain_words import WORDS
from scharnier.analytics.explanation import Explanation


class Figures:
    """Builds explanations of the figures of one assessment in one language."""

    def __init__(self, assessment: Assessment, lang: str) -> None:
        self.a = assessment
        self.words = WORDS["nl" if lang == "nl" else "en"]
        self.currency = assessment.input.currency
        model = assessment.model
        self.model_source = f"{model.attribution} ({model.id}, {model.year}, {model.licence})"
        self.file_source = f"{assessment.input.file} (sha256 {assessment.input.sha256[:12]})"

    def total(self) -> Explanation:
        """The total of the file, as assessed plus unassessed."""
        coverage, words = self.a.coverage, self.words
        reasons = tuple(
            self.money(words["reason"].format(label=reason.label, n=reason.lines), reason.amount)
            for reason in coverage.by_reason
        )
        unassessed = Explanation(
            words["unassessed"], coverage.unassessed_amount, self.currency, "sum", words["unassessed_how"], reasons
        )
        return Explanation(
            words["total"],
            self.a.input.total,
            self.currency,
            "sum",
            words["total_how"],
            (self.assessed(), unassessed),
            sources=(self.file_source,),
        )

    def assessed(self) -> Explanation:
        """The assessed amount."""
        how = self.words["assessed_how"].format(n=self.a.coverage.assessed_lines)
        amount = self.a.coverage.assessed_amount
        return Explanation(self.words["assessed"], amount, self.currency, "given", how, sources=(self.file_source,))

    def coverage(self) -> Explanation:
        """The share of the money that could be assessed."""
        words, total = self.words, self.total()
        if self.a.input.total == 0:
            return Explanation(words["coverage"], words["coverage_nil"], inputs=(total,))
        share = self.a.coverage.assessed_amount / self.a.input.total
        return Explanation(words["coverage"], share, "share", "ratio", words["coverage_how"], (self.assessed(), total))

    def tier(self) -> Explanation:
        """How the assessed amount splits over the chain, and each tier over all places of origin."""
        words = self.words
        everywhere = words["tier_of_all"].format(n=len(self.a.origins))
        parts = tuple(
            Explanation(
                words[name],
                getattr(self.a.tiers, name),
                self.currency,
                "given",
                everywhere,
                notes=(self.share(getattr(self.a.tiers, name)),),
            )
            for name in TIERS
        )
        amount = sum(float(part.value) for part in parts)
        sources = (self.model_source,)
        return Explanation(words["tier"], amount, self.currency, "sum", words["tier_how"], parts, sources=sources)

    def share(self, amount: float, stated: float | None = None) -> Explanation:
        """An amount as a share of the assessed amount; the share as the assessment states it, where it does."""
        assessed = self.a.coverage.assessed_amount
        inputs = (self.money(self.words["exposure"], amount), self.money(self.words["assessed"], assessed))
        if assessed <= 0:
            return Explanation(self.words["origin_share"], self.words["share_nil"], inputs=inputs)
        value = amount / assessed if stated is None else stated
        return Explanation(self.words["origin_share"], value, "share", "ratio", self.words["share_how"], inputs)

    def origin(self, origin: Origin) -> Explanation:
        """The value added at a place of origin."""
        label = self.words["origin"].format(cell=self.cell(origin))
        return Explanation(
            label,
            origin.value_added,
            self.currency,
            "sum",
            self.words["origin_how"],
            self.split(origin.tiers),
            notes=(self.share(origin.value_added, origin.share),),
            sources=(self.model_source,),
        )

    def bought(self, kind: str, name: str) -> Explanation | None:
        """What was bought from an industry, or the flow from there to a country (`<industry>/<country>`)."""
        words = self.words
        if kind == "purchase":
            for purchase in self.a.purchases:
                if purchase.sector == name:
                    label = words["purchase"].format(sector=self.a.sectors.get(name, name))
                    how = words["purchase_how"].format(n=purchase.lines)
                    return self.counted(label, purchase.amount, purchase.share, how, self.file_source)
            return None
        for flow in self.a.flows:
            if f"{flow.sector}/{flow.country}" == name:
                label = words["flow"].format(
                    sector=self.a.sectors.get(flow.sector, flow.sector),
                    country=self.a.places.get(flow.country, flow.country),
                )
                return self.counted(label, flow.amount, flow.share, words["flow_how"], self.model_source)
        return None

    def gap(self, gap: Gap) -> Explanation:
        """What is not known about a theme, and where most of that money goes."""
        words = self.words
        largest = tuple(
            self.money(words["largest"].format(cell=self.cell(cell)), cell.value_added) for cell in gap.largest
        )
        return Explanation(
            words["no_data"].format(theme=self.a.themes.get(gap.theme, gap.theme)),
            gap.amount,
            self.currency,
            "rule",
            words["no_data_how"].format(cells=gap.cells),
            notes=(self.share(gap.amount, gap.share), *largest),
            sources=(self.model_source,),
        )

    def evidence(self, evidence: Evidence) -> Explanation:
        """The level that one record gives, with the value and the source it follows from."""
        words, dataset = self.words, self.a.datasets.get(evidence.dataset)
        value = Explanation(words["value"], evidence.value, f"{evidence.unit} ({evidence.year})".strip())
        if dataset is None:
            return Explanation(evidence.statement.rstrip("."), evidence.level, "level", "given", inputs=(value,))
        stale = f"; {words['stale']}" if evidence.stale else ""
        source = (
            f"{dataset.title} ({dataset.publisher}, {dataset.year}, {dataset.licence}) {dataset.url}".strip() + stale
        )
        how = words["evidence_how"].format(method=dataset.method)
        return Explanation(
            evidence.statement.rstrip("."), evidence.level, "level", "rule", how, (value,), sources=(source,)
        )

    def counted(self, label: str, amount: float, share: float, how: str, source: str) -> Explanation:
        notes = (self.share(amount, share),)
        return Explanation(label, amount, self.currency, "rule", how, notes=notes, sources=(source,))

    def split(self, tiers: Tiers) -> tuple[Explanation, ...]:
        return tuple(self.money(self.words[name], getattr(tiers, name)) for name in TIERS)

    def money(self, label: str, amount: float) -> Explanation:
        return Explanation(label, amount, self.currency)

    def cell(self, cell: OriginCell) -> str:
        sector = self.a.sectors.get(cell.sector, cell.sector)
        return f"{sector} in {self.a.places.get(cell.country, cell.country)}"
