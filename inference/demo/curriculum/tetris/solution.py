import random

import pygame

CELL, ROWS = 24, 20
COLUMNS = 10
PIECE = "orange"
DELAY = 500
SHIFTS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}
SHAPES = ["0123", "0145", "1456", "0456", "2456", "1245", "0156"]


def new_piece():
    return [(int(n) % 4 + COLUMNS // 2 - 2, int(n) // 4) for n in random.choice(SHAPES)]


def turn(piece):
    left, top = min(x for x, y in piece), min(y for x, y in piece)
    bottom = max(y for x, y in piece)
    return [(left + bottom - y, top + x - left) for x, y in piece]


def fits(piece, heap):
    return all(0 <= x < COLUMNS and y < ROWS and (x, y) not in heap for x, y in piece)


def clear_rows(heap):
    for row in range(ROWS):
        if all((x, row) in heap for x in range(COLUMNS)):
            heap = {(x, y + (y < row)) for x, y in heap if y != row}
    return heap


def main():
    pygame.init()
    screen = pygame.display.set_mode((COLUMNS * CELL, ROWS * CELL))
    pygame.time.set_timer(pygame.USEREVENT, DELAY)
    piece, heap = new_piece(), set()
    running = True
    while running:
        moved = piece
        event = pygame.event.wait()
        key = event.key if event.type == pygame.KEYDOWN else None
        if event.type == pygame.QUIT:
            running = False
        elif key == pygame.K_UP:
            moved = turn(piece)
        elif key in SHIFTS:
            moved = [(x + SHIFTS[key], y) for x, y in piece]
        elif key == pygame.K_DOWN or event.type == pygame.USEREVENT:
            moved = [(x, y + 1) for x, y in piece]
            if not fits(moved, heap):
                heap, moved = clear_rows(heap | set(piece)), new_piece()
                heap = heap if fits(moved, heap) else set()
        piece = moved if fits(moved, heap) else piece
        screen.fill("black")
        for x, y in heap | set(piece):
            color = PIECE if (x, y) in piece else "gray"
            pygame.draw.rect(screen, color, (x * CELL, y * CELL, CELL - 1, CELL - 1))
        pygame.display.flip()
    pygame.quit()


if __name__ == "__main__":
    main()
