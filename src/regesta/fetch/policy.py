"""How the web is asked: who we say we are, how often, how long and how much is taken."""

from regesta import __version__
from regesta.model import Value

MIB = 1024 * 1024


class Policy(Value, frozen=True):
    """The manners and limits of a fetcher. Sizes are bytes; times are seconds.

    `interval` is kept between the end of one request to a host and the next; a Crawl-delay of robots.txt takes its
    place where it is longer, up to `longest_delay`. `largest_wire` limits a body as it is sent, `largest` as unpacked,
    `longest_ratio` how many times its size a body may unpack to. The times and sizes are for each request: a redirect
    is a request of its own. `private` lets addresses through that are not on the public internet.
    """

    agent: str = f"regesta/{__version__}"
    contact: str = ""
    interval: float = 1.0
    longest_delay: float = 30.0
    largest: int = 20 * MIB
    largest_wire: int = 20 * MIB
    longest_ratio: int = 100
    seconds_to_connect: float = 10.0
    seconds_between_bytes: float = 15.0
    seconds_in_all: float = 60.0
    most_redirects: int = 5
    private: bool = False
    robots: bool = True

    @property
    def token(self) -> str:
        """The product token: the name that robots.txt calls us by."""
        return self.agent.partition("/")[0].strip().lower()

    @property
    def user_agent(self) -> str:
        """What is said in the header of that name: the agent, and where its keeper can be reached."""
        return f"{self.agent} (+{self.contact})" if self.contact else self.agent
