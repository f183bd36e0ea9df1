"""Duties beside the OECD steps, both ways; what is left after a step was done; one list without doubles."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scharnier.kernel.errors import InputProblem
from scharnier.kernel.outcome import Verdict
from scharnier.law.answer import Answer, ProductAnswer
from scharnier.law.duties import (
    Serves,
    find_action,
    group_by_action,
    judge_served,
    list_actions,
    list_duties,
    parse_done,
)
from scharnier.law.obligations import bind_laws, list_obligations, list_obligations_of
from scharnier.law.profile import Product, Profile
from scharnier.law.scope.eudr import judge_eudr
from scharnier.norms import Library, load_library

from .ask_library import load_two

ON = date(2026, 11, 20)
REAL = load_library()
NUMBERS = [action.id.partition(":")[2] for action in list_actions(REAL)]


@pytest.fixture(scope="module")
def two() -> Library:
    return load_two()


def served(library: Library, *done: str, on: date = ON) -> dict[str, Serves]:
    return {
        one.duty.id.partition(":")[2]: one.serves
        for one in judge_served(library, [parse_done(library, d) for d in done], on)
    }


def test_an_action_done_in_full_serves_what_asks_it_or_less_and_nothing_that_asks_more(two: Library) -> None:
    found = served(two, "2.1")
    assert found["1"] is Serves.SERVED  # equal
    assert found["part"] is Serves.SERVED  # narrower, nothing beyond
    assert found["more"] is Serves.IN_PART  # something beyond
    assert found["wider"] is Serves.IN_PART  # wider is beyond, also where it is not spelled out
    assert found["both"] is Serves.IN_PART  # 6.1 was not done
    assert found["deep"] is Serves.NOT_SERVED
    assert found["fee"] is Serves.NOT_SERVED


def test_what_is_left_is_what_the_duty_asks_beyond_and_what_the_followed_law_leaves_out(two: Library) -> None:
    left = {
        one.duty.id: [(left.what["en"], left.law.name if left.law else None) for ask in one.asks for left in ask.left]
        for one in judge_served(two, [parse_done(two, "test_a:2.2"), parse_done(two, "2.1")], ON)
    }
    assert left["test-b-2020:deep"] == [("Environment.", "test_a")]
    assert left["test-b-2020:more"] == [("Maps.", None)]
    assert left["test-b-2020:wider"] == [("Also clients of clients.", None)]


def test_a_law_that_asks_a_whole_action_serves_like_the_action_and_a_part_never_does(two: Library) -> None:
    whole = served(two, "test_a:2.1")
    assert whole["part"] is Serves.SERVED
    assert whole["more"] is Serves.IN_PART
    assert "1" not in whole  # of the law itself nothing else was served
    assert served(two, "test_a:2.2")["deep"] is Serves.IN_PART  # the same words, but a part is not the whole
    # Narrower is a part, also where nobody wrote down what it leaves out.
    assert served(two, "test_b:2.2")["2"] is Serves.IN_PART
    assert served(two, "test_b:2.1")["1"] is Serves.SERVED  # one duty of that law asks the whole of it


def test_what_a_law_did_not_ask_on_the_day_cannot_have_been_done_for_it(two: Library) -> None:
    with pytest.raises(InputProblem, match=r"asks nothing of action 6\.1"):
        served(two, "test_a:6.1")
    assert served(two, "test_a:5.1")
    with pytest.raises(InputProblem, match=r"asks nothing of action 5\.1"):
        served(two, "test_a:5.1", on=date(2028, 1, 1))  # the duty was deleted


@pytest.mark.parametrize(("written", "said"), [("7.1", "no OECD action"), ("nolaw:2.1", "no law"), ("", "no OECD")])
def test_a_slip_names_what_there_is(two: Library, written: str, said: str) -> None:
    with pytest.raises(InputProblem, match=said):
        parse_done(two, written)
    assert find_action(two, "oecd-ddg-2018:2.1") == find_action(two, " 2.1 ")


def test_both_ways_show_the_same_pairs(two: Library) -> None:
    duties = list_duties(two, ON)
    one_way = Counter((duty.id, ask.action) for duty in duties for ask in duty.asks)
    other_way = Counter((duty.id, ask.action) for found in group_by_action(two, duties) for duty, ask in found.duties)
    assert one_way == other_way
    assert set(one_way.values()) == {1}
    days = {(duty.law.name, duty.since) for duty in duties}
    assert days == {("test_a", date(2021, 1, 1)), ("test_b", date(2030, 1, 1))}
    assert len(group_by_action(two, ())) == 13  # an action that nobody asks is shown, not hidden


def test_no_duty_before_the_law_exists_or_after_it_was_deleted(two: Library) -> None:
    assert list_duties(two, date(2019, 12, 31)) == ()
    assert "test-a-2020:3" in {duty.id for duty in list_duties(two, date(2027, 12, 31))}
    assert "test-a-2020:3" not in {duty.id for duty in list_duties(two, date(2028, 1, 1))}


def test_laws_that_bind_now_and_later_stand_apart_and_every_action_once_in_each(two: Library) -> None:
    found = list_obligations(two, bind_laws(two, ["test_a", "test-b-2020", "TEST_A"], ON), ON)
    assert [(law.name, since) for law, since in found.laws] == [("test_a", date(2021, 1, 1))]
    assert [(law.name, since) for law, since in found.later_laws] == [("test_b", date(2030, 1, 1))]
    now, later = [one.action.id for one in found.now], [one.action.id for one in found.later]
    assert [id.partition(":")[2] for id in now] == ["2.1", "2.2", "5.1"]
    assert [id.partition(":")[2] for id in later] == ["2.1", "2.2", "6.1"]
    first = found.later[0]
    assert {law: [id for id, _ in texts] for law, texts in first.beyond.items()} == {"test_b": ["test-b-2020:more"]}
    assert {duty.since for duty, _ in first.duties.duties} == {date(2030, 1, 1)}
    assert [duty.id for duty in found.no_step] == ["test-b-2020:fee"]


def answer(
    law: str, verdict: Verdict, scope: Verdict, since: date | None = None, missing: tuple[str, ...] = ()
) -> Answer:
    return Answer(law, verdict, scope, {"nl": "x", "en": "x"}, (), since=since, missing=missing)


def test_scope_answers_sort_laws_into_now_later_in_doubt_and_not(two: Library) -> None:
    later = date(2030, 1, 1)
    found = list_obligations_of(
        two,
        [
            answer("test_a", Verdict.MET, Verdict.MET, date(2021, 1, 1)),
            answer("test_b", Verdict.NOT_APPLICABLE, Verdict.MET, later),
        ],
        ON,
    )
    assert ([law.name for law, _ in found.laws], found.later_laws[0][1]) == (["test_a"], later)
    unsure = list_obligations_of(two, [answer("test_a", Verdict.UNKNOWN, Verdict.UNKNOWN, None, ("seat",))], ON)
    assert (unsure.now, unsure.later, unsure.doubts[0].missing) == ((), (), ("seat",))
    out = list_obligations_of(
        two,
        [
            answer("test_a", Verdict.NOT_MET, Verdict.NOT_MET),
            answer("test_b", Verdict.NOT_APPLICABLE, Verdict.NOT_MET),
        ],
        ON,
    )
    assert (out.now, out.later, len(out.not_for_you)) == ((), (), 2)


def test_a_law_whose_first_day_turns_on_a_missing_fact_comes_later_and_gets_no_made_up_day() -> None:
    profile = Profile(products=(Product(hs="0901", origin="BR", role="operator"),))  # no size class, no founding day
    soon = list_obligations_of(REAL, [judge_eudr(profile, ON, REAL)], ON)
    assert [(law.name, day) for law, day in soon.later_laws] == [("eudr", date(2026, 12, 30))]
    assert not soon.not_for_you
    after = date(2029, 8, 1)
    now = list_obligations_of(REAL, [judge_eudr(profile, after, REAL)], after)
    assert [(law.name, day) for law, day in now.laws] == [("eudr", None)]
    assert now.now


def test_roles_bring_their_duties_each_from_the_first_day_it_binds(two: Library) -> None:
    def product(verdict: Verdict, since: date | None, *duties: str, missing: tuple[str, ...] = ()) -> ProductAnswer:
        scope = Verdict.UNKNOWN if missing else Verdict.MET
        told = answer("test_b", verdict, scope, since, missing)
        return ProductAnswer(Product("0901"), told, (), None, None, duties, ())

    early, late = date(2026, 1, 1), date(2030, 1, 1)
    whole = replace(
        answer("test_b", Verdict.MET, Verdict.MET, early),
        products=(
            product(Verdict.MET, early, "test-b-2020:part"),
            product(Verdict.NOT_APPLICABLE, late, "test-b-2020:part", "test-b-2020:deep"),
            product(Verdict.NOT_MET, None, "test-b-2020:wider"),
            product(Verdict.UNKNOWN, None, "test-b-2020:more", missing=("products[3].role",)),
        ),
    )
    found = list_obligations_of(two, [whole], ON)
    now = [(duty.id, duty.since) for one in found.now for duty, _ in one.duties.duties]
    later = [(duty.id, duty.since) for one in found.later for duty, _ in one.duties.duties]
    assert now == [("test-b-2020:part", early)]
    assert later == [("test-b-2020:deep", late)]
    assert [(law.name, since) for law, since in found.laws] == [("test_b", early)]
    assert [doubt.missing for doubt in found.doubts] == [("products[3].role",)]  # what is unknown is not lost


# ---- real law -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2026, 3, 17), ON, date(2030, 1, 1)])
def test_every_duty_of_every_law_in_force_is_under_an_action_or_under_no_step_once(on: date) -> None:
    laws = [law.name for law in REAL.laws.values() if law.version(on)]
    found = list_obligations(REAL, bind_laws(REAL, laws, on), on)
    pairs = Counter((duty.id, one.action.id) for one in (*found.now, *found.later) for duty, _ in one.duties.duties)
    assert set(pairs.values()) <= {1}
    for actions in (found.now, found.later):
        assert max(Counter(one.action.id for one in actions).values(), default=1) == 1
    placed = {duty for duty, _ in pairs} | {duty.id for duty in found.no_step}
    expected = {
        id
        for law in REAL.laws.values()
        if law.version(on)
        for id, provision in law.provisions.items()
        if provision.kind == "duty" and provision.wording(on)
    }
    # A law that binds later is read as it will be on that day: what is new then may come on top, nothing may be lost.
    deleted_by_then = {id for id in expected - placed if REAL.provision(id).wording(date(2029, 7, 26)) is None}
    assert expected - deleted_by_then <= placed
    assert not {duty for duty, _ in pairs} & {duty.id for duty in found.no_step}


def test_a_duty_that_serves_no_step_says_why() -> None:
    for law in REAL.laws.values():
        for provision in law.provisions.values():
            if provision.kind == "duty":
                assert provision.asks or provision.no_step, provision.id


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from([*NUMBERS, *(f"csddd:{n}" for n in ("2.1", "2.2", "4.1", "6.2"))]), min_size=1, max_size=6)
)
def test_done_never_claims_more_than_was_done(done: set[str]) -> None:
    in_full = {f"oecd-ddg-2018:{one}" for one in done if ":" not in one}
    for one in judge_served(REAL, [parse_done(REAL, d) for d in sorted(done)], ON):
        for ask in one.asks:
            if ask.ask.beyond is not None or ask.ask.relation == "wider":
                assert ask.serves is not Serves.SERVED, one.duty.id
            if ask.serves is Serves.SERVED:
                # No law of today asks a whole action, so only what was done in full can serve.
                assert ask.ask.action in in_full, one.duty.id
                assert not ask.left
            if ask.serves is Serves.IN_PART:
                assert ask.left, one.duty.id
        if one.serves is Serves.SERVED:
            assert all(ask.serves is Serves.SERVED for ask in one.asks)


def test_the_scan_done_for_the_csddd_serves_others_in_part_at_most() -> None:
    found = served(REAL, "csddd:2.1")
    assert Serves.SERVED not in found.values()
    by_law = {
        one.duty.law.name: one.serves
        for one in judge_served(REAL, [parse_done(REAL, "csddd:2.1")], ON)
        if one.duty.id in ("batteries-2023:50", "isv-2017:risk_analysis", "eudr-2023:9", "flr-2024:3")
    }
    assert by_law == {
        "batteries": Serves.IN_PART,
        "isv": Serves.IN_PART,
        "eudr": Serves.NOT_SERVED,
        "flr": Serves.NOT_SERVED,
    }


def test_every_action_names_its_evidence_apart_from_what_it_asks() -> None:
    laws = [law.name for law in REAL.laws.values() if law.version(ON)]
    found = list_obligations(REAL, bind_laws(REAL, laws, ON), ON)
    for one in (*found.now, *found.later):
        for lang, word in (("nl", "Bewijs:"), ("en", "Evidence:")):
            assert one.evidence[lang], one.action.id
            assert word not in one.asked[lang]
        assert one.checks, one.action.id
