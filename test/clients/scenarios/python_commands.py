"""Runs a Python command line tool once for each line of standard input, without starting an interpreter for each.

    python3 python_commands.py openstackclient.shell

A line is a JSON array of arguments. Each call of the module's `main` has a forked process of its own, so no call sees what another has
left in memory. Only the imports are shared: a call reports the modules that it has loaded, and the next one finds them loaded. Answers
with one line of JSON: `{"code": 0, "stdout": "…", "stderr": "…"}`.
"""

import importlib
import json
import os
import sys
import tempfile
import traceback


def call(module, arguments):
    """Runs in the forked process. Returns the exit code that the console script of the module would have."""
    sys.argv = [module.__name__.split(".")[0], *arguments]
    try:
        result = module.main(arguments)
    except SystemExit as stop:
        result = stop.code
    except BaseException:
        traceback.print_exc()
        return 1
    if result is None or isinstance(result, int):
        return result or 0
    print(result, file=sys.stderr)
    return 1


def run(module, arguments):
    """Calls the module's `main` in a forked process. Returns the result and the names of the modules loaded there."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as loaded:
        process = os.fork()
        if process == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = call(module, arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            os.write(loaded.fileno(), "\n".join(sys.modules).encode())
            os._exit(code & 0xFF)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        texts = [read(file) for file in (out, err, loaded)]
    return {"code": code, "stdout": texts[0], "stderr": texts[1]}, texts[2].split("\n")


def read(file):
    file.seek(0)
    return file.read().decode(errors="replace")


def load(names):
    """Imports the modules that are not loaded yet. One that cannot be imported by its name is left to the calls."""
    for name in names:
        if name and name not in sys.modules:
            try:
                importlib.import_module(name)
            except Exception:
                pass


def main():
    module = importlib.import_module(sys.argv[1])
    for line in sys.stdin:
        result, loaded = run(module, json.loads(line))
        print(json.dumps(result), flush=True)
        load(loaded)


if __name__ == "__main__":
    main()
