"""The file for a supervisor: every outcome with its provisions and missing facts, evidence with hashes, and how to
compute all of it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from pydantic import BaseModel

from scharnier.diligence.dossier.deeds import Proof
from scharnier.diligence.rules.judging import Ruling, load_term_rows
from scharnier.diligence.rules.names import name_ruling
from scharnier.norms.records import badge_of
from scharnier.report.documents.shape import Items
from scharnier.report.dossier.glance import lead_of, reading
from scharnier.report.dossier.page import DAY, TEXT, Grid, Page, Piece, Section
from scharnier.report.dossier.seen import Seen

LONGEST_NAME = 160


@dataclass(frozen=True)
class Kept:
    """How the dossier was kept: the release of the software, the number of lines of the log and the hash of the last
    (no lines: nothing was recorded), and the moments of the first and last line."""

    software: str
    lines: int
    head: str
    first_at: str = ""
    last_at: str = ""


def make_supervisor(seen: Seen, kept: Kept) -> Page:
    """The page."""
    names = seen.names
    pictures: tuple[Piece, ...] = tuple(figure for figure in (seen.timeline(), seen.chain()) if figure)
    impacts: tuple[Piece, ...] = (seen.matrix(),) if seen.order else ()
    return Page(
        kind="supervisor",
        lang=names.lang,
        title=names.t("file_for_the_supervisor", own_name=seen.own_name),
        eyebrow=names.t("due_diligence_file"),
        on=seen.judgement.on,
        facts=(
            (names.t("file"), f"{seen.dossier.head.title} ({seen.dossier.head.id})"),
            (names.t("release"), seen.judgement.release),
        ),
        lead=lead_of(seen),
        callout=names.t("confidential_this_is_for_supervision_and"),
        sections=(
            Section("steps", names.t("the_six_steps"), (seen.steps_grid(),)),
            Section("outcomes", names.t("every_outcome"), (_outcomes(seen),)),
            Section("provisions", names.t("what_the_outcomes_rest_on"), (_provisions(seen), _terms(seen))),
            Section("missing", names.t("facts_that_are_missing"), (seen.missing_grid(),)),
            Section("impacts", names.t("impacts"), (*impacts, seen.impacts_grid(), seen.figures_grid())),
            *((Section("pictures", names.t("course_and_chain"), pictures),) if pictures else ()),
            Section("evidence", names.t("evidence_2"), (_evidence(seen),)),
            Section("again", names.t("how_to_compute_it_again"), (Items(_again(seen, kept)),)),
            Section("read", names.t("how_to_read_this"), (Items(reading(names)),)),
        ),
        foot=(f"Scharnier {kept.software}; {seen.judgement.release}; {seen.judgement.on}; log {kept.head}",),
    )


def as_data(seen: Seen, kept: Kept) -> dict[str, Any]:
    """The same for a program; outcomes as `dossier check --format json` gives them."""
    judgement = seen.judgement
    return {
        "kind": "supervisor",
        "dossier": seen.dossier.head.id,
        "organisation": seen.own_name,
        "release": judgement.release,
        "on": judgement.on,
        "software": kept.software,
        "log": {"lines": kept.lines, "head": kept.head},
        "steps": {str(step.number): step.verdict.value for step in judgement.steps},
        "outcomes": [
            {
                "rule": one.rule,
                "subject": one.subject,
                "verdict": one.outcome.verdict.value,
                "because": one.outcome.reason,
                "provisions": list(one.outcome.rests_on),
                "missing": list(one.outcome.lacked),
            }
            for one in judgement.rulings
        ],
        "closable": list(judgement.closable),
        "evidence": [
            {
                "id": one.id,
                "title": one.title,
                "on": one.on,
                "by": one.by,
                "file": one.file,
                "url": one.url,
                "sha256": one.sha256,
                "personal_data": one.personal_data,
            }
            for one in seen.dossier.evidence.values()
        ],
    }


def _outcomes(seen: Seen) -> Grid:
    names = seen.names
    rows = [_outcome(one, seen) for one in seen.judgement.rulings]
    heads = names.heads("rule_and_subject", "verdict", "reason", "rests_on", "missing")
    name = names.t("outcomes")
    empty = names.t("no_rule_gave_an_outcome")
    caption = names.t("outcome_by_rule")
    return Grid(name, caption, heads, rows, empty, shown=1500, printed=150, look="outcomes")


def _outcome(one: Ruling, seen: Seen) -> tuple[Any, ...]:
    made = one.outcome
    named = shorten(name_ruling(one, seen.dossier, seen.names.library, seen.names.lang), LONGEST_NAME, placeholder="…")
    rests, lacked = join_after(made.rests_on, ":"), join_after(made.lacked, ".")
    return named, made.verdict, made.reason, rests or "–", lacked or "–"


def join_after(ids: Sequence[str], mark: str) -> str:
    """Ids with what several of them begin with said once: `oecd-ddg-2018: 1.2, 1.2/a; ungp-2011: 16`."""
    found: dict[str, list[str]] = {}
    for id in ids:
        if "[" in id:  # an item of the checklist, with marks of its own
            found.setdefault(id, [])
            continue
        first, divided, last = id.rpartition(mark) if mark == "." else id.partition(mark)
        found.setdefault(first if divided else id, []).extend([last] if divided and first else [])
    return "; ".join(f"{first}: {', '.join(rest)}" if rest else first for first, rest in found.items())


def _provisions(seen: Seen) -> Grid:
    names, library = seen.names, seen.names.library
    counts: dict[str, int] = {}
    for ruling in seen.judgement.rulings:
        for id in dict.fromkeys(ruling.outcome.rests_on):
            counts[id] = counts.get(id, 0) + 1
    rows = []
    for id, count in sorted(counts.items()):
        norm = library.norms.get(id)
        sure = badge_of(norm.confidence, names.lang) if norm else names.t("not_in_the_library")
        rows.append((id, names.norm(id), sure or names.t("verified"), count))
    heads = names.heads("provision", "in_our_words", "how_sure", "outcomes:whole")
    name = names.t("provisions")
    caption = names.t("provisions_on_which_outcomes_rest")
    return Grid(name, caption, heads, rows, printed=150)


def _terms(seen: Seen) -> Grid:
    names = seen.names
    own = names.t("own_proposal")
    rows = [
        (row["what"][names.lang], row["value"], own if row["source"] == "OWN" else row["source"], row["confidence"])
        for row in load_term_rows().values()
    ]
    heads = names.heads("number_2", "value:whole", "source", "how_sure")
    name = names.t("numbers_2")
    return Grid(name, names.t("numbers_that_rules_turn_on"), heads, rows)


def _evidence(seen: Seen) -> Grid:
    names = seen.names
    used: dict[str, list[str]] = {}
    for kind, records in seen.dossier.records.items():
        for record in records.values():
            for id in dict.fromkeys(_cited(record)):
                used.setdefault(id, []).append(f"{kind}/{record.id}")
    rows = [
        (
            f"{one.id}: {one.title}",
            one.on,
            one.by,
            one.file or one.url or "–",
            one.sha256 or "–",
            names.said(one.personal_data),
            ", ".join(used.get(one.id, ())) or names.t("nothing"),
        )
        for one in _proofs(seen)
    ]
    heads = [
        (names.t("evidence_2"), TEXT),
        (names.t("day"), DAY),
        (names.t("by_whom"), TEXT),
        (names.t("where"), TEXT),
        ("SHA-256", "hash"),
        (names.t("personal_data"), TEXT),
        (names.t("for"), TEXT),
    ]
    empty = names.t("the_file_holds_no_evidence")
    name = names.t("evidence_2")
    return Grid(name, names.t("evidence_with_its_hash"), heads, rows, empty, printed=150)


def _cited(part: BaseModel) -> Iterator[str]:
    """The evidence that a record names, itself or in a part of it: a reading, the assessment it came from."""
    for name, value in part:
        if name == "evidence":
            yield from value
        elif name == "assessment" and isinstance(value, str):
            yield value
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, BaseModel):
                yield from _cited(inner)


def _proofs(seen: Seen) -> Iterator[Proof]:
    yield from seen.dossier.evidence.values()


def _again(seen: Seen, kept: Kept) -> tuple[str, ...]:
    names, on, lang = seen.names, seen.judgement.on, seen.names.lang
    first_at, last_at = kept.first_at or "–", kept.last_at or "–"
    if kept.lines == 1:
        log = names.t("the_log_has_one_line", first_at=first_at, head=kept.head)
    else:
        log = names.t("the_log_has_lines_from_to", lines=kept.lines, first_at=first_at, last_at=last_at, head=kept.head)
    if not kept.lines:
        log = names.t("there_is_no_log_what_stood")
    return (
        names.t("install_scharnier_with_library", software=kept.software, release=seen.judgement.release),
        names.t("ask_for_the_folder_of_the"),
        log,
        names.t("check_log_and_evidence_scharnier_dossier"),
        names.t("compute_again_scharnier_dossier_check_folder", on=on, lang=lang),
        names.t("make_this_file_again_scharnier_dossier", on=on, lang=lang),
        names.t("the_same_folder_release_and_day"),
    )
