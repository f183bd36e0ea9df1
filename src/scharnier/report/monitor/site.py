"""All files of the site, one at a time: pages in two languages, charts with their data, data files, feeds."""

import io
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from scharnier.analytics.monitor.build import Monitor
from scharnier.report.monitor.bars import Frame
from scharnier.report.monitor.charts import COLUMNS, chart_data, figure_record, write_csv, write_json
from scharnier.report.monitor.edition import Edition
from scharnier.report.monitor.feed import render_feed
from scharnier.report.monitor.pages import render_pages
from scharnier.report.monitor.words import LANGS, Words
from scharnier.report.templating import load_templates

PROCEDURE_COLUMNS = (
    "procedure", "body", "buyer_name", "group", "year", "dispatch_date", "cpv_main", "category", "category_status",
    "mandatory", "open", "claims", "evidence_class", "evidence_form", "evidence_quote", "evidence_notice", "followed",
    "labour_standards_only", "threshold_eur", "value_eur", "value_relation", "decided_by", "decided_form", "notices",
    "verdicts_differ", "chain_products", "content_version", "source_file",
)  # fmt: skip
BODY_COLUMNS = ("body", "name_nl", "name_en", "how", "names", "identifiers")
LICENCE = "CC-BY-4.0"


def site_files(monitor: Monitor, address: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file by its name. `address` is where the site will stand (with a slash at its end), "" if not known."""
    editions = {lang: Edition(Words(monitor, lang)) for lang in LANGS}
    leads = {lang: edition.lead() for lang, edition in editions.items()}
    yield "index.html", load_templates().get_template("monitor_root.html.j2").render(leads=leads).encode()
    report = files("scharnier.report")
    yield "style.css", b"\n".join((report / name).read_bytes() for name in ("report.css", "monitor/monitor.css"))
    for lang, edition in editions.items():
        for name, page in render_pages(edition):
            yield f"{lang}/{name}", page.encode()
        yield from _charts(edition, address)
        yield f"feeds/replies.{lang}.xml", render_feed(edition.words, address)
    yield from _data(monitor, editions["en"].words)


def _charts(edition: Edition, address: str) -> Iterator[tuple[str, bytes]]:
    words = edition.words
    source = words.t("site_monitor_of_social_conditions_source", a=words.f.day(words.monitor.on))
    for one in edition.charts.values():
        stem = f"charts/{one.name}.{words.lang}"
        yield (
            f"{stem}.svg",
            (one.draw(narrow=False, frame=Frame(one.title, one.caption, f"{one.note} {source}")) + "\n").encode(),
        )
        table, record = chart_data(one, words)
        yield f"{stem}.csv", table
        yield f"{stem}.json", record
        embed = load_templates().get_template("monitor_embed.html.j2")
        height = 260 + 56 * len(one.bars)
        yield f"{stem}.html", embed.render(w=words, one=one, source=source, address=address, height=height).encode()


def _data(monitor: Monitor, words: Words) -> Iterator[tuple[str, bytes]]:
    below = monitor.rules.small_below.value
    records = [
        figure_record(_label(words, one.scope, one.by, one.value), one, below) for one in monitor.figures.values()
    ]
    yield "data/figures.csv", write_csv(records, COLUMNS)
    about = {
        "made_on": monitor.on.isoformat(),
        "source": monitor.source,
        "licence": LICENCE,
        "rules": monitor.rules.version,
        "screened_under": list(monitor.account.versions),
        "small_below": below,
        "notices": {
            "rows": monitor.account.rows,
            "foreign": monitor.account.foreign,
            "nowhere": monitor.account.nowhere,
            "copies": monitor.account.copies,
            "notices": monitor.account.notices,
        },
        "procedures": dict(monitor.standing),
        "untied": monitor.untied,
        "verdicts_differ": monitor.differing,
        "followed": {
            "files": monitor.followed.files,
            "rows": monitor.followed.rows,
            "matched": monitor.followed.matched,
            "silent": monitor.followed.silent,
            "strange": list(monitor.followed.strange),
        },
    }
    drilled = [
        record
        | {"procedures": one.ids}
        | ({"bounds_with_uncertain": [round(each, 6) for each in one.wide]} if one.wide else {})
        for record, one in zip(records, monitor.figures.values(), strict=True)
    ]
    yield "data/figures.json", write_json(about | {"figures": drilled})
    yield "data/procedures.csv", write_csv([dict(row) for row in monitor.listed], PROCEDURE_COLUMNS)
    yield "data/procedures.parquet", _parquet(monitor.procedures)
    bodies = [
        {
            "body": key,
            "name_nl": body.nl,
            "name_en": body.en,
            "how": body.how,
            "names": body.names,
            "identifiers": body.identifiers,
        }
        for key, body in sorted(monitor.bodies.items())
    ]
    yield "data/bodies.csv", write_csv(bodies, BODY_COLUMNS)
    replies = [
        one.reply.plain() | {"sha256": one.sha256, "found": one.is_found, "corrections": list(one.states)}
        for one in monitor.replies
    ]
    yield "data/replies.json", write_json({"licence": LICENCE, "replies": replies})


def _label(words: Words, scope: str, by: str, value: str) -> str:
    who = words.body(scope.removeprefix("body:")) if scope.startswith("body:") else words.t(f"group_{scope}")
    return f"{who}, {words.value(by, value)}" if by else who


def _parquet(table: Any) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
