"""From files in a publisher's layout, with its own names of sectors, to an assessment without a table of the user.

The numbers are made up: no real file of these publishers was at hand. Layouts as in docs/method/models.md.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from scharnier.chain.stored_write import write_model
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.adopt import adopt
from scharnier.sources.mrio.read import read_model

Labels = list[tuple[str, str]]


def sectors_of(id: str) -> list[str]:
    with content_path(f"chain/concordances/{id}.csv").open(encoding="utf-8") as file:
        return list(dict.fromkeys(row["sector"] for row in csv.DictReader(file)))


def random(rows: int, columns: int) -> list[list[float]]:
    return (np.random.default_rng(rows + columns).random((rows, columns)) + 0.01).round(4).tolist()  # type: ignore[no-any-return]


def save(path: Path, rows: Iterable[Iterable[object]], separator: str = ",") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)


def write_eora(folder: Path) -> Path:
    """`labels_T.txt`: country, code, entity, sector; the last country is that of the discrepancies."""
    places = [
        ("Netherlands", "NLD"),
        ("Sudan", "SUD"),
        ("South Sudan", "SDS"),
        ("Former USSR", "USR"),
        ("Other", "ROW"),
    ]
    sectors, uses = sectors_of("eora26"), ["Household final consumption P.3h", "Changes in inventories P.52"]
    # The real table has a single sector, TOTAL, for ROW.
    cells = [(*place, "Industries", s) for place in places for s in (sectors if place[1] != "ROW" else ["TOTAL"])]
    final = [(*place, "Final Demand", use) for place in places for use in uses]
    n, m = len(cells), len(final)
    for name, rows in {
        "labels_T": cells,
        "labels_FD": final,
        "labels_VA": [("Primary Inputs", "Value Added")],
        "labels_Q": [("I-GHG-CO2 emissions (Gg)", "Public electricity and heat production")],
        "Eora26_2015_bp_T": random(n, n),
        "Eora26_2015_bp_FD": random(n, m),
        "Eora26_2015_bp_VA": random(1, n),
        "Eora26_2015_bp_Q": random(1, n),
        "Eora26_2015_bp_QY": random(1, m),
    }.items():
        save(folder / f"{name}.txt", rows, "\t")
    return folder


def write_oecd(folder: Path) -> Path:
    """`2022_SML.csv`: rows and columns `AUS_A01`, final use `AUS_HFCE`, below TLS, VA and OUT, at the end OUT."""
    places = ("NLD", "CHN", "ROW")
    cells = [f"{place}_{sector}" for place in places for sector in sectors_of("oecd-icio")]
    uses = [f"{place}_{use}" for place in places for use in ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")]
    values = random(len(cells) + 3, len(cells) + len(uses) + 1)
    rows = [[name, *row] for name, row in zip([*cells, "TLS", "VA", "OUT"], values, strict=True)]
    save(folder / "2022_SML.csv", [["V1", *cells, *uses, "OUT"], *rows])
    return folder / "2022_SML.csv"


def write_gloria(folder: Path) -> Path:
    """`GLORIA_ReadMe_059.xlsx` names regions and sectors; the tables hold numbers alone, industries and products."""
    places, sectors = ("NLD", "CHN", "XAF"), sectors_of("gloria")
    book = openpyxl.Workbook()
    for title, rows in {
        "Regions": [("Lfd_Nr", "Region_acronyms", "Region_names"), *((i, p, p) for i, p in enumerate(places))],
        "Sectors": [("Lfd_Nr", "Sector_names"), *enumerate(sectors)],
        "Value added and final demand": [
            ("Lfd_Nr", "Value_added_names", "Final_demand_names"),
            (1, "Compensation of employees D.1", "Household final consumption P.3h"),
            (2, "Taxes on production D.29", "Changes in inventories P.52"),
        ],
        "Satellites": [
            ("Lfd_Nr", "Sat_head_indicator", "Sat_indicator", "Sat_unit"),
            (1, "Emissions (EDGAR)", "'co2_excl_short_cycle_org_c_total_EDGAR_consistent'", "kilotonnes"),
        ],
    }.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "GLORIA_ReadMe_059.xlsx")
    cells, size = len(places) * 2 * len(sectors), len(sectors)
    # Industries (in rows) make products (in columns); products (in rows) are bought by industries. The rest is empty.
    table, made = np.zeros((cells, cells)), np.tile(np.repeat([True, False], size), len(places))
    drawn = np.array(random(cells, cells))
    table[np.ix_(made, ~made)] = np.diag(np.full(made.sum(), 400.0))
    table[np.ix_(~made, made)] = drawn[np.ix_(~made, made)]
    final = np.array(random(cells, 2 * len(places))) * (~made)[:, None]
    mid = "0_120secMother_AllCountries_002"
    for name, kind, values in (
        ("GLORIA_MRIOs_59_2020", "T", table),
        ("GLORIA_MRIOs_59_2020", "Y", final),
        ("GLORIA_MRIOs_59_2020", "V", np.array(random(2 * len(places), cells)) * made),
        ("GLORIA_SatelliteAccounts_059_2020", "TQ", np.array(random(1, cells)) * made),
        ("GLORIA_SatelliteAccounts_059_2020", "YQ", np.array(random(1, 2 * len(places)))),
    ):
        save(folder / name / f"{mid}_{kind}-Results_2020_059_Markup001(full).csv", values.tolist())
    return folder


def write_figaro(folder: Path) -> Path:
    """`matrix_..._26ed_2023.csv`: `rowLabels`, then `NL_A01`; six rows of W2 below."""
    places = ("NL", "CN", "FIGW1")
    cells = [f"{place}_{code}" for place in places for code in sectors_of("figaro")]
    uses = [f"{place}_{use}" for place in places for use in ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")]
    below = [f"W2_{row}" for row in ("B2A3G", "D1", "D21X31", "D29X39", "OP_NRES", "OP_RES")]
    values = random(len(cells) + len(below), len(cells) + len(uses))
    path = folder / "matrix_eu-ic-io_ind-by-ind_26ed_2023.csv"
    rows = [[name, *row] for name, row in zip([*cells, *below], values, strict=True)]
    save(path, [["rowLabels", *cells, *uses], *rows])
    return path


def write_wiod2016(folder: Path) -> Path:
    """What `write.csv(wiot)` gives in R: a column of row numbers without a name, then those of the data frame."""
    places, codes = ("NLD", "CHN", "ROW"), sectors_of("wiod-2016")
    columns = [f"{place}{number}" for place in places for number in range(1, 62)]
    below = [
        ("II_fob", 65),
        ("TXSP", 66),
        ("EXP_adj", 67),
        ("PURR", 68),
        ("PURNR", 69),
        ("VA", 70),
        ("IntTTM", 71),
        ("GO", 73),
    ]
    heads = [(code, place, number) for place in places for number, code in enumerate(codes, start=1)]
    heads += [(code, "TOT", number) for code, number in below]
    values = np.array(random(len(heads), len(columns)))
    buys = [int(name[3:]) <= 56 for name in columns]
    values[-1, buys] = values[: len(places) * 56].sum(axis=1)
    rows = [
        [at, code, code, place, number, 2014, *row, 0.0]
        for at, ((code, place, number), row) in enumerate(zip(heads, values.tolist(), strict=True), start=1)
    ]
    path = folder / "WIOT2014_October16_ROW.csv"
    save(path, [["", "IndustryCode", "IndustryDescription", "Country", "RNr", "Year", *columns, "TOT"], *rows])
    return path


@pytest.mark.parametrize(
    ("write", "regions", "emits"),
    [
        (write_eora, ("NLD", "SDN", "SSD", "ROW"), False),
        (write_oecd, ("CHN", "NLD", "ROW"), False),
        (write_gloria, ("NLD", "CHN", "ROW"), True),
        (write_figaro, ("NLD", "CHN", "ROW"), False),
        (write_wiod2016, ("NLD", "CHN", "ROW"), False),
    ],
)
def test_a_publishers_files_are_ready_to_assess_with(
    tmp_path: Path, write: Callable[[Path], Path], regions: tuple[str, ...], emits: bool
) -> None:
    pytest.importorskip("pymrio")
    parts = read_model(write(tmp_path / "files"))
    stored = write_model(tmp_path / "store", parts)
    model = adopt(stored)
    assert model.regions == regions
    assert model.output.sum() == pytest.approx(stored.output.sum())
    assert model.flows.sum() == pytest.approx((stored.coefficients * stored.output).sum())
    assert (model.final + model.inventories).sum() == pytest.approx(stored.final.sum())
    stocks = [
        column for column, (_, use) in enumerate(stored.final_labels) if use.startswith(("Changes", "INV", "P5M"))
    ]
    assert model.inventories.sum() == pytest.approx(stored.final[:, stocks].sum())
    assert ("co2_kt" in model.stressors) is emits
    if emits:
        assert model.stressors["co2_kt"].sum() == pytest.approx(parts.satellites[0].totals.sum())


def test_r_data_is_told_to_be_written_as_csv(tmp_path: Path) -> None:
    (tmp_path / "WIOT2014_October16_ROW.RData").write_bytes(b"RDX3")
    with pytest.raises(InputProblem, match=r"load\(FILE\); write.csv\(wiot"):
        read_model(tmp_path / "WIOT2014_October16_ROW.RData")
