"""Files that a program made, as the host takes them: names cleaned, types known, sizes bounded."""

import unicodedata

from sandbox.outcome import ArtifactFile

# What a browser may show in place. SVG and HTML are not among them, for they run scripts.
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
TEXT_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "py": "text/x-python",
    "txt": "text/plain",
    "log": "text/plain",
    "tsv": "text/tab-separated-values",
}
OTHER = "application/octet-stream"
MAX_NAME = 150


def artifact(name: str, content: bytes, *, is_frame: bool) -> ArtifactFile:
    """An artifact with a name that is safe to show and never used as a path."""
    return ArtifactFile(
        name=safe_name(name),
        media_type=media_type(name, content),
        content=content,
        is_frame=is_frame,
    )


def safe_name(name: str) -> str:
    """The relative name with one kind of separator, no dots that climb, no odd characters."""
    parts = []
    for part in name.replace("\\", "_").split("/"):
        clean = "".join(
            "_" if unicodedata.category(character)[0] in "CZ" and character != " " else character
            for character in part
        ).strip()
        if clean and clean not in (".", ".."):
            parts.append(clean)
    # The cut can leave the dots at the end of a part that it went through.
    kept = "/".join(parts)[-MAX_NAME:].split("/")
    return "/".join(part for part in kept if part not in ("", ".", "..")) or "file"


def media_type(name: str, content: bytes) -> str:
    """The type by what the file holds for pictures, by its ending for text."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return TEXT_TYPES.get(name.rpartition(".")[2].lower(), OTHER)
