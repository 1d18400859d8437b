#!/usr/bin/env python3
"""What a flood of traps does to the packaged server: to what quiet devices say meanwhile, to its polls and to its disk.

Traps come from one device and from a thousand, 2,000 a second for a while and 20,000 a second for ten seconds, each with a
text of its own; twenty other devices say two a second throughout, and each of theirs is looked for. Prints one JSON object a
phase, the first two of a flood that goes to nobody. Ends with 1 when less than 999 of 1,000 of the quiet ones were kept, polls
left more than a fifth later than beside a flood to nobody and more than 10 ms, or the database holds more than it may.

    src/bench/flood.py --agents simagent.c [--sustained 40]

Needs Linux (/proc, all of 127/8 on loopback), gcc, a JDK and target/langsong.jar. AGENTS is the source of a program that
answers SNMP on every address of 127/8.
"""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

from benchserver import TOKEN, figures, get, wait_for

AGENT_PORT = 26163
LOUD, QUIET = 1000, 20
MOST_ROWS = 50_000
WINDOW_ROWS = 11_000
PEAK_SECONDS = 10
SETTLE_SECONDS = 22


def ber(tag, content):
    length = len(content)
    size = bytes([length]) if length < 128 else bytes([0x82, length >> 8, length & 255])
    return bytes([tag]) + size + content


