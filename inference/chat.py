"""What is asked of a model, and the pieces in which the answer comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from inference.catalog import load

__all__ = ["ChatRequest", "Chunk", "Dialect", "Timeouts", "body_of", "with_defaults"]

#: `vllm` servers understand vLLM's own parameters (SGLang shares them); others may refuse them.
Dialect = Literal["vllm", "openai"]


@dataclass(frozen=True)
class ChatRequest:
    """One answer that is wanted.

    `messages` are mappings with `role` and `content`. What is None is taken from the catalogue, and
    for a model that is not in it left to the engine. `prefix` is text of the answer that is there
    already: the model continues it, and only what follows is streamed. A smaller `priority` goes
    first. `cache_salt` keeps the cached prefixes of one member from another's. Requests of one
    `affinity` go to one replica as long as that is not busier than others, for its cached prefixes.
    """

    model: str
    messages: Sequence[Mapping[str, str]]
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    seed: int | None = None
    prefix: str = ""
    request_id: str = ""
    priority: int = 0
    cache_salt: str = ""
    stop: Sequence[str] = ()
    affinity: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer.

    `text` is what is new, and may be empty. `completion_tokens` counts from the beginning of this
    stream, over all replicas that had a part in it; `prompt_tokens` is the first one's count.
    `finish_reason` is set on the last chunk only: `stop`, `length`, or the pool's own `repetition`
    for an answer that went round in circles. `replica` is the address that wrote the piece.
    """

    text: str
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    replica: str = ""


@dataclass(frozen=True)
class Timeouts:
    """How long each phase may take, in seconds.

    `first_token` covers the engine's own queue and its reading of the prompt. `total` is for the
    whole answer, over all replicas that have a part in it.
    """

    connect: float = 3.0
    first_token: float = 120.0
    between_tokens: float = 60.0
    total: float = 900.0


def with_defaults(request: ChatRequest) -> ChatRequest:
    """The request with the catalogue's sampling where it says nothing itself."""
    entry = load().get(request.model)
    if entry is None:
        return request
    sampling = entry.sampling
    return replace(
        request,
        max_tokens=sampling.max_tokens if request.max_tokens is None else request.max_tokens,
        temperature=sampling.temperature if request.temperature is None else request.temperature,
        top_p=sampling.top_p if request.top_p is None else request.top_p,
    )


def body_of(request: ChatRequest, dialect: Dialect) -> dict[str, Any]:
    """The JSON of `POST /v1/chat/completions` for this request.

    A prefix goes as a last message of the assistant's, without its leading white space: templates
    write a space of their own there, and Transformers cuts the white space at the end of a message
    that it cannot find again letter by letter.
    """
    extended = dialect == "vllm"
    messages = [{"role": m["role"], "content": m["content"]} for m in request.messages]
    body: dict[str, Any] = {"model": request.model, "messages": messages, "stream": True}
    body["stream_options"] = {"include_usage": True}
    if extended:
        body["stream_options"]["continuous_usage_stats"] = True
    prefix = request.prefix.lstrip()
    if prefix:
        messages.append({"role": "assistant", "content": prefix})
        if extended:
            body["continue_final_message"] = True
            body["add_generation_prompt"] = False
    optional: dict[str, object] = {
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "top_p": request.top_p,
        "seed": request.seed,
        "stop": list(request.stop) or None,
    }
    if extended:
        optional["priority"] = request.priority or None
        optional["cache_salt"] = request.cache_salt or None
    body.update({name: value for name, value in optional.items() if value is not None})
    return body
