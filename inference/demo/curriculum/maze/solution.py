import random

import pygame

CELL, ROWS = 24, 17
COLUMNS = 21
WALL = "blue"
PLAYER = "yellow"
STEPS = {
    pygame.K_LEFT: (-1, 0),
    pygame.K_RIGHT: (1, 0),
    pygame.K_UP: (0, -1),
    pygame.K_DOWN: (0, 1),
}


def carve(x, y, paths):
    paths.add((x, y))
    for dx, dy in random.sample(list(STEPS.values()), 4):
        far = (x + 2 * dx, y + 2 * dy)
        if 0 < far[0] < COLUMNS and 0 < far[1] < ROWS and far not in paths:
            paths.add((x + dx, y + dy))
            carve(*far, paths)
    return paths


def main():
    pygame.init()
    screen = pygame.display.set_mode((COLUMNS * CELL, ROWS * CELL))
    pygame.display.set_caption("Maze")
    clock = pygame.time.Clock()
    paths, x, y = carve(1, 1, set()), 1, 1
    goal = (COLUMNS - 2, ROWS - 2)
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in STEPS:
                dx, dy = STEPS[event.key]
                if (x + dx, y + dy) in paths:
                    x, y = x + dx, y + dy
                if (x, y) == goal:
                    paths, x, y = carve(1, 1, set()), 1, 1
        screen.fill(WALL)
        for column, row in paths:
            pygame.draw.rect(screen, "black", (column * CELL, row * CELL, CELL, CELL))
        pygame.draw.rect(screen, "gold", (goal[0] * CELL, goal[1] * CELL, CELL, CELL))
        pygame.draw.circle(screen, PLAYER, (x * CELL + 12, y * CELL + 12), 9)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
