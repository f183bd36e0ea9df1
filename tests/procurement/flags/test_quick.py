"""The flags of an import are those of `flag_notice`, and bear a version of all that decides on them."""

from datetime import date

from scharnier.procurement.flags.content import load_flag_content, load_flag_shapes
from scharnier.procurement.flags.quick import list_deciding, show_flags
from scharnier.procurement.flags.run import INDICATORS, flag_notice
from scharnier.procurement.notice import Buyer, Criterion, Lot, Notice, Text

NL = (Buyer("Rijkswaterstaat", "NL", "cga", "1", ""),)
PRICE = Criterion("price", "", None, "")
TRACE = Text("contract_condition", "De Internationale Sociale Voorwaarden zijn van toepassing.", "nl", "BT-70")


def notice(**known: object) -> Notice:
    base: dict[str, object] = {"buyers": NL, "cpv": ("18110000",), "dispatched_on": date(2024, 5, 6), "n_lots": 1}
    return Notice(id="1-2024", schema="eforms", **{**base, **known})  # type: ignore[arg-type]


def test_the_lists_hold_what_is_flagged_and_what_is_unknown() -> None:
    """Also where a trace in the texts decides, which is handed over and not read again."""
    lots = tuple(Lot(str(at), "", None, ("18110000",)) for at in range(3))
    own = tuple(Criterion("quality", "Plan", None, "", str(at)) for at in range(2))
    seen = set()
    for known, trace in (
        ({"form": "competition", "criteria": (PRICE,)}, "none"),
        ({"form": "competition", "lots": lots, "n_lots": 3, "criteria": (PRICE, *own)}, "none"),
        ({"form": "result", "n_tenders": 1}, "none"),
        ({"form": "result", "n_tenders": 1, "texts": (TRACE,)}, "explicit_isv"),
        ({"winner_countries": ("BD",)}, "none"),
        ({"buyers": ()}, "none"),
    ):
        one = notice(**known)
        expected = {flag.id: flag.verdict for flag in flag_notice(one)}
        up, open = show_flags(one, trace)  # type: ignore[arg-type]
        assert up == [id for id, verdict in expected.items() if verdict == "flagged"]
        assert open == [id for id, verdict in expected.items() if verdict == "unknown"]
        seen |= {*up}
    assert seen == {"ISV.R001", "ISV.R004", "ISV.R005"}


def test_the_version_turns_on_each_flag_and_its_content() -> None:
    """A flag that is added is in the version without anyone thinking of it."""
    names = {path.name for path in list_deciding()}
    for one in INDICATORS:
        assert f"{one.id}.yaml" in names
        assert any(name.startswith(f"{one.id.removeprefix('ISV.').lower()}_") for name in names)
    assert {"facts.py", "frame.py", "category.py", "goods.py", "rule.yaml", "isv_categories.csv"} <= names
    assert all(path.is_file() for path in list_deciding())


def test_the_content_that_is_loaded_fast_is_that_which_is_checked() -> None:
    """Only what it refers to is not looked up."""
    assert load_flag_shapes() == load_flag_content()
