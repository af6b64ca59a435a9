import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
clock = pygame.time.Clock()
for step in range(30):
    screen.fill((step * 8, 60, 120))
    pygame.draw.circle(screen, (250, 220, 60), (step * 10, 120), 20)
    pygame.display.flip()
    clock.tick(30)
pygame.quit()
print("closed")
