"""Addresses become values: pages fetched from the web, politely and safely. Nothing else here touches the network."""

from regesta.fetch.answers import Known, NotModified, recall
from regesta.fetch.fetcher import Fetcher
from regesta.fetch.machine import Machine
from regesta.fetch.policy import Policy

__all__ = ["Fetcher", "Known", "Machine", "NotModified", "Policy", "recall"]
