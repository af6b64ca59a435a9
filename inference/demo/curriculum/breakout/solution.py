import pygame

WIDTH, HEIGHT = 600, 400
BALL = "yellow"
BRICK = "orange"
ROWS = 5
SPEED = 4


def new_bricks():
    spots = [(x, row * 24 + 40) for row in range(ROWS) for x in range(2, WIDTH, 60)]
    return [pygame.Rect(spot, (56, 20)) for spot in spots]


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Breakout")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    paddle = pygame.Rect(260, 370, 80, 12)
    ball = pygame.Rect(293, 260, 14, 14)
    dx, dy = SPEED, SPEED
    bricks, score = new_bricks(), 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
        keys = pygame.key.get_pressed()
        paddle.x += 8 * (keys[pygame.K_RIGHT] - keys[pygame.K_LEFT])
        paddle.clamp_ip(screen.get_rect())
        ball.move_ip(dx, dy)
        if ball.left <= 0 or ball.right >= WIDTH:
            dx = -dx
        if ball.top <= 0:
            dy = SPEED
        if ball.colliderect(paddle):
            dy = -SPEED
        hit = ball.collidelist(bricks)
        if hit >= 0:
            del bricks[hit]
            dy = -dy
            score += 1
        if ball.top > HEIGHT or not bricks:
            ball.topleft = (293, 260)
            bricks, score = new_bricks(), 0
        screen.fill("black")
        for brick in bricks:
            pygame.draw.rect(screen, BRICK, brick)
        pygame.draw.rect(screen, "white", paddle)
        pygame.draw.ellipse(screen, BALL, ball)
        screen.blit(font.render(f"Score: {score}", True, "white"), (10, 8))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
