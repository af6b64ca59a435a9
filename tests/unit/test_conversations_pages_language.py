"""Every sentence of the pages has its Korean, and every sentence of the sandbox is known."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from assistant.conversations.reasons import KNOWN, translate_reason
from inference.errors import EngineTimeout, PromptTooLong, StreamBroken
from sandbox import verdicts

PO = Path(settings.BASE_DIR) / "locale" / "ko" / "LC_MESSAGES" / "django.po"


def entries() -> list[tuple[str, str]]:
    """The messages of the Korean catalogue with their translations."""
    found = re.findall(
        r'^msgid (".*")\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? (".*")$', PO.read_text(), re.M
    )
    return [(ast.literal_eval(msgid), ast.literal_eval(msgstr)) for msgid, msgstr in found]


def test_every_message_has_its_korean_with_the_same_places() -> None:
    catalogue = [(msgid, msgstr) for msgid, msgstr in entries() if msgid]
    assert len(catalogue) > 250
    for msgid, msgstr in catalogue:
        assert msgstr, msgid
        places = re.compile(r"%\(\w+\)s")
        assert set(places.findall(msgid)) == set(places.findall(msgstr)), msgid
    assert "fuzzy" not in PO.read_text()


def test_every_sentence_of_a_verdict_is_known() -> None:
    """The literals of verdicts.py that are sentences, with their places filled in."""
    sentences = []
    module = ast.parse(inspect.getsource(verdicts))
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            sentences.append(
                "".join(
                    part.value if isinstance(part, ast.Constant) else "128" for part in node.values
                )
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            sentences.append(node.value)
    whole = {
        text
        for text in sentences
        if re.fullmatch(r"(The|A) [^\n]{15,}\.", text) and text != verdicts.decide.__doc__
    }
    assert len(whole) > 15
    unknown = [
        text
        for text in whole
        if not any(
            re.fullmatch(re.sub(r"%\\?\(\w+\\?\)s", ".+", re.escape(k)), text) for k in KNOWN
        )
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("sentence", "korean"),
    [
        ("The program raised AttributeError.", "프로그램에서 AttributeError 예외가 났습니다."),
        (
            "The program was still running after 20 s.",
            "20초가 지나도 프로그램이 끝나지 않았습니다.",
        ),
        (
            str(EngineTimeout("first token", 60.0)),
            "60초 안에 모델 서버가 답변을 시작하지 않았습니다.",
        ),
        (
            str(PromptTooLong(4096)),
            "메시지와 앞선 내용이 모델의 문맥 4,096토큰에 들어가지 않습니다.",
        ),
        (str(PromptTooLong()), "메시지와 앞선 내용이 모델의 문맥에 들어가지 않습니다."),
        (str(StreamBroken("100% lost")), "답변이 중간에 끊겼습니다. 다시 시도하세요: 100% lost."),
    ],
)
def test_sentences_of_the_sandbox_and_the_pool_are_translated(sentence: str, korean: str) -> None:
    with translation.override("ko"):
        assert translate_reason(sentence).startswith(korean)
    with translation.override("en"):
        assert translate_reason(sentence) == sentence


def test_a_sentence_that_is_not_known_is_shown_as_it_came() -> None:
    with translation.override("ko"):
        assert translate_reason("50% of it (%(n)s) broke") == "50% of it (%(n)s) broke"
        assert translate_reason("") == ""
