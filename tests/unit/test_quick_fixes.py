"""Mends that need no model, and what must not be mended so."""

from __future__ import annotations

import pytest

from assistant.conversations.quick_fixes import MISSING_IMPORT, STRAY_FENCE, quick_fix
from assistant.conversations.rendering import render_blocks
from assistant.conversations.runnable import choose_runnable, is_python
from inference.feedback import ErrorPlace, Feedback


def failed(error_type: str, message: str) -> Feedback:
    return Feedback("error", error=ErrorPlace(error_type, message, line=1))


def test_a_missing_import_is_added_after_docstring_and_future_imports() -> None:
    code = '"""Doc."""\nfrom __future__ import annotations\nprint(random.random())\n'
    fix = quick_fix(code, failed("NameError", "name 'random' is not defined"))
    assert fix is not None
    assert fix.note == MISSING_IMPORT
    assert fix.code.splitlines()[2] == "import random"
    compile(fix.code, "program.py", "exec")


def test_an_alias_gets_its_usual_import() -> None:
    fix = quick_fix("print(np.pi)\n", failed("NameError", "name 'np' is not defined"))
    assert fix is not None
    assert fix.code == "import numpy as np\nprint(np.pi)\n"


@pytest.mark.parametrize("name", ["snake", "screen", "__builtins__"])
def test_a_name_that_is_no_module_is_left_to_the_model(name: str) -> None:
    assert quick_fix("print(1)\n", failed("NameError", f"name '{name}' is not defined")) is None


def test_an_import_that_is_there_is_not_added_again() -> None:
    code = "def f():\n    del random\nimport random\n"
    assert quick_fix(code, failed("NameError", "name 'random' is not defined")) is None


def test_a_stray_fence_is_taken_out() -> None:
    fix = quick_fix("print(1)\n```\n", failed("SyntaxError", "invalid syntax"))
    assert fix is not None
    assert (fix.code, fix.note) == ("print(1)\n", STRAY_FENCE)


def test_a_syntax_error_that_remains_is_left_to_the_model() -> None:
    assert quick_fix("print(1\n```\n", failed("SyntaxError", "invalid syntax")) is None


def test_the_program_is_the_longest_block_that_says_python() -> None:
    text = (
        "```bash\npip install pygame-with-a-very-long-name-that-is-longer-than-all\n```\n"
        "```python\nx = 1\n```\n\n```py\nimport math\nprint(math.pi)\n```\n"
    )
    block = choose_runnable(render_blocks(text))
    assert block is not None
    assert block.code == "import math\nprint(math.pi)\n"


def test_an_unmarked_block_must_parse_and_do_something() -> None:
    assert choose_runnable(render_blocks("```\nsnake\n```\n")) is None
    assert choose_runnable(render_blocks("```\npip install x\n```\n")) is None
    block = choose_runnable(render_blocks("```\nprint('hi')\n```\n"))
    assert block is not None
    assert not is_python("a" + "(" * 5000)
