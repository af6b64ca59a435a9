"""How the settings' list of replicas is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.addresses import AddressError, ReplicaAddress, addresses, local_engines


def test_a_name_is_started_here_on_the_first_free_port() -> None:
    engines = local_engines(["demo", "demo@8100", "demo"])
    assert [engine.port for engine in engines] == [8101, 8100, 8102]
    assert {engine.entry.name for engine in engines} == {"demo"}


def test_a_url_is_used_and_not_started() -> None:
    items = ["demo@9000", "http://gpu:8000", "https://api.example.com/v1/#deepseek%2Fchat"]
    assert [engine.url for engine in local_engines(items)] == ["http://127.0.0.1:9000"]
    assert addresses(items) == [
        ReplicaAddress("http://127.0.0.1:9000", "demo", local=True),
        ReplicaAddress("http://gpu:8000"),
        ReplicaAddress("https://api.example.com", "deepseek/chat"),
    ]


def test_an_engine_on_every_address_is_asked_on_the_loopback() -> None:
    (engine,) = local_engines(["demo@8100"])
    everywhere = replace(engine, host="0.0.0.0")  # noqa: S104
    assert everywhere.url == "http://127.0.0.1:8100"


def test_an_ipv6_host_keeps_its_brackets() -> None:
    assert addresses(["http://[::1]:8000"])[0].url == "http://[::1]:8000"


def test_a_key_is_taken_out_of_the_url_and_never_shown() -> None:
    (address,) = addresses(["https://s%40fe@host/base"])
    assert (address.url, address.key) == ("https://host/base", "s@fe")
    assert "s@fe" not in repr(address)
    with pytest.raises(AddressError) as raised:
        addresses(["https://hidden@host:99999"])
    assert "hidden" not in str(raised.value)


def test_empty_items_are_nothing() -> None:
    assert addresses(["", "  "]) == []


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ("gpt-4", "no model named 'gpt-4'"),
        ("demo@", "neither a model of the catalogue"),
        ("demo@70000", "between 1 and 65535"),
        ("demo@0", "between 1 and 65535"),
        ("ftp://host", "must be a URL with http"),
        ("http://", "must be a URL with http"),
        ("http://host?x=1", "without a query"),
        ("../demo", "neither a model"),
    ],
)
def test_what_cannot_be_read_is_quoted_in_one_sentence(item: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        addresses([item])


def test_the_same_replica_twice_is_a_mistake() -> None:
    with pytest.raises(AddressError, match="listed twice"):
        addresses(["http://host:1", "http://host:1/v1"])
    with pytest.raises(AddressError, match="listed twice"):
        addresses(["demo@8100", "demo@8100"])
