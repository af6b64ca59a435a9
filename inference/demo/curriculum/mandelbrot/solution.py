import numpy as np
import pygame

WIDTH, HEIGHT = 360, 270
X, Y = -0.7436, 0.1318
GLOW = "skyblue"
ITERATIONS = 40
ZOOM = {pygame.K_UP: 0.7, pygame.K_RIGHT: 0.7, pygame.K_DOWN: 1.4, pygame.K_LEFT: 1.4}


def escape_times(span):
    tall = span * HEIGHT / WIDTH
    real = np.linspace(X - span / 2, X + span / 2, WIDTH)
    imaginary = np.linspace(Y - tall / 2, Y + tall / 2, HEIGHT)
    c = real[:, None] + 1j * imaginary
    z = np.zeros_like(c)
    times = np.zeros(c.shape, dtype=int)
    for _ in range(ITERATIONS):
        inside = abs(z) <= 2
        z[inside] = z[inside] ** 2 + c[inside]
        times += inside
    return times


def draw(screen, span):
    times = escape_times(span)
    times[times == ITERATIONS] = 0
    color = np.array(pygame.Color(GLOW)[:3])
    pixels = times[:, :, None] / ITERATIONS * color
    pygame.surfarray.blit_array(screen, pixels.astype(int))
    pygame.display.flip()


def main():
    pygame.init()
    screen = pygame.display.set_mode((WIDTH, HEIGHT))
    pygame.display.set_caption("Mandelbrot set")
    span = 3.2
    draw(screen, span)
    running = True
    while running:
        event = pygame.event.wait()
        if event.type == pygame.QUIT:
            running = False
        elif event.type == pygame.KEYDOWN and event.key in ZOOM:
            span *= ZOOM[event.key]
            draw(screen, span)
    pygame.quit()


if __name__ == "__main__":
    main()
