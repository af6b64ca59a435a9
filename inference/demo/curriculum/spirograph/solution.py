import math

import pygame

WIDTH, HEIGHT = 600, 600
LINE = "yellow"
WHEEL = 75
PEN = 60
RING = 200
CHANGES = {pygame.K_UP: 1, pygame.K_DOWN: -1}


def point(angle, wheel):
    turned = angle * (RING - wheel) / wheel
    x = (RING - wheel) * math.cos(angle) + PEN * math.cos(turned)
    y = (RING - wheel) * math.sin(angle) - PEN * math.sin(turned)
    return WIDTH / 2 + x, HEIGHT / 2 + y


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Spirograph")
    clock = pygame.time.Clock()
    wheel, angle = WHEEL, 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in CHANGES:
                wheel += CHANGES[event.key]
                wheel = max(10, min(RING - 10, wheel))
                angle = 0
                screen.fill("black")
        for _ in range(4):
            start = point(angle, wheel)
            angle += 0.05
            pygame.draw.line(screen, LINE, start, point(angle, wheel), 2)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
