"""Each rule of the lint finds exactly the fault that was put in, at its line, and nothing else."""

import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.kernel.outcome import Verdict
from scharnier.kernel.provenance import Confidence
from scharnier.law.applies import judge_all
from scharnier.law.profile.read import parse_profile
from scharnier.norms import Library, lint_library, load_library, load_library_from
from scharnier.norms.law_records import Law
from scharnier.norms.published import FILE, list_ids
from scharnier.norms.shelf import CROSSWALKS

LAW = """\
law:
  id: noise-2020
  name: noise
  level: eu
  form: directive
  title: {nl: Lawaairichtlijn, en: Noise Directive}
  gist: {nl: Maak geen lawaai., en: Make no noise.}
  source: UNGP
  confidence: secondary
  checked_on: 2026-11-20
versions:
  - {id: "2020", title: {nl: Eerste, en: First}, valid_from: 2020-01-01}
parameters:
  - id: decibels
    title: {nl: Grens, en: Limit}
    unit: decibels
    provision: "1"
    values:
      - {valid_from: 2020-01-01, value: 80}
provisions:
  - id: "1"
    kind: duty
    title: {nl: Stilte, en: Silence}
    versions:
      - {valid_from: 2020-01-01, gist: {nl: Wees stil., en: Be silent.}}
      - {valid_from: 2022-01-01, gist: {nl: Wees heel stil., en: Be very silent.}}
    asks:
      - action: "2.1"
        relation: narrower
        reason: {nl: Vraagt naar lawaai., en: Asks about noise.}
        leaves_out: {nl: Alle andere schade., en: All other harm.}
  - id: "2"
    kind: duty
    title: {nl: Rapport, en: Report}
    versions:
      - {valid_from: 2020-01-01, gist: {nl: Meld hoe luid., en: Report how loud.}}
    no_step: {nl: Gaat over de toezichthouder., en: Is about the supervisor.}
events:
  - {id: noise-1, on: 2020-01-01, kind: in_force, title: {nl: In werking, en: In force}}
gaps:
  - {id: noise-gap, what: {nl: Hoe luid., en: How loud.}, settle: {nl: De wet., en: The act.}}
checks:
  - {id: noise-yearly, every: year, what: {nl: Is er iets nieuws?, en: Is anything new?}}
"""
MANY = " ".join(["lang"] * 61)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped shelf with one law that may be broken."""
    root = tmp_path_factory.mktemp("shelf")
    shutil.copytree(content_path("norms"), root / "norms")
    for folder, names in (("crosswalks", (*CROSSWALKS, "relations.csv")), ("vocabulary", ("themes.csv", "groups.csv"))):
        (root / folder).mkdir()
        for name in names:
            shutil.copy(content_path(f"{folder}/{name}"), root / folder / name)
    return root


Lint = Callable[..., list[str]]


@pytest.fixture
def lint(shelf: Path) -> Lint:
    """Lint the shelf with the law in which `old` became `new`: what was found, as lines."""

    def run(old: str = "", new: str = "", on: date | None = None) -> list[str]:
        assert old in LAW
        (shelf / "norms" / "law" / "noise.yaml").write_text(LAW.replace(old, new, 1), encoding="utf-8")
        return [str(finding) for finding in lint_library(shelf, on)]

    return run


def test_the_law_itself_is_clean(lint: Lint) -> None:
    assert lint() == []


ASK = "relation: narrower\n"
NO_STEP = "no_step: {nl: Gaat over de toezichthouder., en: Is about the supervisor.}"
FAULTS = [
    ("Wees stil., en: Be silent.", f"{MANY}, en: Be silent.", 25, "noise-2020:1", "nl gist has 61 words"),
    ("nl: Maak geen lawaai., en: Make no noise.", f"nl: Stil., en: {MANY}", 7, "noise-2020", "en gist has 61 words"),
    ("Wees heel stil., en: Be very silent.", "Wees stil., en: Be silent.", 26, "noise-2020:1", "says the same"),
    ("nl: Meld hoe luid.", "nl: Wees stil.", 32, "noise-2020:2", "word for word what noise-2020:1 says"),
    ("nl: Meld hoe luid.", "nl: ' '", 32, "noise-2020:2", "empty in nl"),
    ("en: Report how loud.", "en: '  '", 32, "noise-2020:2", "empty in en"),
    (NO_STEP, "", 32, "noise-2020:2", "A duty without a step"),
    (NO_STEP, "no_step: {nl: Nee., en: Is about the supervisor.}", 37, "noise-2020:2", "'Nee.' is no reason"),
    (NO_STEP, "no_step: {nl: Over de ander hier, en: Over de ander hier}", 32, "noise-2020:2", "same"),
    ("Vraagt naar lawaai., en: Asks", "Zie boven., en: Asks", 30, "noise-2020:1", "no reason"),
    (ASK, "relation: equal\n", 28, "action 2.1", "Called equal, but"),
    (ASK, "relation: wider\n", 28, "action 2.1", "Called wider, but"),
    ("        leaves_out: {nl: Alle andere schade., en: All other harm.}\n", "", 28, "action 2.1", "narrower, but"),
    (ASK, f"{ASK}        valid_from: 2022-01-01\n        valid_to: 2021-01-01\n", 28, "action 2.1", "before it begins"),
    ("valid_from: 2020-01-01, gist: {nl: Meld", "valid_from: 2019-12-31, gist: {nl: Meld", 36, "noise-2020:2", "first"),
    ("value: 80}", "value: 80, source: OWN}", 19, "noise-2020#decibels", "without the badge"),
    ("gist: {nl: Meld", "source: OWN, gist: {nl: Meld", 36, "noise-2020:2", "without the badge"),
    ('- {id: "2020",', '- {id: "2020", source: OWN,', 12, "2020", "without the badge"),
    ("- {id: noise-1,", "- {id: noise-1, source: OWN,", 39, "noise-1", "without the badge"),
    ("value: 80", "value: 2027-01-01", 19, "noise-2020#decibels", "not in the unit"),
    ("unit: decibels", "unit: date", 19, "noise-2020#decibels", "not in the unit"),
    ("on: 2020-01-01, kind", "on: 1920-01-01, kind", 39, "noise-1", "before 1970"),
    ("every: year, what", "what", 43, "noise-yearly", "no day to look again"),
    ("every: year, what", "on: 2027-01-01, until: 2028-01-01, what", 43, "noise-yearly", "ends without coming back"),
    ("every: year, what", "every: year, on: 2027-01-01, until: 2026-01-01, what", 43, "noise-yearly", "before"),
    ('- {id: "2020",', '- {id: "2020", status: proposal,', 19, "noise-2020#decibels", "no text of this act was law"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "record", "what"), FAULTS)
def test_each_rule_finds_its_fault_and_nothing_else(
    lint: Lint, old: str, new: str, line: int, record: str, what: str
) -> None:
    found = lint(old, new)
    assert len(found) == 1, found
    assert found[0].startswith(f"noise.yaml: line {line}, ")
    assert record in found[0]
    assert what in found[0]
    assert found[0].endswith(".")


def test_the_same_action_twice(lint: Lint) -> None:
    again = '      - {action: "2.1", relation: equal, reason: {nl: Vraagt het hele gebied., en: Asks for the whole.}'
    found = lint('  - id: "2"\n', f'{again}}}\n  - id: "2"\n')
    assert len(found) == 1
    assert "line 32, noise-2020:1: It is put beside oecd-ddg-2018:2.1 twice" in found[0]
    apart = f'{again}, valid_from: 2019-01-01, valid_to: 2019-06-01}}\n  - id: "2"\n'
    limited = LAW.replace("        relation: narrower", "        valid_from: 2020-01-01\n        relation: narrower")
    assert lint(LAW, limited.replace('  - id: "2"\n', apart)) == []


def test_a_duty_that_serves_a_step_and_says_it_does_not(lint: Lint) -> None:
    found = lint('  - id: "2"\n', '    no_step: {nl: Gaat nergens over., en: Is about nothing.}\n  - id: "2"\n')
    assert len(found) == 1
    assert "says that it serves none" in found[0]


BROKEN = [
    ('action: "2.1"', 'action: "2.9"', 28, "2.9"),
    ('provision: "1"', 'provision: "9"', 14, "noise-2020:9"),
    ("source: UNGP", "source: NOWHERE", 8, "NOWHERE"),
    ("value: 80}", "value: 80, source: NOWHERE}", 19, "NOWHERE"),
    ("{id: noise-1,", "{id: noise-1, source: NOWHERE,", 39, "NOWHERE"),
    ("{id: noise-gap,", '{id: noise-gap, about: "9",', 41, "noise-2020:9"),
    ("{id: noise-yearly,", '{id: noise-yearly, about: "9",', 43, "noise-2020:9"),
    ("valid_from: 2022-01-01, gist", "valid_from: 2020-01-01, gist", 21, "2020-01-01"),
    ("2020-01-01, gist: {nl: Wees", "2020-01-01, valid_to: 2023-01-01, gist: {nl: Wees", 21, "Two texts are valid"),
    (
        "{valid_from: 2020-01-01, value",
        "{valid_from: 2020-01-01, valid_to: 2019-01-01, value",
        14,
        "It ends on 2019-01-01",
    ),
    ('- id: "2"', '- id: "1"', 32, "more than once"),
    ("name: noise", "nam: noise", 3, "nam"),
    ("kind: duty", "kind: dutty", 22, "kind"),
    ("en: Be silent.", "xx: Be silent.", 25, "en"),
    ("valid_from: 2022-01-01", "valid_from: 2022-02-30", 26, "2022-02-30"),
    ("kind: duty", "kind: duty\n    kind: duty", 23, "twice"),
]


@pytest.mark.parametrize(("old", "new", "line", "word"), BROKEN)
def test_broken_shapes_and_references_stop_the_start(
    lint: Lint, shelf: Path, old: str, new: str, line: int, word: str
) -> None:
    found = lint(old, new)
    assert any(word in each and each.startswith(f"noise.yaml: line {line}") for each in found), found
    with pytest.raises(ContentError):
        load_library_from(shelf)


def test_old_checks_are_wrong_only_on_a_date(lint: Lint) -> None:
    assert lint() == []
    old = ("value: 80}", "value: 80, checked_on: 2024-11-20}")
    assert lint(*old) == []
    late = [line for line in lint(*old, on=date(2026, 11, 20)) if "noise" in line]
    assert len(late) == 1
    assert late[0].startswith("norms: noise-2020: Last checked on 2024-11-20, due again on 2025-11-20.")
    gap = ("{id: noise-gap,", "{id: noise-gap, last_looked_on: 2026-01-31,")
    assert [line for line in lint(*gap, on=date(2026, 7, 31)) if "noise" in line] == []
    assert ["due again on 2026-07-31" in line for line in lint(*gap, on=date(2026, 8, 1)) if "noise" in line] == [True]


def test_a_check_after_the_release_is_wrong(lint: Lint) -> None:
    found = lint("checked_on: 2026-11-20\nversions", "checked_on: 2027-11-20\nversions")
    assert found
    assert all("Was checked after the release was" in line and line.startswith("noise.yaml") for line in found)


def test_a_published_id_is_for_ever(shelf: Path, lint: Lint) -> None:
    lint()
    path = shelf / "norms" / FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text("\n".join(list_ids(load_library_from(shelf))), encoding="utf-8")
    try:
        assert lint() == []
        found = lint("  - id: decibels", "  - id: loudness")
        assert len(found) == 1
        assert "parameter noise-2020#decibels: This published id is gone" in found[0]
    finally:
        path.write_text(before, encoding="utf-8")


def test_every_published_id_is_still_there() -> None:
    published = [line for line in content_path(f"norms/{FILE}").read_text(encoding="utf-8").splitlines() if line]
    assert len(published) > 500
    assert {line for line in published if not line.startswith("#")} <= set(list_ids(load_library()))


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("crosswalks/theme-norm.csv", "Zegt wat herstel vraagt.", "Herstel.", "is no reason"),
        ("crosswalks/theme-norm.csv", "Zegt wat herstel vraagt.", " ", "empty in one language"),
        ("norms/ungp-2011.csv", "Routes by which people obtain remedy for harm by business.",
         "Routes waarlangs mensen herstel krijgen van schade door bedrijven.", "same in Dutch and English"),
    ],
)  # fmt: skip
def test_rows_without_words(shelf: Path, lint: Lint, file: str, old: str, new: str, what: str) -> None:
    lint()
    before = (shelf / file).read_text(encoding="utf-8")
    assert old in before
    (shelf / file).write_text(before.replace(old, new, 1), encoding="utf-8")
    try:
        found = lint()
        assert len(found) == 1
        assert what in found[0]
    finally:
        (shelf / file).write_text(before, encoding="utf-8")


ALIGNMENT = """\
alignment:
  law: noise-2020
  source: UNGP
  confidence: secondary
  checked_on: 2026-11-20
  note: {nl: Een proef., en: A test.}
