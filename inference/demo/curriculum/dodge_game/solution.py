import random

import pygame

WIDTH, HEIGHT = 400, 500
PLAYER = "skyblue"
BLOCK = "red"
BLOCKS = 6
SPEED = 4


def new_block():
    x, y = random.randrange(WIDTH - 30), random.randrange(-HEIGHT, -30)
    return pygame.Rect(x, y, 30, 30)


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Dodge")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    player = pygame.Rect(185, 455, 30, 30)
    blocks = [new_block() for _ in range(BLOCKS)]
    score = 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
        keys = pygame.key.get_pressed()
        player.x += 6 * (keys[pygame.K_RIGHT] - keys[pygame.K_LEFT])
        player.clamp_ip(screen.get_rect())
        for block in blocks:
            block.y += SPEED
            if block.top > HEIGHT:
                block.update(new_block())
                score += 1
        if player.collidelist(blocks) >= 0:
            blocks = [new_block() for _ in range(BLOCKS)]
            score = 0
        screen.fill("black")
        for block in blocks:
            pygame.draw.rect(screen, BLOCK, block)
        pygame.draw.rect(screen, PLAYER, player)
        screen.blit(font.render(f"Score: {score}", True, "white"), (10, 10))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
