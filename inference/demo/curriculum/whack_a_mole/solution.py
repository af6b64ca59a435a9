import math
import random

import pygame

WIDTH, HEIGHT = 480, 480
MOLE = "brown"
DELAY = 900
SECONDS = 30
HOP = pygame.USEREVENT
HOLES = [(x, y) for x in (90, 240, 390) for y in (110, 250, 390)]


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Whack a mole")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    pygame.time.set_timer(HOP, DELAY)
    mole, score = random.choice(HOLES), 0
    running = True
    while running:
        left = max(0, SECONDS - pygame.time.get_ticks() // 1000)
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == HOP and left:
                mole = random.choice(HOLES)
            elif event.type == pygame.MOUSEBUTTONDOWN and left:
                if math.dist(event.pos, mole) < 50:
                    score += 1
                    mole = random.choice(HOLES)
        screen.fill("darkgreen")
        for hole in HOLES:
            pygame.draw.circle(screen, "black", hole, 55)
        pygame.draw.circle(screen, MOLE, mole, 45)
        text = f"Score: {score}   Time: {left}"
        screen.blit(font.render(text, True, "white"), (10, 10))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