elements:
  - id: silence
    title: {nl: Stilte, en: Silence}
    standard: ["ungp-2011:17"]
    asks: {nl: Wees stil., en: Be silent.}
    judgements:
      - {text: "2020", relation: same, size: none, says: {nl: Wees even stil., en: Be as silent.}}
"""


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("", "", ""),
        ("size: none", "size: large", "differs in nothing"),
        ("relation: same", "relation: narrower", "stays below the norm"),
        ("en: Be as silent.", "en: ' '", "empty in en"),
        ("nl: Wees even stil., en: Be as silent.", "nl: Wees even stil als, en: Wees even stil als", "same in Dutch"),
        ("size: none,", "size: none, source: OWN,", "without the badge"),
        ("Wees stil., en: Be silent.", f"{MANY}, en: Be silent.", "61 words"),
        ('text: "2020"', 'text: "2021"', "'2021' does not exist"),
        ("ungp-2011:17", "ungp-2011:99", "'ungp-2011:99' does not exist"),
    ],
)
def test_a_comparison_with_the_norm(shelf: Path, lint: Lint, old: str, new: str, what: str) -> None:
    assert old in ALIGNMENT
    path = shelf / "norms" / "alignment" / "noise.yaml"
    path.write_text(ALIGNMENT.replace(old, new, 1), encoding="utf-8")
    try:
        found = lint()
    finally:
        path.unlink()
    assert len(found) == bool(what), found
    assert all(what in line and "noise" in line for line in found)


def test_the_model_of_a_law_file_is_read_by_others_too() -> None:
    """Plain YAML readers see the same keys: no file leans on what is particular to our reader."""
    for path in sorted(content_path("norms/law").glob("*.yaml")):
        plain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        assert plain["law"]["id"] in load_library().laws


PROFILE = b"""\
name: Proef
seat: NL
employees: {2024: 9000, 2025: 9000, 2026: 9000, 2027: 9000, 2028: 9000}
turnover_worldwide_eur: {2024: 3.0e9, 2025: 3.0e9, 2026: 3.0e9, 2027: 3.0e9, 2028: 3.0e9}
turnover_eu_eur: {2024: 2.0e9, 2025: 2.0e9, 2026: 2.0e9, 2027: 2.0e9, 2028: 2.0e9}
group_role: none
founded_on: 2000-01-01
size_class: large
brings_batteries_to_eu_market: true
imports_kg: {tin_ore: 6000}
"""


def with_laws(library: Library, change: Callable[[Law], Law]) -> Library:
    given = {f.name: getattr(library, f.name) for f in fields(library) if not f.name.startswith("_")}
    return Library(**given | {"laws": {id: change(law) for id, law in library.laws.items()}})


def doubt(law: Law, which: str | None) -> Law:
    """The law with all its figures verified, but for one (all of them with None)."""

    def sure(id: str) -> Confidence:
        return Confidence.UNVERIFIED if which in (None, id) else Confidence.VERIFIED

    parameters = {
        id: replace(p, values=tuple(replace(value, confidence=sure(id)) for value in p.values))
        for id, p in law.parameters.items()
    }
    return replace(law, parameters=parameters)


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2029, 8, 1)])
def test_an_answer_that_rests_on_an_unverified_figure_says_so(on: date) -> None:
    library = load_library()
    profile = parse_profile(PROFILE, "proef.yaml", library)
    for answer in judge_all(profile, on, with_laws(library, lambda law: doubt(law, None))):
        if any(test.limit is not None for test in answer.tests):
            assert answer.confidence is Confidence.UNVERIFIED, answer.law


def test_one_unverified_figure_is_enough() -> None:
    library = load_library()
    profile = parse_profile(PROFILE, "proef.yaml", library)
    changed = with_laws(library, lambda law: doubt(law, "employees"))
    answer = next(each for each in judge_all(profile, date(2029, 8, 1), changed) if each.law == "csddd")
    assert any(test.fact == "employees" for test in answer.tests)
    assert answer.confidence is Confidence.UNVERIFIED


def sure_of(law: Law, wordings: Confidence) -> Law:
    """The law with all figures and texts verified, and its wordings as given."""
    provisions = {
        id: replace(p, wordings=tuple(replace(wording, confidence=wordings) for wording in p.wordings))
        for id, p in law.provisions.items()
    }
    versions = tuple(replace(text, confidence=Confidence.VERIFIED) for text in law.versions)
    return replace(doubt(law, "nothing"), provisions=provisions, versions=versions)


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2029, 8, 1)])
@pytest.mark.parametrize("sure", [Confidence.UNVERIFIED, Confidence.SECONDARY, Confidence.VERIFIED])
def test_an_answer_is_as_sure_as_the_provisions_it_rests_on(on: date, sure: Confidence) -> None:
    library = load_library()
    profile = parse_profile(PROFILE, "proef.yaml", library)
    answers = judge_all(profile, on, with_laws(library, lambda law: sure_of(law, sure)))
    judged = [answer for answer in answers if answer.tests and answer.verdict is not Verdict.UNKNOWN]
    assert len(judged) >= 3
    assert {answer.law for answer in judged if answer.confidence is not sure} == set()
