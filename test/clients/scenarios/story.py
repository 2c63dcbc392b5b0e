"""How a story in Python tells its steps (see ../transcript.mjs), looks until something is so, and what it works with."""

import os
import time


def step(name):
    """Everything printed from here on belongs to this step."""
    print(f"# step {name}", flush=True)


def expect(condition, wanted, seen):
    """Fails the story in one line that says what was wanted."""
    if not condition:
        raise SystemExit(f"expected {wanted}, saw {seen!r}")


def until(wanted, look):
    """Looks every fifth of a second, for a minute at most, until `look` gives what is wanted."""
    deadline = time.monotonic() + 60
    while (seen := look()) != wanted:
        expect(time.monotonic() < deadline, f"{wanted} within a minute", seen)
        time.sleep(0.2)


class Cloud:
    """The names and ids of the emulated cloud, from the environment: `Cloud.flavor` is CLIENT_FLAVOR."""

    def __getattr__(self, name):
        return os.environ[f"CLIENT_{name.upper()}"]


cloud = Cloud()
