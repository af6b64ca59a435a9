"""Pages of conversations: access, form, service, partial.

Every view answers twice: with a fragment for htmx, and with a redirect or a whole page for a
browser that has no scripts.
"""

from assistant.conversations.views.manage import delete, options, rename, stop
from assistant.conversations.views.pages import (
    conversation,
    earlier,
    home,
    more_conversations,
    search,
)
from assistant.conversations.views.programs import (
    artifact,
    attempt_part,
    complain,
    edit_attempt,
    edit_block,
    run_again,
    run_block,
    run_edited,
)
from assistant.conversations.views.turns import edit, regenerate

__all__ = [
    "artifact",
    "attempt_part",
    "complain",
    "conversation",
    "delete",
    "earlier",
    "edit",
    "edit_attempt",
    "edit_block",
    "home",
    "more_conversations",
    "options",
    "regenerate",
    "rename",
    "run_again",
    "run_block",
    "run_edited",
    "search",
    "stop",
]
