"""Something wrong in content, said so that it can be mended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something wrong in shipped content: where (file and record), what, and what to do about it."""

    file: str
    record: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.record}: {self.what} {self.remedy}"
