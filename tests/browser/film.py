"""A film for Chromium's fake camera: a badge held by hand before it, a little tilted and blurred."""

import io
import subprocess
from pathlib import Path

from PIL import Image, ImageFilter

FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WIDTH, HEIGHT, FRAMES = 640, 480, 10
HALL = (70, 60, 50)


def film(picture: bytes, directory: Path) -> str:
    """Film a picture of a QR; return the option that puts the film before Chromium's camera."""
    badge = Image.open(io.BytesIO(picture)).convert("RGB").resize((260, 260))
    for number in range(FRAMES):
        frame = Image.new("RGB", (WIDTH, HEIGHT), HALL)
        tilted = badge.rotate(number - FRAMES // 2, expand=True, fillcolor=HALL)
        frame.paste(tilted, (170 + 3 * number, 90 + 2 * number))
        frame.filter(ImageFilter.GaussianBlur(0.7)).save(directory / f"{number:03}.png")
    video = directory / "badge.mjpeg"
    source = ["ffmpeg", "-y", "-loglevel", "error", "-i", str(directory / "%03d.png")]
    subprocess.run([*source, "-pix_fmt", "yuvj420p", "-q:v", "3", "-f", "mjpeg", str(video)], check=True)
    return f"--use-file-for-fake-video-capture={video}"
