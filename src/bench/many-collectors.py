#!/usr/bin/env python3
"""A server with many collectors and many devices of its own: CPU, memory, lateness of its polls, and how long a batch waits for its acknowledgement.

    src/bench/many-collectors.py --agents simagent.c [--collectors 200] [--devices 10000] [--minutes 6]

--devices are asked directly, access points simulated in C; as many again are spoken of by the collectors, which are one process and ask nobody. Needs target/langsong.jar, target/classes, gcc, Maven.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile
import time

from benchserver import JAR, ask, end, environment, figures, get, resident_mib, serve, wait_for

whole = __import__("whole-server")
ROOT = pathlib.Path(__file__).resolve().parents[2]


def inventory(folder, options):
    """The collected devices beside those that whole-server.py made."""
    each = options.devices // options.collectors
    base = folder / "inventory"
    with open(base / "villages.csv", "a") as out:
        out.writelines(f"cv{c},Collected {c},{1000 + c}\n" for c in range(options.collectors))
    with open(base / "sites.csv", "a") as out:
        out.writelines(f"cs{c},Site of collector {c},cv{c},other\n" for c in range(options.collectors))
    with open(base / "devices.csv", "a") as out:
        out.writelines(
            f"c{c}d{d},Collected {c} {d},cs{c},access-point,10.{c // 250}.{c % 250}.{d + 1},161,2c,public,bench,none\n"
            for c in range(options.collectors) for d in range(each))
    return each


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agents", type=pathlib.Path, required=True, help="source of simulated agents in C (gcc)")
    parser.add_argument("--collectors", type=int, default=200)
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--interval", type=int, default=30)
    parser.add_argument("--warmup", type=float, default=4)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--heap", default="700m")
    parser.add_argument("--port", type=int, default=18320)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="langsong-bench-"))
    processes = []
    try:
        processes.append(whole.agents(options, folder))
        each = inventory(folder, options)
        server = serve(folder, options.port, f"--langsong.polling.interval={options.interval}s", "--langsong.collectors.address=127.0.0.1",
                       "--langsong.collectors.port=17701", JAVA_TOOL_OPTIONS="-Xmx" + options.heap)
        processes.append(server)
        wait_for("the server listens", lambda: get(options.port, "/actuator/health"), 300)
        subprocess.run(["java", "-jar", JAR, "import", folder / "inventory", "--server", "http://127.0.0.1:%d" % options.port],
                       check=True, stdout=subprocess.DEVNULL, env=environment())
        with open(folder / "tokens", "w") as tokens:
            for c in range(options.collectors):
                ask(options.port, "/api/v1/collectors", {"id": f"c{c}", "name": f"Collector {c}", "sites": [f"cs{c}"]})
                token = ask(options.port, f"/api/v1/collectors/c{c}/token", {}, "POST")["token"]
                tokens.write(token + " " + ",".join(f"c{c}d{d}" for d in range(each)) + "\n")
        path = folder / "classpath"
        subprocess.run(["mvn", "-q", "-o", "-B", "-ntp", "dependency:build-classpath", "-Dmdep.includeScope=compile", f"-Dmdep.outputFile={path}"], check=True, cwd=ROOT)
        classes = f"{ROOT / 'target/classes'}:{path.read_text()}"
        subprocess.run(["javac", "-nowarn", "-cp", classes, "-d", folder / "bench", ROOT / "src/bench/java/io/langsong/collector/ManyCollectors.java"], check=True)
        sent = open(folder / "sent", "w+")
        processes.append(subprocess.Popen(["java", "-Xmx600m", "-XX:+UseSerialGC", "-cp", f"{folder / 'bench'}:{classes}", "io.langsong.collector.ManyCollectors", "17701",
                                           folder / "tokens", str(options.interval)], stdout=sent))
        time.sleep(60 * options.warmup)
        measure(options, server, folder)
    finally:
        end([process for process in processes if process.poll() is None])


def measure(options, server, folder):
    postmaster = int((folder / "data/postgres/data/postmaster.pid").read_text().splitlines()[0])
    pids = whole.family(postmaster)
    before, cpu, database = figures(options.port), whole.cpu_seconds(server.pid), sum(whole.cpu_seconds(pid) for pid in pids)
    lines = len((folder / "sent").read_text().splitlines())
    begun = time.time()
    time.sleep(60 * options.minutes)
    after, passed = figures(options.port), time.time() - begun
    cpu = whole.cpu_seconds(server.pid) - cpu
    database = sum(whole.cpu_seconds(pid) for pid in pids if pathlib.Path(f"/proc/{pid}").exists()) - database
    said = [dict(zip(line.split()[::2], map(int, line.split()[1::2]))) for line in (folder / "sent").read_text().splitlines()[lines:]]
    polled = sum(after[name] - before.get(name, 0) for name in after if name.startswith("langsong_polling_polls_total"))
    results = sum(one["results"] for one in said)
    print(json.dumps({
        "collectors": options.collectors, "devicesEachWay": options.devices, "seconds": round(passed),
        "pollsASecond": round(polled / passed), "collectedResultsASecond": round(results / passed),
        "octetsAResult": round(sum(one["octets"] for one in said) / max(1, results)),
        "serverCpuPercent": round(100 * cpu / passed, 1), "microsAResult": round(1e6 * cpu / (polled + results)),
        "databaseCpuPercent": round(100 * database / passed, 1), "residentMib": round(resident_mib(server.pid)),
        "latenessP99Millis": after.get("langsong_polling_lateness_p99_millis", next((after[n] for n in after if "lateness" in n), None)),
        "acknowledgedMillis50": sorted(one["ms50"] for one in said)[len(said) // 2], "acknowledgedMillis99Worst": max(one["ms99"] for one in said),
        "cut": sum(one["away"] for one in said),
        "droppedResults": sum(after[name] - before.get(name, 0) for name in after if "intake" in name and "dropped" in name),
        "samplesDropped": after.get("langsong_metrics_dropped_total", 0)}, indent=1))


if __name__ == "__main__":
    main()
