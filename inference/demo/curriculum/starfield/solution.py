import random

import pygame

WIDTH, HEIGHT = 800, 600
STAR = "white"
STARS = 200
SPEED = 4


def new_star(depth):
    return [random.uniform(-400, 400), random.uniform(-300, 300), depth]


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Starfield")
    clock = pygame.time.Clock()
    stars = [new_star(random.uniform(1, 400)) for _ in range(STARS)]
    speed = SPEED
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP:
                speed += 1
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_DOWN:
                speed = max(1, speed - 1)
        screen.fill("black")
        for star in stars:
            star[2] -= speed
            if star[2] < 1:
                star[:] = new_star(400)
            x, y, depth = star
            spot = (WIDTH / 2 + x * 200 / depth, HEIGHT / 2 + y * 200 / depth)
            pygame.draw.circle(screen, STAR, spot, max(1, 5 - depth / 80))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
