"""What the learned table knows a word by: the word itself and the stretches of letters in it."""

from collections.abc import Iterator

_SIZES = (4, 5, 6)
_SHORTEST_CUT = 5  # shorter words are only known as a whole


def calc_features(word: str) -> Iterator[str]:
    """The features of a normalised word: `=word`, and for longer words its 4- to 6-letter stretches, `<` and `>` being
    the ends of the word. Numbers and single letters have none."""
    if len(word) < 2 or word.isdigit():
        return
    yield "=" + word
    if len(word) >= _SHORTEST_CUT:
        framed = f"<{word}>"
        for size in _SIZES:
            for start in range(len(framed) - size + 1):
                yield framed[start : start + size]
