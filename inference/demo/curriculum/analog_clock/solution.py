import math
import time

import pygame

RADIUS = 180
HAND = "red"
CENTER = RADIUS + 20


def point(turn, length):
    angle = turn * math.tau
    return CENTER + length * math.sin(angle), CENTER - length * math.cos(angle)


def draw_face(screen, font):
    pygame.draw.circle(screen, "white", (CENTER, CENTER), RADIUS, 3)
    for hour in range(1, 13):
        image = font.render(str(hour), True, "white")
        screen.blit(image, image.get_rect(center=point(hour / 12, RADIUS * 0.87)))


def draw_hand(screen, color, turn, length, width):
    pygame.draw.line(screen, color, (CENTER, CENTER), point(turn, length), width)


def main():
    pygame.init()
    screen = pygame.display.set_mode((2 * CENTER, 2 * CENTER))
    pygame.display.set_caption("Clock")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
        now = time.localtime()
        screen.fill("black")
        draw_face(screen, font)
        draw_hand(screen, "white", (now.tm_hour + now.tm_min / 60) / 12, RADIUS * 0.5, 8)
        draw_hand(screen, "white", now.tm_min / 60, RADIUS * 0.75, 5)
        draw_hand(screen, HAND, now.tm_sec / 60, RADIUS * 0.8, 2)
        pygame.display.flip()
        clock.tick(10)
    pygame.quit()


if __name__ == "__main__":
    main()
