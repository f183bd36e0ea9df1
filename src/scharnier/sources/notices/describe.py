"""The fields of every schema as a page: `python -m scharnier.sources.notices.describe` prints it."""

import sys

from scharnier.sources._runtime.fields import Field, Group, Schema, load_fields

SCHEMAS = ("eforms", "ted_legacy", "ocds")
_HEAD = """# Fields of a notice

Which field of which schema fills what of a [notice](notices.md). Made from `data/procurement/fields/*.yaml` by
`python -m scharnier.sources.notices.describe`; a test holds the page to the files. To read another path, change the
file, not code.

*Versions* before a path name the versions of the schema in which it holds. In eForms EXT stands for
`ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension`. A path counts from the group it is in;
`.//` looks anywhere below, but not in another group.
"""


def render_page() -> str:
    """The page in Markdown."""
    return _HEAD + "".join(_render_schema(load_fields(name)) for name in SCHEMAS)


def _render_schema(schema: Schema) -> str:
    lines = [
        "",
        f"## {schema.title}",
        "",
        f"`{schema.name}.yaml`. Source: {schema.source}. Licence: {schema.licence}.",
        "",
    ]
    for group in schema.groups.values():
        fields = [field for field in schema.fields if field.group == group.name]
        if fields:
            lines += _render_group(group, fields)
    return "\n".join(lines)


def _render_group(group: Group, fields: list[Field]) -> list[str]:
    where = f" where `{group.where}`" if group.where else ""
    place = f"`{group.path}`" if group.path else "the object itself"
    lines = [f"### {group.en}", "", f"`{group.name}`, in `{group.within or 'document'}`: {place}{where}", ""]
    lines += ["| field | what | path | type | fills |", "|---|---|---|---|---|"]
    for field in fields:
        paths = "<br>".join(f"{f'{version}: ' if version else ''}`{path}`" for version, path in field.paths)
        what = field.en + (f". {field.note}" if field.note else "")
        lines.append(f"| {field.id} | {what} | {paths} | {field.type} | {field.fills} |")
    return [*lines, ""]


if __name__ == "__main__":
    sys.stdout.write(render_page())
