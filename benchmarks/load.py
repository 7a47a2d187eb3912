"""A small HTTP client for loopback, and the processor time of the server's processes."""

import gzip
import http.client
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    requests: int
    seconds: float
    processor: float  # seconds of processor time of the server's processes
    body: bytes

    @property
    def per_second(self):
        return self.requests / self.seconds

    @property
    def milliseconds(self):
        """Processor time of one request."""
        return 1000 * self.processor / self.requests

    @property
    def size(self):
        return len(self.body)

    @property
    def compressed(self):
        return len(gzip.compress(self.body, 6))


def processor_time(pids):
    """User and system seconds of the processes (Linux)."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def measure(server, page, *, connections, seconds):
    """Ask for `page` over `connections` kept-alive connections for about `seconds`."""
    counts, bodies, faults = [0] * connections, [b""] * connections, []
    pids = server.workers
    stop = time.monotonic() + seconds

    def client(place):
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        try:
            while time.monotonic() < stop and not faults:
                line.request("GET", page.path, headers={"Cookie": page.cookie, "Host": "localhost"})
                answer = line.getresponse()
                body = answer.read()
                if answer.status != 200:
                    faults.append(f"{answer.status} {body[:200]!r}")
                counts[place] += 1
                bodies[place] = body
        except (OSError, http.client.HTTPException) as error:
            faults.append(repr(error))
        finally:
            line.close()

    before, began = processor_time(pids), time.monotonic()
    threads = [threading.Thread(target=client, args=[place], daemon=True) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed, spent = time.monotonic() - began, processor_time(pids) - before
    if faults:
        raise SystemExit(f"{page.path}: {faults[0]}")
    return Measured(sum(counts), elapsed, spent, bodies[0])
