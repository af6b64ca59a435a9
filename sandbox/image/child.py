"""Runs the program inside its own interpreter, and reports an exception nobody caught.

It is started before there is a program and waits on descriptor 3 for it. What it reports on
descriptor 4 is a hint: the program lives in this process and could write there too. The host
therefore never lets a report turn a failure into a success.
"""

import importlib.abc
import importlib.util
import json
import linecache
import os
import reprlib
import sys
import threading
import traceback
import types

CONTROL, REPORT = 3, 4
PROGRAM = "/sandbox/program.py"
TESTS = "<tests>"
MAX_VALUES = 20
MAX_TEXT = 2000
SHORT = reprlib.Repr()
SHORT.maxstring = SHORT.maxother = 160
SHORT.maxlist = SHORT.maxtuple = SHORT.maxdict = SHORT.maxset = 12
SHORT.maxlevel = 4


class Reporter:
    """Writes reports, one JSON object a line, from the first process only: not from its forks."""

    def __init__(self) -> None:
        self._pid = os.getpid()

    def send(self, **report: object) -> None:
        if os.getpid() == self._pid:
            os.write(REPORT, json.dumps(report).encode() + b"\n")

    def error(self, error: BaseException, *, phase: str) -> None:
        """Report where it happened in the program's own lines, and the values there."""
        self.send(kind="error", phase=phase, **describe(error))

    def in_background(self, error: BaseException) -> None:
        """Report an exception that ended a thread or a callback but not the program."""
        self.error(error, phase="background")


def describe(error: BaseException) -> dict[str, object]:
    line, function, values = None, "", {}
    file = PROGRAM
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in (PROGRAM, TESTS):
            file, line, function = frame.f_code.co_filename, number, frame.f_code.co_name
            values = frame.f_locals
    if line is None and isinstance(error, SyntaxError) and error.filename in (PROGRAM, TESTS):
        file, line, function = error.filename, error.lineno, "<module>"
    last_line = traceback.format_exception_only(error)[-1].strip()
    name = type(error).__name__
    return {
        "type": name[:200],
        "message": message_of(last_line, name)[:MAX_TEXT],
        "line": line,
        "function": function[:200],
        "source": linecache.getline(file, line).strip()[:MAX_TEXT] if line else "",
        "values": readable(values),
        "in_tests": file == TESTS,
    }


def message_of(last_line: str, name: str) -> str:
    """The text after the class's name, which may have its module before it."""
    head, colon, tail = last_line.partition(": ")
    if head.rpartition(".")[2] == name:
        return tail if colon else ""
    return last_line


def readable(values: dict[str, object]) -> dict[str, str]:
    """The program's data in short, without modules, functions and classes."""
    dull = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)
    shown = {}
    for name, value in list(values.items()):
        if len(shown) == MAX_VALUES:
            break
        if not name.startswith("__") and not isinstance(value, dull):
            shown[name[:80]] = SHORT.repr(value)[:200]
    return shown


class TkWatch(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Reports errors in tkinter's callbacks, which tkinter prints and then forgets."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._loader = None

    def find_spec(self, name, path=None, target=None):
        if name != "tkinter":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module) -> None:
        self._loader.exec_module(module)
        reporter, usual = self._reporter, module.Tk.report_callback_exception

        def report_callback_exception(tk, kind, error, trace) -> None:
            reporter.in_background(error)
            usual(tk, kind, error, trace)

        module.Tk.report_callback_exception = report_callback_exception


def show_own_frames(kind, error, trace) -> None:
    """Print the traceback as if this file were not under it."""
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    traceback.print_exception(kind, error, trace)


def remember(file: str, text: str) -> None:
    """Let tracebacks show lines of the program as it was started, whatever it does to its file."""
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)


def run(text: str, file: str, namespace: dict[str, object], reporter: Reporter, phase: str) -> None:
    try:
        exec(compile(text, file, "exec", dont_inherit=True), namespace)  # noqa: S102
    except SystemExit:
        raise
    except BaseException as error:
        reporter.error(error, phase=phase)
        raise


def read_job() -> dict[str, str]:
    with os.fdopen(CONTROL, "rb") as control:
        return json.loads(control.read())


def main() -> None:
    os.set_inheritable(REPORT, False)
    reporter = Reporter()
    module = types.ModuleType("__main__")
    module.__file__ = PROGRAM
    module.__builtins__ = __builtins__
    job = read_job()
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("500")
    sys.argv = [PROGRAM]
    sys.path[0] = os.path.dirname(PROGRAM)
    sys.modules["__main__"] = module
    sys.excepthook = show_own_frames
    sys.meta_path.insert(0, TkWatch(reporter))
    show_in_thread = threading.excepthook

    def report_thread(args) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            reporter.in_background(args.exc_value)
        show_in_thread(args)

    threading.excepthook = report_thread
    code, tests = job["code"], job["tests"]
    remember(PROGRAM, code)
    remember(TESTS, tests)
    try:
        run(code, PROGRAM, module.__dict__, reporter, "program")
    except SystemExit as ending:
        if not tests or ending.code not in (None, 0):
            raise
    if tests:
        run(tests, TESTS, module.__dict__, reporter, "tests")
        reporter.send(kind="tests_passed")


if __name__ == "__main__":
    main()
