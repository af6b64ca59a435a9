import random
from collections import Counter

import pygame

CELL = 12
COLUMNS = 50
ROWS = 40
ALIVE = "green"


def random_cells():
    spots = [(x, y) for x in range(COLUMNS) for y in range(ROWS)]
    return set(random.sample(spots, len(spots) // 4))


def neighbours(x, y):
    around = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]
    return [((x + dx) % COLUMNS, (y + dy) % ROWS) for dx, dy in around]


def next_generation(cells):
    counts = Counter(spot for x, y in cells for spot in neighbours(x, y))
    born = {spot for spot in counts if counts[spot] == 3}
    return born | {spot for spot in cells if counts[spot] == 2}


def main():
    pygame.init()
    screen = pygame.display.set_mode((COLUMNS * CELL, ROWS * CELL))
    pygame.display.set_caption("Game of Life")
    clock = pygame.time.Clock()
    cells = random_cells()
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                cells = random_cells()
        cells = next_generation(cells)
        screen.fill("black")
        for x, y in cells:
            pygame.draw.rect(screen, ALIVE, (x * CELL, y * CELL, CELL - 1, CELL - 1))
        pygame.display.flip()
        clock.tick(10)
    pygame.quit()


if __name__ == "__main__":
    main()
