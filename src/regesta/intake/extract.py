"""What an extractor takes for the main text of a page with markup: a second opinion, and a first glance."""

from resiliparse.extract.html2text import extract_plain_text

MOST = 3_000_000  # signs of a page that are given to the extractor
DEEPEST = 1_000  # and elements inside one another: its time grows faster than either


def extracted(source: str, depth: int = 0) -> str | None:
    """The extractor's text, a line a block; `None` where the page is beyond what it reads in good time."""
    if len(source) > MOST or depth > DEEPEST:
        return None
    text: str = extract_plain_text(source, main_content=True, alt_texts=False)
    return text
