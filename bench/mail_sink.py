"""A mail server that takes everything and keeps nothing: `python -m bench.mail_sink`. It prints the port it listens on."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.processes import HOST, ROOT

READY, BYE, OK, GO_AHEAD = b"220 ready\r\n", b"221 bye\r\n", b"250 ok\r\n", b"354 go ahead\r\n"
END_OF_TEXT = b"\r\n.\r\n"


@contextmanager
def sink() -> Iterator[int]:
    """The port of a running one."""
    command = [sys.executable, "-m", "bench.mail_sink"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None:
                raise RuntimeError("the mail server was started without a line to it")
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(READY)
    while line := await reader.readline():
        verb = line[:4].upper().strip()
        if verb == b"DATA":
            writer.write(GO_AHEAD)
            await reader.readuntil(END_OF_TEXT)
            writer.write(OK)
        elif verb == b"QUIT":
            writer.write(BYE)
            break
        else:
            writer.write(OK)
    writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_talk, HOST, 0, limit=2**22)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
