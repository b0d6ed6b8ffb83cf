"""What an extractor takes for the main text of a page with markup: a second opinion."""

from resiliparse.extract.html2text import extract_plain_text


def extracted(source: str) -> str:
    """The extractor's text of a page that is light, a line a block."""
    text: str = extract_plain_text(source, main_content=True, alt_texts=False)
    return text
