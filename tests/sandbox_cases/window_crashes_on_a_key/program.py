import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
clock = pygame.time.Clock()
while True:
    for event in pygame.event.get():
        if event.type == pygame.QUIT:
            raise SystemExit
        if event.type == pygame.KEYDOWN:
            if event.key in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN):
                direction = new_direction(event.key)
    screen.fill((20, 20, 40))
    pygame.draw.circle(screen, (250, 220, 60), (160, 120), 40)
    pygame.display.flip()
    clock.tick(30)
