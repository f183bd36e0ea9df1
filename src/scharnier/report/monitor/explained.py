"""The pages that explain: how it was counted, what was assumed, and where the data are."""

from typing import Any

from scharnier.analytics.monitor.content import MonitorRules
from scharnier.procurement.isv.shapes import Assumed
from scharnier.report.monitor.words import Words

Part = tuple[str, str, tuple[tuple[str, Any], ...]]


def method_parts(words: Words) -> tuple[Part, ...]:
    """The page on method: what is counted, all rows accounted for, what is assumed, what it cannot say."""
    monitor, n = words.monitor, words.n
    account, standing, heard = monitor.account, monitor.standing, monitor.followed
    heads = ((words("Wat", "What"), "text"), (words("Aantal", "Number"), "number"))
    rows = (
        (words("Rijen in de gegevens", "Rows in the data"), n(account.rows)),
        (words.t("method_of_foreign_and_international_buyers"), n(account.foreign)),
        (words.t("method_nowhere"), n(account.nowhere)),
        (words("– kopieën van een bericht", "– copies of a notice"), n(account.copies)),
        (words("= berichten", "= notices"), n(account.notices)),
    )
    steps = (
        (words.t("method_procurements_those_notices_belong_to"), n(sum(standing.values()))),
        (words("– ingetrokken", "– withdrawn"), n(standing["withdrawn"])),
        (words.t("method_a_plan_or_consultation_only"), n(standing["announced"])),
        (words.t("method_a_change_end_or_correction"), n(standing["afterwards"])),
        (words("= geteld", "= counted"), n(standing["yes"])),
        (words.t("method_procurements_of_one_notice_without"), n(monitor.untied)),
        (words.t("method_procurements_whose_notices_differ_in"), n(monitor.differing)),
    )
    follow = (
        (words("Bestanden met opvolging", "Files with follow-up"), n(heard.files)),
        (words("Rijen daarin", "Rows in them"), n(heard.rows)),
        (words.t("method_found_with_a_procurement"), n(heard.matched)),
        (words("– zonder antwoord", "– without an answer"), n(heard.silent)),
        (words.t("method_with_no_procurement_found"), n(len(heard.strange))),
    )
    terms = (
        (
            words("Moest erin", "Had to be in it"),
            words.t("method_the_rule_says_isv_was"),
        ),
        (
            words("Zichtbaar", "Visible"),
            words.t("method_a_call_names_isv_or"),
        ),
        (
            words("Niet zichtbaar", "Not visible"),
            words.t("method_there_is_a_call_with"),
        ),
        (
            words("Opvolging", "Follow-up"),
            words.t("method_only_what_a_body_publishes"),
        ),
        (
            words("Minst–meest", "Least–most"),
            words.t("method_the_share_if_all_that"),
        ),
        (
            words("Klein aantal", "Small number"),
            words.t("method_fewer_than_are_known_then", a=monitor.rules.small_below.value),
        ),
    )
    limits = words(
        (
            "Wat in de aanbestedingsstukken staat, is niet gelezen. Het echte gebruik van ISV kan dus hoger zijn.",
            "Of deze gegevens alle aankondigingen bevatten, is niet bekend. Een steekproef zegt niets over het land.",
            "Berichten zonder gemeenschappelijk kenmerk tellen elk als een eigen inkoop; dat maakt het aantal te hoog.",
            "Kenmerken in TED zijn dossiernummers van de inkoper; een nummer dat twee keer is gebruikt, telt als één.",
            "De regel rust op aannames die een jurist kan wijzigen: scharnier isv assumptions noemt ze alle.",
            "Wie bij welke organisatie hoort, volgt uit namen; elke organisatie toont welke namen dat zijn.",
        ),
        (
            "What stands in the tender documents was not read. The true use of ISV can be higher.",
            "Whether these data hold all notices is not known. A sample says nothing about the country.",
            "Notices without a common mark count as a procurement each; that makes the number too high.",
            "Marks in TED are file numbers of the buyer; one that is used twice counts as one procurement.",
            "The rule rests on assumptions that a lawyer can change: scharnier isv assumptions names them all.",
            "Which body a buyer is follows from names; each body shows which names these are.",
        ),
    )
    versions = ", ".join((monitor.rules.version, *account.versions))
    return (
        (words("Wat de woorden betekenen", "What the words mean"), "terms-h", (("dl", terms),)),
        (
            words("Waar alle rijen bleven", "Where all rows went"),
            "account-h",
            (
                ("table", (words("Berichten", "Notices"), heads, rows)),
                ("table", (words("Inkopen", "Procurements"), heads, steps)),
                ("table", (words("Opvolging", "Follow-up"), heads, follow)),
            ),
        ),
        (words("Wat dit niet kan zeggen", "What this cannot say"), "limits-h", (("ul", limits),)),
        (
            words.t("method_our_own_choices_in_counting"),
            "choices-h",
            (
                ("p", words.t("method_versions", versions=versions)),
                ("ul", tuple(_choices(words, monitor.rules))),
            ),
        ),
    )


def _choices(words: Words, rules: MonitorRules) -> list[str]:
    held = [getattr(rules, key) for key in MonitorRules.model_fields]
    return [f"{words(each.why.nl, each.why.en)} ({_shown(each.value)})" for each in held if isinstance(each, Assumed)]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def data_parts(words: Words, charts: list[tuple[str, str]]) -> tuple[Part, ...]:
    """The page with everything to download."""
    files = (
        ("../data/figures.csv", "figures.csv", words.t("method_all_figures_with_denominator_missing")),
        ("../data/figures.json", "figures.json", words.t("method_the_same_figures_with_the")),
        ("../data/procedures.csv", "procedures.csv", words.t("method_the_procurements_that_stand_on")),
        ("../data/procedures.parquet", "procedures.parquet", words.t("method_all_procurements_also_those_that")),
        ("../data/bodies.csv", "bodies.csv", words.t("method_the_bodies_and_the_names")),
        ("../data/replies.json", "replies.json", words.t("method_all_replies_with_their_fingerprint")),
    )
    drawn = [
        (f"../charts/{name}.{words.lang}.html", caption, words.t("method_svg_csv_json_and_code"))
        for name, caption in charts
    ]
    columns = words(
        (
            "yes, no: bekend; samen de noemer (denominator).",
            "elsewhere: een spoor buiten een oproep waarin de voorwaarde kan staan.",
            "missing: onzeker, niet te zien of niet bekend. yes + no + elsewhere + missing = total.",
            "share: yes van denominator. bound_low en bound_high: van total, als missing nee was en als het ja was.",
            "small: minder bekend dan de grens voor een percentage. corrected_…: met correcties van organisaties.",
        ),
        (
            "yes, no: known; together the denominator.",
            "elsewhere: a trace outside a call in which the condition can stand.",
            "missing: uncertain, cannot be seen or not known. yes + no + elsewhere + missing = total.",
            "share: yes of denominator. bound_low and bound_high: of total, if missing were no and if it were yes.",
            "small: fewer known than the limit for a percentage. corrected_…: with corrections by bodies.",
        ),
    )
    return (
        (words("Gegevens", "Data"), "files-h", (("links", files), ("p", words.t("method_all_of_it_cc_by")))),
        (words("Grafieken", "Charts"), "charts-h", (("links", tuple(drawn)),)),
        (words("Kolommen van de cijfers", "Columns of the figures"), "columns-h", (("ul", columns),)),
    )
