"""What the benchmarks of a whole server share: asking it, waiting for it, what its process takes, and a mail server. Needs
Linux (/proc)."""
import json
import os
import pathlib
import re
import socketserver
import subprocess
import threading
import time
import urllib.request

JAR = pathlib.Path(__file__).resolve().parents[2] / "target/langsong.jar"

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


def serve(folder, port, *settings, **more):
    """Starts the packaged server."""
    return subprocess.Popen(
        ["java", "-Xmx512m", "-jar", JAR, "serve", "--data-dir", folder / "data", "--port", str(port),
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
