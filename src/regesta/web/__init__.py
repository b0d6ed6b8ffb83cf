"""The register as pages: served to a browser, or written into a folder that opens without a server."""

from regesta.web.publish import publish, publish_single
from regesta.web.server import LOOPBACK, application, serve

__all__ = ["LOOPBACK", "application", "publish", "publish_single", "serve"]
