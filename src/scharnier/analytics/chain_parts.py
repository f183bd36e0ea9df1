"""The parts of an assessment about the chain behind a risk: through whom, and what the age of the model does."""

from functools import cached_property

from scharnier.analytics import assessment as shape
from scharnier.analytics.aged import WITHIN, Aged
from scharnier.analytics.answer import Answer
from scharnier.analytics.texts import number, text
from scharnier.analytics.through import FULL, HIGHEST, PER_RISK, TOGETHER, Through, follow
from scharnier.chain.age import load_age_table
from scharnier.risk.ranking import RankedRisk


class ChainParts:
    """Works out what is asked, once for each place; `calc_age` says in words what the intervals count."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.table = load_age_table()
        model, last = answer.model.manifest.year, answer.ledger.last_on
        # A model may state no year (0), a file no dates; then nobody knows how old the one is beside the other.
        self.years = last.year - model if last and model > 0 else None
        self._paths: dict[int, shape.ChainPaths | None] = {}

    @cached_property
    def through(self) -> Through | None:
        """How the purchases reach places; None where nothing was bought or paths cannot be ordered."""
        return follow(self.answer.exposures, self.answer.model) if self.answer.ranked.total > 0 else None

    @cached_property
    def aged(self) -> Aged:
        """The measurements laid on this ledger."""
        return Aged(self.answer.exposures, self.table, self.years if self.pairs else None)

    @property
    def pairs(self) -> int:
        """Pairs of years so far apart that were measured; 0 where the age is not known, nil or longer than that."""
        rows = [row.pairs for row in self.table.rows if row.level == "cell" and row.years == self.years]
        return max(rows, default=0)

    def calc_paths(self, risk: RankedRisk) -> shape.ChainPaths | None:
        """The paths to the place of a risk that is shown in full."""
        if risk.rank > FULL or self.through is None:
            return None
        if risk.cell not in self._paths:
            self._paths[risk.cell] = self.through.find([risk], PER_RISK)
        return self._paths[risk.cell]

    def calc_paths_together(self) -> shape.ChainPaths | None:
        """The paths to the places of the highest priority risks."""
        first = [risk for risk in self.answer.ranked.ranking.risks[:HIGHEST] if risk.band == "priority"]
        return self.through.find(first, TOGETHER) if self.through is not None and first else None

    def calc_interval(self, risk: RankedRisk) -> shape.Interval | None:
        """From where to where the exposure can go by the age of the model alone."""
        return self.aged.calc_interval(risk.cell) if self.answer.ranked.total > 0 else None

    def calc_age(self) -> shape.Age:
        """The age, where its measurements come from, and in words what they count or why there are none."""
        lang, last = self.answer.options.lang, self.answer.ledger.last_on
        measured = [file.year for file in self.table.manifest.inputs]
        model = self.answer.model.manifest.year
        if self.years is None:
            key = "age_no_year" if model <= 0 else "age_no_dates"
        elif self.years == 0:
            key = "age_same"
        else:
            key = "age_measured" if self.pairs else "age_later" if self.years < 0 else "age_longer"
        return shape.Age(
            years=self.years,
            model_year=model,
            spend_year=last.year if last else None,
            measured_from=min(measured),
            measured_to=max(measured),
            within=WITHIN,
            pairs=self.pairs,
            source=self.table.manifest.attribution,
            text=text(
                key,
                lang,
                model=model,
                spent=last.year if last else "",
                years=self.years,
                first=min(measured),
                last=max(measured),
                longest=self.table.longest,
                pairs=text("age_pairs_one" if self.pairs == 1 else "age_pairs", lang, count=number(self.pairs, lang)),
            ),
        )
