import math

import pygame

WIDTH, HEIGHT = 640, 480
BOB = "red"
LENGTH = 300
START = 45
GRAVITY = 0.4


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Pendulum")
    clock = pygame.time.Clock()
    angle, speed = math.radians(START), 0
    pivot = (WIDTH / 2, 60)
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                speed -= 0.02
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                speed += 0.02
        speed -= GRAVITY / LENGTH * math.sin(angle)
        speed *= 0.999
        angle += speed
        x = pivot[0] + LENGTH * math.sin(angle)
        y = pivot[1] + LENGTH * math.cos(angle)
        screen.fill("black")
        pygame.draw.line(screen, "white", pivot, (x, y), 3)
        pygame.draw.circle(screen, BOB, (x, y), 25)
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
