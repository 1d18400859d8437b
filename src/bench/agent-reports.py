#!/usr/bin/env python3
"""Whether a report of an agent that was answered with 200 is ever lost, or kept twice, while the server is killed again and again.

Plays boxes that were cut off for days and send what they kept, each as OpenWrt's agent does: a report is deleted after 200 alone,
and sent again after anything else; one of three is sent again though it was taken, as when the answer is lost on its way back, and
what is left is shuffled. Meanwhile the server is killed by SIGKILL. At the end what it kept is compared with what the boxes took
for kept, sample by sample. Prints one JSON object; ends with 1 when a sample was lost, doubled, or is another than was sent.

    src/bench/agent-reports.py [--boxes 20] [--reports 200] [--kills 5] [--command 'java -cp ... io.langsong.LangSong']

Needs Linux and target/langsong.jar, or a command that starts the program.
"""
import argparse
import csv
import datetime
import http.client
import io
import json
import os
import pathlib
import random
import signal
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from benchserver import JAR, ask, environment, get, wait_for

STEP = 300


def report(number, octets, uptime):
    mac = "52:54:00:B0:%02X:%02X" % (number // 256, number % 256)
    return json.dumps({
        "type": "DeviceMonitoring", "general": {"hostname": "ap", "uptime": uptime},
        "resources": {"load": [0.1, 0.2, 0.3], "cpus": 1, "memory": {"total": 1 << 27, "free": 1 << 25, "available": 1 << 26}},
        "interfaces": [
            {"name": "eth0", "type": "ethernet", "mac": mac, "statistics": {"rx_bytes": octets, "tx_bytes": 2 * octets}},
            {"name": "wlan0", "type": "wireless", "mac": "06" + mac[2:], "statistics": {"rx_bytes": octets, "tx_bytes": 1},
             "wireless": {"mode": "access_point", "ssid": "xa", "channel": 6, "frequency": 2437, "tx_power": 20, "noise": -90,
                          "clients": [{"mac": "02:00:00:00:%02X:%02X" % (number % 256, i)} for i in range(3)]}}],
        "dhcp_leases": {}, "neighbors": []})


class Box(threading.Thread):
    def __init__(self, number, port, count, first, seed):
        super().__init__(daemon=True)
        self.number, self.port = number, port
        self.random = random.Random(seed)
        self.queue = [first + i * STEP for i in range(count)]
        self.sent = {at: self.random.randrange(1 << 40) for at in self.queue}
        self.booted = first - 100_000
        self.kept, self.sends, self.refused, self.cut, self.thrown_away = set(), 0, {}, 0, 0
        self.register()

    def register(self):
        place = "ap-%d" % self.number
        ask(self.port, "/api/v1/devices", {
            "id": place, "name": "AP %d" % self.number, "site": "nha", "kind": "access-point", "reachability": "agent"}, "POST")
        ask(self.port, "/api/v1/provisioning/access-points", {"id": place, "name": "AP %d" % self.number, "site": "nha"}, "POST")
        secret = ask(self.port, "/api/v1/provisioning/secrets", {"accessPoint": place}, "POST")["secret"]
        form = urllib.parse.urlencode({
            "backend": "netjsonconfig.OpenWrt", "secret": secret, "name": place,
            "mac_address": "52:54:00:B0:%02X:%02X" % (self.number // 256, self.number % 256)})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/controller/register/", form, {"Content-Type": "application/x-www-form-urlencoded"})
        words = dict(line.split(": ", 1) for line in connection.getresponse().read().decode().splitlines())
        self.id, self.key = words["uuid"], words["key"]

    def run(self):
        while self.queue:
            at = self.queue.pop(0)
            status = self.post(at)
            if status == 200:
                self.kept.add(at)
                if self.random.random() < 0.33:
                    self.queue.append(at)
            elif status == 400:
                self.thrown_away += 1
            else:
                if status is None:
                    self.cut += 1
                else:
                    self.refused[status] = self.refused.get(status, 0) + 1
                self.queue.insert(0, at)
                time.sleep(self.random.uniform(0.2, 1.5))
            if self.random.random() < 0.1:
                self.random.shuffle(self.queue)

    def post(self, at):
        self.sends += 1
        stamp = datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%d-%m-%Y_%H:%M:%S.000000")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(
                "POST", f"/api/v1/monitoring/device/{self.id}/?key={self.key}&time={stamp}",
                report(self.number, self.sent[at], at - self.booted), {"Content-Type": "application/json"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class Server:
    def __init__(self, folder, port, command):
        self.folder, self.port, self.command = folder, port, command
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [*self.command, "serve", "--data-dir", self.folder / "data", "--port", str(self.port), "--server.address=127.0.0.1",
             "--langsong.event.trap-port=0", "--langsong.event.syslog-udp-port=0", "--langsong.event.syslog-tcp-port=0",
             "--langsong.agent.per-minute=6000"],
            stdout=open(self.folder / "server.log", "a"), stderr=subprocess.STDOUT, env=environment())

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


def compare(port, boxes, first, last):
    lost = doubled = wrong = samples = 0
    until = (last + datetime.timedelta(hours=1)).isoformat().replace("+", "%2B")
    for box in boxes:
        rows = csv.DictReader(io.StringIO(get(
            port, f"/api/v1/series/export?device=ap-{box.number}&metric=if.in_octets&form=epoch"
            f"&from={(first - datetime.timedelta(hours=1)).isoformat().replace('+', '%2B')}&to={until}")))
        found = {}
        for row in rows:
            if row["index"] == "eth0":
                samples += 1
                found.setdefault(int(row["time"]) // 1000, []).append(int(row["value"]))
        lost += len(box.kept - found.keys())
        doubled += sum(len(values) - 1 for values in found.values())
        wrong += sum(values != [box.sent.get(at)] for at, values in found.items())
    return {"lost": lost, "doubled": doubled, "wrong": wrong, "samples": samples}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boxes", type=int, default=20)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--port", type=int, default=18_480)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", default=f"java -Xmx400m -jar {JAR}")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="agent-reports-"))
    server = Server(folder, options.port, shlex.split(options.command))
    server.start()
    try:
        wait_for("the server to answer", lambda: ask(options.port, "/api/v1/villages") is not None, 600)
        ask(options.port, "/api/v1/villages", {"id": "man", "name": "Thôn Mận", "position": 1}, "POST")
        ask(options.port, "/api/v1/sites", {"id": "nha", "name": "Nhà", "village": "man", "kind": "culture-house"}, "POST")
        first = int(time.time()) // STEP * STEP - (options.reports + 2) * STEP
        boxes = [Box(i, options.port, options.reports, first, options.seed * 1000 + i) for i in range(options.boxes)]
        for box in boxes:
            box.start()
        chance = random.Random(options.seed)
        killed_while_sending = 0
        for _ in range(options.kills):
            time.sleep(chance.uniform(2, 8))
            killed_while_sending += any(box.is_alive() for box in boxes)
            server.kill()
            time.sleep(chance.uniform(0, 2))
            server.start()
            wait_for("the server to answer again", lambda: ask(options.port, "/api/v1/villages") is not None, 600)
        for box in boxes:
            box.join()
        server.kill()
        server.start()
        wait_for("the server to answer at last", lambda: ask(options.port, "/api/v1/villages") is not None, 600)
        day = datetime.timezone.utc
        result = compare(
            options.port, boxes, datetime.datetime.fromtimestamp(first, day),
            datetime.datetime.fromtimestamp(first + options.reports * STEP, day))
    finally:
        server.kill()
    refused = {}
    for box in boxes:
        for status, count in box.refused.items():
            refused[status] = refused.get(status, 0) + count
    result.update({
        "boxes": len(boxes), "reports": sum(len(box.sent) for box in boxes), "kept": sum(len(box.kept) for box in boxes),
        "sends": sum(box.sends for box in boxes), "thrownAway": sum(box.thrown_away for box in boxes), "refused": refused,
        "cutOff": sum(box.cut for box in boxes), "kills": options.kills + 1, "killsWhileSending": killed_while_sending})
    print(json.dumps(result))
    good = not (result["lost"] or result["doubled"] or result["wrong"]) and result["kept"] == result["reports"] == result["samples"]
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
