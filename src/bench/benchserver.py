"""What the benchmarks of a whole server share: asking it, waiting for it, what its process takes, and who is told. Needs Linux
(/proc). LANGSONG_JAR names another program than target/langsong.jar."""
import http.server
import json
import os
import pathlib
import re
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

JAR = pathlib.Path(os.environ.get("LANGSONG_JAR", pathlib.Path(__file__).resolve().parents[2] / "target/langsong.jar"))

TOKEN = "token-of-the-benchmark-0123456789"


def get(port, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": "Bearer " + TOKEN})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def ask(port, path, body=None, method=None):
    """What a call of the API answers."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode(), method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read().decode()
    return json.loads(text) if text else None


def environment(**more):
    return {**os.environ, "LANGSONG_API_TOKEN": TOKEN, "LANGSONG_ADMIN_PASSWORD": "password-of-the-benchmark", **more}


def serve(folder, port, *settings, heap="512m", **more):
    """Starts the packaged server."""
    return subprocess.Popen(
        ["java", "-Xmx" + heap, "-jar", JAR, "serve", "--data-dir", folder / "data", "--port", str(port),
         "--server.address=127.0.0.1", "--langsong.event.trap-port=0", "--langsong.event.syslog-udp-port=0",
         "--langsong.event.syslog-tcp-port=0", *settings],
        stdout=open(folder / "server.log", "a"), stderr=subprocess.STDOUT, env=environment(**more))


def enter_inventory(folder, port):
    subprocess.run(["java", "-jar", JAR, "import", folder / "inventory", "--server", "http://127.0.0.1:%d" % port],
                   check=True, stdout=subprocess.DEVNULL, env=environment())


def end(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(60)


class MailServer(socketserver.ThreadingTCPServer):
    """Accepts every letter unless its mood is another, and notes when, under the name that its answer gives it."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mood = "accept"
        self.letters = []
        self.accepted = {}
        self.greeted = []
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def settings(self, *recipients):
        return ["--langsong.notification.email.host=127.0.0.1", "--langsong.notification.email.tls=none",
                "--langsong.notification.email.port=%d" % self.server_address[1],
                "--langsong.notification.email.from=langsong@xa.invalid",
                "--langsong.notification.recipients=" + ",".join(recipients)]

    def take(self, letter):
        with self.lock:
            self.letters.append((time.time(), letter))
            return "Q%d" % len(self.letters)

    def message_ids(self):
        return [re.search(r"^Message-ID: (\S+)", letter, re.M | re.I).group(1) for _, letter in self.letters]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.greeted.append(time.time())
        mood = self.server.mood
        if mood == "hang":
            self.rfile.readline()
            return
        if mood == "reset":
            return
        self.say("220 bench ESMTP")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT" and mood == "later":
                self.say("451 4.7.1 try again later")
            elif verb == b"DATA":
                self.say("354 go on")
                letter = b""
                for data in self.rfile:
                    if data == b".\r\n":
                        break
                    letter += data
                name = self.server.take(letter.decode())
                if mood == "lose-answer":
                    return
                self.say("250 2.0.0 queued as " + name)
                self.server.accepted[name] = time.time()
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


class WebhookReceiver(http.server.ThreadingHTTPServer):
    """Takes every message unless it refuses, and notes when."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Posted)
        self.told, self.refuses = [], False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def settings(self):
        return ["--langsong.notification.webhook.url=http://127.0.0.1:%d/" % self.server_address[1],
                "--langsong.notification.webhook.allow-private=true"]

    def keys(self, beginning):
        """Of messages of that kind, and when they came for the first time."""
        first = {}
        for at, message in list(self.told):
            if message["key"].startswith(beginning):
                first.setdefault(message["key"], at)
        return first


class Posted(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.refuses:
            self.server.told.append((time.time(), message))
        self.send_response(503 if self.server.refuses else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


def summed(port):
    """Our own figures by name, labels added up."""
    sums = {}
    for name, value in figures(port).items():
        if name.startswith("langsong_"):
            name = name.split("{")[0]
            sums[name] = sums.get(name, 0) + value
    return sums


class Entries:
    """Enters something every now and then, and remembers what the server confirmed: that must never be lost. The server's log of truth."""

    def __init__(self, port, pause=0.5):
        self.pause = pause
        self.port, self.confirmed, self.refused, self.took, self.statuses = port, [], 0, [], {}
        self.going = True
        self.thread = threading.Thread(target=self.enter, daemon=True)
        self.thread.start()

    def enter(self):
        number = 0
        while self.going:
            number += 1
            name, began = "tuyen-thu-%d" % number, time.monotonic()
            try:
                ask(self.port, "/api/v1/power-areas", {"id": name, "name": "Tuyến thử %d" % number})
                self.confirmed.append(name)
            except OSError as refused:
                self.refused += 1
                status = getattr(refused, "code", type(refused).__name__)
                self.statuses[status] = self.statuses.get(status, 0) + 1
            self.took.append(time.monotonic() - began)
            time.sleep(self.pause)

    def end(self):
        self.going = False
        self.thread.join(90)

    def lost(self):
        there = {one["id"] for one in ask(self.port, "/api/v1/power-areas")}
        return [name for name in self.confirmed if name not in there]


def verdict(row, found, *complaints):
    """Prints what was found, and ends the program as it has to. @param complaints what must not be, and why not"""
    wrong = [what for what, is_so in complaints if is_so]
    print(json.dumps({"row": row, **found, "wrong": wrong}, indent=1, ensure_ascii=False), flush=True)
    return not wrong


def figures(port):
    """All that the server counts, by name and labels as written."""
    found = {}
    for line in get(port, "/actuator/prometheus").splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return found


def wait_for(what, condition, seconds=300):
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


def run_cases(cases, run):
    """Each in a folder of its own. Ends the program, with 1 when one is not as it must be.

    run: takes the case and the folder; whether it went well
    """
    well = True
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
            well &= run(case, pathlib.Path(folder))
    sys.exit(0 if well else 1)
