import random

import pygame

CELL = 100
SIZE = 4
TILE = "orange"
TURNS = {pygame.K_LEFT: 0, pygame.K_DOWN: 1, pygame.K_RIGHT: 2, pygame.K_UP: 3}


def add_tile(board):
    empty = [(x, y) for x in range(SIZE) for y in range(SIZE) if not board[y][x]]
    x, y = random.choice(empty)
    board[y][x] = 2


def merge(row):
    tiles = [tile for tile in row if tile]
    for place in range(len(tiles) - 1):
        if tiles[place] == tiles[place + 1]:
            tiles[place], tiles[place + 1] = 2 * tiles[place], 0
    tiles = [tile for tile in tiles if tile]
    return tiles + [0] * (SIZE - len(tiles))


def turn(board, times):
    for _ in range(times):
        board = [list(row) for row in zip(*board[::-1])]
    return board


def main():
    pygame.init()
    screen = pygame.display.set_mode((SIZE * CELL, SIZE * CELL))
    font = pygame.font.Font(None, 40)
    board = [[0] * SIZE for _ in range(SIZE)]
    add_tile(board)
    running = True
    while running:
        screen.fill("black")
        for y, row in enumerate(board):
            for x, tile in enumerate(row):
                cell = pygame.Rect(x * CELL + 4, y * CELL + 4, CELL - 8, CELL - 8)
                pygame.draw.rect(screen, TILE if tile else "gray", cell)
                image = font.render(str(tile or ""), True, "black")
                screen.blit(image, image.get_rect(center=cell.center))
        pygame.display.flip()
        event = pygame.event.wait()
        if event.type == pygame.QUIT:
            running = False
        elif event.type == pygame.KEYDOWN and event.key in TURNS:
            turns = TURNS[event.key]
            moved = turn([merge(row) for row in turn(board, turns)], 4 - turns)
            if moved != board:
                board = moved
                add_tile(board)
    pygame.quit()


if __name__ == "__main__":
    main()
