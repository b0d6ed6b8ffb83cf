"""Addresses become values: pages fetched from the web, politely and safely; and the one endpoint to which a person has
reports posted. Nothing else here touches the network."""

from regesta.fetch.answers import Answer, Known, NotModified, recall
from regesta.fetch.endpoint import Endpoint, base_address
from regesta.fetch.fetcher import Fetcher
from regesta.fetch.machine import Machine
from regesta.fetch.policy import Policy

__all__ = ["Answer", "Endpoint", "Fetcher", "Known", "Machine", "NotModified", "Policy", "base_address", "recall"]
