"""The network as a drawing: those who share events near one another, each drawing of one network the same."""

import math

import numpy as np
from numpy.typing import NDArray

from regesta.door import Json
from regesta.web.maps import labelled

SIZE = 900.0
_ROUNDS = 150


def draw(network: Json) -> Json:
    """Where each node stands, and the ties between them; nothing where there is nobody."""
    nodes, ties = network["nodes"], network["ties"]
    if not nodes:
        return {}
    number = {node["id"]: at for at, node in enumerate(nodes)}
    weights = np.zeros((len(nodes), len(nodes)))
    for tie in ties:
        a, b = number[tie["a"]], number[tie["b"]]
        weights[a, b] = weights[b, a] = math.log1p(tie["events"])
    places = _fitted(_settled(weights))
    most = max(1, *(node["events"] for node in nodes))
    heaviest = max(1, 1, *(tie["events"] for tie in ties))
    return {
        "size": SIZE,
        "nodes": labelled([
            {**node, "x": x, "y": y, "r": round(4 + 10 * math.sqrt(node["events"] / most), 1)}
            for node, (x, y) in reversed(list(zip(nodes, places, strict=True)))
        ], SIZE),
        "ties": [
            {"from": places[number[tie["a"]]], "to": places[number[tie["b"]]],
             "wide": round(0.4 + 3 * tie["events"] / heaviest, 2)}
            for tie in ties[: 4 * len(nodes)]
        ],
    }  # fmt: skip


def _settled(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places at which pulls and pushes balance, after Fruchterman and Reingold, begun from the seeds of a sunflower."""
    count = len(weights)
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))
    places: NDArray[np.float64] = np.sqrt(np.arange(count) + 0.5)[:, None] * np.stack(
        [np.cos(turn), np.sin(turn)], axis=1
    )
    apart, heat = 1.6, math.sqrt(count)
    for at in range(_ROUNDS):
        away = places[:, None, :] - places[None, :, :]
        far = np.maximum(np.hypot(away[..., 0], away[..., 1]), 0.01)
        force = apart**2 / far - weights * far**2 / apart
        np.fill_diagonal(force, 0.0)
        move = (away / far[..., None] * force[..., None]).sum(axis=1) - 0.06 * places * math.sqrt(count)
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 0.01)
        places = places + move / length[:, None] * np.minimum(length, heat * (1 - at / _ROUNDS) + 0.01)[:, None]
    return places


def _fitted(places: NDArray[np.float64]) -> list[tuple[float, float]]:
    """The places within the drawing, a margin left for names."""
    low, high = places.min(axis=0), places.max(axis=0)
    share = (places - low) / np.maximum(high - low, 0.001)
    spread = np.array([[70.0, 30.0]]) + share * np.array([[SIZE - 190.0, SIZE - 260.0]])
    return [(round(float(x), 1), round(float(y), 1)) for x, y in spread]
