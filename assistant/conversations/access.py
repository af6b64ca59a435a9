"""The one place that decides what a member may touch.

Everything a member names by id is fetched here; what is not theirs does not exist for them.
"""

from __future__ import annotations

import uuid

from django.http import Http404

from assistant.accounts.models import Member
from assistant.conversations.models import Attempt, CodeBlock, Conversation, Generation, Message
from sandbox.models import Artifact

__all__ = [
    "access_artifact",
    "access_attempt",
    "access_code_block",
    "access_conversation",
    "access_generation",
    "access_message",
]


def access_conversation(*, member: Member, conversation_id: uuid.UUID) -> Conversation:
    """The member's own conversation. Raises Http404 for anybody else's, as for one that is not."""
    try:
        return Conversation.objects.get(pk=conversation_id, member=member)
    except Conversation.DoesNotExist:
        raise Http404("There is no such conversation.") from None


def access_message(*, member: Member, message_id: int) -> Message:
    """A message of the member's own conversations. Raises Http404 otherwise."""
    try:
        return Message.objects.select_related("conversation").get(
            pk=message_id, conversation__member=member
        )
    except (Message.DoesNotExist, OverflowError):
        raise Http404("There is no such message.") from None


def access_generation(*, member: Member, generation_id: int) -> Generation:
    """A generation of the member's own conversations. Raises Http404 otherwise."""
    try:
        return Generation.objects.select_related("message__conversation").get(
            pk=generation_id, message__conversation__member=member
        )
    except (Generation.DoesNotExist, OverflowError):
        raise Http404("There is no such answer.") from None


def access_code_block(*, member: Member, generation_id: int, index: int) -> CodeBlock:
    """A code block of an answer to the member. Raises Http404 otherwise."""
    try:
        return CodeBlock.objects.select_related("generation__message__conversation").get(
            generation_id=generation_id,
            index=index,
            generation__message__conversation__member=member,
        )
    except (CodeBlock.DoesNotExist, OverflowError):
        raise Http404("There is no such code block.") from None


def access_attempt(*, member: Member, attempt_id: int) -> Attempt:
    """An attempt of the member's own conversations. Raises Http404 otherwise."""
    try:
        return Attempt.objects.select_related("message__conversation", "run").get(
            pk=attempt_id, message__conversation__member=member
        )
    except (Attempt.DoesNotExist, OverflowError):
        raise Http404("There is no such attempt.") from None


def access_artifact(*, member: Member, artifact_id: int) -> Artifact:
    """A file that one of the member's own runs wrote. Raises Http404 otherwise."""
    try:
        return Artifact.objects.get(
            pk=artifact_id, run__attempt__message__conversation__member=member
        )
    except (Artifact.DoesNotExist, OverflowError):
        raise Http404("There is no such file.") from None
