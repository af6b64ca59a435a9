"""What is read in logs as vLLM 0.32 writes them."""

from __future__ import annotations

import pytest

from inference.engine_log import MAX_LINE_BYTES, TAIL_LINES, LogReader

CPU = b"""\
(Worker pid=18813) INFO 11-24 11:39:59 [cpu.py:175] Using CPU_MLA backend.
(Worker pid=18813) INFO 11-24 11:39:59 [selector.py:131] Using CPU_SDPA_MLA MLA prefill backend.
(Worker pid=18813) INFO 11-24 11:39:59 [unquantized.py:364] Using CPU Unquantized MoE backend out \
of potential backends: ['CPU'].
(Worker pid=18813) INFO 11-24 11:39:59 [unquantized.py:528] Using MoEPrepareAndFinalizeNoDPEPModular
(Worker pid=18813) INFO 11-24 11:39:59 [unquantized.py:529] Using CPUUnquantizedExperts MoE backend
(EngineCore pid=1) INFO 11-24 11:40:00 [kv_cache_utils.py:2327] CPU KV cache size: 14,560 tokens, \
Maximum concurrency for 2,048 tokens per request: 7.11x
"""


def read(log: bytes, piece: int = 7) -> LogReader:
    reader = LogReader()
    for at in range(0, len(log), piece):
        reader.feed(log[at : at + piece])
    return reader


def test_the_cpu_builds_choices_are_found() -> None:
    facts = read(CPU).facts
    assert (facts.mla, facts.moe, facts.kv_tokens) == ("CPU_MLA", "CPUUnquantizedExperts", 14560)
    assert facts.error == ""


@pytest.mark.parametrize(
    ("line", "mla"),
    [
        ("Using AMX_MLA backend.", "AMX_MLA"),
        (
            "Using FLASH_ATTN_MLA attention backend out of potential backends: [...]",
            "FLASH_ATTN_MLA",
        ),
        ("Using AttentionBackendEnum.FLASHMLA backend.", "FLASHMLA"),
        ("Using CPU_SDPA_MLA MLA prefill backend.", ""),
        ("Using FLASH_ATTN attention backend out of potential backends: [...]", ""),
    ],
)
def test_only_the_decoding_mla_counts(line: str, mla: str) -> None:
    assert read(f"INFO 11-24 11:39:59 [x.py:1] {line}\n".encode()).facts.mla == mla


def test_experts_without_tuned_tiles_are_noticed() -> None:
    log = (
        b"INFO 11-24 11:39:59 [x.py:1] Using TRITON Unquantized MoE backend out of potential ...\n"
        b"WARNING 11-24 11:39:59 [fused_moe.py:1164] Using default MoE config. Performance might\n"
    )
    facts = read(log).facts
    assert (facts.moe, facts.moe_tuned) == ("TRITON", False)


def test_the_exception_that_says_most_is_the_reason() -> None:
    log = (
        b"(EngineCore pid=2) ERROR 11-24 11:39:59 [core.py:1] ValueError: the latent must be 512\n"
        b"(APIServer pid=1) RuntimeError: Engine core initialization failed. See above.\n"
    )
    assert read(log).facts.error == "ValueError: the latent must be 512"


def test_a_hollow_exception_is_better_than_none() -> None:
    log = b"vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue.\n"
    assert read(log).facts.error.startswith("EngineDeadError: ")


def test_a_log_of_one_endless_line_is_bounded() -> None:
    reader = LogReader()
    for _ in range(100):
        reader.feed(b"\xff" * 4096)
    reader.feed(b"\nUsing CPU_MLA backend.\n")
    assert reader.facts.mla == "CPU_MLA"
    assert len(reader.facts.tail[0]) <= MAX_LINE_BYTES


def test_only_the_last_lines_are_kept() -> None:
    reader = read(b"line\n" * 1000)
    assert len(reader.facts.tail) == TAIL_LINES
