"""An import: every file is accounted for, whatever it is packed in, and a table is whole or not there."""

import csv
import gzip
import io
import lzma
import os
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from made_notices import EFORMS, TED, TED_OLD, ocds

from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.members import list_members
from scharnier.sources.notices.load import import_notices
from scharnier.sources.notices.rows import SCHEMA
from scharnier.sources.notices.status import count_notices

DOCUMENTS = {
    "a.xml": EFORMS.encode(),
    "deep/b.xml": TED.encode(),
    "deep/c.xml": TED_OLD.encode(),
    "d.json": ocds(),
    "broken.xml": EFORMS[:900].encode(),
    "readme.txt": b"hello",
}
ACCOUNT = (6, 4, 1, 1)


def make_folder(path: Path) -> Path:
    for name, data in DOCUMENTS.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def make_tar(path: Path, mode: str, names: dict[str, bytes]) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in names.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def run(source: Path, out: Path, **options: Any) -> tuple[tuple[int, ...], list[dict[str, Any]], list[dict[str, str]]]:
    done = import_notices(source, out, **options)
    assert done.files == done.read + done.skipped + done.failed
    with out.with_suffix(".issues.csv").open(encoding="utf-8", newline="") as handle:
        issues = list(csv.DictReader(handle))
    table = pq.read_table(out)
    assert table.schema.equals(SCHEMA)
    assert sum(done.issues.values()) == len(issues)
    return (done.files, done.read, done.skipped, done.failed), table.to_pylist(), issues


