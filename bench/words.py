"""Texts that are long and different enough to search in: words as often as in a language, always the same ones.

How often a word stands in a text follows Zipf's law; `COMMON`, `MID` and `RARE` are words that about half, a twentieth
and a thousandth of all texts hold.
"""

from collections.abc import Iterator
from itertools import accumulate, product
from random import Random

VOCABULARY = 20_000
WORDS_IN_A_TEXT = 150
WORDS_IN_A_SENTENCE = 15
_SYLLABLES = [first + second for first, second in product("bdfglmnprstv", "aeiou")]


def _vocabulary() -> list[str]:
    random = Random(1)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(random.choices(_SYLLABLES, k=random.choice((2, 3, 3, 4))))] = None
    return list(found)


ALL = _vocabulary()
_FREQUENCIES = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
COMMON, MID, RARE = ALL[12:32], ALL[260:280], ALL[14_000:14_020]


def texts(count: int) -> Iterator[str]:
    """That many texts, each in sentences."""
    random = Random(2)
    for _ in range(count):
        words = random.choices(ALL, cum_weights=_FREQUENCIES, k=WORDS_IN_A_TEXT)
        sentences = (words[n : n + WORDS_IN_A_SENTENCE] for n in range(0, WORDS_IN_A_TEXT, WORDS_IN_A_SENTENCE))
        yield " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)