def oid(text):
    arcs = [int(arc) for arc in text.split(".")]
    out = bytearray([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        part = [arc & 127]
        while arc > 127:
            arc >>= 7
            part.append(arc & 127 | 128)
        out += bytes(reversed(part))
    return ber(6, bytes(out))


UPTIME = ber(0x30, oid("1.3.6.1.2.1.1.3.0") + ber(0x43, b"\x00"))
TRAP_OID = oid("1.3.6.1.6.3.1.1.4.1.0")
LINK_DOWN, STRANGE = oid("1.3.6.1.6.3.1.1.5.3"), oid("1.3.6.1.4.1.8072.9999.1")
TEXT = oid("1.3.6.1.2.1.31.1.1.1.1.7")


def trap(kind, text):
    """Version 2c, community public."""
    binds = UPTIME + ber(0x30, TRAP_OID + kind) + ber(0x30, TEXT + ber(4, text.encode()))
    pdu = ber(0xA7, ber(2, b"\x01") + ber(2, b"\x00") + ber(2, b"\x00") + ber(0x30, binds))
    return ber(0x30, ber(2, b"\x01") + ber(4, b"public") + pdu)


def sender(address):
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind((address, 0))
    return one


def address(index):
    return f"127.61.{index // 250}.{index % 250 + 1}"


def flood(sockets, target, rate, seconds, tag):
    """Sends evenly, in portions of five milliseconds; answers how many went out."""
    began, sent = time.monotonic(), 0
    while True:
        elapsed = time.monotonic() - began
        if elapsed >= seconds:
            return sent
        due = int(elapsed * rate)
        while sent < due:
            kind = LINK_DOWN if sent % 2 else STRANGE
            sockets[sent % len(sockets)].sendto(trap(kind, f"{tag} {sent}"), target)
            sent += 1
        time.sleep(0.005)


class QuietOnes(threading.Thread):
    """Twenty devices, each of which says something twice a second."""

    def __init__(self, target, tag):
        super().__init__(daemon=True)
        self.target, self.tag, self.sent, self.ended = target, tag, 0, threading.Event()
        self.sockets = [sender(address(LOUD + i)) for i in range(QUIET)]

    def run(self):
        while not self.ended.wait(0.5 / QUIET):
            text = f"{self.tag}-quiet {self.sent}"
            self.sockets[self.sent % QUIET].sendto(trap(LINK_DOWN, text), self.target)
            self.sent += 1

    def end(self):
        self.ended.set()
        self.join()
        for one in self.sockets:
            one.close()


def outcomes(port):
    return {name.split('"')[1]: value for name, value in figures(port).items() if name.startswith("langsong_event_messages_total{")}


def kept(port, tag):
    """Of the texts of quiet devices, how many are found; read page by page, no device has more than some hundreds."""
    found = set()
    for i in range(QUIET):
        page = 0
        while True:
            query = urllib.parse.urlencode({"device": f"d{LOUD + i}", "text": f"{tag}-quiet", "page": page, "size": 500})
            rows = json.loads(get(port, "/api/v1/messages?" + query))
            rows = rows if isinstance(rows, list) else rows["items"]
            found |= {row["text"] for row in rows}
            if len(rows) < 500:
                break
            page += 1
    return len(found)


def receive_errors():
    lines = [line.split() for line in pathlib.Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Udp:")]
    return int(dict(zip(lines[0], lines[1]))["RcvbufErrors"])


def mebibytes(folder):
    return sum(entry.stat().st_size for entry in folder.rglob("*") if entry.is_file()) / 2**20


PROFILE = """name: bench
title: Four figures and no table
source: the agents of the benchmark
scalars:
  - {metric: memory.total, unit: bytes, oid: 1.3.6.1.4.1.2021.4.5.0, multiply: 1024}
  - {metric: memory.free, unit: bytes, oid: 1.3.6.1.4.1.2021.4.6.0, multiply: 1024}
  - {metric: if.in_octets, unit: bytes, kind: counter64, oid: 1.3.6.1.2.1.31.1.1.1.6.1}
  - {metric: if.out_octets, unit: bytes, kind: counter64, oid: 1.3.6.1.2.1.31.1.1.1.10.1}
"""


def inventory(folder):
    tables = folder / "inventory"
    tables.mkdir()
    (tables / "villages.csv").write_text("id,name,position\nv,Village,1\n")
    (tables / "sites.csv").write_text("id,name,village,kind\ns,Site,v,other\n")
    (tables / "devices.csv").write_text(
        "id,name,site,kind,address,port,snmp.version,snmp.community,profile,reachability\n" + "".join(
            f"d{i},Device {i},s,access-point,{address(i)},{AGENT_PORT},2c,public,bench,none\n" for i in range(LOUD + QUIET)))
    profiles = folder / "data/profiles"
    profiles.mkdir(parents=True)
    (profiles / "bench.yaml").write_text(PROFILE)
    return tables


class Load(threading.Thread):
    """The lateness of polls as the server tells it, each second."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.seen, self.ended = port, [], threading.Event()

    def run(self):
        while not self.ended.wait(1):
            self.seen.append(1000 * figures(self.port)["langsong_polling_lateness_p99_seconds"])

    def end(self):
        self.ended.set()
        self.join()
        return sorted(self.seen)[len(self.seen) // 2] if self.seen else 0.0


def phase(options, folder, name, sources, rate, seconds, aside=False):
    """@param aside to a socket that nobody reads, so that the cost of sending is in both figures"""
    target = ("127.0.0.1", options.trap_port)
    sink = sender("127.0.0.1")
    # The server tells the lateness of its last 4,096 polls: those of the phase before are to be out of it.
    time.sleep(SETTLE_SECONDS)
    before, errors, polls = outcomes(options.port), receive_errors(), figures(options.port)
    quiet = QuietOnes(target, name)
    quiet.start()
    lateness = Load(options.port)
    lateness.start()
    sockets = [sender(address(i)) for i in range(sources)]
    sent = flood(sockets, sink.getsockname() if aside else target, rate, seconds, name)
    sink.close()
    for one in sockets:
        one.close()
    late = lateness.end()
    quiet.end()
    wait_for("the queue is empty", lambda: figures(options.port)["langsong_event_waiting"] == 0)
    after, ended = outcomes(options.port), figures(options.port)
    became = {key: int(after[key] - before.get(key, 0)) for key in after if after[key] != before.get(key, 0)}
    share = kept(options.port, name) / quiet.sent
    result = {
        "phase": name,
        "sources": sources,
        "sentPerSecond": round(sent / seconds),
        "sent": quiet.sent if aside else sent + quiet.sent,
        "received": int(ended["langsong_event_received_total"] - polls["langsong_event_received_total"]),
        "became": became,
        **({} if aside else {"udpRcvbufErrors": receive_errors() - errors}),
        "quietSent": quiet.sent,
        "quietKeptPercent": round(100 * share, 2),
        "pollsSilent": int(ended['langsong_polling_polls_total{outcome="silent"}'] - polls['langsong_polling_polls_total{outcome="silent"}']),
        "latenessP99Millis": round(late, 2),
        "databaseMib": round(mebibytes(folder / "data/postgres/data/base"), 1),
        "databaseLogMib": round(mebibytes(folder / "data/postgres/data/pg_wal"), 1),
    }
    print(json.dumps(result), flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agents", type=pathlib.Path, required=True)
    parser.add_argument("--sustained", type=float, default=40, help="seconds at 2,000 a second")
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--port", type=int, default=18310)
    parser.add_argument("--trap-port", type=int, default=18311)
    options = parser.parse_args()
    jar = pathlib.Path(os.environ.get("LANGSONG_JAR", pathlib.Path(__file__).resolve().parents[2] / "target/langsong.jar"))
    with tempfile.TemporaryDirectory(prefix="langsong-flood-") as name:
        folder = pathlib.Path(name)
        subprocess.run(["gcc", "-O2", "-pthread", "-o", folder / "simagent", options.agents], check=True)
        agents = subprocess.Popen([folder / "simagent", "-p", str(AGENT_PORT), "-T", "3600"], stderr=subprocess.DEVNULL)
        tables = inventory(folder)
        server = subprocess.Popen(
            ["java", "-Xmx" + options.heap, "-jar", jar, "serve", "--data-dir", folder / "data", "--port", str(options.port),
             "--server.address=127.0.0.1", "--langsong.polling.interval=5s", "--langsong.event.address=127.0.0.1",
             f"--langsong.event.trap-port={options.trap_port}", "--langsong.event.syslog-udp-port=0",
             "--langsong.event.syslog-tcp-port=0", f"--langsong.event.most-rows={MOST_ROWS}"],
            stdout=open(folder / "server.log", "w"), stderr=subprocess.STDOUT,
            env={**os.environ, "LANGSONG_API_TOKEN": TOKEN, "LANGSONG_ADMIN_PASSWORD": "password-of-the-benchmark"})
        try:
            wait_for("the server listens", lambda: get(options.port, "/actuator/health"))
            subprocess.run(
                ["java", "-jar", jar, "import", tables, "--server", f"http://127.0.0.1:{options.port}"],
                check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LANGSONG_API_TOKEN": TOKEN})
            time.sleep(20)
            raise SystemExit(0 if measured(options, folder) else 1)
        finally:
            server.terminate()
            agents.terminate()
            server.wait(60)
            agents.wait(60)
            log = (folder / "server.log").read_text()
            print("\n".join(line for line in log.splitlines() if " ERROR " in line)[:2000])


def measured(options, folder):
    calm = phase(options, folder, "sustained-aside", LOUD, 2_000, options.sustained, aside=True)
    busy = phase(options, folder, "peak-aside", LOUD, 20_000, PEAK_SECONDS, aside=True)
    phases = []
    for sources in (1, LOUD):
        phases.append((calm, phase(options, folder, f"sustained-{sources}", sources, 2_000, options.sustained)))
        phases.append((busy, phase(options, folder, f"peak-{sources}", sources, 20_000, PEAK_SECONDS)))
    # Rows of about 400 octets with their indexes, and once more those that are gone and not yet swept up.
    most = calm["databaseMib"] + 2 * (MOST_ROWS + WINDOW_ROWS) * 700 / 2**20
    faults = []
    for before, one in phases:
        if one["quietKeptPercent"] < 99.9:
            faults.append(f"{one['phase']}: {one['quietKeptPercent']} % of quiet devices kept")
        if one["latenessP99Millis"] > max(10, 1.2 * before["latenessP99Millis"]):
            faults.append(f"{one['phase']}: lateness {one['latenessP99Millis']} ms, without {before['latenessP99Millis']} ms")
        if one["databaseMib"] > most:
            faults.append(f"{one['phase']}: database {one['databaseMib']} MiB, may be {most:.0f} MiB")
    print("\n".join(faults) or "all as it should be")
    return not faults


if __name__ == "__main__":
    main()
