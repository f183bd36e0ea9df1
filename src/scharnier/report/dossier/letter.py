"""The letter to a relationship: what the asker does itself, the shortest set of questions with the reason for each,
and what may be refused. What is withheld from the public does not get into a letter either."""

from collections.abc import Iterator
from dataclasses import dataclass

from scharnier.diligence.asking import Needed, named_in, questions_for
from scharnier.diligence.dossier.deeds import Look, Measure
from scharnier.diligence.dossier.dossier import Dossier
from scharnier.diligence.dossier.graph import count_tiers
from scharnier.diligence.dossier.parties import Relationship
from scharnier.diligence.dossier.voices import Complaint, Engagement
from scharnier.diligence.rules.check import Judgement
from scharnier.diligence.withheld import Withheld
from scharnier.kernel.errors import InputProblem
from scharnier.report.documents.shape import Document, Heading, Items, Paragraph, Piece, Table
from scharnier.report.dossier.names import Names

SELLERS = frozenset({"supplier", "contractor", "agent", "franchisee", "joint_venture"})
"""Kinds of relationships that feel how the asker buys; others feel its terms."""
MOST_DEEDS = 8  # things the asker does itself


@dataclass(frozen=True)
class Letter:
    """To whom, what is asked, and how many questions were left out as they would give away what is confidential.

    `unsafe`: somebody was heard about this relationship, or complained, of whom it is not known that they were safe.
    """

    to: Relationship
    needed: tuple[Needed, ...]
    left_out: int
    withheld: Withheld
    unsafe: bool


def find_letter(whole: Dossier, judgement: Judgement, to: str, names: Names) -> Letter:
    """What to ask of a relationship; `whole` is the dossier of today, which says what is withheld.

    Raises InputProblem where the dossier has no such relationship.
    """
    dossier = judgement.dossier
    if to not in dossier.relationships:
        some = ", ".join(list(dossier.relationships)[:5]) or names.t("none")
        raise InputProblem(
            names.t("the_dossier_has_no_relationship", to=to),
            names.t("use_an_id_of_relationships_as", some=some),
            "--to",
        )
    withheld = Withheld(whole)
    needed = questions_for(dossier, to, judgement.on, names.library)
    told = tuple(one for one in needed if any(not withheld.hides("impacts", id) for id in one.impacts))
    asked_about = {id for one in told for id in one.impacts}
    spoke: list[Engagement | Complaint] = [talk for talk in whole.engagements.values() if talk.safe != "yes"]
    spoke += [one for one in whole.complaints.values() if one.retaliation != "no"]
    unsafe = any(to in one.relationships or asked_about & set(one.impacts) for one in spoke)
    return Letter(dossier.relationships[to], told, len(needed) - len(told), withheld, unsafe)


def make_letter(judgement: Judgement, letter: Letter, names: Names) -> Document:
    """The letter, to edit and send."""
    dossier = judgement.dossier
    own = dossier.organisations.get(dossier.head.organisation)
    who = own.name if own else dossier.head.organisation
    themes = _themes(judgement, letter, names)
    pieces: list[Piece] = [
        Paragraph(names.t("we_want_to_know_whether_people", tie=_tie(judgement, letter, names), themes=themes)),
        Heading(names.t("what_we_do_ourselves"), 1),
        *_own_deeds(judgement, letter, names),
        Heading(names.t("what_we_ask_of_you"), 1),
        Paragraph(names.t("there_are_questions_no_more_than", questions=count_questions(letter, names))),
        *_questions(judgement, letter, names),
        Heading(names.t("what_you_may_refuse"), 1),
        Items(_refusals(names)),
        Heading(names.t("what_we_do_with_your_answer"), 1),
        Items(_promises(names)),
    ]
    facts = (
        (names.t("to"), letter.to.name),
        (names.t("from"), who),
        (names.t("day"), names.day(judgement.on)),
        (names.t("please_answer_before"), "…"),
    )
    title = names.t("questions_on_people_and_environment_in")
    foot = names.t("made_with_scharnier_from_the_file")
    return Document(title, names.lang, judgement.on, facts, tuple(pieces), (foot,))


def count_questions(letter: Letter, names: Names) -> str:
    """How many questions it holds, in words."""
    return names.counted(len(letter.needed), ("vraag", "vragen"), ("question", "questions"))


