import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
clock = pygame.clock.Clock()
while True:
    clock.tick(30)
