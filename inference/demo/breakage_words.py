"""A broken program and the sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SENTENCES", "Mutant", "mutant"]

SENTENCES = {
    "name_misspelt": (
        "The name `{wrong}` is misspelt; it is `{right}`.",
        "이름 `{wrong}`의 철자가 틀렸고 `{right}`라고 써야 합니다.",
    ),
    "missing_import": (
        "`{right}` was used but never imported.",
        "`{right}`를 불러오지 않고 사용했습니다.",
    ),
    "module_attribute": (
        "There is no `{wrong}`; it is `{right}`.",
        "`{wrong}`는 없으며 `{right}`라고 써야 합니다.",
    ),
    "method_name": (
        "There is no method `{wrong}`; it is `{right}`.",
        "`{wrong}`라는 메서드는 없으며 `{right}`라고 써야 합니다.",
    ),
    "missing_parenthesis": (
        "A closing parenthesis was missing after `{right}`.",
        "`{right}` 뒤에 닫는 괄호가 빠졌습니다.",
    ),
    "missing_colon": (
        "The colon was missing after `{right}`.",
        "`{right}` 뒤에 콜론이 빠졌습니다.",
    ),
    "missing_quote": (
        "A quotation mark was missing after `{right}`.",
        "`{right}` 뒤에 따옴표가 빠졌습니다.",
    ),
    "wrong_indentation": (
        "The line `{right}` was indented wrongly.",
        "`{right}` 줄의 들여쓰기가 틀렸습니다.",
    ),
    "return_in_loop": (
        "`{right}` stood inside the loop, so the loop ended too early.",
        "`{right}`가 반복문 안에 있어서 너무 일찍 끝났습니다.",
    ),
    "off_by_one": (
        "`{wrong}` was off by one; it is `{right}`.",
        "`{wrong}`는 하나가 어긋났고 `{right}`라고 써야 합니다.",
    ),
    "wrong_operator": (
        "`{wrong}` had the wrong operator; it is `{right}`.",
        "`{wrong}`의 연산자가 틀렸고 `{right}`라고 써야 합니다.",
    ),
    "lost_return": (
        "`{right}` did not return its result.",
        "`{right}` 함수가 결과를 돌려주지 않았습니다.",
    ),
    "missing_argument": (
        "`{wrong}` missed an argument; it is `{right}`.",
        "`{wrong}`에 인수가 빠졌고 `{right}`라고 써야 합니다.",
    ),
    "swapped_arguments": (
        "`{wrong}` had its arguments in the wrong order; it is `{right}`.",
        "`{wrong}`는 인수의 순서가 틀렸고 `{right}`라고 써야 합니다.",
    ),
    "lost_tuple": (
        "`{wrong}` needs one tuple; it is `{right}`.",
        "`{wrong}`에는 튜플 하나가 필요하며 `{right}`라고 써야 합니다.",
    ),
    "text_plus_number": (
        "Text and a number were joined with `+`; it is `{right}`.",
        "글자와 숫자를 `+`로 이었고 `{right}`라고 써야 합니다.",
    ),
    "assignment_for_equality": (
        "`{wrong}` assigns; to compare it is `{right}`.",
        "`{wrong}`는 대입이고 비교하려면 `{right}`라고 써야 합니다.",
    ),
    "missing_self_parameter": (
        "The method `{right}` missed its parameter `self`.",
        "메서드 `{right}`에 매개변수 `self`가 빠졌습니다.",
    ),
    "missing_self": (
        "`{wrong}` belongs to the object; it is `{right}`.",
        "`{wrong}`는 객체의 것이라 `{right}`라고 써야 합니다.",
    ),
    "lost_assignment": (
        "`{right}` was missing, so the name had no value.",
        "`{right}`가 빠져서 이름에 값이 없었습니다.",
    ),
    "wrong_key": (
        "There is no key `{wrong}`; it is `{right}`.",
        "`{wrong}`라는 키는 없으며 `{right}`라고 써야 합니다.",
    ),
    "lost_conversion": (
        "`{wrong}` was not converted; it is `{right}`.",
        "`{wrong}`를 변환하지 않았고 `{right}`라고 써야 합니다.",
    ),
    "lowercase_constant": (
        "Python writes `{right}`, not `{wrong}`.",
        "파이썬에서는 `{wrong}`가 아니라 `{right}`라고 씁니다.",
    ),
    "foreign_syntax": (
        "Python writes `{right}`, not `{wrong}`.",
        "파이썬에서는 `{wrong}`가 아니라 `{right}`라고 씁니다.",
    ),
    "lost_call": (
        "`{wrong}` was not called; it is `{right}`.",
        "`{wrong}`를 호출하지 않았고 `{right}`라고 써야 합니다.",
    ),
    "missing_event_loop": (
        "The program never read its events, so it did not answer.",
        "이벤트를 읽지 않아서 프로그램이 반응하지 않았습니다.",
    ),
    "lost_line": (
        "The line `{right}` was missing.",
        "`{right}` 줄이 빠졌습니다.",
    ),
}


@dataclass(frozen=True)
class Mutant:
    """A changed program, the kind of change, and one sentence of what is wrong by language."""

    kind: str
    program: str
    diagnosis: Mapping[str, str]


def mutant(kind: str, program: str, *, wrong: str = "", right: str = "") -> Mutant:
    english, korean = SENTENCES[kind]
    words = {"wrong": _one_line(wrong), "right": _one_line(right)}
    diagnosis = {"en": english.format(**words), "ko": korean.format(**words)}
    return Mutant(kind, program, diagnosis)


def _one_line(text: str) -> str:
    return " ".join(text.split())
