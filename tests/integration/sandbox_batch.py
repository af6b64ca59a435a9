"""Run as a program: executes runs by the service that `run_code` uses, and prints their verdicts.

Standard input: a JSON list of [code, tests]. Standard output: a JSON list of verdicts.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import django

AT_ONCE = 3

if __name__ == "__main__":
    django.setup()

    from sandbox.pool import default_pool
    from sandbox.running import execute_run
    from sandbox.services import create_run

    def verdict_of(program: list[str]) -> str:
        code, tests = program
        run = execute_run(create_run(code=code, tests=tests).pk)
        return run.verdict if run else "not executed"

    default_pool().start()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        print(json.dumps(list(threads.map(verdict_of, json.load(sys.stdin)))))
