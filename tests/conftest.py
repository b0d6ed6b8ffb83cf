"""What several tests share."""

import pytest

from regesta.model import Reading
from samples_read import PAGES, readings_of


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden registers anew, to be reviewed as a diff"
    )


@pytest.fixture(scope="session")
def sample_readings() -> list[Reading]:
    """The sample pages, read once a session."""
    return readings_of(PAGES)
