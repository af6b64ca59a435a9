"""Plays a snake game by script: stands before the program, and is asked after it by the tests.

The game's own events are replaced by a list, one step a call; food is laid where the script wants
it; what is drawn is written down. No window opens.
"""

import os
import random
from types import SimpleNamespace

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame

CELLS_TO_THE_WALL = 20
frames = []
texts = []
squares = []
usual_font, usual_rect, usual_flip = pygame.font.Font, pygame.draw.rect, pygame.display.flip


class Font(usual_font):
    def render(self, text, *rest):
        texts.append(text)
        return super().render(text, *rest)


def rect(screen, color, place, *rest):
    squares.append((tuple(pygame.Color(color)), tuple(place)))
    return usual_rect(screen, color, place, *rest)


def flip():
    frames.append(SimpleNamespace(texts=list(texts), squares=list(squares)))
    texts.clear()
    squares.clear()
    usual_flip()


def key(name):
    return pygame.event.Event(pygame.KEYDOWN, key=getattr(pygame, f"K_{name}"))


def move():
    return pygame.event.Event(pygame.USEREVENT)


def scene():
    """Eat twice to the right, go down, left and up into the body, start again, hit the wall."""
    yield []
    yield [key("RIGHT")]
    yield from ([move()] for _ in range(5))
    yield [key("DOWN"), move()]
    yield [key("LEFT"), move()]
    yield [key("UP"), move()]
    yield [key("r")]
    yield [key("UP")]
    yield from ([move()] for _ in range(CELLS_TO_THE_WALL))
    while True:
        yield [pygame.event.Event(pygame.QUIT)]


# The snake starts at (15, 10): food lies on its way, five times, and then out of it.
meals = iter([16, 10, 17, 10, 18, 10, 19, 10, 20, 10] + [0, 0] * 100)
script = scene()
random.randrange = lambda *limits: next(meals)
pygame.font.Font, pygame.draw.rect, pygame.display.flip = Font, rect, flip
pygame.event.get = lambda: next(script)


def judge(snake, *, scored=True):
    """Say what the game did not do: asked by the tests after the program has ended.

    `snake` is the name of its colour, which may be that of the food as well.
    """

    def length(frame):
        """Of the snake, which is drawn after the food."""
        color = tuple(pygame.Color(snake))
        return len([each for each, _ in frame.squares[1:] if each == color])

    def says(frame, text):
        return any(text in line for line in frame.texts)

    def height(frame):
        """Of the head, which is drawn after the food."""
        return frame.squares[1][1][1]

    full, turned, moved_left, bitten, restarted, _, started = frames[6:13]
    lengths = [length(frame) for frame in frames[:7]]
    assert lengths == [1, 1, 2, 3, 4, 5, 6], "eating makes it longer"
    if scored:
        assert says(frames[0], "Score: 0"), "the score begins at 0"
        assert says(full, "Score: 5"), "food scores"
    else:
        assert not any(says(frame, "Score") for frame in frames), "no score is shown"
    assert height(turned) > height(full), "down is down"
    assert not says(moved_left, "Game over"), "it lives until it bites itself"
    assert says(bitten, "Game over"), "biting itself ends the game"
    assert length(restarted) == 1, "R starts again"
    assert not scored or says(restarted, "Score: 0"), "R begins a new score"
    assert height(started) < height(restarted), "up is up"
    assert says(frames[-1], "Game over"), "the wall ends the game"
