"""The export holds the whole Library, each id once, in a graph that others can read and a table that does no harm."""

import csv
import io
import json
import warnings
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from scharnier.cli.norms_export import write_whole
from scharnier.kernel.errors import InputProblem
from scharnier.norms import Library, load_library
from scharnier.norms.cite import cite, name_provision, permalink, urn
from scharnier.norms.export import COLUMNS, CONTEXT, _harmless, render_csv, render_jsonld
from scharnier.norms.export_records import list_records

ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")
OURS = rdflib.Namespace("urn:scharnier:term:")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def document(library: Library) -> dict[str, list[dict[str, object]]]:
    return json.loads(render_jsonld(library))


@pytest.fixture(scope="module")
def graph(document: dict[str, object]) -> rdflib.Graph:
    with warnings.catch_warnings():  # the parser of rdflib uses a class that rdflib itself calls old
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.fixture(scope="module")
def rows(library: Library) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(library), newline="")))


def test_every_id_is_there_once(library: Library, document: dict[str, list[dict[str, object]]]) -> None:
    named = Counter(str(node["@id"]) for node in document["@graph"])
    assert [id for id, count in named.items() if count > 1] == []
    expected = {urn("norm", id) for id in library.norms} | {urn("theme", id) for id in library.themes}
    expected |= {urn("source", id) for id in library.references} | {urn("event", e.id) for e in library.events}
    for law in library.laws.values():
        expected |= {urn("parameter", f"{law.id}#{id}") for id in law.parameters}
        expected |= {urn("gap", gap.id) for gap in law.gaps}
        for provision in law.provisions.values():
            expected |= {urn("wording", f"{provision.id}@{w.valid_from}") for w in provision.wordings}
    assert expected <= set(named)


def test_both_formats_hold_the_same_records(library: Library, document: dict[str, list], rows: list) -> None:
    in_graph = {str(node["@id"]) for node in document["@graph"]} - {urn("release", library.release)}
    assert {urn(row["sort"], row["id"].removeprefix("'")) for row in rows} == in_graph
    assert len(rows) == len(in_graph) == len(list(list_records(library)))


def test_every_ask_and_link_is_there(library: Library) -> None:
    records = list(list_records(library))
    asks = [ask for law in library.laws.values() for p in law.provisions.values() for ask in p.asks]
    assert sum(record.sort == "ask" for record in records) == len(asks)
    # Links hold how a duty stands to an action today; asks also how it stood before.
    from_duties = {(ask.duty, ask.action, ask.relation) for ask in asks}
    others = [link for link in library.links if (link.source, link.target, link.relation) not in from_duties]
    assert sum(record.sort == "link" for record in records) == len(others)
    assert len(library.links) - len(others) < len(asks)
    values = [value for law in library.laws.values() for p in law.parameters.values() for value in p.values]
    assert sum(record.sort == "value" for record in records) == len(values)


def test_the_graph_has_no_blank_nodes_and_nothing_dangles(graph: rdflib.Graph) -> None:
    assert len(graph) > 20_000
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    named = set(graph.subjects())
    pointers = (DCTERMS.isPartOf, DCTERMS.subject, DCTERMS.source, OURS.target, OURS.relation, ELI.is_part_of)
    for pointer in pointers:
        loose = {thing for thing in graph.objects(None, pointer) if thing not in named}
        assert loose == set(), pointer


def test_every_name_is_in_dutch_and_english(graph: rdflib.Graph) -> None:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        languages = sorted(str(label.language) for label in graph.objects(concept, SKOS.prefLabel))
        assert languages == ["en", "nl"], concept


def test_a_law_is_described_as_eli_does(graph: rdflib.Graph, library: Library) -> None:
    law = rdflib.URIRef("urn:scharnier:norm:flr-2024")
    assert (law, RDF.type, ELI.LegalResource) in graph
    assert (law, ELI.first_date_entry_in_force, rdflib.Literal("2024-12-13", datatype=XSD.date)) in graph
    assert (law, ELI.date_applicability, rdflib.Literal("2027-12-14", datatype=XSD.date)) in graph
    assert (law, DCTERMS.identifier, rdflib.Literal("32024R3015")) in graph
    article = rdflib.URIRef("urn:scharnier:norm:flr-2024:17")
    assert (article, RDF.type, ELI.LegalResourceSubdivision) in graph
    assert (article, ELI.is_part_of, law) in graph
    assert len(list(graph.subjects(RDF.type, ELI.LegalResource))) == len(library.laws)
    for never in (norm.id for norm in library.norms.values() if norm.proposal):
        assert (rdflib.URIRef(urn("norm", never)), ELI.first_date_entry_in_force, None) not in graph


