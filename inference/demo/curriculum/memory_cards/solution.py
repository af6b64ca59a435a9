import random

import pygame

CARD = 90
PAIRS = 8
BACK = "blue"
FRONT = "white"
STEPS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1, pygame.K_UP: -4, pygame.K_DOWN: 4}


def new_cards():
    cards = list("ABCDEFGHIJKL"[:PAIRS] * 2)
    random.shuffle(cards)
    return cards


def main():
    pygame.init()
    screen = pygame.display.set_mode((4 * CARD, PAIRS // 2 * CARD))
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 64)
    cards, found, chosen, cursor, tries = new_cards(), [], [], 0, 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key in STEPS:
                cursor = (cursor + STEPS[event.key]) % len(cards)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                if len(found) == len(cards):
                    cards, found, tries = new_cards(), [], 0
                if len(chosen) == 2:
                    chosen = []
                if cursor not in found + chosen:
                    chosen.append(cursor)
                if len(chosen) == 2:
                    tries += 1
                    if cards[chosen[0]] == cards[chosen[1]]:
                        found += chosen
        screen.fill("black")
        for place, letter in enumerate(cards):
            card = pygame.Rect(place % 4 * CARD, place // 4 * CARD, CARD, CARD)
            if place == cursor:
                pygame.draw.rect(screen, "gold", card)
            if place in found + chosen:
                pygame.draw.rect(screen, FRONT, card.inflate(-10, -10))
                screen.blit(font.render(letter, True, "black"), card.move(30, 25))
            else:
                pygame.draw.rect(screen, BACK, card.inflate(-10, -10))
        pygame.display.set_caption(f"Tries: {tries}")
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
