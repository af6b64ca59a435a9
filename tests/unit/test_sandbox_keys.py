"""Which keys a program asks for is read from its code."""

from __future__ import annotations

import pytest

from sandbox.keys import asks_for_keys, keys_in


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("if e.key == pygame.K_LEFT: pass\nif e.key == pygame.K_p: pass", ("Left", "p")),
        ("keys = pygame.key.get_pressed(); keys[K_SPACE]", ("space",)),
        ("root.bind('<Right>', go); root.bind('<KeyPress-w>', up)", ("Right", "w")),
        ("root.bind('x', fire)", ("x",)),
        ("screen.onkey(up, 'Up'); screen.onkeypress(lambda: turn(1), 'a')", ("Up", "a")),
        ("if e.key in (K_ESCAPE, K_q): running = False", ()),
        ("root.bind('<Button-1>', click)", ()),
        ("print('no window at all')", ()),
    ],
)
def test_the_keys_of_a_program_come_in_their_order(code: str, keys: tuple[str, ...]) -> None:
    assert keys_in(code) == keys


@pytest.mark.parametrize(
    "code",
    [
        "if event.type == pygame.KEYDOWN: x += 1",
        "root.bind('<Key>', lambda e: print(e.keysym))",
        "pressed = pygame.key.get_pressed()",
        "if event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT: x -= 1",
    ],
)
def test_a_game_asks_for_keys(code: str) -> None:
    assert asks_for_keys(code)


@pytest.mark.parametrize(
    "code",
    [
        "if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE: running = False",
        "entry.bind('<Return>', add_task)",
        "canvas.bind('<B1-Motion>', paint)",
        "server.listen()",
        "root.mainloop()",
    ],
)
def test_a_key_that_only_ends_a_program_or_a_line_is_not_asked_for(code: str) -> None:
    assert not asks_for_keys(code)
