"""What is expected next, and with whom to speak: OECD actions made concrete for the risks that were found.

Content: `data/risk/steps/stakeholders.yaml` (own words, own proposal). Method page: docs/method/ranking.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.risk.because import label_cell
from scharnier.risk.evidence import load_theme_names
from scharnier.risk.ranking import RankedRisk, Ranking, ThemeGap
from scharnier.risk.severity import load_severities

SCAN, ASSESS, INVOLVEMENT, ORDER, STOP, INFLUENCE, TELL, COMPLAINTS = (
    f"oecd-ddg-2018:{number}" for number in ("2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "5.1", "6.2")
)
FIRST: Final = 10
"""So many risks the steps are about: what an organisation can take up at once; own choice."""
NAMED: Final = 3
_GRAVE: Final = 5
_STRONG: Final = 4


@dataclass(frozen=True)
class NextStep:
    """An action of the guidance (`action`, a norm id): what it comes down to here, whom to hear, for which risks."""

    action: str
    title: str
    text: str
    stakeholders: tuple[str, ...]
    risks: tuple[str, ...]


def stakeholders_for(theme: str, sector: str, lang: str) -> tuple[str, ...]:
    """With whom to speak about a theme in an industry, most concerned first, in Dutch (`nl`) or English."""
    content = _load()
    kinds = list(content["themes"].get(theme, ()))
    if theme in content["work_themes"]:
        kinds += [union for union, sectors in content["unions"].items() if sector in sectors]
    return tuple(content["kinds"][kind]["nl" if lang == "nl" else "en"] for kind in dict.fromkeys(kinds))


def actions_for(risk: RankedRisk) -> list[str]:
    """The actions of the guidance that a risk asks for, in the order of the guidance.

    Everything in the priority band: look closer, establish involvement, set the order, use influence. A complaint
    route as well where likely harm is extreme (severity 5, likelihood 4 or more). Below that: keep scanning.
    """
    if risk.band == "lower":
        return [SCAN]
    grave = risk.severity_level >= _GRAVE and risk.level >= _STRONG
    return [ASSESS, INVOLVEMENT, ORDER, INFLUENCE, *([COMPLAINTS] if grave else [])]


def next_steps(ranking: Ranking, lang: str) -> tuple[NextStep, ...]:
    """The actions 2.2 onward for the first risks, then what to do about what is unknown."""
    first = [risk for risk in ranking.risks if risk.band == "priority"][:FIRST]
    grave = [risk for risk in first if COMPLAINTS in actions_for(risk)]
    gaps = ", ".join(_theme(gap.theme, lang) for gap in _worst_gaps(ranking))
    steps: list[tuple[str, Sequence[RankedRisk]]] = []
    if first:
        steps = [(ASSESS, first[:NAMED]), (INVOLVEMENT, first), (ORDER, first), (STOP, first), (INFLUENCE, first)]
    if gaps:
        steps.append((SCAN, ()))
    if ranking.risks:
        steps.append((TELL, first))
    if grave:
        steps.append((COMPLAINTS, grave))
    return tuple(_make(action, risks, gaps, lang) for action, risks in steps)


def _make(action: str, risks: Sequence[RankedRisk], gaps: str, lang: str) -> NextStep:
    words = _load()["steps"][action]
    lang = "nl" if lang == "nl" else "en"
    named = "; ".join(f"{_theme(r.theme, lang)} ({_cell(r, lang)})" for r in risks[:NAMED])
    heard = dict.fromkeys(who for risk in risks for who in stakeholders_for(risk.theme, risk.sector, lang))
    return NextStep(
        action=action,
        title=words["title"][lang],
        text=words["text"][lang].format(n=len(risks), first=named, gaps=gaps),
        stakeholders=tuple(heard),
        risks=tuple(risk.id for risk in risks),
    )


def _worst_gaps(ranking: Ranking) -> list[ThemeGap]:
    """The gaps that would matter most if filled: severe themes first, then those with most money."""
    severities = load_severities()
    return sorted(ranking.gaps, key=lambda gap: (-severities[gap.theme].level(), -gap.amount, gap.theme))[:NAMED]


def _theme(theme: str, lang: str) -> str:
    name = load_theme_names()[theme]["nl" if lang == "nl" else "en"]
    return name[:1].lower() + name[1:]


def _cell(risk: RankedRisk, lang: str) -> str:
    cell = label_cell(risk.region, risk.sector, lang)
    return cell[:1].lower() + cell[1:]


@cache
def _load() -> Mapping[str, Any]:
    """The content, checked: every theme with a severity has stakeholders, every kind referred to exists."""
    path = content_path("risk/steps/stakeholders.yaml")
    content: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    used = {kind for kinds in content["themes"].values() for kind in kinds} | set(content["unions"])
    if missing := sorted(used - set(content["kinds"])) + sorted(set(load_severities()) - set(content["themes"])):
        raise ContentError(f"{path.name}: nothing is said about {', '.join(missing)}")
    return content
