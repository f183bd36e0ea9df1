"""Splitting Dutch compounds into words the content knows: onderhoudscontract → onderhoud + contract."""

from collections.abc import Callable

_LINKS = ("", "s", "e", "en", "n")
_SHORTEST = 4
_SHORTEST_REST = 3  # of a partial split: the part that is not known
_SHORTEST_KNOWN = 6  # of a partial split: the part that is


def split_compound(word: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The parts of a compound, or () if it is none. A part that is not known may stand at one end only.

    Full splits win over partial ones, and among those the one with the longest last part (the head of the compound).
    """
    full = _split_full(word, is_known)
    if full:
        return full
    for start in range(_SHORTEST_REST, len(word) - _SHORTEST_KNOWN + 1):  # longest known tail
        if is_known(word[start:]):
            return (word[:start], word[start:])
    for end in range(len(word) - _SHORTEST_REST, _SHORTEST_KNOWN - 1, -1):  # longest known beginning
        if is_known(word[:end]):
            return (word[:end], word[end:])
    return ()


def _split_full(word: str, is_known: Callable[[str], bool], depth: int = 0) -> tuple[str, ...]:
    if depth > 3:
        return ()
    for start in range(_SHORTEST - 1, len(word) - _SHORTEST + 1):
        tail = word[start:]
        if not is_known(tail):
            continue
        for link in _LINKS:
            if link and not word[:start].endswith(link):
                continue
            head = word[: start - len(link)] if link else word[:start]
            if len(head) < _SHORTEST - 1:
                continue
            if is_known(head):
                return (head, tail)
            parts = _split_full(head, is_known, depth + 1)
            if parts:
                return (*parts, tail)
    return ()
