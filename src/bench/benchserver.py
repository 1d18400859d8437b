"""What the benchmarks of a whole server share: asking it, waiting for it, and what its process takes. Needs Linux (/proc)."""
import pathlib
import time
import urllib.request

TOKEN = "token-of-the-benchmark-0123456789"


def get(port, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": "Bearer " + TOKEN})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def figures(port):
    """All that the server counts, by name and labels as written."""
    found = {}
    for line in get(port, "/actuator/prometheus").splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return found


def wait_for(what, condition, seconds=180):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("not within %d s: %s" % (seconds, what))


def resident_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
