import random

import pygame

CELL = 36
SIZE = 10
MINES = 12
COVER = "blue"
BOARD = range(SIZE * SIZE)
STEPS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1, pygame.K_UP: -SIZE, pygame.K_DOWN: SIZE}


def around(cell):
    x, y = cell % SIZE, cell // SIZE
    return {n for n in BOARD if abs(n % SIZE - x) < 2 and abs(n // SIZE - y) < 2}


def reveal(cell, mines, shown):
    if cell not in shown:
        shown.add(cell)
        if not around(cell) & mines:
            for other in around(cell):
                reveal(other, mines, shown)


def main():
    pygame.init()
    screen = pygame.display.set_mode((SIZE * CELL, SIZE * CELL))
    font = pygame.font.Font(None, 36)
    mines, shown, flags, cursor = set(random.sample(BOARD, MINES)), set(), set(), 0
    running = True
    while running:
        for n in BOARD:
            square = pygame.Rect(n % SIZE * CELL, n // SIZE * CELL, CELL - 1, CELL - 1)
            text = "F" if n in flags else ""
            if n in shown:
                text = "*" if n in mines else str(len(around(n) & mines))
            pygame.draw.rect(screen, "gray" if n in shown else COVER, square)
            screen.blit(font.render(text, True, "black"), square.move(10, 6))
            if n == cursor:
                pygame.draw.rect(screen, "gold", square, 3)
        lost, won = shown & mines, len(shown) == SIZE * SIZE - MINES
        pygame.display.set_caption("Boom!" if lost else "You win!" if won else "Mines")
        pygame.display.flip()
        event = pygame.event.wait()
        if event.type == pygame.QUIT:
            running = False
        elif event.type == pygame.KEYDOWN and event.key in STEPS:
            cursor = (cursor + STEPS[event.key]) % len(BOARD)
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_f:
            flags ^= {cursor}
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
            if lost or won:
                mines, shown, flags = set(random.sample(BOARD, MINES)), set(), set()
            else:
                reveal(cursor, mines, shown)
    pygame.quit()


if __name__ == "__main__":
    main()
