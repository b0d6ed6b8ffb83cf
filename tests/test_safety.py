"""The list of docs/safety.md: each test it names is there, and two points that no other test looks at."""

import ast
import re
from pathlib import Path

import httpx
import pytest

import paged
import regesta
from served import served

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/test_\w+\.py)::(test_\w+)`")
LISTED = sorted(set(NAMED.findall((ROOT / "docs" / "safety.md").read_text(encoding="utf-8"))))
DANGEROUS = {"eval", "exec", "pickle", "marshal", "shelve", "yaml", "__import__"}


def test_there_is_a_list() -> None:
    assert len(LISTED) > 20


@pytest.mark.parametrize(("file", "name"), LISTED)
def test_each_test_that_is_named_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_nothing_is_unpickled_or_evaluated() -> None:
    for path in Path(regesta.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in DANGEROUS, path
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name.split(".")[0] for alias in node.names} | {
                    (getattr(node, "module", "") or "").split(".")[0]
                }
                assert not names & DANGEROUS, path
            if isinstance(node, ast.keyword) and node.arg in ("allow_pickle", "shell"):
                assert ast.unparse(node.value) == "False", path


def test_every_answer_has_its_headers(tmp_path: Path) -> None:
    paged.fill(tmp_path / "register")
    with served(tmp_path / "register") as address, httpx.Client(base_url=address, timeout=60) as asked:
        for place in ("/", "/timeline", "/timeline.json", "/none"):
            headers = asked.get(place).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy or "default-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
            assert headers["x-content-type-options"] == "nosniff"
