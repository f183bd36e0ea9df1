"""Tables harmonised by Our World in Data → security, gender, deforestation. Only those whose own licence allows it."""

from collections.abc import Iterator
from pathlib import Path

from scharnier.risk.datasets import LevelRule
from scharnier.sources.evidence_tables import Row, Table, calc_rows, load_source, match_place, read_csv, run

FOLDER = "risk/owid/"
# Names of Our World in Data that other publishers use for something else.
ALIASES = {"Congo": "COG", "Timor": "TLS", "Yemen Arab Republic": "YEM"}
FARISS = FOLDER + "human_rights_protection_fariss_et_al_2020.csv.gz"
GENDER = FOLDER + "gender_inequality_index_human_development_report_2015.csv.gz"
CONFLICT = FOLDER + "conflict_deaths_by_country_ucdp_2019.csv.gz"
FOREST_LOSS = FOLDER + "deforestation_in_trade_pendrill.csv.gz"
FOREST_PHASE = FOLDER + "forest_transition_phase_pendrill_et_al_2019.csv.gz"
FARMING_AND_FORESTRY = "c1"


def parse_values(path: Path, column: str, year: int) -> list[tuple[str, float, int]]:
    """(place, value, year) of one column in one year; empty cells give nothing."""
    return [
        (match_place(row["Entity"], path.name, ALIASES), float(row[column]), year)
        for row in read_csv(path)
        if row["Year"] == str(year) and row[column]
    ]


def parse_phases(path: Path, rule: LevelRule) -> Iterator[Row]:
    """Countries in a phase that shows loss of forest; the other phases rest on net area and give no row."""
    classes = rule.classes or {}
    for row in read_csv(path):
        phase = row["Forest Transition Phase"]
        if classes[phase] >= rule.keep_from:
            place = match_place(row["Entity"], path.name, ALIASES)
            yield Row("deforestation", place, classes[phase], phase, 2013, FARMING_AND_FORESTRY)


def parse(data: Path) -> list[Table]:
    """All tables from Our World in Data."""
    _, datasets = load_source(__file__)
    rights = [
        (place, round(value, 3), year)
        for place, value, year in parse_values(data / FARISS, "Human rights protection", 2019)
    ]
    gender = [
        (place, round(value, 3), year)
        for place, value, year in parse_values(
            data / GENDER, "Gender Inequality Index (Human Development Report (2015))", 2015
        )
    ]
    conflict = parse_values(data / CONFLICT, "Violent deaths in conflicts and one-sided violence (UCDP 2019)", 2018)
    # Zero stands for "outside the tropics and subtropics, not modelled", not for no deforestation.
    forest = [
        (place, float(round(value, -2)), year)
        for place, value, year in parse_values(data / FOREST_LOSS, "embodied_deforestation", 2013)
        if value > 0
    ]
    return [
        Table("fariss-rights-2019", FARISS, calc_rows(datasets["fariss-rights-2019"], ["security"], rights, "score")),
        Table("ucdp-deaths-2018", CONFLICT, calc_rows(datasets["ucdp-deaths-2018"], ["security"], conflict, "deaths")),
        Table("undp-gender-2015", GENDER, calc_rows(datasets["undp-gender-2015"], ["gender"], gender, "(0…1)")),
        Table(
            "pendrill-loss-2013",
            FOREST_LOSS,
            calc_rows(datasets["pendrill-loss-2013"], ["deforestation"], forest, "ha", FARMING_AND_FORESTRY),
        ),
        Table(
            "pendrill-phase-2013",
            FOREST_PHASE,
            tuple(parse_phases(data / FOREST_PHASE, datasets["pendrill-phase-2013"].levels)),
        ),
    ]


if __name__ == "__main__":
    run(parse, __file__)
