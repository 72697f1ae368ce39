"""A film for Chromium's fake camera: badges held by hand before it, a little tilted and blurred."""

import io
import subprocess
from pathlib import Path

import qrcode
from PIL import Image, ImageFilter

FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WIDTH, HEIGHT, FRAMES = 640, 480, 10
HALL = (70, 60, 50)


def film(*pictures: bytes, directory: Path, empty: int = 0, held: int = FRAMES) -> str:
    """Film pictures of QR codes side by side; return the option that puts the film before Chromium's camera.

    So many `empty` frames show the hall alone, then so many the badges `held` before it.
    """
    for number in range(empty + held):
        shown = pictures if number >= empty else ()
        (directory / f"{number:03}.png").write_bytes(frame(*shown, sway=(number - empty) % FRAMES))
    video = directory / "badge.mjpeg"
    source = ["ffmpeg", "-y", "-loglevel", "error", "-i", str(directory / "%03d.png")]
    # Chromium shows plain green for any other colour format than 4:2:0.
    subprocess.run([*source, "-pix_fmt", "yuvj420p", "-q:v", "3", "-f", "mjpeg", str(video)], check=True)
    return f"--use-file-for-fake-video-capture={video}"


def frame(*pictures: bytes, sway: int = 0) -> bytes:
    """Take one picture (PNG) of QR codes side by side, `sway` steps from where the hand began."""
    badges = [Image.open(io.BytesIO(picture)).convert("RGB").resize((260, 260)) for picture in pictures]
    left = (WIDTH - 280 * len(badges)) // 2
    taken = Image.new("RGB", (WIDTH, HEIGHT), HALL)
    for place, badge in enumerate(badges):
        tilted = badge.rotate(sway - FRAMES // 2, expand=True, fillcolor=HALL)
        taken.paste(tilted, (left + 280 * place + 3 * sway, 90 + 2 * sway))
    kept = io.BytesIO()
    taken.filter(ImageFilter.GaussianBlur(0.7)).save(kept, "png")
    return kept.getvalue()


def badge_of(address: str) -> bytes:
    """Draw the QR of a badge."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(address.upper())
    drawn = io.BytesIO()
    code.make_image().save(drawn)
    return drawn.getvalue()
