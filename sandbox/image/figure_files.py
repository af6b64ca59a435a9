"""The matplotlib backend of the box: `plt.show()` saves every open figure as a file.

There is nobody to look at a window, but files in the work folder come back as artifacts.
Matplotlib loads it through `MPLBACKEND=module://figure_files`.
"""

import itertools

from matplotlib.backend_bases import Gcf
from matplotlib.backends.backend_agg import FigureCanvasAgg, FigureManagerBase

FigureCanvas = FigureCanvasAgg
FigureManager = FigureManagerBase

_numbers = itertools.count(1)


def show(*_args: object, **_options: object) -> None:
    """Save and close all figures as figure-1.png, figure-2.png and so on."""
    for manager in Gcf.get_all_fig_managers():
        manager.canvas.figure.savefig(f"figure-{next(_numbers)}.png")
    Gcf.destroy_all()
