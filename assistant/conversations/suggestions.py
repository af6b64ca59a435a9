"""Things to try on an empty page: programs that the served model can really write."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Suggestion", "suggestions"]


@dataclass(frozen=True)
class Suggestion:
    """What is sent, and what to expect of it."""

    prompt: str
    hint: str


# The prompts are wordings of the demo model's curriculum (inference/demo/curriculum).
_SUGGESTIONS = {
    "en": (
        Suggestion("Please write a snake game in Python", "a game that you steer with the arrows"),
        Suggestion("Make a picture with one bar for each day of the week", "a chart as a picture"),
        Suggestion("Read a CSV file and print the total for each product", "a report as text"),
        Suggestion("Show me how to test that a function raises an error", "a program with tests"),
    ),
    "ko": (
        Suggestion("스네이크 게임을 파이썬으로 만들어 주세요", "방향키로 움직이는 게임"),
        Suggestion("요일별 판매량을 막대로 보여 주세요", "그림으로 나오는 그래프"),
        Suggestion("CSV에서 상품별 합계를 구해 주세요", "글로 나오는 보고서"),
        Suggestion("단위 테스트를 파이썬으로 작성해 주세요", "테스트가 딸린 프로그램"),
    ),
}


def suggestions(language: str) -> tuple[Suggestion, ...]:
    """Four things to try, in the reader's language where there are some in it."""
    return _SUGGESTIONS.get(language.split("-")[0], _SUGGESTIONS["en"])
