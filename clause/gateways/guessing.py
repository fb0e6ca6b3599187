"""Whether a password would soon be guessed: stolen ones, words, dates, keyboards, and how people vary them."""

from collections.abc import Sequence

LEAST_GUESSES = 10**10
LONGEST_LOOKED_AT = 72
"""Signs. What follows makes a password no worse, and looking at it takes longer."""


def is_guessable(password: str, words: Sequence[str]) -> bool:
    """Whether fewer than ten thousand million tries find it, for who tries the likeliest first.

    Guessers begin with the tens of thousands of passwords that were stolen most often, and with ``words``: those of
    the place and of the person.
    """
    # The lists take megabytes: only a process in which somebody chooses a password has them.
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:LONGEST_LOOKED_AT], user_inputs=list(words))
    return int(found["guesses"]) < LEAST_GUESSES
