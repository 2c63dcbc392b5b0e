"""Steps, assertions, polling and settings for scenarios in Python. ../run-scenario.mjs reads what they print."""

import os
import time


def step(name):
    """Start a step: everything printed from here on belongs to it."""
    print(f"# step {name}", flush=True)


def expect(condition, expected, actual):
    """Fail the scenario with one line that states the expected and the actual value."""
    if not condition:
        raise SystemExit(f"expected {expected}, got {actual!r}")


def wait_for(expected, read):
    """Call `read` every 200 ms until it returns the expected value; fail the scenario after a minute."""
    deadline = time.monotonic() + 60
    while (actual := read()) != expected:
        expect(time.monotonic() < deadline, f"{expected} within a minute", actual)
        time.sleep(0.2)


class Settings:
    """The names and ids in the emulated cloud, from the environment: `settings.flavor` is CLIENT_FLAVOR."""

    def __getattr__(self, name):
        return os.environ[f"CLIENT_{name.upper()}"]


settings = Settings()
