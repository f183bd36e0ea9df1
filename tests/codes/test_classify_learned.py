"""The learned table: what it is made of, that it is the same on every build, and what it adds."""

import hashlib
from pathlib import Path

import pytest

from scharnier.codes.classify.features import calc_features
from scharnier.codes.classify.learned import Learned, load_learned
from scharnier.codes.manifest import load_manifest
from scharnier.codes.tables import calc_table_sha256
from scharnier.kernel.content import content_path
from scharnier.sources.ted.notices import parse_notice
from scharnier.sources.ted.parse import NOTICES, build
from scharnier.sources.ted.train import Document, train

NOTICE = b"""<TED_EXPORT xmlns="http://publications.europa.eu/TED_schema/Export">
<FORM_SECTION>
 <F02_2014 CATEGORY="ORIGINAL" LG="NL">
  <TITLE><P>Levering van  strooizout</P></TITLE><CPV_CODE CODE="34927100"/></F02_2014>
 <F02_2014 CATEGORY="TRANSLATION" LG="EN"><TITLE><P>Road salt</P></TITLE><CPV_CODE CODE="34927100"/></F02_2014>
 <F02_2014 CATEGORY="ORIGINAL" LG="FR"><TITLE><P>Sel</P></TITLE><CPV_CODE CODE="34927100"/></F02_2014>
</FORM_SECTION></TED_EXPORT>"""


def test_only_original_dutch_and_english_titles_are_read() -> None:
    titles = parse_notice("1-2020", NOTICE)
    assert [(t.lang, t.text, t.cpv) for t in titles] == [("nl", "Levering van strooizout", "34927100")]


def test_features_of_a_word() -> None:
    assert list(calc_features("salt")) == ["=salt"]
    assert set(calc_features("coals")) == {
        "=coals",
        "<coa",
        "coal",
        "oals",
        "als>",
        "<coal",
        "coals",
        "oals>",
        "<coals",
        "coals>",
    }
    assert list(calc_features("2020")) == []


def test_training_finds_what_a_word_stands_for() -> None:
    salt, books = (("34|c2", 1.0),), (("22|c7", 1.0),)
    documents = [Document("road salt", salt)] * 40 + [Document("school books", books)] * 40
    guess = Learned([list(row) for row in train(documents)]).guess("Salt for roads")
    assert guess.divisions[0][0] == "34"
    assert guess.industries[0][0] == "c2"
    assert guess.industries[0][1] > 0.8


def test_words_of_one_text_only_do_not_ship() -> None:
    features = {
        row[0]
        for row in train(
            [Document("salt of Jansen", (("34|c2", 1.0),))]
            + [Document("salt", (("34|c2", 1.0),)), Document("book", (("22|c7", 1.0),))] * 3
        )
    }
    assert "=salt" in features
    assert "=jansen" not in features


def test_unknown_words_give_no_guess() -> None:
    assert load_learned().guess("zzzzqqqq").industries == ()


def test_shipped_table_is_the_one_its_manifest_describes() -> None:
    manifest = load_manifest("learned/words")
    assert calc_table_sha256(content_path("codes/learned/words.tsv.gz").read_bytes()) == manifest.sha256
    assert manifest.inputs[0].file == NOTICES


def test_fitted_weights_are_the_ones_their_manifest_describes() -> None:
    content = content_path("codes/learned/confidence.csv").read_bytes()
    manifest = load_manifest("learned/confidence")
    assert hashlib.sha256(content).hexdigest() == manifest.sha256
    assert len(content.splitlines()) == manifest.rows + 1


@pytest.mark.shared
def test_rebuilding_gives_the_shipped_table(shared_data: Path) -> None:
    """Fails when the keyword content changed: then run the parser and the calibration again."""
    files = build(shared_data)
    for name, content in files.items():
        shipped = content_path(f"codes/{name}").read_bytes()
        if name.endswith(".gz"):
            assert calc_table_sha256(content) == calc_table_sha256(shipped)
        else:
            assert content == shipped
