"""A real InfluxDB 1.x and a door in front of it, for the benchmarks: the door turns /api/v2/write into the /write that InfluxDB 1.6 knows,
writes down what passes, and can behave badly. Needs influxd."""
import gzip
import http.server
import json
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

DATABASE = "langsong"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Influx:
    """@param folder where its data are"""

    def __init__(self, folder):
        if not shutil.which("influxd"):
            raise SystemExit("not run: there is no influxd; apt-get install influxdb")
        self.port, self.process, self.log = free_port(), None, folder.parent / "influxd.log"
        folder.mkdir(exist_ok=True)
        self.file = folder.parent / "influxdb.conf"
        self.file.write_text(f"""reporting-disabled = true
bind-address = "127.0.0.1:{free_port()}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  index-version = "tsi1"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:{self.port}"
  log-enabled = false
  auth-enabled = false
[ifql]
  enabled = false
""")
        self.start()
        self.query("CREATE DATABASE " + DATABASE)

    def start(self):
        self.process = subprocess.Popen(["influxd", "run", "-config", self.file], stdout=open(self.log, "a"), stderr=subprocess.STDOUT)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ping", timeout=5)
                return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("influxd ended; see " + str(self.log))
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def query(self, command):
        body = urllib.parse.urlencode({"q": command, "db": DATABASE, "epoch": "ms"}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/query", data=body, timeout=60) as answer:
            return json.loads(answer.read())["results"][0].get("series", [])

    def points(self):
        """How many there are in all."""
        return sum(sum(value or 0 for value in one["values"][0][1:]) for one in self.query("SELECT count(*) FROM /.*/"))

    def times(self, measurement):
        """When each device was measured, in seconds, ascending."""
        return {one["tags"]["device"]: [row[0] / 1000 for row in one["values"]]
                for one in self.query(f'SELECT "value" FROM "{measurement}" GROUP BY "device"')}

    def newest(self, measurement):
        """The age of the newest point of the device that waits for longest, seconds."""
        rows = self.query(f'SELECT last("value") FROM "{measurement}" GROUP BY "device"')
        return max((time.time() - one["values"][0][0] / 1000 for one in rows), default=float("inf"))


class Door(http.server.ThreadingHTTPServer):
    """Its mood is ok, hang, reset, lost-ack, cut, slow:SECONDS, poison, or a status like 503. Poison refuses one line, the first it meets."""
    daemon_threads = True
    request_queue_size = 100

    def __init__(self, influx):
        super().__init__(("127.0.0.1", 0), Passing)
        self.influx, self.mood = influx, "ok"
        self.tries, self.applied, self.poisoned, self.poisoned_tries, self.first_applied = [], {}, None, 0, None
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def settings(self, *more):
        return ["--langsong.metrics.store=influx", "--langsong.metrics.influx.url=http://127.0.0.1:%d" % self.server_address[1], *more]

    def handle_error(self, request, client_address):
        """Whoever waits at the door may go."""

    def shutdown_request(self, request):
        # Without a farewell first, so that whoever is to be reset is.
        self.close_request(request)

    def note(self, lines):
        with self.lock:
            self.first_applied = self.first_applied or time.time()
            for line in lines:
                # Tags and field are before the last two blanks; the same of them at the same time is the same point.
                point = re.sub(r"=[^= ]+ (\d+)$", r" \1", line)
                self.applied[point] = self.applied.get(point, 0) + 1


class Passing(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.pass_on(b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self.path.startswith("/api/v2/write"):
            self.pass_on(body)
            return
        door, mood = self.server, self.server.mood
        door.tries.append((time.time(), mood))
        if mood == "hang":
            while door.mood == "hang":
                time.sleep(0.5)
            self.reset()
        elif mood == "reset":
            self.reset()
        elif mood.isdigit():
            self.answer(int(mood), b'{"message":"as it is told to"}', {"Retry-After": "2"} if mood == "429" else {})
        else:
            self.write(body, mood)

    def write(self, body, mood):
        lines = (gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body).decode().split("\n")
        refused = self.refused(lines, mood)
        if lines == [refused]:
            self.answer(400, b'{"error":"it is poison"}', {"Content-Type": "application/json"})
            return
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        query = urllib.parse.urlencode({"db": asked["bucket"], "precision": asked["precision"]})
        status, answer, headers = self.forward("/write?" + query, "\n".join(one for one in lines if one != refused).encode())
        if status == 204:
            self.server.note(one for one in lines if one != refused)
        if mood.startswith("slow:"):
            time.sleep(float(mood[5:]))
        if mood == "lost-ack":
            self.reset()
        elif mood == "cut":
            self.wfile.write(b"HTTP/1.1 20")
            self.wfile.flush()
            self.reset()
        elif status == 204 and refused:
            self.answer(400, b'{"error":"partial write: one line is poison dropped=1"}', {"Content-Type": "application/json"})
        else:
            self.answer(status, answer, headers)

    def refused(self, lines, mood):
        door = self.server
        if mood != "poison":
            return None
        with door.lock:
            if door.poisoned is None:
                door.poisoned = lines[len(lines) // 2]
            if door.poisoned in lines:
                door.poisoned_tries += 1
                return door.poisoned
        return None

    def pass_on(self, body):
        self.answer(*self.forward(self.path, body))

    def forward(self, path, body):
        headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.influx.port}{path}", data=body or None, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read(), {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read(), {"Content-Type": refused.headers.get("Content-Type", "text/plain")}
        except OSError:
            # As whoever asks a server that is away finds it.
            self.reset()
            raise

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if status != 204 else b"")

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_):
        pass


def octets_below(folder):
    return sum(one.stat().st_size for one in pathlib.Path(folder).rglob("*") if one.is_file()) if pathlib.Path(folder).exists() else 0
