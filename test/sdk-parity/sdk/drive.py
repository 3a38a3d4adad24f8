"""Calls an SDK as record.mts asks: a line of JSON in, a line of JSON out."""

import importlib
import importlib.metadata
import inspect
import json
import os
import random
import sys
import tempfile

MODULES = {"imerit-ango": ("imerit_ango.sdk", "current"), "ango": ("ango.sdk", "legacy")}

# Not calls of Ango Hub: how the SDK sends a request, and where it writes its log.
PLUMBING = {"make_request", "setup_logger"}


def public_functions(sdk_class):
    members = inspect.getmembers(sdk_class, inspect.isfunction)
    return [name for name, _ in members if not name.startswith("_") and name not in PLUMBING]


def call(case, sdk, scene):
    try:
        case(sdk, scene)
        return None
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return type(error).__name__


def main():
    name = sys.argv[1]
    answers, sys.stdout = sys.stdout, sys.stderr
    module, cases_module = MODULES[name]
    sdk_class = importlib.import_module(module).SDK
    cases = importlib.import_module(cases_module).CASES

    def say(value):
        print(json.dumps(value), file=answers, flush=True)

    say(
        {
            "version": importlib.metadata.version(name),
            "functions": public_functions(sdk_class),
            "cases": [{"function": function, "name": case} for function, case, _ in cases],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for line in sys.stdin:
            order = json.loads(line)
            _, _, case = cases[order["index"]]
            random.seed(0)  # The SDK draws the colours of classes.
            sdk = sdk_class(order["apiKey"], order["url"])
            say({"raises": call(case, sdk, order["scene"])})


if __name__ == "__main__":
    main()
