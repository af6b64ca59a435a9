import re

FILE = "page.html"
TEXT = """# My holiday

We went to the **sea** and it was *very* **warm**.

## What I liked

- sun and *sand*
- ice cream
"""


def inline(text):
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)


def markdown_to_html(text):
    html = []
    for block in text.strip().split("\n\n"):
        if block.startswith("#"):
            level = len(block) - len(block.lstrip("#"))
            html.append(f"<h{level}>{inline(block[level:].strip())}</h{level}>")
        elif block.startswith("- "):
            items = [f"<li>{inline(line[2:])}</li>" for line in block.splitlines()]
            html.append("<ul>\n" + "\n".join(items) + "\n</ul>")
        else:
            html.append(f"<p>{inline(block)}</p>")
    return "\n".join(html)


def main():
    page = markdown_to_html(TEXT)
    with open(FILE, "w") as file:
        file.write(page)
    print(f"Saved as {FILE}:")
    print(page)


if __name__ == "__main__":
    main()
