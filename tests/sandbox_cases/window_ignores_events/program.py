import time

import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
screen.fill((40, 90, 160))
pygame.draw.circle(screen, (250, 220, 60), (160, 120), 40)
pygame.display.flip()
while True:
    time.sleep(0.1)
