"""Records what the official Python SDKs send, as data for the replay test.

Run by hand: python3 test/sdk-parity/record.py

Each SDK is installed into an environment of its own in a temporary folder; the calls go to the
local hub. Needs Python 3 with venv, the package index, and the development dependencies (npm ci).
"""

import subprocess
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NODE = ROOT / "node_modules" / "node" / "bin" / "node"

# The platform of the hub, the SDK, and what its calls need beside its own dependencies.
SDKS = [
    ("current", "imerit-ango", ["imerit-ango>=1,<2", "numpy", "pillow"]),
    ("legacy", "ango", ["ango==0.1.18"]),
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        for platform, name, requirements in SDKS:
            environment = Path(folder) / name
            venv.create(environment, with_pip=True)
            python = environment / "bin" / "python"
            subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
            subprocess.run([NODE, HERE / "record.mts", platform, name, python], check=True)
    prettier = ROOT / "node_modules" / "prettier" / "bin" / "prettier.cjs"
    subprocess.run([NODE, prettier, "--log-level=warn", "--write", HERE / "recordings"], check=True)


if __name__ == "__main__":
    main()
