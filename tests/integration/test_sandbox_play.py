"""Programs with windows are played, and judged by what was seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.execution import Program, execute
from sandbox.outcome import Outcome
from sandbox.verdicts import Verdict

SNAKE = Path(__file__).parents[3] / "shared" / "data" / "snake_third_try.py"

pytestmark = [pytest.mark.docker, pytest.mark.timeout(120)]

STILL = """
import pygame
pygame.init()
screen = pygame.display.set_mode((320, 240))
pygame.draw.circle(screen, (255, 0, 0), (160, 120), 40)
pygame.display.flip()
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            raise SystemExit
    pygame.time.wait(20)
"""
ANIMATION_THAT_READS_NOTHING = """
import pygame, time
pygame.init()
screen = pygame.display.set_mode((320, 240))
for step in range(10_000):
    screen.fill((0, 0, 0))
    pygame.draw.circle(screen, (255, 0, 0), (step % 320, 120), 20)
    pygame.display.flip()
    time.sleep(0.03)
"""
STARTS_WITH_SPACE = """
import pygame
pygame.init()
screen = pygame.display.set_mode((320, 240))
x, started = 0, False
while True:
    for event in pygame.event.get():
        if event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
            started = True
        if started and event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
            x += 10
    screen.fill((20, 20, 20))
    pygame.draw.rect(screen, (0, 255, 0), (x, 100, 20, 20))
    pygame.display.flip()
    pygame.time.wait(20)
"""
TK_GAME = """
import tkinter as tk
root = tk.Tk()
canvas = tk.Canvas(root, width=320, height=240)
canvas.pack()
box = canvas.create_rectangle(50, 50, 70, 70, fill="red")
root.bind("<Right>", lambda event: canvas.move(box, 5, 0))
root.mainloop()
"""
TURTLE = """
import turtle
turtle.speed(0)
for _ in range(36):
    turtle.forward(100)
    turtle.left(100)
turtle.done()
"""
PLOT = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 3])
plt.title("한글 제목")
plt.show()
"""
DRAWING_THAT_ENDS = """
import pygame
pygame.init()
screen = pygame.display.set_mode((320, 240))
pygame.draw.circle(screen, (255, 0, 0), (160, 120), 40)
pygame.display.flip()
pygame.time.wait(1500)
"""
PROGRAM_OF_A_PROGRAM = f"""
import subprocess, sys
open("game.py", "w").write({TK_GAME!r})
sys.exit(subprocess.run([sys.executable, "game.py"]).returncode)
"""


@pytest.fixture
def snake() -> str:
    if not SNAKE.exists():
        pytest.skip("the seed's snake game is not beside this checkout")
    return SNAKE.read_text(encoding="utf-8")


def play(code: str) -> Outcome:
    return execute(Program(code))


def test_the_seeds_snake_game_is_ok_and_its_window_comes_back(snake: str) -> None:
    outcome = play(snake)
    assert outcome.verdict == Verdict.OK, outcome
    assert outcome.frame is not None
    assert outcome.frame.media_type == "image/png"
    assert outcome.duration_ms > 7_500


def test_a_misspelt_clock_is_an_attribute_error_on_its_line(snake: str) -> None:
    broken = snake.replace("pygame.time.Clock", "pygame.time.clock")
    assert broken != snake
    outcome = play(broken)
    assert outcome.verdict == Verdict.ERROR
    assert outcome.error is not None
    assert outcome.error.type == "AttributeError"
    assert outcome.error.line == snake[: snake.index("pygame.time.Clock")].count("\n") + 1
    assert outcome.error.function == "game_loop"
    assert outcome.error.values["x1"] == "400.0"


@pytest.mark.parametrize(
    "deafen",
    [
        lambda code: code.replace("pygame.event.get()", "[]"),
        lambda code: code.replace("pygame.event.get()", "pygame.event.clear() or []"),
        lambda code: code.replace("pygame.KEYDOWN", "pygame.MOUSEWHEEL"),
    ],
    ids=["never reads events", "throws events away", "listens to the wrong event"],
)
def test_a_snake_game_that_ignores_its_keys_is_frozen(
    snake: str, deafen: Callable[[str], str]
) -> None:
    outcome = play(deafen(snake))
    assert outcome.verdict == Verdict.FROZEN, outcome
    assert outcome.frame is not None, "a frozen window is shown too"


@pytest.mark.parametrize(
    ("code", "verdict", "words"),
    [
        (STILL, Verdict.OK, "asks for no keys"),
        (ANIMATION_THAT_READS_NOTHING, Verdict.FROZEN, "never reads its events"),
        (STARTS_WITH_SPACE, Verdict.OK, "changed when keys were pressed"),
        (TK_GAME, Verdict.OK, "changed when keys were pressed"),
        (TK_GAME.replace("canvas.move", "canvas.mov"), Verdict.ERROR, "AttributeError"),
        (TK_GAME.replace("<Right>", "<F12>"), Verdict.OK, "changed when keys were pressed"),
        (TK_GAME.replace("box, 5, 0", "box, 0, 0"), Verdict.FROZEN, "nothing changed"),
        (TURTLE, Verdict.OK, ""),
        (PROGRAM_OF_A_PROGRAM, Verdict.OK, "changed when keys were pressed"),
    ],
    ids=[
        "a still picture",
        "a deaf animation",
        "a game that waits for space",
        "a tkinter game",
        "a callback that fails",
        "a key that only this program knows",
        "a key that does nothing",
        "a turtle",
        "a game started by a program",
    ],
)
def test_a_window_is_judged_by_what_it_shows(code: str, verdict: Verdict, words: str) -> None:
    outcome = play(code)
    assert outcome.verdict == verdict, outcome
    assert words in outcome.reason
    assert outcome.frame is not None


def test_a_drawing_that_ends_by_itself_is_ok_and_was_seen() -> None:
    outcome = play(DRAWING_THAT_ENDS)
    assert outcome.verdict == Verdict.OK
    assert outcome.frame is not None


def test_a_figure_that_is_shown_comes_back_as_a_picture() -> None:
    outcome = play(PLOT)
    assert outcome.verdict == Verdict.OK, outcome
    assert outcome.stderr == "", "Hangul in a title must not make matplotlib complain"
    assert [(file.name, file.media_type) for file in outcome.artifacts] == [
        ("figure-1.png", "image/png")
    ]


def test_everything_that_is_promised_can_be_imported() -> None:
    outcome = play(
        "import numpy, pandas, matplotlib, pytest, requests, tkinter, turtle, pygame\n"
        "import pygame.freetype, pygame.mixer\n"
        "pygame.init()\n"
        "print(pygame.font.SysFont('malgungothic', 20).size('가')[0] > 0)\n"
        "print(numpy.arange(3).sum(), pandas.DataFrame({'a': [1]}).shape)\n"
    )
    assert (outcome.verdict, outcome.stdout) == (Verdict.OK, "True\n3 (1, 1)\n")


def test_a_test_file_runs_under_pytest() -> None:
    outcome = play(
        "import pytest, sys\n"
        "def test_sum(): assert 1 + 1 == 2\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', __file__]))\n"
    )
    assert outcome.verdict == Verdict.OK, outcome
    assert "1 passed" in outcome.stdout
