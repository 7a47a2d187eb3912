"""A small HTTP client for loopback, and the processor time of the server's processes."""

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
    size: int  # bytes of one answer, uncompressed

    @property
    def per_second(self):
        return self.requests / self.seconds

    @property
    def milliseconds(self):
        """Processor time of one request."""
        return 1000 * self.processor / self.requests


def processor_time(pids):
    """User and system seconds of the processes (Linux)."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def measure(port, path, cookie, *, connections, seconds, pids):
    """Ask for `path` over `connections` kept-alive connections for about `seconds`."""
    counts, sizes, faults = [0] * connections, [0] * connections, []
    stop = time.monotonic() + seconds

    def client(place):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < stop:
            line.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
            answer = line.getresponse()
            body = answer.read()
            if answer.status != 200:
                faults.append((answer.status, body[:200]))
                return
            counts[place] += 1
            sizes[place] = len(body)
        line.close()

    before, began = processor_time(pids), time.monotonic()
    threads = [threading.Thread(target=client, args=[place]) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise SystemExit(f"{path}: {faults[0]}")
    return Measured(sum(counts), time.monotonic() - began, processor_time(pids) - before, max(sizes))
