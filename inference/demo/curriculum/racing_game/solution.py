import random

import pygame

WIDTH, HEIGHT = 360, 500
CAR = "red"
TRAFFIC = "skyblue"
SPEED = 5
LANES = [40, 160, 280]


def new_traffic():
    return [pygame.Rect(random.choice(LANES), y, 40, 70) for y in (-80, -380)]


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Racing game")
    clock = pygame.time.Clock()
    font = pygame.font.Font(None, 36)
    traffic, lane, road, score = new_traffic(), 1, 0, 0
    running = True
    while running:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                running = False
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_LEFT:
                lane = max(0, lane - 1)
            elif event.type == pygame.KEYDOWN and event.key == pygame.K_RIGHT:
                lane = min(2, lane + 1)
        car = pygame.Rect(LANES[lane], 410, 40, 70)
        speed = SPEED + score // 10
        road = (road + speed) % 60
        for other in traffic:
            other.y += speed
            if other.top > HEIGHT:
                other.topleft = (random.choice(LANES), -80)
                score += 1
        if car.collidelist(traffic) >= 0:
            traffic, score = new_traffic(), 0
        screen.fill("black")
        for x in (120, 240):
            for y in range(road - 60, HEIGHT, 60):
                pygame.draw.rect(screen, "gray", (x - 3, y, 6, 30))
        for other in traffic:
            pygame.draw.rect(screen, TRAFFIC, other, border_radius=8)
        pygame.draw.rect(screen, CAR, car, border_radius=8)
        screen.blit(font.render(f"Score: {score}", True, "white"), (10, 10))
        pygame.display.flip()
        clock.tick(60)
    pygame.quit()


if __name__ == "__main__":
    main()
