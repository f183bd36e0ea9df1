"""DD.2.1: a broad scan of everything, with sources and gaps, that led to focus areas, done again each year."""

from collections.abc import Iterator, Sequence

from scharnier.diligence.dossier.deeds import Look
from scharnier.diligence.dossier.voices import AFFECTED
from scharnier.diligence.rules.hearing import OUTSIDERS, lacks_hearing
from scharnier.diligence.rules.judging import DDG, Case, Ruling, combine, judge_item, judge_shown, say
from scharnier.diligence.rules.showing import list_unfilled, show_by_one
from scharnier.kernel.outcome import Outcome, Verdict

RULE = "DD.2.1"
ACTION = "2.1"
MODULE = "dd2_1"
AREAS = ("themes", "countries", "impacts", "relationships", "sites")


def judge(case: Case) -> Iterator[Ruling]:
    """A ruling on each item of the checklist, and on the action. Items a to d rest on scans that are fresh."""
    scans = [look for look in case.dossier.looks.values() if look.kind == "scan"]
    fresh = [scan for scan in scans if case.is_recent(scan.on, case.term("scan_months"))]
    items = [
        judge_shown(case, "2.1/a", _whole(case, fresh)),
        judge_item(case, "2.1/b", _sources(case, fresh)),
        judge_item(case, "2.1/c", _asked(case, fresh)),
        judge_item(case, "2.1/d", _areas(case, fresh)),
        _repeated(case, scans, fresh),
    ]
    yield from items
    yield combine(case, ACTION, items)


def _whole(case: Case, fresh: Sequence[Look]) -> Outcome:
    norms = (f"{DDG}2.1/a",)
    if not fresh:
        return Outcome(Verdict.UNKNOWN, say(MODULE, "none", case.lang), norms, ("looks",))
    whole = next((scan for scan in fresh if scan.whole == "yes"), None)
    if whole:
        return Outcome(Verdict.MET, say(MODULE, "whole_shown", case.lang, name=whole.title), norms)
    if all(scan.whole == "no" for scan in fresh):
        return Outcome(Verdict.NOT_MET, say(MODULE, "whole_not", case.lang, name=fresh[-1].title), norms)
    lacked = tuple(f"looks/{scan.id}.whole" for scan in fresh if scan.whole is None)
    return Outcome(Verdict.UNKNOWN, say(MODULE, "whole_open", case.lang), norms, lacked)


def _sources(case: Case, fresh: Sequence[Look]) -> Outcome:
    """Item b: enough sources are named; an assessment of the Atlas names its own."""

    def lacks(scan: Look) -> list[str]:
        proofs = [case.dossier.evidence[id] for id in scan.evidence if id in case.dossier.evidence]
        enough = len(set(scan.sources)) >= case.term("fewest_sources") or any(one.assessment for one in proofs)
        return [] if enough else [f"looks/{scan.id}.sources"]

    return show_by_one(case, "2.1/b", (MODULE, "sources"), "looks", fresh, lacks)


def _asked(case: Case, fresh: Sequence[Look]) -> Outcome:
    """Item c: it says where information was missing, and stakeholders or experts were heard."""

    def lacks(scan: Look) -> list[str]:
        heard = lacks_hearing(case, f"looks/{scan.id}.heard", scan.heard, AFFECTED | OUTSIDERS)
        return [*list_unfilled("looks", scan, "gaps"), *heard]

    return show_by_one(case, "2.1/c", (MODULE, "asked"), "looks", fresh, lacks)


def _areas(case: Case, fresh: Sequence[Look]) -> Outcome:
    """Item d: areas are named, and what was found there."""

    def lacks(scan: Look) -> list[str]:
        lacked = list_unfilled("looks", scan, "findings")
        return lacked if any(getattr(scan, name) for name in AREAS) else [*lacked, f"looks/{scan.id}.themes"]

    return show_by_one(case, "2.1/d", (MODULE, "areas"), "looks", fresh, lacks)


def _repeated(case: Case, scans: Sequence[Look], fresh: Sequence[Look]) -> Ruling:
    """Item e: the last scan is not older than a year. A scan that was not done again in time was not done in time.

    No record says what a big change is: where the organisation says after its last scan that one asks for a new scan
    (a *no* on this item), that counts.
    """
    norms = (f"{DDG}2.1/e",)
    if not scans:
        return judge_shown(case, "2.1/e", Outcome(Verdict.UNKNOWN, say(MODULE, "none", case.lang), norms, ("looks",)))
    last, stated = max(scan.on for scan in scans), case.statements.get(norms[0])
    if stated is not None and stated.answer == "no" and stated.on >= last:
        return judge_item(case, "2.1/e")
    key, verdict = ("repeated_shown", Verdict.MET) if fresh else ("repeated_late", Verdict.NOT_MET)
    reason = say(MODULE, key, case.lang, on=last, months=case.term("scan_months"))
    return judge_shown(case, "2.1/e", Outcome(verdict, reason, norms))
