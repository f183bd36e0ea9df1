"""The templates of all pages: text is escaped, and what a page forgets to give stops it."""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape


@cache
def load_templates() -> Environment:
    """The templates in `report/templates`, with the filter `commands`; loaded once."""
    environment = Environment(
        loader=PackageLoader("scharnier.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["commands"] = mark_commands
    return environment


def mark_commands(text: str) -> Markup:
    """The text with options of the command line marked as code, so that a line never breaks inside one."""
    return Markup(re.sub(r"--[a-z][\w-]*( \w+=\w+)?", r"<code>\g<0></code>", str(escape(text))))  # noqa: S704
