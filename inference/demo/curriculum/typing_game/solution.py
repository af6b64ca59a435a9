import random

import pygame

WIDTH, HEIGHT = 500, 400
WORDS = ["apple", "bridge", "candle", "dragon", "garden", "island", "pencil", "window"]
TEXT = "yellow"
SPEED = 1
LIVES = 3


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Typing game")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 40)
    word, x, y = random.choice(WORDS), 200, 0
    score, lives = 0, LIVES
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.unicode == word[0]:
                word = word[1:]
                if not word:
                    score += 1
                    word, x, y = random.choice(WORDS), random.randrange(WIDTH - 120), 0
        y += SPEED
        if y > HEIGHT:
            lives -= 1
            word, x, y = random.choice(WORDS), random.randrange(WIDTH - 120), 0
        if lives == 0:
            score, lives = 0, LIVES
        screen.fill("black")
        screen.blit(font.render(word, True, TEXT), (x, y))
        status = f"Score: {score}   Lives: {lives}"
        screen.blit(font.render(status, True, "white"), (10, 10))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
