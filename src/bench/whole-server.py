#!/usr/bin/env python3
"""What the whole server costs: a simulated commune of some size polled, stored and judged by the packaged program.

Prints one JSON object: CPU of the server and of its database as shares of one core and a poll, memory, lateness of polls.
Both listen on loopback. Needs Linux (/proc), a JDK and target/langsong.jar.

    src/bench/whole-server.py [--villages 246] [--interval 30] [--minutes 10]
    src/bench/whole-server.py --agents simagent.c --devices 10000

The second asks access points that cost little themselves, a program in C, for twelve values each.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

from benchserver import TOKEN, figures, get, resident_mib, wait_for

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])) / TICKS


def thread_cpu_seconds(pid):
    """By thread, its name and number: garbage collection and compilation can be told from the work."""
    seconds = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            name, rest = task.joinpath("stat").read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        fields = rest.split()
        seconds[name, task.name] = (int(fields[11]) + int(fields[12])) / TICKS
    return seconds


def wakings(pid):
    """How often each thread has come back from waiting, by its name and number."""
    counts = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            lines = dict(line.split(":", 1) for line in task.joinpath("status").read_text().splitlines())
        except OSError:
            continue
        counts[lines["Name"].strip(), task.name] = int(lines["voluntary_ctxt_switches"])
    return counts


def most(before, after, unit):
    """What the threads of one name, numbers left out, added, as so many units; the twelve that added most."""
    by_name = {}
    for thread, count in after.items():
        name = thread[0].rstrip("0123456789").rstrip("-# ")
        by_name[name] = by_name.get(name, 0) + count - before.get(thread, 0)
    return {name: round(count / unit, 1) for name, count in sorted(by_name.items(), key=lambda one: -one[1])[:12]}


def proportional_mib(pid):
    """Memory with shared pages counted by their share, so that processes add up."""
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def family(postmaster):
    pids = [postmaster]
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if int(entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1]) == postmaster:
                    pids.append(int(entry.name))
            except (OSError, IndexError):
                continue
    return pids


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--villages", type=int, default=246, help="about 4.1 devices each")
    parser.add_argument("--agents", type=pathlib.Path, help="source of simulated agents in C (gcc), in place of the commune")
    parser.add_argument("--devices", type=int, default=10_000, help="with --agents: how many")
    parser.add_argument("--java-options", default="", help="of the server, besides its heap")
    parser.add_argument("--interval", type=int, default=30, help="seconds between polls of one device")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--warmup", type=float, default=3, help="minutes before the measurement")
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--port", type=int, default=18200)
    options = parser.parse_args()
    jar = pathlib.Path(__file__).resolve().parents[2] / "target/langsong.jar"
    with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
        run(options, jar, pathlib.Path(folder))


PROFILE = """name: bench
title: Nine figures and no table
source: the agents of the benchmark
scalars:
  - {metric: memory.total, unit: bytes, oid: 1.3.6.1.4.1.2021.4.5.0, multiply: 1024}
  - {metric: memory.free, unit: bytes, oid: 1.3.6.1.4.1.2021.4.6.0, multiply: 1024}
  - {metric: cpu.load, oid: 1.3.6.1.4.1.2021.10.1.5.1}
  - {metric: cpu.idle, unit: '%', oid: 1.3.6.1.4.1.2021.11.11.0}
  - {metric: if.in_octets, unit: bytes, kind: counter64, oid: 1.3.6.1.2.1.31.1.1.1.6.1}
  - {metric: if.out_octets, unit: bytes, kind: counter64, oid: 1.3.6.1.2.1.31.1.1.1.10.1}
  - {metric: if.in_errors, unit: packets, kind: counter32, oid: 1.3.6.1.2.1.2.2.1.14.1}
  - {metric: wifi.clients, oid: 1.3.6.1.4.1.8072.9999.9999.1.1.5.1}
  - {metric: wifi.channel, oid: 1.3.6.1.4.1.8072.9999.9999.1.1.6.1}
