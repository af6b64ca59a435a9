"""Values of options that no card lists: other numbers, names and words of the same form.

A card lists a handful of values, few enough to be known by heart, or to be guessed. Only a value
that was never seen before must be read from the request, and reading is what generalizes.
"""

from __future__ import annotations

import keyword
import random
import re
from collections.abc import Iterable

from inference.demo.options import Option, Value

__all__ = ["Inventor"]


class Inventor:
    """Makes values from the words of the options of all tasks."""

    def __init__(self, options: Iterable[Option]) -> None:
        named = [option for option in options if option.kind in ("constant", "rename")]
        texts = [str(value) for option in named for value in option.values]
        words = {word.lower() for text in texts for word in _words(text)}
        self.words = sorted(word for word in words if len(word) >= 2 and word.isalpha())

    def value(self, option: Option, program: str, dice: random.Random) -> Value:
        """Another value of the form of one of the option's; features and colours keep theirs.

        A made-up name that the `program` has already would mean two things there.
        """
        model = dice.choice(option.values)
        if option.kind == "rename":
            name = self._name(str(model), dice)
            return model if re.search(rf"\b{name}\b", program) else name
        if option.kind != "constant" or isinstance(model, float):
            return model
        if isinstance(model, int):
            return self._number(model, dice)
        return self._text(model, dice)

    def _name(self, model: str, dice: random.Random) -> str:
        words = dice.sample(self.words, dice.choices((1, 2, 3), (2, 5, 3))[0])
        if model[:1].isupper():
            return "".join(word.capitalize() for word in words)
        name = "_".join(words)
        return model if keyword.iskeyword(name) else name

    def _number(self, model: int, dice: random.Random) -> int:
        """A number of about the size, as round as the model is."""
        text = str(abs(model))
        digits = max(1, len(text) + dice.choice((-1, 0, 0, 0, 1)))
        zeros = min(digits - 1, len(text) - len(text.rstrip("0")))
        low = int("1".ljust(digits - zeros, "0"))
        return int(str(dice.randrange(low, 10 * low)) + "0" * zeros)

    def _text(self, model: str, dice: random.Random) -> str:
        """Each word of the text another one, with its case; signs and a file's ending stay."""

        def other(match: re.Match[str]) -> str:
            word = dice.choice(self.words)
            if match[0].isupper() and len(match[0]) > 1:
                return word.upper()
            return word.capitalize() if match[0][0].isupper() else word

        stem, dot, ending = model.partition(".")
        return re.sub(r"[A-Za-z]{2,}", other, stem) + dot + ending


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)
