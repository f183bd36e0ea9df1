"""Severity: three faces kept apart, defaults with a reason, the user's own file checked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scharnier.kernel.errors import InputProblem
from scharnier.risk.severity import calc_severity_level, load_conduct_themes, load_severities

LEVELS = st.integers(1, 5)


@given(LEVELS, LEVELS, LEVELS)
def test_severity_by_default_is_the_gravest_face(scale: int, scope: int, irremediable: int) -> None:
    level = calc_severity_level(scale, scope, irremediable)
    assert level in (scale, scope, irremediable)
    assert all(level >= face for face in (scale, scope, irremediable))


@given(LEVELS, LEVELS, LEVELS)
def test_mean_rule_rounds_halves_up_and_never_exceeds_the_max(scale: int, scope: int, irremediable: int) -> None:
    level = calc_severity_level(scale, scope, irremediable, "mean")
    assert abs(level - (scale + scope + irremediable) / 3) <= 0.5
    assert level <= calc_severity_level(scale, scope, irremediable)


def test_defaults_cover_every_harm_and_say_why_in_both_languages() -> None:
    severities = load_severities()
    assert len(severities) >= 38
    assert not set(severities) & set(load_conduct_themes())
    for theme, parts in severities.items():
        assert parts.basis == "default"
        assert len(parts.reason("nl")) > 20, theme
        assert len(parts.reason("en")) > 20, theme
        assert parts.reason("nl") != parts.reason("en")


def test_own_file_replaces_only_what_it_names(tmp_path: Path) -> None:
    own = tmp_path / "severity.yaml"
    own.write_text("themes:\n  osh: {scale: 2, scope: 1, irremediable: 3, reason: office work}\n", encoding="utf-8")
    severities = load_severities(own)
    assert severities["osh"].parts == (2, 1, 3)
    assert severities["osh"].basis == "own"
    assert severities["osh"].reason("nl") == "office work"
    assert severities["climate"] == load_severities()["climate"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("themes: [", "not YAML"),
        ("themes: " + "[" * 100_000, "not YAML"),
        ("# " + "x" * 300_000, "larger than"),
        ("themes: {osh: {scale: 2, scope: 1, irremediable: 1, reason: [a, b]}}", "not text"),
        ("osh: 3", "no `themes`"),
        ("themes: {}", "no `themes`"),
        ("themes: {measurement: {scale: 1, scope: 1, irremediable: 1}}", "not a theme"),
        ("themes: {osh: {scale: 1, scope: 1}}", "lacks a level"),
        ("themes: {osh: {scale: 6, scope: 1, irremediable: 1}}", "lacks a level"),
        ("themes: {osh: {scale: true, scope: 1, irremediable: 1}}", "lacks a level"),
        ("themes: {osh: {scale: 2.5, scope: 1, irremediable: 1}}", "lacks a level"),
        ("themes: {osh: {scale: 1, scope: 1, irremediable: 1, weight: 2}}", "unknown member"),
    ],
)
def test_wrong_own_file_is_one_line_with_a_remedy(tmp_path: Path, text: str, says: str) -> None:
    own = tmp_path / "severity.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblem, match=says) as caught:
        load_severities(own)
    assert caught.value.remedy
    assert "severity.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_binary_and_missing_own_files_are_told(tmp_path: Path) -> None:
    own = tmp_path / "severity.yaml"
    own.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(InputProblem):
        load_severities(own)
    with pytest.raises(InputProblem, match="cannot be read"):
        load_severities(tmp_path / "absent.yaml")
