import pygame

WIDTH, HEIGHT = 600, 450
SHIP = "green"
INVADER = "purple"
ROWS = 4


def new_invaders():
    spots = [(x, row * 36 + 40) for row in range(ROWS) for x in range(60, 460, 50)]
    return [pygame.Rect(spot, (32, 22)) for spot in spots]


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    clock = pygame.time.Clock()
    ship = pygame.Rect(280, 420, 40, 16)
    invaders, bullets, speed, score = new_invaders(), [], 2, 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE:
                bullets.append(pygame.Rect(ship.centerx - 2, ship.top, 4, 12))
        keys = pygame.key.get_pressed()
        ship.x += 6 * (keys[pygame.K_RIGHT] - keys[pygame.K_LEFT])
        ship.clamp_ip(screen.get_rect())
        for invader in invaders:
            invader.x += speed
        if any(invader.left < 0 or invader.right > WIDTH for invader in invaders):
            speed = -speed
            for invader in invaders:
                invader.move_ip(speed, 10)
        for bullet in bullets[:]:
            bullet.y -= 8
            hit = bullet.collidelist(invaders)
            if hit >= 0:
                del invaders[hit]
                score += 1
            if hit >= 0 or bullet.bottom < 0:
                bullets.remove(bullet)
        if any(invader.bottom > ship.top for invader in invaders):
            invaders, score = [], 0
        if not invaders:
            invaders = new_invaders()
        screen.fill("black")
        pygame.draw.rect(screen, SHIP, ship)
        for invader in invaders:
            pygame.draw.ellipse(screen, INVADER, invader)
        for bullet in bullets:
            pygame.draw.rect(screen, "white", bullet)
        pygame.display.set_caption(f"Space Invaders, score: {score}")
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
