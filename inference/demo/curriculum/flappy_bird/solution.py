import random

import pygame

WIDTH, HEIGHT = 400, 500
BIRD = "yellow"
PIPE = "green"
GAP = 150


def new_gap():
    return pygame.Rect(WIDTH, random.randrange(40, HEIGHT - GAP - 40), 60, GAP)


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Flappy Bird")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    bird = pygame.Rect(80, 200, 30, 24)
    gap = new_gap()
    speed = 0
    score = 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                speed = -7
        speed += 0.4
        bird.y += speed
        gap.x -= 3
        if gap.right < 0:
            gap = new_gap()
            score += 1
        top = pygame.Rect(gap.x, 0, gap.width, gap.top)
        bottom = pygame.Rect(gap.x, gap.bottom, gap.width, HEIGHT - gap.bottom)
        outside = bird.top < 0 or bird.bottom > HEIGHT
        if outside or bird.colliderect(top) or bird.colliderect(bottom):
            bird.y, speed = 200, 0
            gap = new_gap()
            score = 0
        screen.fill("black")
        pygame.draw.rect(screen, PIPE, top)
        pygame.draw.rect(screen, PIPE, bottom)
        pygame.draw.ellipse(screen, BIRD, bird)
        screen.blit(font.render(f"Score: {score}", True, "white"), (10, 10))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
