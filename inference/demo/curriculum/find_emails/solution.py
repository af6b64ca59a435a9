import re

PATTERN = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
TEXT = """Please write to Mina.Lee@example.com or to tom@school.example.org.
If nobody answers, try help-desk@example.net, or ask tom@school.example.org again.
Our old address, info(at)example.com, is no longer used."""


def find_emails(text):
    found = []
    for email in re.findall(PATTERN, text):
        if email not in found:
            found.append(email)
    return found


def main():
    emails = find_emails(TEXT)
    print(f"{len(emails)} email addresses found:")
    for email in emails:
        print(email)


if __name__ == "__main__":
    main()
