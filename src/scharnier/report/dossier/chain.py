"""The value chain as a graph: a column a tier, a box a country, and by name those whom an impact is about.

It says as much with twenty relationships as with twenty thousand: what is not named is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from scharnier.report.charts.palette import ACCENT, FLOW, INK, LINE, MUTED, PAPER, RISK, TIER, WASH
from scharnier.report.charts.svg import fit, label, picture, tag
from scharnier.report.dossier.names import Names
from scharnier.report.dossier.page import Figure, Grid

Group = tuple[int | None, str | None]
"""A tier (None: unknown) and a country (None: unknown)."""
MOST_NAMED, MOST_GROUPS = 6, 5  # boxes in a column
MOST_TIERS = 4  # columns; what lies deeper stands in the last
BOX, STEP = 54, 64


@dataclass(frozen=True)
class Named:
    """A relationship that impacts are about: `numbers` are those of the impacts."""

    key: str
    name: str
    group: Group
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Chain:
    """What is drawn: how many relationships each group holds (the named ones too), those by name, and links between
    ends (a key of a named one, or a group), nearest to the organisation first, with their number."""

    own: str
    groups: Mapping[Group, int]
    named: tuple[Named, ...]
    links: Mapping[tuple[str | Group, str | Group], int]


@dataclass(frozen=True)
class _Box:
    ends: frozenset[str | Group]
    name: str
    detail: str
    strong: bool


def draw_chain(chain: Chain, names: Names) -> Figure | None:
    """The picture and its table; None without relationships."""
    if not chain.groups:
        return None
    columns = _columns(chain, names)
    total, countries = sum(chain.groups.values()), len({country for _, country in chain.groups if country})
    count = names.counted(total, ("zakelijke relatie", "zakelijke relaties"), ("relationship", "relationships"))
    lands = names.counted(countries, ("land", "landen"), ("country", "countries"))
    named = names.counted(len(chain.named), ("relatie", "relaties"), ("relationship", "relationships"))
    title = names.t("value_chain_in_an_impact_of", count=count, lands=lands, named=named)
    told = names.t("each_column_is_a_tier_counted")
    drawings = (
        _draw_wide("chain", chain, columns, (title, told)),
        _draw_narrow("chain-narrow", columns, (title, told)),
    )
    note = names.t("drawn_is_what_the_file_holds")
    return Figure("figure-chain", names.t("value_chain"), drawings, _table(chain, names), note)


def _table(chain: Chain, names: Names) -> Grid:
    by_group: dict[Group, list[Named]] = {}
    for one in chain.named:
        by_group.setdefault(one.group, []).append(one)
    rows = []
    for group in sorted(chain.groups, key=lambda group: (group[0] or 99, -chain.groups[group], group[1] or "")):
        told = "; ".join(f"{one.name} ({_numbers(one, names)})" for one in by_group.get(group, ()))
        rows.append((names.country(group[1]), _tier_name(group[0], names), chain.groups[group], told))
    heads = names.heads("country", "tier_2", "relationships:whole", "with_an_impact")
    caption = names.t("relationships_by_tier_and_country")
    return Grid(names.t("value_chain"), caption, heads, rows, shown=100, printed=0)


def _numbers(one: Named, names: Names) -> str:
    shown = ", ".join(map(str, one.numbers[:4])) + (" …" if len(one.numbers) > 4 else "")
    return f"{names.t('impact_3')} {shown}"


def _tier_name(tier: int | None, names: Names) -> str:
    return names.t("tier_unknown") if tier is None else names.t("tier", tier=tier)


def _columns(chain: Chain, names: Names) -> list[tuple[str, list[_Box]]]:
    """A column for the organisation, one a tier that is there, and one for what has no tier."""
    tiers = sorted({min(tier, MOST_TIERS) for tier, _ in chain.groups if tier is not None})
    columns = [(names.t("the_organisation"), [_Box(frozenset({""}), chain.own, "", False)])]
    for tier in [*tiers, *([None] if any(tier is None for tier, _ in chain.groups) else [])]:
        groups = {group: n for group, n in chain.groups.items() if _column(group[0]) == tier}
        head = _tier_name(tier, names)
        if tier == MOST_TIERS and any((group[0] or 0) > MOST_TIERS for group in groups):
            head = names.t("tier_and_beyond", tier=tier)
        columns.append((head, _boxes(chain, groups, names)))
    return columns


def _column(tier: int | None) -> int | None:
    return None if tier is None else min(tier, MOST_TIERS)


def _boxes(chain: Chain, groups: Mapping[Group, int], names: Names) -> list[_Box]:
    named = sorted((one for one in chain.named if one.group in groups), key=lambda one: min(one.numbers, default=0))
    boxes = [
        _Box(frozenset({one.key}), one.name, f"{names.country(one.group[1])}, {_numbers(one, names)}", True)
        for one in named[:MOST_NAMED]
    ]
    by_country: dict[str | None, int] = {}
    ends: dict[str | None, set[str | Group]] = {}
    for group, count in groups.items():
        by_country[group[1]] = by_country.get(group[1], 0) + count
        ends.setdefault(group[1], set()).add(group)
    for one in named[:MOST_NAMED]:
        by_country[one.group[1]] -= 1
    for one in named[MOST_NAMED:]:
        ends[one.group[1]].add(one.key)
    order = sorted(
        (code for code in by_country if by_country[code] > 0), key=lambda code: (-by_country[code], code or "")
    )
    rest = order[MOST_GROUPS:] if len(order) > MOST_GROUPS + 1 else []
    folded: dict[str | None, int] = {}
    for one in named[MOST_NAMED:]:
        folded[one.group[1]] = folded.get(one.group[1], 0) + 1
    for code in order[: len(order) - len(rest)]:
        about = folded.get(code, 0)
        boxes.append(
            _Box(frozenset(ends[code]), names.country(code), _count(by_country[code], about, names), about > 0)
        )
    if rest:
        held = frozenset(end for code in rest for end in ends[code])
        about = sum(folded.get(code, 0) for code in rest)
        number = _count(sum(by_country[code] for code in rest), about, names)
        boxes.append(_Box(held, names.t("other_countries", count=len(rest)), number, about > 0))
    return boxes


def _count(count: int, about: int, names: Names) -> str:
    """How many relationships, and how many of them impacts are about."""
    told = names.counted(count, ("relatie", "relaties"), ("relationship", "relationships"))
    return names.t("with_an_impact_of", told=told, about=about) if about else told


def _draw_wide(
    ident: str, chain: Chain, columns: Sequence[tuple[str, Sequence[_Box]]], words: tuple[str, str]
) -> Markup:
    width, top = 960, 34
    step = width / len(columns)
    wide = min(step - 30, 230)
    deepest = max(len(boxes) for _, boxes in columns)
    height = top + deepest * STEP
    places: dict[str | Group, tuple[int, float, float]] = {}
    marks: list[Markup] = []
    for number, (head, boxes) in enumerate(columns):
        x = number * step
        marks.append(label(head, x, 16, 13, font_weight=700, fill=MUTED))
        start = top + (deepest - len(boxes)) * STEP / 2
        for at, box in enumerate(boxes):
            y = start + at * STEP
            places |= dict.fromkeys(box.ends, (number, x, y + BOX / 2))
            marks.extend(_box(box, x, y, wide, own=number == 0))
    return picture(ident, (width, height + 4), *words, *_lines(chain, places, wide), *marks)


def _lines(chain: Chain, places: Mapping[str | Group, tuple[int, float, float]], wide: float) -> list[Markup]:
    """A line a pair of boxes, thicker with more links; first those that no impact is about."""
    found: dict[tuple[tuple[int, float, float], tuple[int, float, float]], tuple[int, bool]] = {}
    named = {one.key for one in chain.named}
    for (near, far), count in chain.links.items():
        if near in places and far in places and places[near][0] < places[far][0]:
            ends = (places[near], places[far])
            before, strong = found.get(ends, (0, False))
            found[ends] = (before + count, strong or far in named)
    marks = []
    for (near_end, far_end), (count, strong) in sorted(found.items(), key=lambda item: (item[1][1], item[0])):
        x0, x1 = near_end[1] + wide, far_end[1]
        middle = (x0 + x1) / 2
        y0, y1 = near_end[2], far_end[2]
        path = f"M{x0:.0f} {y0:.0f}C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
        thick = min(1.2 + len(str(count)) * 0.9, 5.0)
        marks.append(
            tag(
                "path",
                d=path,
                fill="none",
                stroke=RISK["top10"] if strong else FLOW,
                stroke_width=thick,
                stroke_opacity=0.55,
            )
        )
    return marks


def _draw_narrow(ident: str, columns: Sequence[tuple[str, Sequence[_Box]]], words: tuple[str, str]) -> Markup:
    """Below one another on a small screen, without lines: the heads say how far it is."""
    y, marks = 4.0, []
    for number, (head, boxes) in enumerate(columns):
        marks.append(label(head, 0, y + 14, 12, font_weight=700, fill=MUTED))
        y += 22
        for box in boxes:
            marks.extend(_box(box, 0, y, 358, own=number == 0))
            y += STEP - 6
        y += 8
    return picture(ident, (360, y), *words, *marks)


def _box(box: _Box, x: float, y: float, wide: float, *, own: bool) -> list[Markup]:
    fill = TIER["supplier"] if own else PAPER if box.strong else WASH
    edge, thick = (RISK["top10"], 2.5) if box.strong else (ACCENT if own else LINE, 1.0)
    ink = PAPER if own else INK
    marks = [tag("rect", x=x + 1.5, y=y, width=wide - 3, height=BOX, rx=4, fill=fill, stroke=edge, stroke_width=thick)]
    letters = max(8, int((wide - 18) / (12.5 * 0.64)))  # heavy letters are wider than most
    lines = wrap(box.name, letters, max_lines=2, placeholder="…", break_on_hyphens=False) or ["–"]
    first = y + BOX / 2 + 5 - 8 * (len(lines) - 1 + bool(box.detail))
    weight = 700 if box.strong or own else 600
    marks += [
        label(line, x + 9, first + 16 * number, 12.5, font_weight=weight, fill=ink) for number, line in enumerate(lines)
    ]
    if box.detail:
        detail, color = fit(box.detail, wide - 16, 11.5), RISK["top10"] if box.strong else MUTED
        marks.append(label(detail, x + 9, first + 16 * len(lines), 11.5, fill=color))
    return marks
