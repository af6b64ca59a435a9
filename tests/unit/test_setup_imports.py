"""The rule of imports that import-linter cannot say: a part of an outside package is forbidden."""

from __future__ import annotations

import ast

from scripts.paths import ROOT


def imports(path: str) -> set[str]:
    """Every module that a file of the checkout imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_pool_has_no_orm() -> None:
    files = [path.relative_to(ROOT) for path in (ROOT / "inference").rglob("*.py")]
    assert len(files) > 10, "need the pool's files for this test to mean anything"
    users = [
        str(file) for file in files if any(m.startswith("django.db") for m in imports(str(file)))
    ]
    assert users == []


def test_set_up_needs_nothing_that_is_not_there_before_it() -> None:
    """Plain Python: of the product, only modules that are as plain themselves."""
    plain = {"inference.addresses", "inference.engine_env"}
    outside = {"django", "redis", "celery", "docker", "aiohttp", "psycopg", "assistant", "sandbox"}
    waiting = ["run", "run_tests", "lock", "make_images", "compose_images"]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or not (ROOT / "scripts" / f"{name}.py").exists():
            continue
        seen.add(name)
        for module in imports(f"scripts/{name}.py"):
            assert module.split(".")[0] not in outside, (name, module)
            if module.startswith("inference."):
                assert any(module.startswith(known) for known in plain), (name, module)
            if module.startswith("scripts."):
                waiting.append(module.removeprefix("scripts.").split(".")[0])
    assert "supervisor" in seen, "need to follow the imports for this test to mean anything"
