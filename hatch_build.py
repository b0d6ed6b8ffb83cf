"""The build hook: a wheel, and an editable install, carry the compiled lexicon."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LexiconHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the lexicon before the files are gathered; faults in its data stop the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(Path(self.root) / "src"))
        from regesta.lexicon.compile import compile_lexicon

        folder = compile_lexicon()
        build_data["artifacts"] += [f"{folder.relative_to(self.root).as_posix()}/*"]
