import random

import pygame

WIDTH, HEIGHT = 800, 600
FLAKE = "white"
FLAKES = 150


def new_flake():
    return [random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(1, 4)]


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Snowfall")
    clock = pygame.time.Clock()
    flakes = [new_flake() for _ in range(FLAKES)]
    wind = 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                wind -= 1
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                wind += 1
        screen.fill("midnightblue")
        for flake in flakes:
            flake[0] = (flake[0] + wind + random.uniform(-1, 1)) % WIDTH
            flake[1] += flake[2]
            if flake[1] > HEIGHT:
                flake[1] = 0
            pygame.draw.circle(screen, FLAKE, flake[:2], flake[2])
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
