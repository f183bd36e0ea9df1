"""A page with the plots drawn and what is wrong marked on them: one file, no scripts, nothing from elsewhere."""

import math
from collections.abc import Iterator
from html import escape

import numpy as np

from scharnier.eudr.check import Checked
from scharnier.eudr.columns import Floats, Plots
from scharnier.eudr.issues import Issue, load_codes

TILES = 24  # features with issues that are drawn large
DRAWN = 5_000  # plots in the overview
MOST = 4_000  # vertices of one plot
DOTS = 60  # vertices that get a dot and a number
WIDTH, HEIGHT, EDGE = 340.0, 240.0, 18.0

WORDS = {
    "title": {"nl": "Percelen", "en": "Plots"},
    "all": {"nl": "Alle percelen", "en": "All plots"},
    "first": {"nl": "De eerste {n} percelen met een opmerking", "en": "The first {n} plots with a remark"},
    "feature": {"nl": "Feature", "en": "Feature"},
    "none": {"nl": "Geen ligging om te tekenen.", "en": "No location to draw."},
    "file": {"nl": "Over het bestand", "en": "About the file"},
}
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; max-width: 72rem; padding: 0 1rem; }
body { color: #1b1b1b; background: #fff }
h1 { font-size: 1.4rem; overflow-wrap: anywhere } h2 { font-size: 1.1rem; margin-top: 2rem }
svg { background: #f6f4ee; border: 1px solid #d8d4c8; max-width: 100%; height: auto }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 1.2rem }
figure { margin: 0 } figcaption p { margin: .3rem 0 } code { overflow-wrap: anywhere }
.error { color: #9b1c1c } .warning { color: #7a5200 }
.plot { fill: #7fa66f55; stroke: #35592b; stroke-width: 1.3 } .bad { fill: #d9534f44; stroke: #9b1c1c }
.dot { fill: #35592b } .mark { fill: none; stroke: #9b1c1c; stroke-width: 2.5 } text { font-size: 9px; fill: #333 }
"""


def draw_plots(checked: Checked, name: str, lang: str) -> str:
    """An HTML page in Dutch or English. `name` is the name of the file."""
    plots = checked.reading.plots
    issues: dict[int, list[Issue]] = {}
    for issue in checked.issues:
        if issue.feature is not None:
            issues.setdefault(issue.feature, []).append(issue)
    chosen = sorted(issues, key=lambda f: (issues[f][0].severity != "error", f))[:TILES]
    about = [issue for issue in checked.issues if issue.feature is None]
    title = f"{WORDS['title'][lang]}: {name}"
    parts = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{_text(title)}</title><style>{STYLE}</style></head><body><main><h1>{_text(title)}</h1>",
        f"<h2>{WORDS['file'][lang]}</h2>" if about else "",
        *(_said(issue, lang) for issue in about),
        f"<h2>{WORDS['all'][lang]}</h2>",
        _overview(plots, issues, lang),
    ]
    if chosen:
        parts.append(f"<h2>{WORDS['first'][lang].format(n=len(chosen))}</h2><div class='tiles'>")
        parts += [_tile(plots, feature, issues[feature], lang) for feature in chosen]
        parts.append("</div>")
    return "\n".join([*parts, "</main></body></html>\n"])


def _text(text: str) -> str:
    return escape("".join(c if c.isprintable() else "\ufffd" for c in text.encode("utf-8", "replace").decode()))


def _said(issue: Issue, lang: str) -> str:
    title = load_codes()[issue.code]["title"][lang]
    return (
        f"<p class='{issue.severity}'><strong>{_text(title)}</strong>: {_text(issue.message(lang))}"
        f"<br><code>{_text(issue.path)}</code></p>"
    )


class _Frame:
    """From degrees to the picture: north is up, and a degree east is as long as it is at this latitude."""

    def __init__(self, xy: Floats, width: float, height: float) -> None:
        low, high = xy.min(axis=0), xy.max(axis=0)
        self.middle = (low + high) / 2
        self.stretch = max(0.01, math.cos(math.radians(float(self.middle[1]))))
        span = np.maximum((high - low) * (self.stretch, 1.0), 1e-5)
        self.scale = float(min((width - 2 * EDGE) / span[0], (height - 2 * EDGE) / span[1]))
        self.width, self.height = width, height

    def place(self, xy: Floats) -> Floats:
        """Positions (n, 2) in the picture."""
        x = self.width / 2 + (xy[:, 0] - self.middle[0]) * self.stretch * self.scale
        y = self.height / 2 - (xy[:, 1] - self.middle[1]) * self.scale
        return np.stack([x, y], axis=1)


def _exists(xy: Floats) -> bool:
    return bool(len(xy) and np.isfinite(xy).all() and (np.abs(xy) <= (180, 90)).all())


def _rings(plots: Plots, part: int) -> Iterator[tuple[int, Floats]]:
    polygons = plots.polygons
    for ring in range(int(polygons.part_start[part]), int(polygons.part_start[part + 1])):
        begin, end = int(polygons.ring_start[ring]), int(polygons.ring_start[ring + 1])
        if _exists(polygons.at.xy[begin:end]):
            yield begin, polygons.at.xy[begin:end]


def _path(at: Floats, css: str) -> str:
    return f"<path class='{css}' d='M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in at.tolist())}Z'/>"


def _svg(width: float, height: float, label: str, inside: list[str]) -> str:
    return (
        f"<svg viewBox='0 0 {width:.0f} {height:.0f}' width='{width:.0f}' role='img' aria-label='{_text(label)}'>"
        f"{''.join(inside)}</svg>"
    )


def _overview(plots: Plots, issues: dict[int, list[Issue]], lang: str) -> str:
    drawn: list[tuple[int, Floats]] = []
    for part in range(min(len(plots.polygons), DRAWN)):
        drawn += [(int(plots.polygons.feature[part]), xy) for _, xy in _rings(plots, part)]
    for row, xy in enumerate(plots.points.at.xy[:DRAWN]):
        if _exists(xy[None]):
            drawn.append((int(plots.points.feature[row]), xy[None]))
    if not drawn:
        return f"<p>{WORDS['none'][lang]}</p>"
    frame = _Frame(np.concatenate([xy for _, xy in drawn]), 1080.0, 460.0)
    inside = []
    for feature, xy in drawn:
        css = "plot bad" if any(issue.severity == "error" for issue in issues.get(feature, ())) else "plot"
        at = frame.place(xy)
        size = float(np.ptp(at, axis=0).max())
        x, y = at.mean(axis=0).tolist()
        inside.append(_path(at, css) if size > 4 else f"<circle class='{css}' cx='{x:.1f}' cy='{y:.1f}' r='3'/>")
    return _svg(1080.0, 460.0, WORDS["all"][lang], inside)


def _tile(plots: Plots, feature: int, issues: list[Issue], lang: str) -> str:
    places: dict[str, Floats] = {}
    shapes: list[Floats] = []
    for part in np.flatnonzero(plots.polygons.feature == feature).tolist():
        for begin, xy in _rings(plots, part):
            shapes.append(xy[:: 1 + len(xy) // MOST])
            if len(places) + len(xy) <= MOST:
                places.update({plots.vertex_path(begin + k): xy[k : k + 1] for k in range(len(xy))})
    for row in np.flatnonzero(plots.points.feature == feature).tolist():
        xy = plots.points.at.xy[row : row + 1]
        if _exists(xy) and len(places) < MOST:
            places[plots.point_path(row)] = xy
    label = f"{WORDS['feature'][lang]} {feature}"
    caption = f"<figcaption><strong>{label}</strong>{''.join(_said(issue, lang) for issue in issues[:6])}</figcaption>"
    if not places and not shapes:
        return f"<figure><p>{WORDS['none'][lang]}</p>{caption}</figure>"
    frame = _Frame(np.concatenate([*shapes, *places.values()]), WIDTH, HEIGHT)
    inside = [_path(frame.place(xy), "plot") for xy in shapes]
    marked = {path for issue in issues for path in places if issue.path == path or issue.path.startswith(f"{path}[")}
    for path, xy in places.items():
        x, y = frame.place(xy)[0].tolist()
        if len(places) <= DOTS or path in marked:
            number = path.rpartition("[")[2].rstrip("]") if path.endswith("]") else ""
            inside.append(f"<circle class='dot' cx='{x:.1f}' cy='{y:.1f}' r='2.2'/>")
            inside.append(f"<text x='{x + 4:.1f}' y='{y - 4:.1f}'>{number}</text>")
        if path in marked:
            inside.append(f"<circle class='mark' cx='{x:.1f}' cy='{y:.1f}' r='8'/>")
    return f"<figure>{_svg(WIDTH, HEIGHT, label, inside)}{caption}</figure>"
