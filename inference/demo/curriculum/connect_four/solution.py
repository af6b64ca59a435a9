import pygame

CELL = 70
COLUMNS = 7
ROWS = 6
BOARD = "blue"
DIRECTIONS = [(1, 0), (0, 1), (1, 1), (1, -1)]


def wins(discs, player):
    return any(
        all(discs.get((x + dx * step, y + dy * step)) == player for step in range(4))
        for x, y in discs
        for dx, dy in DIRECTIONS
    )


def main():
    pygame.init()
    screen = pygame.display.set_mode((COLUMNS * CELL, (ROWS + 1) * CELL))
    clock = pygame.time.Clock()
    discs, player, other, column, over = {}, "crimson", "gold", 0, False
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                column = (column - 1) % COLUMNS
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                column = (column + 1) % COLUMNS
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                free = [y for y in range(ROWS) if (column, y) not in discs]
                if over:
                    discs, over = {}, False
                elif free:
                    discs[column, max(free)] = player
                    over = wins(discs, player) or len(discs) == COLUMNS * ROWS
                    player, other = other, player
        screen.fill("black")
        pygame.draw.rect(screen, BOARD, (0, CELL, COLUMNS * CELL, ROWS * CELL))
        pygame.draw.circle(screen, player, (column * CELL + 35, 35), 28)
        for x in range(COLUMNS):
            for y in range(ROWS):
                center = (x * CELL + 35, (y + 1) * CELL + 35)
                pygame.draw.circle(screen, "black", center, 32)
                pygame.draw.circle(screen, discs.get((x, y), "black"), center, 27)
        pygame.display.set_caption("Game over" if over else "Connect Four")
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
