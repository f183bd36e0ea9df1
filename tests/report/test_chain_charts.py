"""The picture of paths: thickness adds up, words stay inside, and names never become marks."""

import re
import xml.etree.ElementTree as ET
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.report.chain_charts import BAR, COLUMNS, DrawnPath, PathWords, render_paths, render_tree
from scharnier.report.chain_map import RISKY, color_of, render_share_map
from scharnier.report.charts.palette import ACCENT, FLOW, FLOW_TOP, PAPER
from scharnier.report.geometry import load_world

NS = "{http://www.w3.org/2000/svg}"
PATHS = (
    DrawnPath(0.4, ("a", "b")),
    DrawnPath(0.2, ("a", "b", "c")),
    DrawnPath(0.1, ("a", "d", "c")),
    DrawnPath(0.05, ("a",)),
    DrawnPath(0.02, ("a", "b", "b", "b", "b", "e")),
)


def words(risk: bool = True) -> PathWords:
    return PathWords(
        title="A title that says what the picture shows, in full",
        description="How to read it",
        heads=["supplier", "tier 1", "tier 2", "tier 3", "tier 4+"],
        names={name: (f"Country {name}", f"Industry <{name}> & more") for name in "abcdefgh"},
        share=lambda share: f"{share:.1%}",
        drawn="5 paths: 77%",
        rest="all other paths: 23%",
        risk=risk,
    )


def bands(root: ET.Element) -> list[tuple[float, float, str]]:
    """(x where it arrives, thickness, colour) of every ribbon."""
    found = []
    for path in root.iter(f"{NS}path"):
        shape = re.match(r"M(\S+) (\S+)C\S+ \S+ \S+ \S+ (\S+) \S+V.* (\S+)Z", path.get("d") or "")
        if shape:
            start, end = float(shape[2]), float(shape[4])
            found.append((float(shape[3]), end - start, path.get("fill") or ""))
    return found


@pytest.mark.parametrize("risk", [True, False])
def test_ribbons_carry_what_the_paths_carry(risk: bool) -> None:
    root = ET.fromstring(render_paths("p", PATHS, words(risk)))
    ending = FLOW_TOP if risk else ACCENT
    into: dict[tuple[float, str], float] = defaultdict(float)
    for x, thick, color in bands(root):
        into[x, color] += thick
    columns = sorted({x for x, _ in into})
    assert len(columns) == COLUMNS - 1
    scale = into[columns[0], ending] / 0.4  # only a -> b ends at tier 1
    assert into[columns[0], FLOW] == pytest.approx(0.32 * scale, abs=0.3)
    assert into[columns[1], ending] == pytest.approx(0.3 * scale, abs=0.3)
    assert into[columns[1], FLOW] == pytest.approx(0.02 * scale, abs=0.3)
    assert into[columns[3], ending] == pytest.approx(0.02 * scale, abs=0.3)
    bars = [r for r in root.iter(f"{NS}rect") if float(r.get("width") or 0) == BAR and r.get("fill") == FLOW]
    assert float(bars[0].get("height") or 0) == pytest.approx(0.77 * scale, abs=0.3)


@pytest.mark.parametrize("render", [render_paths, render_tree])
def test_what_is_drawn_is_well_formed_and_inside(render: object) -> None:
    drawing = render("p", PATHS, words())  # type: ignore[operator]
    root = ET.fromstring(drawing)
    assert root.get("role") == "img"
    assert root.find(f"{NS}title").text == words().title  # type: ignore[union-attr]
    width, height = (float(number) for number in (root.get("viewBox") or "").split()[2:])
    texts = list(root.iter(f"{NS}text"))
    assert any("Industry <b> & more" in (text.text or "") for text in texts)
    for text in texts:
        assert 0 <= float(text.get("x") or 0) <= width
        assert 0 <= float(text.get("y") or 0) <= height
    assert [text.text for text in texts][-2:] == ["5 paths: 77%", "all other paths: 23%"]


def test_the_tree_has_a_row_for_every_beginning_of_a_path() -> None:
    root = ET.fromstring(render_tree("p", PATHS, words()))
    shares = [text.text for text in root.iter(f"{NS}text") if re.fullmatch(r"\d+\.\d%", text.text or "")]
    beginnings = {path.cells[: n + 1] for path in PATHS for n in range(len(path.cells))}
    assert len(shares) == len(beginnings)
    assert shares[:2] == ["77.0%", "62.0%"]


def test_on_the_map_no_data_looks_unlike_nothing_and_unlike_little() -> None:
    shares = {"CHN": 0.6, "IND": 0.03, "BRA": 1e-9}
    said = ("Most of it lies in China, some of it in India", "A map", "Rest of the world: 37%")
    drawing = render_share_map("m", shares, {"KEN"}, {"DEU", "CHN"}, said, risk=True)
    fills = {path.get("fill"): path.get("d") or "" for path in ET.fromstring(drawing).findall(f"{NS}path")}
    where = {
        code: next(fill for fill, d in fills.items() if shape.d in d) for code, shape in load_world().countries.items()
    }
    assert where["CHN"] == color_of(0.6, RISKY)
    assert where["IND"] == color_of(0.03, RISKY)
    assert where["BRA"] == color_of(1e-9, RISKY)
    assert (where["KEN"], where["DEU"], where["USA"]) == ("url(#m-hatch)", "url(#m-dots)", PAPER)
    assert len({where[code] for code in ("CHN", "IND", "BRA", "KEN", "DEU", "USA")}) == 6
    assert "Rest of the world: 37%" in drawing


@given(
    st.lists(
        st.tuples(st.floats(1e-9, 1.0), st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8)),
        min_size=1,
        max_size=20,
        unique_by=lambda one: tuple(one[1]),
    )
)
def test_any_paths_can_be_drawn(given_paths: list[tuple[float, list[str]]]) -> None:
    total = sum(share for share, _ in given_paths)
    paths = [DrawnPath(share / total, tuple(cells)) for share, cells in given_paths]
    for drawing in (render_paths("p", paths, words()), render_tree("t", paths, words())):
        ET.fromstring(drawing)
        assert "nan" not in drawing
        assert "inf" not in drawing
