import pygame

WIDTH, HEIGHT = 640, 580
TRIANGLE = "orange"
DEPTH = 5
MOST = 8
STEPS = {pygame.K_UP: 1, pygame.K_RIGHT: 1, pygame.K_DOWN: -1, pygame.K_LEFT: -1}
CORNERS = (WIDTH / 2, 20), (20, HEIGHT - 20), (WIDTH - 20, HEIGHT - 20)


def middle(a, b):
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def sierpinski(screen, a, b, c, depth):
    if depth == 0:
        pygame.draw.polygon(screen, TRIANGLE, [a, b, c])
    else:
        ab, bc, ca = middle(a, b), middle(b, c), middle(c, a)
        sierpinski(screen, a, ab, ca, depth - 1)
        sierpinski(screen, ab, b, bc, depth - 1)
        sierpinski(screen, ca, bc, c, depth - 1)


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Sierpinski triangle")
    clock = pygame.time.Clock()
    depth = DEPTH
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in STEPS:
                depth = max(0, min(MOST, depth + STEPS[event.key]))
        screen.fill("black")
        sierpinski(screen, *CORNERS, depth)
        pygame.display.flip()
        clock.tick(30)
    pygame.quit()


if __name__ == "__main__":
    main()
