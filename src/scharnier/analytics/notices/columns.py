"""The columns of a screening (S.parquet): one row for each row of the table of notices. Published: names stay.

`notice_id, schema, version, content_sha256, source_file` name the row of the table of notices it came of. No row is
dropped: what cannot be judged is `uncertain` and says in `open` why. Null is "not in the notice" or "does not matter",
never zero or no.
"""

from typing import Any

SCREENING = "screening 1"

# column, type, what it says
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("notice_id", "string", "as in the table of notices"),
    ("schema", "string", "eforms, ted_legacy or ocds"),
    ("version", "string", "version of the notice, null where it has none"),
    ("procedure_id", "string", "ties the notices of one procedure together, null where not known"),
    ("source_file", "string", "file (and !member) the notice was read from"),
    ("content_sha256", "string", "SHA-256 of the document"),
    ("form", "string", "planning, competition, direct_award, result, modification, consultation, completion, other"),
    ("notice_subtype", "string", "subtype of eForms, or form of TED (F02)"),
    ("buyer_name", "string", "first buyer, as published"),
    ("buyer_id", "string", "identifier of the first buyer, as published; null where not given"),
    ("buyer_status", "string", "bound, uncertain, not_bound, foreign, unknown: is it central government (het Rijk)?"),
    ("buyer_list_id", "string", "row of buyers.csv that decided, null where none did: groups spellings of one body"),
    ("country", "string", "ISO 3166 alpha-2 of the first buyer, null where not given"),
    ("dispatch_date", "date", "day the notice was sent"),
    ("published", "date", "day it was published"),
    ("year", "int32", "year of dispatch, else of publication, else null"),
    ("withdrawn", "bool", "the procedure was cancelled"),
    ("changes", "string", "id of the notice that this one changes, null where none"),
    ("nature", "string", "supplies, services, works"),
    ("framework", "bool", "framework agreement, null where not said"),
    ("n_lots", "int32", "number of lots"),
    ("n_tenders", "int32", "tenders received"),
    ("cpv_main", "string", "main CPV code, eight digits"),
    ("category", "string", "official ISV category that is named, null where none"),
    ("category_status", "string", "core, likely, boundary; null where no category"),
    ("categories", "list<string>", "all categories the codes fall in, sorted"),
    ("mandatory", "string", "yes, no, uncertain"),
    ("advice", "string", "apply, advised, consider, not_relevant"),
    ("regime", "string", "category_rule, before_category_rule, unknown"),
    ("open", "list<string>", "what keeps it uncertain: buyer, date, value, threshold, category, directive, small_lots"),
    ("reasons", "list<string>", "keys of the sentences (isv_words.csv) on buyer, day, category, threshold and value"),
    ("threshold_eur", "int64", "threshold that mattered, null where none did"),
    ("applicable_threshold_eur", "int64", "threshold that holds in any case, null for foreign buyers"),
    ("threshold_kind", "string", "which threshold of the law, null for foreign buyers"),
    ("value_eur", "double", "value held against the threshold (estimate, sum of lots, range, else award)"),
    ("value_known", "bool", "there is a value in euro that can be used"),
    ("value_kind", "string", "estimate, lots, range, award, none"),
    ("value_relation", "string", "above, below, presumed_above, unknown; null where the buyer is not bound"),
    ("value_left_out", "list<string>", "why amounts were not used: absurd, currency, dummy, negative; sorted"),
    ("evidence_class", "string", "class of isv-evidence.md; none is not visible in the notice, never not applied"),
    ("evidence_form", "string", "contract_condition, award, selection, technical_spec, other, none"),
    ("evidence_quote", "string", "the sentence, verbatim"),
    ("evidence_field", "string", "field it stands in, null where none"),
    ("has_text", "bool", "the notice has at least one text that could have shown evidence"),
    ("chain_products", "list<string>", "products with a risky chain, highest level first, then by name"),
    ("chain_level", "string", "high, medium, low; null where none"),
    ("content_version", "string", "version of rule, content and code the row was judged under"),
)
# A flag is a reason to ask, never proof of abuse.
FLAG_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("flags_up", "list<string>", "ids of the red flags that are up (ISV.R001 to ISV.R005), sorted"),
    (
        "flags_open",
        "list<string>",
        "ids of those that the notice does not say enough for; the others are clear or not applicable",
    ),
)


def build_schema() -> Any:
    """The Arrow schema of a screening."""
    import pyarrow as pa

    kinds = {
        "string": pa.string(),
        "list<string>": pa.list_(pa.string()),
        "date": pa.date32(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
    }
    fields = [pa.field(name, kinds[kind]) for name, kind, _ in COLUMNS + FLAG_COLUMNS]
    return pa.schema(fields, metadata={"scharnier": SCREENING})
