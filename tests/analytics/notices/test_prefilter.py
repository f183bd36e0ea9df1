"""What the engine leaves out holds no term: neither the pattern nor the literals may miss one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.analytics.notices.evidence import read_evidence
from scharnier.analytics.notices.facts import CELL, GROUP
from scharnier.procurement.isv.content import IsvContent, Term, load_isv_content
from scharnier.procurement.isv.evidence import judge_hits, read_text
from scharnier.procurement.isv.literals import find_literals
from scharnier.procurement.isv.prefilter import ODD, build_prefilter, widen
from scharnier.procurement.isv.quick import find_terms
from scharnier.procurement.notice import Text

TERMS = load_isv_content().terms


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.row.id)
def test_no_match_is_missed(term: Term) -> None:
    """Whatever a term matches, in whatever case, is matched by the pattern and holds one of its literals."""
    pattern, literals = re.compile(build_prefilter([term.regex])), find_literals(term.regex)
    import duckdb

    @settings(max_examples=25)
    @given(st.from_regex(term.regex), st.booleans())
    def check(text: str, upper: bool) -> None:
        body = text.upper() if upper else text
        if not term.regex.search(body):
            return
        assert pattern.search(body)
        assert duckdb.execute("select regexp_matches(?, ?)", [body, pattern.pattern]).fetchall() == [(True,)]
        assert any(letter in body for letter in ODD) or literals is None or any(one in body.lower() for one in literals)

    check()


def test_literals_are_worth_it() -> None:
    """Nearly all terms have literals, and none is so short that it stands everywhere."""
    found = [find_literals(term.regex) for term in TERMS]
    assert sum(one is None for one in found) == 0
    assert min(len(text) for one in found for text in one or ()) >= 3


def test_reading_with_some_terms_is_reading_with_all(content: IsvContent) -> None:
    """Overlaps, negations and forms come out alike with the terms that can stand there."""
    body = (
        "De inschrijver past de OESO-richtlijnen toe; kinderarbeid en andere vormen van mensenhandel. "
        "ILO-OSH 2001 is niet van toepassing. Gedragscode publiek opdrachtgeverschap. Fair Trade thee."
    )
    assert 3 <= len(find_terms(body, content)) < len(content.terms) / 2
    whole = judge_hits(read_text(Text("award", body, "nl", "BT-540"), content))
    part = read_evidence(GROUP + CELL.join(("award", "BT-540", "nl", body)), content)
    assert part[:3] == (whole.cls, whole.form, whole.quote)


def test_what_a_pattern_may_not_hold() -> None:
    """A part that is not known here stops the run: it is never passed over."""
    with pytest.raises(ValueError, match="not known"):
        widen(re.compile(r"(a)\1"))


@pytest.mark.parametrize("text", ["KİNDERARBEID", "\u212aINDERARBEID", "D\u017fI ilo", "dwangarbeıd"])
def test_odd_letters_are_always_read(text: str) -> None:
    """Letters that Python takes for i, s and k where case does not count."""
    assert re.search(build_prefilter(term.regex for term in TERMS), text)
