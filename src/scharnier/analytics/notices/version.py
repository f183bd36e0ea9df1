"""The version a screening is made under, of rule, content and code: where one changes, a row is judged anew."""

import hashlib
from functools import cache
from pathlib import Path

from scharnier import analytics, procurement
from scharnier.kernel.content import content_path
from scharnier.procurement.flags.quick import find_flag_version
from scharnier.procurement.isv.content import TABLES, load_isv_content


@cache
def find_version() -> str:
    """The version of the rule and the start of the SHA-256 of all that an answer turns on."""
    content = content_path("procurement")
    laws = content_path("norms") / "law"
    code = [Path(str(procurement.__file__)).parent / "isv", Path(str(analytics.__file__)).parent / "notices"]
    files = [*(content / name for name in sorted(TABLES)), content / "rule.yaml"]
    files += [laws / "isv.yaml", laws / "procurement.yaml"]
    files += [path for folder in code for path in sorted(folder.glob("*.py"))]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    digest.update(find_flag_version().encode())
    return f"{load_isv_content().rule.version}+{digest.hexdigest()[:12]}"
