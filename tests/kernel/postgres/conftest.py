import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from packhaus.kernel.postgres import ServerAddress, ensure_server, remove_server

SOURCE = Path(__file__).resolve().parents[3] / "src"

# Starts the server, says so, and stays until its input closes.
USER_PROGRAM = """
import sys
from pathlib import Path
from packhaus.kernel.postgres import ensure_server, find_process_id
address = ensure_server(Path(sys.argv[1]), durable=False)
print(find_process_id(Path(sys.argv[1])), address.runtime_url, flush=True)
sys.stdin.read()
"""

StartUser = Callable[[Path], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("with a space") / "postgres"
    yield root
    remove_server(root)


@pytest.fixture(scope="module")
def server(shared_root: Path) -> ServerAddress:
    return ensure_server(shared_root, durable=False)


@pytest.fixture
def data_root(tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "var" / "postgres"
    yield root
    remove_server(root)


@pytest.fixture
def start_user() -> Iterator[StartUser]:
    processes: list[subprocess.Popen[str]] = []

    def start(data_root: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USER_PROGRAM, str(data_root)],
            env={"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()
