"""The feed of replies (Atom): who follows it hears of every reply."""

from datetime import UTC, datetime

from markupsafe import Markup, escape

from scharnier.report.monitor.views import view_reply
from scharnier.report.monitor.words import Words


def render_feed(words: Words, address: str) -> bytes:
    """The replies, newest first. `address` is where the site will stand, "" where that is not known."""
    at = datetime.combine(words.monitor.on, datetime.min.time(), UTC).isoformat().replace("+00:00", "Z")
    title = words("Weerwoord op de monitor sociale voorwaarden", "Replies to the monitor of social conditions")
    lines = [
        Markup('<?xml version="1.0" encoding="utf-8"?>'),
        Markup('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">').format(words.lang),
        Markup("<title>{}</title><id>urn:scharnier:isv-monitor:replies:{}</id><updated>{}</updated>").format(
            title, words.lang, at
        ),
        Markup("<author><name>Scharnier</name></author>"),
        Markup('<link href="{}{}/replies.html"/>').format(address or "../", words.lang),
    ]
    for one in reversed(words.monitor.replies):
        seen = view_reply(words, one)
        text = "\n".join([*(text for _, text in seen.texts), *seen.corrections, seen.about])
        lines.append(
            Markup(
                "<entry><title>{}</title><id>urn:sha256:{}</id><updated>{}T00:00:00Z</updated>"
                '<author><name>{}</name></author><link href="{}{}/replies.html#reply-{}"/>'
                '<content type="text">{}</content></entry>'
            ).format(
                f"{seen.body}: {seen.about}", seen.sha256, one.reply.on, f"{seen.who}, {seen.body}",
                address or "../", words.lang, seen.id, escape(text),
            )
        )  # fmt: skip
    lines.append(Markup("</feed>"))
    return ("\n".join(lines) + "\n").encode()