"""


def commune(options, jar, folder):
    """Starts the simulated commune, which writes its inventory."""
    return subprocess.Popen(
        ["java", "-jar", jar, "simulate", "--villages", str(options.villages), "--address", "127.60.0.0",
         "--inventory", folder / "inventory"], stderr=subprocess.DEVNULL)


def agents(options, folder):
    """Starts the agents in C, and writes an inventory and a profile for them."""
    subprocess.run(["gcc", "-O2", "-pthread", "-o", folder / "simagent", options.agents], check=True)
    inventory = folder / "inventory"
    inventory.mkdir()
    villages = range(0, options.devices, 100)
    (inventory / "villages.csv").write_text(
        "id,name,position\n" + "".join(f"v{v},Village {v},{v // 100 + 1}\n" for v in villages))
    (inventory / "sites.csv").write_text(
        "id,name,village,kind\n" + "".join(f"s{v},Site {v},v{v},other\n" for v in villages))
    (inventory / "devices.csv").write_text(
        "id,name,site,kind,address,port,snmp.version,snmp.community,profile,reachability\n" + "".join(
            f"d{i},Device {i},s{i // 100 * 100},access-point,127.61.{i // 250}.{i % 250 + 1},26162,2c,public,bench,none\n"
            for i in range(options.devices)))
    (inventory / "services.csv").write_text("id,name,site,kind,members,required,link\n")
    profiles = folder / "data/profiles"
    profiles.mkdir(parents=True)
    (profiles / "bench.yaml").write_text(PROFILE)
    return subprocess.Popen([folder / "simagent", "-p", "26162", "-T", "20000"], stderr=subprocess.DEVNULL)


def run(options, jar, folder):
    simulator = agents(options, folder) if options.agents else commune(options, jar, folder)
    server = subprocess.Popen(
        ["java", "-Xmx" + options.heap, *options.java_options.split(), "-jar", jar, "serve", "--data-dir", folder / "data", "--port",
         str(options.port), "--server.address=127.0.0.1", "--langsong.polling.interval=%ds" % options.interval],
        stdout=open(folder / "server.log", "w"), stderr=subprocess.STDOUT,
        env={**os.environ, "LANGSONG_API_TOKEN": TOKEN, "LANGSONG_ADMIN_PASSWORD": "password-of-the-benchmark"})
    try:
        wait_for("the server listens", lambda: get(options.port, "/actuator/health"))
        wait_for("the inventory is written", lambda: (folder / "inventory/services.csv").exists())
        subprocess.run(
            ["java", "-jar", jar, "import", folder / "inventory", "--server", "http://127.0.0.1:%d" % options.port],
            check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LANGSONG_API_TOKEN": TOKEN})
        warm_up(options)
        measure(options, folder, server.pid)
    finally:
        server.terminate()
        simulator.terminate()
        server.wait(60)
        simulator.wait(60)


def warm_up(options):
    """In its first half the figures are asked for again and again, so that what tells them is not compiled while we measure."""
    half = time.monotonic() + options.warmup * 30
    while time.monotonic() < half:
        figures(options.port)
        time.sleep(1)
    time.sleep(options.warmup * 30)


def measure(options, folder, pid):
    postmaster = int((folder / "data/postgres/data/postmaster.pid").read_text().split()[0])
    before = figures(options.port)
    at, server_cpu = time.monotonic(), cpu_seconds(pid)
    threads, woken = thread_cpu_seconds(pid), wakings(pid)
    database_cpu = {child: cpu_seconds(child) for child in family(postmaster)}
    time.sleep(options.minutes * 60)
    elapsed = time.monotonic() - at
    server_used = cpu_seconds(pid) - server_cpu
    threads_after, woken_after = thread_cpu_seconds(pid), wakings(pid)
    after = figures(options.port)
    children = family(postmaster)
    database_used = sum(cpu_seconds(child) - database_cpu.get(child, 0) for child in children)
    polls = {
        outcome: after[key] - before.get(key, 0)
        for outcome in ("answered", "silent", "refused", "not_asked")
        for key in ['langsong_polling_polls_total{outcome="%s"}' % outcome]
    }
    total = sum(polls.values())
    print(json.dumps({
        "devices": int(after["langsong_polling_devices"]),
        "intervalSeconds": options.interval,
        "seconds": round(elapsed),
        "polls": {name: int(count) for name, count in polls.items()},
        "samplesPerPoll": round((after["langsong_metrics_stored_total"] - before["langsong_metrics_stored_total"]) / total, 1),
        "samplesDropped": int(after["langsong_metrics_dropped_total"] + after["langsong_polling_intake_dropped_total"]),
        "serverCpuPercentOfOneCore": round(100 * server_used / elapsed, 1),
        "serverCpuMicrosPerPoll": round(1e6 * server_used / total),
        "threadMicrosPerPoll": most(threads, threads_after, total / 1e6),
        "threadWakingsPerSecond": most(woken, woken_after, elapsed),
        "databaseCpuPercentOfOneCore": round(100 * database_used / elapsed, 1),
        "serverRssMib": round(resident_mib(pid)),
        "databasePssMib": round(sum(proportional_mib(child) for child in children)),
        "latenessP99Millis": round(1000 * after["langsong_polling_lateness_p99_seconds"], 1),
        "loadAverage": os.getloadavg()[0],
    }, indent=1))


if __name__ == "__main__":
    main()
