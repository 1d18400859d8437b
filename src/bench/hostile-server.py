#!/usr/bin/env python3
"""What devices that answer with everything that is wrong do to the packaged server and to the good devices beside them.

The server polls 200 good devices alone, then beside all the hostile ones, every ten seconds: ten of the good ones are net-snmp's
snmpd, the others a program in C. Prints one JSON object; ends with 1 when a good device had an outage or missed an answer, polls
left more than a tenth later than without the hostile ones and more than 10 ms, memory or threads grew without end, or the
program said that something broke.

    src/bench/hostile-server.py --long --generator gen_hostile_snmp.py --agents simagent.c [--minutes 4]

GENERATOR answers as hostile agents do (--serve ADDRESS:PORT --map --half HALF), one case on each address of 127.66/16, and
prints address and case. Needs Linux, snmpd, gcc, a JDK and target/langsong.jar.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

from benchserver import TOKEN, figures, get, resident_mib, wait_for

GENERATOR_PORT, AGENT_PORT, SNMPD_PORT = 16171, 26165, 26166
GOOD, REAL = 200, 10
INTERVAL = 10


def threads(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/task").iterdir()))


def files(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/fd").iterdir()))


def hostile_agents(options, folder):
    listed = folder / "cases"
    agents = subprocess.Popen(
        [sys.executable, "-u", options.generator, "--serve", f"0.0.0.0:{GENERATOR_PORT}", "--map", "--half", options.half,
         "--timeout-ms", "1000", "--warm", "1"],
        stdout=open(listed, "w"), stderr=open(folder / "agents", "w"))
    before = -1
    while listed.stat().st_size == 0 or listed.stat().st_size != before:
        before = listed.stat().st_size
        time.sleep(3)
    return agents, dict(line.split() for line in listed.read_text().splitlines())


def good_agents(options, folder):
    subprocess.run(["gcc", "-O2", "-pthread", "-o", folder / "simagent", options.agents], check=True)
    started = [subprocess.Popen([folder / "simagent", "-p", str(AGENT_PORT), "-T", "7200"], stderr=subprocess.DEVNULL)]
    for i in range(REAL):
        place = folder / f"snmpd-{i}"
        place.mkdir()
        (place / "snmpd.conf").write_text(
            f"agentAddress udp:{good_address(i)}:{SNMPD_PORT}\nsysName good-{i}\nrocommunity public 127.0.0.0/8\n")
        started.append(subprocess.Popen(
            ["/usr/sbin/snmpd", "-f", "-Lf", place / "log", "-C", "-c", place / "snmpd.conf", "-I", "-smux"],
            env={**os.environ, "SNMP_PERSISTENT_DIR": str(place), "MIBS": ""}, stderr=subprocess.DEVNULL))
    return started


def good_address(i):
    return f"127.67.{i // 250}.{i % 250 + 1}"


HEAD = "id,name,site,kind,address,port,snmp.version,snmp.community,snmp.user,snmp.authProtocol,snmp.authKey,snmp.privProtocol,snmp.privKey,reachability\n"


def inventory(folder, name, lines):
    tables = folder / name
    tables.mkdir()
    (tables / "villages.csv").write_text("id,name,position\nv,Village,1\n")
    (tables / "sites.csv").write_text("id,name,village,kind\ns,Site,v,other\n")
    (tables / "devices.csv").write_text(HEAD + "".join(line + "\n" for line in lines))
    return tables


def good_lines():
    return [f"good-{i},Good {i},s,access-point,{good_address(i)},{SNMPD_PORT if i < REAL else AGENT_PORT},2c,public,,,,,,none"
            for i in range(GOOD)]


def hostile_lines(cases):
    lines = []
    for n, (address, case) in enumerate(sorted(cases.items())):
        version = "1" if re.search(r"(^|[/-])v1", case) else "2c"
        access = ("3,,lsuser,SHA256,authpass12,AES128,privpass12" if case.startswith(("v3/", "bitflip/v3"))
                  else version + ",public,,,,,")
        lines.append(f"hostile-{n},Hostile {n},s,other,{address},{GENERATOR_PORT},{access},none")
    return lines


def load(options, jar, tables):
    subprocess.run(
        ["java", "-jar", jar, "import", tables, "--server", f"http://127.0.0.1:{options.port}"],
        check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LANGSONG_API_TOKEN": TOKEN})


def watch(options, pid, minutes):
    """Looks every ten seconds; answers what it saw."""
    seen = []
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        time.sleep(10)
        now = figures(options.port)
        seen.append({
            "rss": resident_mib(pid), "threads": threads(pid), "files": files(pid),
            "late": 1000 * now["langsong_polling_lateness_p99_seconds"],
        })
    return seen


def middle(seen, key):
    values = sorted(one[key] for one in seen)
    return values[len(values) // 2]


def missed(options, since):
    """Of the good devices, how many steps of an interval brought a lost try."""
    lost = 0
    for i in range(GOOD):
        query = urllib.parse.urlencode({"device": f"good-{i}", "metric": "reach.loss", "from": since, "step": f"{INTERVAL}s", "fn": "max"})
        answer = json.loads(get(options.port, "/api/v1/series?" + query))
        points = answer.get("points", answer.get("values", []))
        lost += sum(1 for point in points if (point[1] if isinstance(point, list) else point.get("value")) not in (None, 0, 0.0))
    return lost


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true", help="say that some minutes and two cores may be taken")
    parser.add_argument("--generator", required=True)
    parser.add_argument("--agents", type=pathlib.Path, required=True)
    parser.add_argument("--half", default="visible")
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--port", type=int, default=18320)
    options = parser.parse_args()
    if not options.long:
        raise SystemExit("this takes some minutes and two cores; say so with --long")
    jar = os.environ.get("LANGSONG_JAR", pathlib.Path(__file__).resolve().parents[2] / "target/langsong.jar")
    with tempfile.TemporaryDirectory(prefix="langsong-hostile-") as name:
        folder = pathlib.Path(name)
        agents, cases = hostile_agents(options, folder)
        good = good_agents(options, folder)
        server = subprocess.Popen(
            ["java", "-Xmx" + options.heap, "-jar", jar, "serve", "--data-dir", folder / "data", "--port", str(options.port),
             "--server.address=127.0.0.1", f"--langsong.polling.interval={INTERVAL}s", "--langsong.event.trap-port=0",
             "--langsong.event.syslog-udp-port=0", "--langsong.event.syslog-tcp-port=0"],
            stdout=open(folder / "server.log", "w"), stderr=subprocess.STDOUT,
            env={**os.environ, "LANGSONG_API_TOKEN": TOKEN, "LANGSONG_ADMIN_PASSWORD": "password-of-the-benchmark"})
        try:
            wait_for("the server listens", lambda: get(options.port, "/actuator/health"))
            load(options, jar, inventory(folder, "good", good_lines()))
            time.sleep(30)
            alone = watch(options, server.pid, 0.7)
            since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            load(options, jar, inventory(folder, "all", good_lines() + hostile_lines(cases)))
            time.sleep(30)
            beside = watch(options, server.pid, options.minutes)
            ok = tell(options, folder, server, cases, alone, beside, since)
        finally:
            server.terminate()
            agents.terminate()
            for one in good:
                one.terminate()
            server.wait(60)
            agents.wait(60)
            for one in good:
                one.wait(60)
        raise SystemExit(0 if ok else 1)


def tell(options, folder, server, cases, alone, beside, since):
    outages = [one for one in json.loads(get(options.port, "/api/v1/outages")) if "good-" in json.dumps(one.get("object", one))]
    third = max(1, len(beside) // 3)
    log = (folder / "server.log").read_text()
    broken = [line for line in log.splitlines() if " ERROR " in line or "OutOfMemory" in line]
    lost = missed(options, since)
    result = {
        "hostile": len(cases), "good": GOOD, "minutes": options.minutes,
        "outagesOfGood": len(outages),
        "lostTriesOfGood": lost,
        "latenessP99MillisAlone": round(middle(alone, "late"), 2),
        "latenessP99Millis": round(middle(beside, "late"), 2),
        "rssMibFirstThird": round(middle(beside[:third], "rss")), "rssMibLastThird": round(middle(beside[-third:], "rss")),
        "threadsFirstThird": middle(beside[:third], "threads"), "threadsLastThird": middle(beside[-third:], "threads"),
        "filesFirstThird": middle(beside[:third], "files"), "filesLastThird": middle(beside[-third:], "files"),
        "polls": {name.split('"')[1]: int(value) for name, value in figures(options.port).items()
                  if name.startswith("langsong_polling_polls_total{")},
        "errorsInLog": len(broken),
        "running": server.poll() is None,
    }
    print(json.dumps(result, indent=1))
    print("\n".join(broken[:10]))
    return (not outages and not lost and not broken and result["running"]
            and result["latenessP99Millis"] <= max(10, 1.1 * result["latenessP99MillisAlone"])
            and result["rssMibLastThird"] <= 1.1 * result["rssMibFirstThird"] + 20
            and result["threadsLastThird"] <= result["threadsFirstThird"] + 5)


if __name__ == "__main__":
    main()
