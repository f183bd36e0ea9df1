"""How severe harm under a theme is: scale, scope and irremediable character, kept apart.

The defaults are content (`data/risk/severity.yaml`, own proposal, unverified); a user's own file replaces any of them.
Method page: docs/method/severity.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError, InputProblem
from scharnier.kernel.files import load_bytes

Rule = Literal["max", "mean"]
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
FACES: Final = ("scale", "scope", "irremediable")
LARGEST_FILE: Final = 200_000
"""Bytes; forty themes with a reason each take a few thousand."""
_REMEDY: Final = "Give each theme scale, scope and irremediable as whole numbers from 1 to 5."


@dataclass(frozen=True)
class SeverityParts:
    """The three faces of severity, each 1 (slight) to 5 (extreme), and why they are what they are.

    `basis` says whether they are the default of the theme or the user's own.
    """

    scale: int
    scope: int
    irremediable: int
    reason_en: str
    reason_nl: str
    basis: Literal["default", "own"] = "default"

    @property
    def parts(self) -> tuple[int, int, int]:
        """Scale, scope and irremediable character, in that order."""
        return (self.scale, self.scope, self.irremediable)

    def level(self, rule: Rule = "max") -> int:
        """Severity as one level 1..5, see `calc_severity_level`."""
        return calc_severity_level(*self.parts, rule=rule)

    def reason(self, lang: str) -> str:
        """Why, in Dutch (`nl`) or English."""
        return self.reason_nl if lang == "nl" else self.reason_en


def calc_severity_level(scale: int, scope: int, irremediable: int, rule: Rule = "max") -> int:
    """One level 1..5 out of the three faces.

    `max` (default): harm need not be grave on all three faces to be severe. `mean`: their mean, halves upwards.
    """
    if rule == "max":
        return max(scale, scope, irremediable)
    return (2 * (scale + scope + irremediable) + 3) // 6


def load_severities(override: Path | None = None) -> Mapping[str, SeverityParts]:
    """The severity of every theme that can carry a risk, in the order of the content file.

    `override` is a YAML file `themes: {<theme>: {scale, scope, irremediable[, reason]}}`; what it names replaces the
    default. Raises `InputProblem` where that file cannot be used, `ContentError` where our own is wrong.
    """
    defaults = dict(_load_defaults())
    if override is None:
        return defaults
    return defaults | _parse_override(override, defaults)


@cache
def load_conduct_themes() -> Mapping[str, Mapping[str, str]]:
    """Themes of the vocabulary that carry no risk of their own, with the reason in `en` and `nl`."""
    conduct: Mapping[str, Mapping[str, str]] = _read_content()["conduct"]
    return conduct


def _read_content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(content_path("risk/severity.yaml").read_text(encoding="utf-8"))
    return content


@cache
def _load_defaults() -> Mapping[str, SeverityParts]:
    out = {}
    for theme, row in _read_content()["themes"].items():
        faces = [row.get(face) for face in FACES]
        if not all(_is_level(face) for face in faces) or not row.get("en") or not row.get("nl"):
            raise ContentError(f"severity.yaml: theme {theme} lacks a level 1..5 or a reason in nl and en")
        scale, scope, irremediable = faces
        out[theme] = SeverityParts(scale, scope, irremediable, row["en"], row["nl"])
    return out


def _parse_override(path: Path, defaults: Mapping[str, SeverityParts]) -> dict[str, SeverityParts]:
    try:
        content = yaml.safe_load(load_bytes(path, LARGEST_FILE))
    except OSError as error:
        remedy = "Check the path of the severity file."
        raise InputProblem(f"cannot be read: {error.strerror}.", remedy, str(path)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise InputProblem("is not YAML.", _REMEDY, str(path), row=mark.line + 1 if mark else None) from error
    rows = content.get("themes") if isinstance(content, dict) else None
    if not isinstance(rows, dict) or not rows:
        raise InputProblem("has no `themes`.", "Write `themes:` and below it one line per theme.", str(path))
    return {str(theme): _parse_row(path, str(theme), row, defaults) for theme, row in rows.items()}


def _parse_row(path: Path, theme: str, row: object, defaults: Mapping[str, SeverityParts]) -> SeverityParts:
    if theme not in defaults:
        known = ", ".join(defaults)
        raise InputProblem("is not a theme that can carry a risk.", f"Use one of: {known}.", str(path), column=theme)
    if not isinstance(row, dict) or not all(_is_level(row.get(face)) for face in FACES):
        raise InputProblem("lacks a level.", _REMEDY, str(path), column=theme)
    unknown = sorted(str(key) for key in row if key not in (*FACES, "reason"))
    if unknown:
        raise InputProblem(f"has an unknown member {unknown[0]!r}.", "Remove it.", str(path), column=theme)
    own = row.get("reason")
    # A list may hold itself many times over through aliases; writing it out could fill the memory.
    if own is not None and not isinstance(own, str):
        raise InputProblem(
            "has a reason that is not text.", "Write it between quotation marks.", str(path), column=theme
        )
    return SeverityParts(
        row["scale"],
        row["scope"],
        row["irremediable"],
        reason_en=own or "Set by the user, without a reason.",
        reason_nl=own or "Door de gebruiker gesteld, zonder reden.",
        basis="own",
    )


def _is_level(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5
