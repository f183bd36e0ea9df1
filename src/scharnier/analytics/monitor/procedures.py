"""From notices to procedures: which notices belong together, which of them decides, and what each procedure shows.

A table `procedures` in DuckDB, one row each. Ties that are published: the procedure (BT-04, ocid), the file number of
one buyer in TED, the notice that a notice changes or follows. What is not tied counts as a procedure of its own.
"""

from typing import Any

import numpy as np

from scharnier.analytics.monitor.bodies import Body, Published, group_buyers
from scharnier.analytics.monitor.content import MonitorRules

# The notice that decides is the one nearest to the call; of several of one form the last sent.
FORM_ORDER = (
    "competition", "direct_award", "result", "planning", "consultation", "modification", "completion", "other",
)  # fmt: skip
GROUPS = ("rijk", "doubt", "other")
CLAIMS = ("visible", "elsewhere", "not_visible", "cannot_be_seen")
"""Of ISV in the notices: named in a call; named, but only outside a call in which a condition can stand; there is such
a call and it names nothing; there is none, or it has no text. The third never means: not applied."""


def build_procedures(connection: Any, rules: MonitorRules) -> dict[str, Body]:
    """Make the tables `tied` (notices with body and procedure) and `procedures`; returns the bodies by key."""
    bodies = _add_bodies(connection, rules)
    _tie(connection)
    _summarise(connection, rules)
    return bodies


def _add_bodies(connection: Any, rules: MonitorRules) -> dict[str, Body]:
    import pyarrow as pa

    found = connection.execute(
        "SELECT coalesce(buyer_name, ''), coalesce(buyer_id, ''), coalesce(buyer_list_id, ''), count(*) "
        "FROM notices GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    grouped = group_buyers({Published(name, identifier, row): count for name, identifier, row, count in found}, rules)
    columns = [list(column) for column in zip(*((o.name, o.identifier, o.row) for o in grouped), strict=True)] or [
        []
    ] * 3
    columns.append([body.key for body in grouped.values()])
    names = ("name", "identifier", "row", "body")
    table = pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})
    connection.register("buyer_bodies", table)
    connection.execute("CREATE TABLE body_of AS SELECT * FROM buyer_bodies")
    connection.unregister("buyer_bodies")
    return {body.key: body for body in grouped.values()}


def _tie(connection: Any) -> None:
    """`tied`: each notice with its body and `component`, the number of the procedure it belongs to."""
    import pyarrow as pa
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    # The same buyer uses a file number for one procedure; without a digit, or a bare year, it says nothing.
    connection.execute(r"""
        CREATE TABLE keyed AS
        SELECT n.*, b.body, 'n:' || coalesce(number, '') AS node,
            CASE
                WHEN schema IN ('eforms', 'ocds') AND procedure_id <> '' THEN 'id:' || lower(procedure_id)
                WHEN length(regexp_replace(procedure_id, '\s+', '', 'g')) >= 4 AND regexp_matches(procedure_id, '[0-9]')
                    AND NOT regexp_matches(procedure_id, '^(19|20)[0-9]{2}$')
                    THEN 'ref:' || b.body || '|' || lower(regexp_replace(procedure_id, '\s+', '', 'g'))
            END AS tie,
            'n:' || regexp_replace(regexp_replace(changes, '^0+([0-9]+-[0-9]{4})$', '\1'),
                '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})-[0-9]{2}$', '\1') AS earlier,
            'n:' || regexp_replace(previous, '^0+([0-9]+-[0-9]{4})$', '\1') AS before_it
        FROM notices n JOIN body_of b
        ON coalesce(buyer_name, '') = b.name AND coalesce(buyer_id, '') = b.identifier
            AND coalesce(buyer_list_id, '') = b.row
        ORDER BY ALL
    """)
    table = connection.sql("SELECT node, tie, earlier, before_it FROM keyed ORDER BY rowid").to_arrow_table()
    size = table.num_rows
    every = pa.chunked_array([chunk for name in table.column_names for chunk in table[name].chunks], pa.string())
    codes = every.combine_chunks().dictionary_encode()
    places = codes.indices.fill_null(-1).to_numpy(zero_copy_only=False).reshape(len(table.column_names), size)
    count = len(codes.dictionary)
    start = np.tile(places[0], 3)
    end = places[1:].reshape(-1)
    known = end >= 0
    edges = coo_array((np.ones(int(known.sum()), np.int8), (start[known], end[known])), shape=(count, count))
    _, labels = connected_components(edges, directed=False)
    connection.register("labels", pa.table({"at": np.arange(size), "component": labels[places[0]].astype(np.int64)}))
    connection.execute("CREATE TABLE tied AS SELECT k.*, l.component FROM keyed k JOIN labels l ON k.rowid = l.at")
    connection.unregister("labels")
    connection.execute("DROP TABLE keyed")