def test_dates_and_figures_have_their_types(graph: rdflib.Graph) -> None:
    value = rdflib.URIRef("urn:scharnier:value:flr-2024#preliminary_reply_days@2024-12-13")
    assert graph.value(value, OURS.value) == rdflib.Literal("30", datatype=XSD.decimal)
    start = rdflib.URIRef("urn:scharnier:value:flr-2024#applies_from@2024-12-13")
    assert graph.value(start, OURS.value) == rdflib.Literal("2027-12-14", datatype=XSD.date)
    month = graph.value(rdflib.URIRef("urn:scharnier:norm:oecd-ddg-2018"), OURS.validFrom)
    assert month == rdflib.Literal("2018-05", datatype=XSD.gYearMonth)


def test_every_term_of_the_context_has_a_home() -> None:
    prefixes = {name for name, term in CONTEXT.items() if isinstance(term, str) and term.endswith(("#", "/", ":"))}
    for name, term in CONTEXT.items():
        whole = term if isinstance(term, str) else term["@id"]
        assert name in prefixes or whole.partition(":")[0] in prefixes, name


def test_the_table_is_tidy(rows: list[dict[str, str]], library: Library) -> None:
    assert tuple(rows[0]) == COLUMNS
    assert len({(row["sort"], row["id"]) for row in rows}) == len(rows)
    wording = next(row for row in rows if row["id"] == "flr-2024:17@2024-12-13")
    assert wording["sort"] == "wording"
    assert wording["about"] == "flr-2024:17"
    assert wording["text_nl"] == library.laws["flr-2024"].provisions["flr-2024:17"].wordings[0].gist["nl"]
    value = next(row for row in rows if row["id"] == "flr-2024#preliminary_reply_days@2024-12-13")
    assert (value["value"], value["unit"], value["valid_from"]) == ("30", "working_days", "2024-12-13")


@pytest.mark.parametrize("cell", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_calculate_is_made_harmless(cell: str) -> None:
    assert _harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "5.000", "'=1", "EU"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert _harmless(cell) == cell


def test_no_shipped_cell_is_a_formula(rows: list[dict[str, str]]) -> None:
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize(
    ("id", "nl", "en"),
    [
        ("csddd-2024:2.1.a", "artikel 2(1)(a)", "Article 2(1)(a)"),
        ("csddd-2024:annex.1", "bijlage 1", "Annex 1"),
        ("eudr-2023:annex", "bijlage", "Annex"),
        ("isv-2017:categories", "", ""),
        ("csddd-2024", "", ""),
    ],
)
def test_articles_are_named(id: str, nl: str, en: str) -> None:
    assert (name_provision(id, "nl"), name_provision(id, "en")) == (nl, en)


def test_a_citation_says_what_which_text_how_sure_and_where() -> None:
    library = load_library()
    line = cite(library, "flr-2024:17", date(2026, 11, 20), "en").line
    assert line.startswith("EU Forced Labour Regulation (CELEX 32024R3015), Article 17, Questions before")
    wording = library.laws["flr-2024"].provisions["flr-2024:17"].wordings[0]
    for part in ("Text from 2024-12-13", "Source: ", f"as of {wording.checked_on}", library.release):
        assert part in line
    assert line.endswith(", id/flr-2024:17?on=2026-11-20")


def test_a_citation_takes_the_text_of_the_day() -> None:
    library = load_library()
    changed = next(
        p for law in library.laws.values() for p in law.provisions.values() if len(p.wordings) > 1
        and not p.wordings[0].deleted and p.wordings[0].valid_to
    )  # fmt: skip
    first = changed.wordings[0]
    assert f"{first.valid_from} tot en met {first.valid_to}" in cite(library, changed.id, first.valid_from).line


def test_no_citation_of_what_was_not_there() -> None:
    library = load_library()
    for id in ("flr-2024", "flr-2024:17"):
        with pytest.raises(InputProblem, match="2024-12-13"):
            cite(library, id, date(2020, 1, 1))
    with pytest.raises(InputProblem, match="flr-2024:17"):
        cite(library, "flr-2024:117")


def test_everything_can_be_cited_in_both_languages() -> None:
    library = load_library()
    for id in [*library.norms, *library.themes]:
        for lang in ("nl", "en"):
            citation = cite(library, id, lang=lang)
            assert citation.line.endswith(permalink(id))
            assert "None" not in citation.line
            assert "{" not in citation.line
            assert ".." not in citation.line.replace("...", "")


def test_addresses_are_different_and_plain() -> None:
    library = load_library()
    links = [permalink(id) for id in [*library.norms, *library.themes]]
    assert len(set(links)) == len(links)
    assert all(link.isascii() and " " not in link for link in links)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path, b"new")
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "out.csv", b"new")
