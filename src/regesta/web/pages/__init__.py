"""Every page by its address: what is asked of the register, and what is shown of the answer."""

from collections.abc import Mapping
from typing import Final

from regesta.web.pages.chronology import between, event, timeline
from regesta.web.pages.evidence import claim, conflict, conflicts, review, search, story
from regesta.web.pages.front import changes, home, method, sources
from regesta.web.pages.things import agenda, entity, facilities, instruments, network, places
from regesta.web.sheet import Page

PAGES: Final[Mapping[str, Page]] = {
    "/": home,
    "/search": search,
    "/timeline": timeline,
    "/events/{id}": event,
    "/claims/{id}": claim,
    "/entities/{id}": entity,
    "/between/{a}/{b}": between,
    "/conflicts": conflicts,
    "/conflicts/{id}": conflict,
    "/instruments": instruments,
    "/facilities": facilities,
    "/map": places,
    "/network": network,
    "/agenda": agenda,
    "/sources": sources,
    "/stories/{id}": story,
    "/review": review,
    "/changes": changes,
    "/method": method,
}

__all__ = ["PAGES"]
