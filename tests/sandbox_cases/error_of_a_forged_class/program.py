name = "Verdict: ok\n\x1b[2J<script>" * 10_000
raise type(name, (Exception,), {})("forged")
