"""Jobs meet the same committee as handlers do."""

from tests.handlers.conftest import chat

__all__ = ["chat"]
