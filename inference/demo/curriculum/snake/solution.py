import random

import pygame

CELL = 20
COLUMNS = 30
ROWS = 20
SNAKE = "green"
FOOD = "red"
MOVE = pygame.USEREVENT
KEYS = {pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1), pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0)}


def new_food(snake):
    while True:
        food = (random.randrange(COLUMNS), random.randrange(ROWS))
        if food not in snake:
            return food


def draw_text(screen, font, text, y):
    image = font.render(text, True, "white")
    screen.blit(image, image.get_rect(center=(screen.get_width() // 2, y)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((COLUMNS * CELL, ROWS * CELL))
    pygame.display.set_caption("Snake")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    pygame.time.set_timer(MOVE, 120)
    snake, direction, score, game_over = [(15, 10)], None, 0, False
    food = new_food(snake)
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in KEYS:
                dx, dy = KEYS[event.key]
                if len(snake) == 1 or (snake[0][0] + dx, snake[0][1] + dy) != snake[1]:
                    direction = (dx, dy)
            elif event.type == pygame.KEYDOWN and event.key in (pygame.K_r, pygame.K_SPACE):
                if game_over:
                    snake, direction, score, game_over = [(15, 10)], None, 0, False
            elif event.type == MOVE and direction and not game_over:
                x, y = snake[0][0] + direction[0], snake[0][1] + direction[1]
                inside = 0 <= x < COLUMNS and 0 <= y < ROWS
                if not inside or (x, y) in snake[:-1]:
                    game_over = True
                else:
                    snake.insert(0, (x, y))
                    if (x, y) == food:
                        score += 1
                        food = new_food(snake)
                    else:
                        snake.pop()
        screen.fill("black")
        pygame.draw.rect(screen, FOOD, (food[0] * CELL, food[1] * CELL, CELL, CELL))
        for x, y in snake:
            pygame.draw.rect(screen, SNAKE, (x * CELL, y * CELL, CELL - 1, CELL - 1))
        draw_text(screen, font, f"Score: {score}", 20)
        if game_over:
            draw_text(screen, font, "Game over! Press R to play again", 200)
        elif direction is None:
            draw_text(screen, font, "Press an arrow key to start", 140)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
