"""The picture that shows beside a link to the site when somebody shares it: our mark on paper,
drawn here, so that no service and no font is needed. The words beside it are the page's own title.
"""

import struct
import zlib
from functools import cache

import numpy as np

WIDTH, HEIGHT = 1200, 630  # what messengers and networks ask for
PAPER = (251, 247, 240)
# Centre, radius, colour and opacity of the three circles of static/img/mark.svg (48 units wide).
CIRCLES = (
    (17, 18, 13, (11, 74, 69), 1.0),
    (32, 20, 11, (244, 189, 83), 1.0),
    (22, 33, 10, (132, 48, 26), 0.85),
)
SCALE = 10.5  # pixels for a unit
MIDDLE = (23.5, 24)  # of the drawing, in units


@cache
def card_png() -> bytes:
    """The picture as a PNG file. The same bytes each time."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    pixels = np.empty((HEIGHT, WIDTH, 3))
    pixels[:] = PAPER
    for cx, cy, radius, colour, opacity in CIRCLES:
        left = WIDTH / 2 + (cx - MIDDLE[0]) * SCALE
        top = HEIGHT / 2 + (cy - MIDDLE[1]) * SCALE
        # A pixel on the edge is covered in part: by how far its middle lies inside.
        covered = np.clip(radius * SCALE - np.hypot(x - left, y - top) + 0.5, 0, 1) * opacity
        pixels += covered[..., None] * (np.array(colour) - pixels)
    rows = np.zeros((HEIGHT, 1 + WIDTH * 3), dtype=np.uint8)  # each begins with its filter, none
    rows[:, 1:] = pixels.round().astype(np.uint8).reshape(HEIGHT, -1)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)  # 8 bits each of R, G and B
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
