"""Alice owns what the tests make, Bob is of her team, Charlie is nobody's guest."""

from __future__ import annotations

import uuid

import pytest

from assistant.accounts.models import Member
from assistant.conversations import services
from assistant.conversations.models import Message


@pytest.fixture
def alice(db: None) -> Member:
    """The owner."""
    return Member.objects.create_user("alice", password="a long password")


@pytest.fixture
def bob(db: None) -> Member:
    """A teammate: signed in, and with no right to what is Alice's."""
    return Member.objects.create_user("bob", password="a long password")


@pytest.fixture
def charlie(db: None) -> Member:
    """An outsider whose account is closed."""
    return Member.objects.create_user("charlie", password="a long password", is_active=False)


def asked(member: Member, body: str = "스네이크 게임을 만들어 주세요") -> Message:
    """A first message of the member's, with its answer queued."""
    return services.start_conversation(member=member, body=body, client_message_id=uuid.uuid4().hex)
