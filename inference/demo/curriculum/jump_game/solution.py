import random

import pygame

WIDTH, HEIGHT = 600, 300
GROUND = 240
RUNNER = "green"
CACTUS = "orange"
SPEED = 6


def new_cactus():
    return pygame.Rect(WIDTH + random.randrange(200), GROUND - 40, 20, 40)


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Jump")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    runner = pygame.Rect(60, GROUND - 40, 30, 40)
    cactus = new_cactus()
    rise = 0
    score = 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                if runner.bottom == GROUND:
                    rise = 16
        runner.y -= rise
        rise -= 1
        if runner.bottom >= GROUND:
            runner.bottom, rise = GROUND, 0
        cactus.x -= SPEED
        if cactus.right < 0:
            cactus = new_cactus()
            score += 1
        if runner.colliderect(cactus):
            cactus = new_cactus()
            score = 0
        screen.fill("black")
        pygame.draw.line(screen, "white", (0, GROUND), (WIDTH, GROUND), 2)
        pygame.draw.rect(screen, CACTUS, cactus)
        pygame.draw.rect(screen, RUNNER, runner)
        screen.blit(font.render(f"Score: {score}", True, "white"), (10, 10))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
