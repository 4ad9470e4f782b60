"""Jobs meet the same committee as handlers do."""

from tests.handlers.conftest import chat, furnish

__all__ = ["chat", "furnish"]
