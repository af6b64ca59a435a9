"""Run as a program: executes runs by the service that `run_code` uses, and prints their verdicts.

Standard input: a JSON list of [code, tests]. Standard output: a JSON list of verdicts.
"""

from __future__ import annotations

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

    from sandbox.pool import default_pool
    from sandbox.running import execute_run
    from sandbox.services import create_run

    default_pool().start()
    verdicts = []
    for code, tests in json.load(sys.stdin):
        run = execute_run(create_run(code=code, tests=tests).pk)
        verdicts.append(run.verdict if run else "not executed")
    print(json.dumps(verdicts))
