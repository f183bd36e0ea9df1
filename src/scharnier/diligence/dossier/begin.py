"""Begin a dossier in a folder of its own, whole or not at all, and with its log: an empty one, or from a document."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from scharnier.diligence.dossier import proof, snapshot
from scharnier.diligence.dossier.dossier import Dossier, Head
from scharnier.diligence.dossier.edit_text import dump_item, dump_record
from scharnier.diligence.dossier.faults import HEAD, Suggestions
from scharnier.diligence.dossier.parties import Organisation
from scharnier.diligence.dossier.record import record_edits
from scharnier.diligence.dossier.store import open_store
from scharnier.diligence.dossier.words import File, load_files
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.folders import mend_beside, put_in_place, workspace_beside

OWN = "own"
"""The id that a new dossier gives to the organisation itself."""
Lang = Literal["nl", "en"]
WORDS = {
    "lead": {
        "nl": "Elk gegeven begint met `- id: …`. Wat u niet weet, laat u weg: het telt dan als onbekend.",
        "en": "Each record begins with `- id: …`. Leave out what you do not know: it then counts as unknown.",
    },
    "needed": {"nl": "nodig", "en": "needed"},
    "example": {"nl": "Voorbeeld:", "en": "Example:"},
    "title": {"nl": "Gepaste zorgvuldigheid van {name}", "en": "Due diligence of {name}"},
}


def begin_dossier(folder: Path, name: str, lang: Lang, on: date, *, who: str, why: str, at: datetime) -> None:
    """Make the folder of an empty dossier, begun on a day, whose files say what goes in them, in a language.

    Raises InputProblem where the folder holds something already, or the name is not one line of words.
    """
    if not name.strip() or len(name) > 200 or not name.isprintable():
        raise InputProblem("the name must be words on one line, at most 200 characters.", "Give another --name.")

    def fill(work: Path) -> None:
        head = Head(
            dossier=1, id=_short(name), title=WORDS["title"][lang].format(name=name), lang=lang, organisation=OWN,
            begun_on=on,
        )  # fmt: skip
        organisation = Organisation(id=OWN, name=name)
        for kind, file in load_files().items():
            text = _explain(file, lang)
            if kind == HEAD:
                text += dump_record(head.model_dump(exclude_none=True))
            if kind == "organisations":
                text += dump_item(organisation.model_dump(exclude_defaults=True))
            (work / f"{kind}.yaml").write_text(text, encoding="utf-8")
        (work / snapshot.EVIDENCE).mkdir()
        record_edits(work, who, why, at)

    _make(folder, fill)


def write_dossier(folder: Path, dossier: Dossier, evidence: Path | None, *, who: str, why: str, at: datetime) -> None:
    """Write a dossier in a folder of its own; `evidence` is the folder with its files, that are copied.

    Raises InputProblem where the folder holds something already, or a file is missing or changed.
    """
    names = sorted({one.file for one in dossier.evidence.values() if one.file})
    if evidence is not None:
        for fault in proof.find_changed(dossier, evidence, Suggestions()):
            raise InputProblem(fault.message, fault.remedy, str(evidence), None, fault.key)

    def fill(work: Path) -> None:
        with open_store(work) as store:
            store.put(HEAD, dossier.head)
            for kind, records in dossier.records.items():
                for record in records.values():
                    store.put(kind, record)
            if evidence is not None:
                for name in names:
                    store.add_file(f"{snapshot.EVIDENCE}/{name}", evidence / name)
            store.commit(who, why, at)

    _make(folder, fill)


def _make(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder aside and put it in place at the end, so that half a dossier never stands there; in a folder that
    is there already the head comes last, and without a head it is no dossier."""
    target = folder.absolute()
    try:
        if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
            raise InputProblem("there is something here already.", "Name a folder that is new or empty.", str(folder))
        target.parent.mkdir(parents=True, exist_ok=True)
        mend_beside(target)
        with workspace_beside(target) as aside:
            work = aside / "dossier"
            work.mkdir()
            fill(work)
            if target.exists():  # perhaps somebody's shell stands in it: it must stay the same folder
                for name in sorted((path.name for path in work.iterdir()), key=lambda name: name == snapshot.HEAD):
                    (work / name).rename(target / name)
            else:
                put_in_place(work, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputProblem(f"the folder cannot be made: {reason}.", "Name another folder.", str(folder)) from error


def _explain(file: File, lang: Lang) -> str:
    """What a file holds, its keys and an example, as remarks."""
    lines = [file.text[lang]]
    if file.kind != HEAD:
        lines += [WORDS["lead"][lang]]
    lines.append("")
    for key in file.keys:
        needed = f" ({WORDS['needed'][lang]})" if key.needed else ""
        told = all(word in key.text[lang] for word in key.choices)
        choices = "" if told else f" ({', '.join(key.choices)})"
        lines.append(f"  {key.name}{needed}: {key.text[lang]}{choices}")
    if file.example:
        lines += ["", WORDS["example"][lang], *file.example[lang].splitlines()]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _short(name: str) -> str:
    """A short name made from a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "dossier"