def _summarise(connection: Any, rules: MonitorRules) -> None:
    """`procedures`: one row each. `counted` is why it counts or not: yes, withdrawn, announced, afterwards."""

    def listed(values: tuple[str, ...]) -> str:
        return "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + ")"

    order = " ".join(f"WHEN '{form}' THEN {at}" for at, form in enumerate(FORM_ORDER))
    claimed, related = listed(rules.claim_classes.value), listed(rules.related_classes.value)
    counted, subtypes = listed(rules.counted_forms.value), listed(rules.condition_subtypes.value)
    strength = " ".join(f"WHEN '{cls}' THEN {at}" for at, cls in enumerate(rules.claim_classes.value))
    connection.execute(f"""
        CREATE TABLE ranked AS
        SELECT *,
            form = 'competition' AND notice_subtype IN {subtypes} AND has_text AS is_place,
            evidence_class IN {claimed} AS has_claim,
            row_number() OVER (PARTITION BY component ORDER BY CASE form {order} ELSE 9 END,
                dispatch_date DESC NULLS LAST, version DESC NULLS LAST, number, content_sha256) AS nth,
            row_number() OVER (PARTITION BY component ORDER BY
                CASE WHEN evidence_class IN {claimed} THEN 0 WHEN evidence_class IN {related} THEN 1 ELSE 2 END,
                form <> 'competition', CASE evidence_class {strength} ELSE 9 END,
                dispatch_date NULLS LAST, number, content_sha256) AS evidence_nth
        FROM tied
    """)  # noqa: S608 - our own words; values are bound
    connection.execute(f"""
        CREATE TABLE procedures AS
        WITH whole AS (
            SELECT component,
                arg_min(number, (coalesce(dispatch_date, DATE '9999-12-31'), number)) AS procedure,
                list(DISTINCT number ORDER BY number) AS notices,
                list(DISTINCT form ORDER BY form) AS forms,
                list(DISTINCT mandatory ORDER BY mandatory) AS verdicts,
                bool_or(coalesce(withdrawn, false)) AS withdrawn,
                bool_or(form IN {counted}) AS has_counted,
                bool_or(form IN ('planning', 'consultation')) AS has_plan,
                bool_or(is_place) AS has_place,
                bool_or(is_place AND has_claim) AS claim_in_place,
                bool_or(has_claim) AS has_claim,
                bool_or(evidence_class IN {related}) AS has_related,
                min(dispatch_date) AS first_day
            FROM ranked GROUP BY component
        )
        SELECT w.procedure,
            CASE WHEN w.withdrawn THEN 'withdrawn' WHEN w.has_counted THEN 'yes'
                WHEN w.has_plan THEN 'announced' ELSE 'afterwards' END AS counted,
            d.number AS decided_by, d.form AS decided_form, w.notices, w.forms, len(w.verdicts) > 1 AS verdicts_differ,
            d.body, d.buyer_name, d.buyer_status,
            CASE d.buyer_status WHEN 'bound' THEN 'rijk' WHEN 'not_bound' THEN 'other' ELSE 'doubt' END AS "group",
            d.year, d.dispatch_date, d.cpv_main, d.category, d.category_status, d.mandatory, d.advice, d.regime, d.open,
            d.applicable_threshold_eur AS threshold_eur, d.value_eur, d.value_known, d.value_kind, d.value_relation,
            CASE WHEN w.claim_in_place THEN 'visible' WHEN w.has_claim THEN 'elsewhere'
                WHEN w.has_place THEN 'not_visible' ELSE 'cannot_be_seen' END AS claims,
            coalesce(w.has_related, false) AND NOT w.has_claim AS labour_standards_only,
            CASE WHEN w.has_claim OR w.has_related THEN e.evidence_class END AS evidence_class,
            CASE WHEN w.has_claim OR w.has_related THEN e.evidence_form END AS evidence_form,
            CASE WHEN w.has_claim OR w.has_related THEN e.evidence_quote END AS evidence_quote,
            CASE WHEN w.has_claim OR w.has_related THEN e.evidence_field END AS evidence_field,
            CASE WHEN w.has_claim OR w.has_related THEN e.number END AS evidence_notice,
            d.chain_products, d.content_version, d.source_file, 'unknown' AS followed
        FROM whole w
        JOIN ranked d ON d.component = w.component AND d.nth = 1
        JOIN ranked e ON e.component = w.component AND e.evidence_nth = 1
        ORDER BY w.procedure
    """)  # noqa: S608 - our own words; values are bound
    connection.execute("DROP TABLE ranked")
