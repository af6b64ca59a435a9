"""Names and types of a program's files are the host's word, not the program's."""

from __future__ import annotations

import pytest

from sandbox.artifacts import artifact, media_type, safe_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("plot.png", "plot.png"),
        ("out/table.csv", "out/table.csv"),
        ("그림.png", "그림.png"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a/./b/../c", "a/b/c"),
        ("..\\..\\boot.ini", ".._.._boot.ini"),
        ("two\nlines\r.txt", "two_lines_.txt"),
        ("right\u202eto-left", "right_to-left"),
        ("broken\udcff", "broken_"),
        ("", "file"),
        ("..", "file"),
        ("///", "file"),
    ],
)
def test_a_name_is_cleaned_before_anybody_sees_it(name: str, clean: str) -> None:
    assert safe_name(name) == clean


def test_a_long_name_is_cut() -> None:
    assert len(safe_name("x" * 1000)) <= 200


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.txt", PNG, "image/png"),
        ("a.png", b"<script>", "application/octet-stream"),
        ("a.svg", b"<svg onload='x'/>", "application/octet-stream"),
        ("a.html", b"<script>x</script>", "application/octet-stream"),
        ("a.csv", b"a,b\n", "text/csv"),
        ("a.webp", b"RIFF\0\0\0\0WEBP", "image/webp"),
        ("noending", b"", "application/octet-stream"),
    ],
)
def test_the_type_of_a_picture_is_what_it_holds(name: str, content: bytes, kind: str) -> None:
    assert media_type(name, content) == kind


def test_an_artifact_knows_whether_it_is_the_window() -> None:
    assert artifact("window.png", PNG, is_frame=True).is_frame