def test_a_folder_and_every_kind_of_archive_give_the_same_rows(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in")
    zipped = tmp_path / "in.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in DOCUMENTS.items():
            archive.writestr(name, data)
    sources = [folder, zipped]
    sources += [make_tar(tmp_path / f"in.tar{end}", f"w:{end[1:]}", DOCUMENTS) for end in ("", ".gz", ".xz", ".bz2")]
    seen = []
    for source in sources:
        account, rows, issues = run(source, tmp_path / "out.parquet")
        assert account == ACCOUNT, source
        assert {issue["code"] for issue in issues} == {"truncated", "skipped"}
        seen.append(sorted([{**row, "source_file": ""} for row in rows], key=lambda row: row["notice_id"]))
    assert all(rows == seen[0] for rows in seen)


def test_the_columns_of_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(EFORMS, encoding="utf-8")
    _, (row,), issues = run(tmp_path / "a.xml", tmp_path / "x.parquet")
    assert issues == []
    assert (row["notice_id"], row["schema"], row["form"], row["n_lots"]) == ("1234-2024", "eforms", "competition", 1)
    assert (row["buyer_name"], row["buyer_country"], row["buyer_type_code"]) == ("Ministerie van Dijken", "NL", "cga")
    assert (row["cpv_main"], row["cpv_additional"]) == ("18100000", ["18800000", "18110000"])
    assert (str(row["value_amount"]), row["value_currency"]) == ("500000.5000", "EUR")
    assert (row["languages"], row["social_objectives"], row["source_file"]) == (["nl", "fr"], ["hum-right"], "a.xml")
    assert str(row["dispatch_date"]) == "2024-03-04"
    assert row["lots"] == [{"id": "LOT-0001", "kind": "lot", "title": "Kleding", "nature": None, "cpv": ["18110000"]}]
    assert {"kind": "contract_condition", "language": "nl", "text": "Internationale Sociale Voorwaarden",
            "lot": "LOT-0001", "field": "BT-70"} in row["texts"]  # fmt: skip
    assert row["dps"] is False
    assert row["framework"] is True


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    for number in range(30):
        make_folder(tmp_path / "in" / str(number))
    one = run(tmp_path / "in", tmp_path / "1.parquet")
    two = run(tmp_path / "in", tmp_path / "2.parquet", workers=2)
    assert one == two


def test_json_lines_are_read_line_by_line(tmp_path: Path) -> None:
    lines = b"\n".join([ocds(id="1"), b"", b"{broken", ocds(id="2"), b'{"ocid": 5}'])
    for name, data in (("x.jsonl", lines), ("x.jsonl.gz", gzip.compress(lines))):
        (tmp_path / name).write_bytes(data)
        account, rows, issues = run(tmp_path / name, tmp_path / "o.parquet")
        assert account == (4, 2, 0, 2)
        assert [row["source_file"] for row in rows] == [f"{name}:1", f"{name}:4"]
        assert [issue["file"] for issue in issues] == [f"{name}:3", f"{name}:5"]


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    source = make_tar(tmp_path / "in.tar", "w", {"../../evil.xml": EFORMS.encode(), "/abs\n.xml": TED.encode()})
    with tarfile.open(source, "a") as archive:
        link = tarfile.TarInfo("link.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    account, rows, issues = run(source, tmp_path / "sub.parquet")
    assert account == (3, 2, 1, 0)
    assert {row["source_file"] for row in rows} == {"in.tar!../../evil.xml", "in.tar!/abs\ufffd.xml"}
    assert issues[0]["what"].startswith("It is a link")
    assert not (tmp_path.parent.parent / "evil.xml").exists()


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in")
    (tmp_path / "secret.xml").write_text(EFORMS, encoding="utf-8")
    (folder / "z.xml").symlink_to(tmp_path / "secret.xml")
    account, _, _ = run(folder, tmp_path / "o.parquet")
    assert account == (7, 4, 2, 1)


def test_damaged_archives_are_one_issue_and_what_came_before_counts(tmp_path: Path) -> None:
    good = make_tar(tmp_path / "good.tar.xz", "w:xz", {f"{n}.xml": EFORMS.encode() + bytes(os.urandom(9000).hex(), "ascii").join([b"<!--", b"-->"]) for n in range(40)})  # fmt: skip  # noqa: E501
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "half.tar.xz").write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    (folder / "no.zip").write_bytes(b"PK\x03\x04 not a zip")
    (folder / "no.tar").write_bytes(b"not a tar at all" * 100)
    (folder / "no.xml.gz").write_bytes(b"\x1f\x8b not gzip")
    (folder / "ok.xml").write_text(EFORMS, encoding="utf-8")
    account, rows, issues = run(folder, tmp_path / "o.parquet")
    assert len([issue for issue in issues if issue["code"] == "unreadable"]) == 4
    assert account[3] == 4
    assert account[1] == len(rows) > 2


def test_a_locked_archive_says_so_and_the_rest_is_read(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("locked.xml", EFORMS)
        archive.writestr("open.xml", TED)
    data = bytearray(packed.getvalue())
    data[6] |= 1  # the flag of encryption, in the header of the first file and in the list at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "all.zip").write_bytes(data)
    account, rows, issues = run(tmp_path / "all.zip", tmp_path / "out.parquet")
    assert (account[1], len(rows)) == (1, 1)
    told = [(issue["what"], issue["remedy"]) for issue in issues if issue["code"] == "unreadable"]
    assert told == [("It is locked with a password.", "Unpack it first.")]


def test_a_bomb_in_an_archive_stays_within_the_limit(tmp_path: Path) -> None:
    bomb = tmp_path / "in.tar.xz"
    with lzma.open(bomb, "wb") as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        member = tarfile.TarInfo("big.xml")
        member.size = 200 << 20
        archive.addfile(member, _Zeros(member.size))
        small = EFORMS.encode()
        member = tarfile.TarInfo("small.xml")
        member.size = len(small)
        archive.addfile(member, io.BytesIO(small))
    account, _, issues = run(bomb, tmp_path / "o.parquet", largest=1 << 20)
    assert account == (2, 1, 0, 1)
    assert issues[0]["code"] == "too-large"
    (tmp_path / "big.xml.gz").write_bytes(gzip.compress(bytes(5 << 20)))
    assert run(tmp_path / "big.xml.gz", tmp_path / "o.parquet", largest=1 << 20)[0] == (1, 0, 0, 1)


class _Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b" " * size


def test_a_number_with_different_contents_is_told_from_a_notice_that_stands_twice(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.xml").write_text(EFORMS, encoding="utf-8")
    (folder / "2.xml").write_text(EFORMS, encoding="utf-8")
    (folder / "3.xml").write_text(TED, encoding="utf-8")
    (folder / "4.xml").write_text(TED.replace("900000.00", "1.00"), encoding="utf-8")
    _, rows, issues = run(folder, tmp_path / "o.parquet")
    assert len(rows) == 4
    assert [(issue["code"], issue["file"]) for issue in issues] == [("same-twin", "1.xml"), ("differing-twin", "3.xml")]
    assert "000123-2019" in issues[1]["what"]


def test_the_output_may_lie_in_the_folder_that_is_read(tmp_path: Path) -> None:
    make_folder(tmp_path)
    for _ in range(2):
        assert run(tmp_path, tmp_path / "o.parquet")[0] == ACCOUNT


def test_what_the_user_can_mend_is_said(tmp_path: Path) -> None:
    for source, out in ((tmp_path / "none", "x.parquet"), (tmp_path, "x.csv"), (tmp_path, "none/x.parquet")):
        with pytest.raises(InputProblem):
            import_notices(source, tmp_path / out)
    with pytest.raises(InputProblem):
        count_notices(tmp_path / "none.parquet")
    (tmp_path / "no.parquet").write_bytes(b"no")
    with pytest.raises(InputProblem):
        count_notices(tmp_path / "no.parquet")


def test_status_counts(tmp_path: Path) -> None:
    run(make_folder(tmp_path / "in"), tmp_path / "o.parquet")
    found = count_notices(tmp_path / "o.parquet")
    assert (found["rows"], found["first"], found["last"]) == (4, "2015-03-02", "2024-05-01")
    assert {row["name"]: row["count"] for row in found["schema"]} == {"ted_legacy": 2, "eforms": 1, "ocds": 1}
    assert found["country"] == [{"name": "NL", "count": 4}]
    assert {row["name"] for row in found["issues"]} == {"truncated", "skipped"}


def test_a_formula_in_an_issue_is_text(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "=cmd|' !A1.txt").write_bytes(b"x")
    _, _, (issue,) = run(tmp_path / "in", tmp_path / "o.parquet")
    assert issue["file"].startswith("'=")


KILLED = """
import sys, time
from importlib.util import find_spec
from pathlib import Path
from scharnier.sources.notices.load import import_notices
def slow(done):
    print("going", flush=True)
    time.sleep(60)
if __name__ == "__main__":
    import_notices(Path(sys.argv[1]), Path(sys.argv[2]), tell=slow)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_half_way_what_stood_there_stays(tmp_path: Path, how: signal.Signals) -> None:
    folder = make_folder(tmp_path / "in")
    before = run(folder, tmp_path / "o.parquet")[1]
    (folder / "more.xml").write_text(EFORMS, encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "o.parquet")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == "going"
        time.sleep(0.05)
        process.send_signal(how)
    assert pq.read_table(tmp_path / "o.parquet").to_pylist() == before
    assert run(folder, tmp_path / "o.parquet")[0] == (7, 5, 1, 1)


def test_members_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    make_folder(tmp_path)
    names = [member.name for member in list_members(tmp_path)]
    assert names == ["a.xml", "broken.xml", "d.json", "readme.txt", "deep/b.xml", "deep/c.xml"]


def test_a_worker_spares_pandas_and_those_who_want_it_have_it() -> None:
    """Arrow works without it, and it can be loaded and used afterwards."""
    code = (
        "import sys, pyarrow as pa\n"
        "from scharnier.sources.notices.spare import spare_pandas\n"
        "spare_pandas()\n"
        "assert pa.array(['a', None]).null_count == 1 and 'pandas' not in sys.modules\n"
        "assert not [one for one in sys.meta_path if 'spare' in type(one).__module__]\n"
    )
    if find_spec("pandas"):
        code += (
            "import pandas\nassert len(pa.table({'a': [1]}).to_pandas()) == len(pandas.DataFrame({'a': [1]})) == 1\n"
        )
    subprocess.run([sys.executable, "-c", code], check=True)
