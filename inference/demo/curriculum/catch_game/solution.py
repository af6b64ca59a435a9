import random

import pygame

WIDTH, HEIGHT = 480, 400
SPEED = 4
APPLE = "red"
BASKET = "blue"
BACKGROUND = "black"
TEXT = "white"


def draw_text(screen, font, text, y):
    image = font.render(text, True, TEXT)
    screen.blit(image, image.get_rect(center=(WIDTH // 2, y)))


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Catch the apples")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    pygame.key.set_repeat(1, 16)
    basket = pygame.Rect(200, HEIGHT - 30, 80, 16)
    apple = pygame.Rect(random.randrange(0, WIDTH - 20), 0, 20, 20)
    score, missed = 0, 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                basket.x = max(0, basket.x - 10)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                basket.x = min(WIDTH - basket.width, basket.x + 10)
        apple.y += SPEED
        if apple.colliderect(basket):
            score += 1
            apple.topleft = (random.randrange(0, WIDTH - 20), 0)
        elif apple.top > HEIGHT:
            missed += 1
            apple.topleft = (random.randrange(0, WIDTH - 20), 0)
        screen.fill(BACKGROUND)
        pygame.draw.rect(screen, BASKET, basket)
        pygame.draw.ellipse(screen, APPLE, apple)
        draw_text(screen, font, f"Caught: {score}  Missed: {missed}", 20)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
