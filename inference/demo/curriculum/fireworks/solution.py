import random

import pygame

WIDTH, HEIGHT = 800, 600
COLORS = ["red", "yellow", "green", "skyblue", "orange", "pink"]
ROCKET = "white"
SPARKS = 60
WAIT = 40


def explode(x, y):
    color = random.choice(COLORS)
    sparks = []
    for _ in range(SPARKS):
        speed = pygame.Vector2(random.uniform(1, 5), 0).rotate(random.uniform(0, 360))
        sparks.append([pygame.Vector2(x, y), speed, color, 60])
    return sparks


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Fireworks")
    clock = pygame.time.Clock()
    rockets, sparks = [], []
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
        if random.randrange(WAIT) == 0:
            x, height = random.randrange(100, WIDTH - 100), random.randrange(80, 300)
            rockets.append([x, HEIGHT, height])
        screen.fill("black")
        for rocket in rockets:
            rocket[1] -= 6
            pygame.draw.line(screen, ROCKET, rocket[:2], (rocket[0], rocket[1] + 12), 3)
            if rocket[1] <= rocket[2]:
                sparks += explode(rocket[0], rocket[1])
        rockets = [rocket for rocket in rockets if rocket[1] > rocket[2]]
        for spark in sparks:
            spark[0] += spark[1]
            spark[1].y += 0.05
            spark[3] -= 1
            pygame.draw.circle(screen, spark[2], spark[0], 2)
        sparks = [spark for spark in sparks if spark[3] > 0]
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
