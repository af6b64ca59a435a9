import os

os.environ["SDL_VIDEODRIVER"] = "dummy"
import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
clock = pygame.time.Clock()
while True:
    pygame.event.get()
    pygame.display.flip()
    clock.tick(30)
