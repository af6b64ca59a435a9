"""The same request as other people type it: case, politeness, punctuation, spaces, slips."""

from __future__ import annotations

import random
import string

__all__ = ["gibberish", "slip", "vary"]

BEFORE = {
    "en": ("Hi, ", "Hello! ", "Hey, ", "Please, ", "OK, ", "Now ", "Thanks. ", "Could you help? "),
    "ko": ("안녕하세요. ", "안녕하세요, ", "저기요, ", "혹시 ", "이번에는 ", "그럼 ", "고마워요. "),
}
AFTER = {
    "en": (" please", ", please.", " Thanks!", " thank you", " for me", " in Python", " (Python)"),
    "ko": (" 부탁해요", " 부탁드립니다.", " 감사합니다.", " 고마워요", " 파이썬으로요", " 빨리요"),
}
WHY = {
    "en": (
        " I am learning Python.",
        " It is for school.",
        " Keep it short.",
        " Quick!",
        " if you can",
    ),
    "ko": (" 파이썬을 배우고 있어요.", " 숙제예요.", " 짧게요.", " 급해요!", " 가능하면요"),
}
LETTERS = {
    "en": string.ascii_lowercase,
    "ko": "가나다라마바사아자차카타파하ㅋㅎㅠㅇ고노도로모보소오",
}


def vary(text: str, lang: str, dice: random.Random) -> str:
    """Sometimes the text itself, mostly a form of it that means the same."""
    if dice.random() < 0.3:
        return text
    if dice.random() < 0.4:
        text = _loosened(text, dice)
    if dice.random() < 0.1:
        text = text.rstrip(" ") + dice.choice(WHY[lang])
    if dice.random() < 0.25:
        text = dice.choice(BEFORE[lang]) + text
    if dice.random() < 0.25:
        text = text.rstrip(".!?") + dice.choice(AFTER[lang])
    if dice.random() < 0.4:
        text = text.rstrip(".!? ") + dice.choice(("", ".", "!", "?", "...", "~"))
    case = dice.random()
    if case < 0.2:
        text = text.lower()
    elif case < 0.3:
        text = text[:1].upper() + text[1:]
    elif case < 0.33:
        text = text.upper()
    if lang == "ko" and dice.random() < 0.15:
        text = _drop(text, " ", dice)
    if dice.random() < 0.12:
        text = slip(text, dice)
    if dice.random() < 0.05:
        text = dice.choice(("\n", " ")) + text + dice.choice(("\n", "  "))
    return text


def gibberish(lang: str, dice: random.Random) -> str:
    """Words of no language: what a cat on the keyboard asks for."""
    letters = LETTERS[lang] + dice.choice(("", string.digits, "?!.,", string.punctuation))
    words = [
        "".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(dice.randint(1, 6))
    ]
    return " ".join(words)


def _loosened(text: str, dice: random.Random) -> str:
    """With up to a third of its words less, or with two in the other order.

    What is asked for mostly stays clear, and is not learnt from one word alone.
    """
    words = text.split(" ")
    if len(words) < 4:
        return text
    if dice.random() < 0.7:
        for _ in range(dice.randint(1, len(words) // 3)):
            del words[dice.randrange(len(words))]
    else:
        at = dice.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def _drop(text: str, character: str, dice: random.Random) -> str:
    """Without one of the places where `character` stands, or as it is where there is none."""
    places = [at for at, each in enumerate(text) if each == character]
    if not places:
        return text
    at = dice.choice(places)
    return text[:at] + text[at + 1 :]


def slip(text: str, dice: random.Random) -> str:
    """Lose, double or swap one character, as fast fingers do."""
    if len(text) < 3:
        return text
    at = dice.randrange(1, len(text) - 1)
    kind = dice.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
