import math

import pygame

WIDTH, HEIGHT = 800, 600
BRANCH = "green"
DEPTH = 9
ANGLE = 25


def draw_tree(screen, x, y, heading, length, depth, angle):
    if depth == 0:
        return
    end_x = x + length * math.cos(math.radians(heading))
    end_y = y - length * math.sin(math.radians(heading))
    pygame.draw.line(screen, BRANCH, (x, y), (end_x, end_y), depth)
    for turn in (angle, -angle):
        draw_tree(screen, end_x, end_y, heading + turn, length * 0.77, depth - 1, angle)


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Fractal tree")
    clock = pygame.time.Clock()
    depth, angle = DEPTH, ANGLE
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_UP:
                depth = min(11, depth + 1)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_DOWN:
                depth = max(1, depth - 1)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                angle += 3
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                angle -= 3
        screen.fill("black")
        draw_tree(screen, WIDTH / 2, HEIGHT - 20, 90, 130, depth, angle)
        pygame.display.flip()
        clock.tick(30)
    pygame.quit()


if __name__ == "__main__":
    main()
