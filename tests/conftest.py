"""What several tests share."""

import pytest
from hypothesis import settings

from regesta.model import Reading
from samples_read import PAGES, readings_of

settings.register_profile("thousand", max_examples=1000, deadline=None)
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden registers anew, to be reviewed as a diff"
    )


@pytest.fixture(scope="session")
def sample_readings() -> list[Reading]:
    """The sample pages, read once a session."""
    return readings_of(PAGES)