def _tie(judgement: Judgement, letter: Letter, names: Names) -> str:
    """How the two are tied: directly, or through others in the chain."""
    if count_tiers(judgement.dossier).get(letter.to.id) == 1:
        return names.t("we_work_with_you")
    return names.t("you_are_a_link_in_a")


def _themes(judgement: Judgement, letter: Letter, names: Names) -> str:
    impacts = judgement.dossier.impacts
    shown = dict.fromkeys(id for one in letter.needed for id in one.impacts if not letter.withheld.hides("impacts", id))
    return names.join(list(dict.fromkeys(names.theme(impacts[id].theme).lower() for id in shown)))


def _own_deeds(judgement: Judgement, letter: Letter, names: Names) -> Iterator[Piece]:
    """Own purchasing practices first, then what is done with or for this relationship."""
    dossier, withheld = judgement.dossier, letter.withheld
    said: list[str] = []
    sells = letter.to.kind in SELLERS
    for look in dossier.looks.values():
        if look.kind == "purchasing" and not withheld.hides("looks", look.id) and _concerns(dossier, look, letter):
            changed = withheld.text(look, look.changed)
            day = names.day(look.on)
            said.append(
                names.t("on_we_looked_at_our_own", day=day, changed=changed)
                if changed
                else names.t("on_we_looked_at_our_own_2", day=day)
            )
    others = []
    for measure in dossier.measures.values():
        if withheld.hides("measures", measure.id) or not _concerns(dossier, measure, letter):
            continue
        what = withheld.text(measure, measure.what)
        if measure.purchasing == "yes" and what:
            said.append(f"{what} ({_stand(measure.start_on is not None, measure.done_on is not None, names)})")
        elif letter.to.id in measure.relationships and (support := withheld.text(measure, measure.support)):
            others.append(names.t("support_for_you", support=support))
    if said:
        yield Paragraph(names.t("first_our_own_way_of_buying"))
        yield Items(tuple(said[:MOST_DEEDS]))
    else:
        yield Paragraph(names.t("we_have_not_recorded_yet_what") if sells else names.t("not_recorded_what_terms_do"))
    if others:
        yield Items(tuple(others[:MOST_DEEDS]))
    yield Paragraph(names.t("do_our_prices_lead_times_or") if sells else names.t("do_our_terms_make_it_hard"))


def _concerns(dossier: Dossier, one: Look | Measure, letter: Letter) -> bool:
    """Whether it is about this relationship, or about none in particular: what is done for one is no business of
    another. What names nobody is about those whom its impacts name."""
    if one.relationships:
        return letter.to.id in one.relationships
    found = [named_in(dossier, dossier.impacts[id]) for id in one.impacts if id in dossier.impacts]
    return any(letter.to.id in named for named in found) or not any(found)


def _stand(begun: bool, done: bool, names: Names) -> str:
    if done:
        return names.t("done")
    return names.t("under_way") if begun else names.t("planned")


def _theme(judgement: Judgement, letter: Letter, one: Needed, names: Names) -> str:
    impacts = judgement.dossier.impacts
    shown = dict.fromkeys(impacts[id].theme for id in one.impacts if not letter.withheld.hides("impacts", id))
    return ", ".join(names.theme(theme).lower() for theme in shown)


def _questions(judgement: Judgement, letter: Letter, names: Names) -> Iterator[Piece]:
    rows = tuple(
        (
            str(number),
            one.question.text[names.lang],
            f"{one.question.why[names.lang]} ({_theme(judgement, letter, one, names)})",
            names.t("months", valid_months=one.question.valid_months),
        )
        for number, one in enumerate(letter.needed, 1)
    )
    head = (
        names.t("no"),
        names.t("question"),
        names.t("why_we_ask_this"),
        names.t("so_long_we_do_not_ask"),
    )
    yield Table(names.t("questions"), head, rows)
    for number in range(1, len(letter.needed) + 1):
        yield Table("", (names.t("your_answer_to_question", number=number),), (("",),))


def _refusals(names: Names) -> tuple[str, ...]:
    return (
        names.t("you_may_refuse_what_goes_beyond"),
        names.t("we_do_not_ask_for_names"),
        names.t("you_need_not_give_trade_secrets"),
        names.t("were_questions_added_for_our_own"),
    )


def _promises(names: Names) -> tuple[str, ...]:
    return (
        names.t("an_honest_answer_about_a_problem"),
        names.t("nobody_at_your_company_may_suffer"),
        names.t("we_use_your_answer_for_this"),
    )
