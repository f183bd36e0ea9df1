"""The five pictures of an assessment: chooses what is drawn and puts it into words; `charts` does the drawing."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from scharnier.analytics.assessment import TIERS
from scharnier.report.charts.flow import Node, render_flow
from scharnier.report.charts.matrix import MatrixWords, render_matrix
from scharnier.report.charts.ranks import Interval, render_intervals
from scharnier.report.charts.tiers import TierBar, render_tiers
from scharnier.report.charts.world_map import render_world_map
from scharnier.report.standing import TOP, Place, calc_lumped, calc_named
from scharnier.report.words import Wording

LEFT, RIGHT = 8, 9  # bars of the flow chart, besides "other"
BARS = 8  # risks in the tier chart
INTERVALS = 15  # risks in the chart of ranks
FIRM = 0.8

Pair = tuple[Markup, Markup]  # for wide and for narrow screens


def draw_map(words: Wording, places: Mapping[str, Place]) -> Markup:
    """The world map; one drawing serves all widths."""
    ranked = sorted(places.values(), key=lambda place: place.rank or 0)
    top = [words.place_within(place.code) for place in ranked if place.state == "top10"]
    money = [words.place_within(code) for code in list(places)[:3]]
    nobody = words.t("nobody")
    title = words.t("map_title", top=words.join(top) or nobody, money=words.join(money) or nobody)
    lumped, named = calc_lumped(words.assessment), calc_named(words.assessment)
    return render_world_map("map", places, lumped, named, (title, words.t("map_desc")))


def draw_flow(words: Wording, places: Mapping[str, Place]) -> Pair:
    """Purchases to countries; the largest by name, the others together."""
    flows = [flow for flow in words.assessment.flows if flow.amount > 0]
    left = _largest({flow.sector: 0.0 for flow in flows}, [(flow.sector, flow.amount) for flow in flows], LEFT)
    right = _largest({flow.country: 0.0 for flow in flows}, [(flow.country, flow.amount) for flow in flows], RIGHT)
    total = words.assessment.coverage.assessed_amount or 1.0

    def node(name: str, amount: float, strong: bool = False) -> Node:
        return Node(name, f"{words.f.money(amount)} · {words.f.share(amount / total)}", amount, strong)

    bought = [node(words.sector(code), amount) for code, amount in left.items()]
    earned = [
        node(words.place_head(code), amount, code in places and places[code].state == "top10")
        for code, amount in right.items()
    ]
    links: dict[tuple[int, int], float] = {}
    at_left, at_right = list(left), list(right)
    for flow in flows:
        i = at_left.index(flow.sector) if flow.sector in left else len(left)
        j = at_right.index(flow.country) if flow.country in right else len(right)
        links[i, j] = links.get((i, j), 0.0) + flow.amount
    for nodes, axis, name in ((bought, 0, "flow_other_sectors"), (earned, 1, "flow_other_places")):
        rest = sum(amount for key, amount in links.items() if key[axis] == len(nodes))
        if rest > 0:
            nodes.append(node(words.t(name), rest))
    title = words.t(
        "flow_title",
        bought=words.join([n.name for n in bought[:2]]) or words.t("nobody"),
        earned=words.join([n.name for n in earned[:3]]) or words.t("nobody"),
    )
    said = (title, words.t("flow_desc"), words.t("flow_bought"), words.t("flow_earned"))
    drawn = [(i, j, amount) for (i, j), amount in links.items()]
    return _pair(lambda ident, narrow: render_flow(ident, (bought, earned), drawn, said, narrow=narrow), "flow")


def _largest(sums: dict[str, float], parts: list[tuple[str, float]], most: int) -> dict[str, float]:
    for key, amount in parts:
        sums[key] += amount
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:most])


def draw_tiers(words: Wording) -> Pair:
    """How deep the money lies: all purchases, then the highest risks."""
    whole = words.assessment.tiers
    bars = [TierBar(words.t("tiers_all"), "", words.f.money(words.assessment.coverage.assessed_amount), _tiers(whole))]
    for risk in words.assessment.risks[:BARS]:
        name = f"{risk.rank}. {words.theme(risk.theme)}"
        bars.append(TierBar(name, words.where(risk), words.f.money(risk.exposure.amount), _tiers(risk.exposure.tiers)))
    shown = [[words.f.share(amount / (sum(bar.amounts) or 1.0)) for amount in bar.amounts] for bar in bars]
    first = _tiers(whole)[0] / (sum(_tiers(whole)) or 1.0)
    title = words.t("tiers_title", supplier=words.f.share(first), behind=words.f.share(1 - first))
    said = (title, words.t("tiers_desc"))
    return _pair(lambda ident, narrow: render_tiers(ident, bars, shown, said, narrow=narrow), "tiers")


def _tiers(split: object) -> list[float]:
    return [float(getattr(split, tier)) for tier in TIERS]


def draw_matrix(words: Wording) -> Pair:
    """Severity against likelihood, over all listed risks."""
    ranks = calc_squares(words)
    priority = sum(risk.band == "priority" for risk in words.assessment.risks)
    worst = max((severity for severity, _ in ranks), default=0)
    count = sum(len(ranks.get((worst, likelihood), ())) for likelihood in (4, 5))
    said = MatrixWords(
        title=words.t("matrix_title", priority=words.counted("risks", priority), worst=words.f.number(count)),
        description=words.t("matrix_desc"),
        likelihood=words.t("likelihood"),
        severity=words.t("severity"),
        levels=[words.level(level) for level in range(1, 6)],
        priority=words.t("matrix_priority"),
        number=words.t("matrix_number"),
    )
    return _pair(lambda ident, narrow: render_matrix(ident, ranks, said, narrow=narrow), "matrix")


def calc_squares(words: Wording) -> dict[tuple[int, int], list[int]]:
    """Ranks of the listed risks by (severity, likelihood), lowest rank first."""
    squares: dict[tuple[int, int], list[int]] = {}
    for risk in words.assessment.risks:
        squares.setdefault((risk.severity.level, risk.likelihood.level), []).append(risk.rank)
    return {key: sorted(ranks) for key, ranks in squares.items()}


def draw_intervals(words: Wording) -> Pair:
    """How far the highest risks move when inputs vary."""
    rows = [
        Interval(
            f"{risk.rank}. {words.theme(risk.theme)}",
            words.where(risk),
            risk.rank,
            risk.stability.rank_p05,
            risk.stability.rank_p50,
            risk.stability.rank_p95,
            words.f.share(risk.stability.in_top10),
        )
        for risk in words.assessment.risks[:INTERVALS]
    ]
    firm = sum(risk.stability.in_top10 >= FIRM for risk in words.assessment.risks[:TOP])
    said = (
        words.t("ranks_title", firm=words.f.number(firm)),
        words.t("ranks_desc"),
        words.t("ranks_axis"),
        words.t("ranks_share"),
    )
    return _pair(lambda ident, narrow: render_intervals(ident, rows, said, narrow=narrow), "ranks")


def _pair(draw: Callable[[str, bool], Markup], ident: str) -> Pair:
    return Markup(draw(ident, False)), Markup(draw(f"{ident}-narrow", True))  # noqa: S704 - built of escaped parts
