import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
clock = pygame.time.Clock()
x, y, step = 160, 120, (0, 0)
steps = {pygame.K_LEFT: (-4, 0), pygame.K_RIGHT: (4, 0), pygame.K_UP: (0, -4), pygame.K_DOWN: (0, 4)}
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            raise SystemExit
        if event.type == pygame.KEYDOWN:
            step = steps.get(event.key, step)
    x, y = (x + step[0]) % 320, (y + step[1]) % 240
    screen.fill((20, 20, 40))
    pygame.draw.rect(screen, (90, 220, 120), (x - 10, y - 10, 20, 20))
    pygame.display.flip()
    clock.tick(30)
