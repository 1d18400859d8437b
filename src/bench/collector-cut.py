#!/usr/bin/env python3
"""A site behind a line that is cut: a simulated commune and a collector in a network namespace of their own, the packaged server outside. The line is cut for
some minutes in which things fail, comes back, and then collector and server are killed again and again.

    src/bench/collector-cut.py [--cut 240] [--kills 10] [--villages 6]

Needs root (ip netns). Prints what the record says of the time of the cut beside what was true there, what people were told, and whether batches were lost. All traffic
stays on this machine.
"""
import argparse
import csv
import datetime
import http.server
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from benchserver import JAR, ask, end, enter_inventory, environment, get, serve, wait_for

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--villages", type=int, default=6)
parser.add_argument("--settle", type=int, default=240, help="seconds from the start of the commune until the line is cut")
parser.add_argument("--cut", type=int, default=240, help="seconds")
parser.add_argument("--interval", type=int, default=2, help="seconds between polls")
parser.add_argument("--kills", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--port", type=int, default=18310)
parser.add_argument("--heap", default="64m", help="of the collector")
asked = parser.parse_args()
NAMESPACE, HERE, THERE = "langsong-site", "10.199.77.1", "10.199.77.2"
told = []


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told.append((time.time(), json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, **more)


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def say(text):
    print(f"{time.time() - BEGUN:6.0f} s  {text}", flush=True)


def network():
    subprocess.run(["ip", "netns", "del", NAMESPACE], stderr=subprocess.DEVNULL)
    run("ip", "netns", "add", NAMESPACE)
    run("ip", "link", "add", "ls-here", "type", "veth", "peer", "name", "ls-there", "netns", NAMESPACE)
    run("ip", "addr", "add", HERE + "/30", "dev", "ls-here")
    run("ip", "link", "set", "ls-here", "up")
    inside("ip", "addr", "add", THERE + "/30", "dev", "ls-there")
    inside("ip", "link", "set", "ls-there", "up")
    inside("ip", "link", "set", "lo", "up")


def inside(*words, **more):
    return run("ip", "netns", "exec", NAMESPACE, *words, **more)


def start_inside(log, *words, **more):
    return subprocess.Popen(["ip", "netns", "exec", NAMESPACE, *map(str, words)], stdout=open(log, "a"), stderr=subprocess.STDOUT, **more)


def simulate(folder, *more):
    return ["java", "-Xmx200m", "-jar", JAR, "simulate", "--villages", str(asked.villages), "--seed", str(asked.seed), "--inventory", folder / "inventory", *more]


def scenario(folder):
    """One outage reaches over each edge of the cut, others lie within it, one is as long as it, one lies behind it."""
    with open(folder / "inventory/devices.csv") as devices:
        rows = list(csv.DictReader(devices))
    aps = [row["id"] for row in rows if re.search(r"-ap\d$", row["id"])]
    routers = [row["id"] for row in rows if row["id"].endswith("-router")]
    chance = random.Random(asked.seed)
    chance.shuffle(aps)
    chance.shuffle(routers)
    c, s = asked.cut, asked.settle
    faults = [("device-crash", aps[0], s - 30, 60), ("device-crash", aps[1], s + c - 30, 90), ("device-crash", aps[2], s + c * .3, c * .2),
              ("uplink-cut", routers[0], s + c * .5, c * .25), ("device-crash", aps[3], s - 20, c + 50), ("device-crash", aps[4], s + c + 120, 60),
              ("reboot", aps[5], s + c * .6, 30)]
    (folder / "faults.yaml").write_text("name: cut\nfaults:\n" + "".join(
        "  - {fault: %s, device: %s, at: %dms, for: %dms}\n" % (kind, device, at * 1000, lasts * 1000) for kind, device, at, lasts in faults))
    return s + c + 240


def truth(folder):
    """Stretches without answers of each device: begin and end."""
    found = {}
    for line in (folder / "truth.jsonl").read_text().splitlines():
        one = json.loads(line)
        if one["object"].startswith("device:"):
            found[(one["object"], one["from"])] = one
    silent = {}
    for (thing, _), one in sorted(found.items(), key=lambda entry: entry[0]):
        if one["state"] in ("down", "unreachable"):
            stretches = silent.setdefault(thing, [])
            until = seconds(one["to"]) if "to" in one else None
            if stretches and stretches[-1][1] is not None and abs(stretches[-1][1] - seconds(one["from"])) < .01:
                stretches[-1][1] = until
            else:
                stretches.append([seconds(one["from"]), until])
    return silent


def compare(folder, until):
    """What the record says beside what was true, of outages of devices that were over by then."""
    recorded = {}
    for outage in ask(asked.port, "/api/v1/outages?from=%s&to=%s" % tuple(
            datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") for at in (BEGUN, until))):
        if outage["object"].startswith("device:") and outage["condition"] in ("DOWN", "UNREACHABLE"):
            recorded.setdefault(outage["object"], []).append(outage)
    wrong, right, worst = [], 0, 0.0
    for thing, stretches in truth(folder).items():
        for begin, finish in stretches:
            if finish is None or finish > until or begin < BEGUN + asked.settle - 60 or finish - begin < 4 * asked.interval + 5:
                continue
            near = [one for one in recorded.get(thing, []) if one["to"] and seconds(one["from"]["earliest"]) - 1 <= begin <= seconds(one["from"]["latest"]) + 1]
            # What goes on under another root is the same silence.
            last = near[-1] if near else None
            for one in sorted(recorded.get(thing, []), key=lambda each: each["from"]["best"]):
                if last and one["to"] and abs(seconds(one["from"]["best"]) - seconds(last["to"]["best"])) < 1:
                    last = one
            if last and seconds(last["to"]["earliest"]) - 1 <= finish <= seconds(last["to"]["latest"]) + 1:
                right += 1
                worst = max(worst, abs(seconds(near[-1]["from"]["best"]) - begin), abs(seconds(last["to"]["best"]) - finish))
            else:
                wrong.append("%s was silent %.1f to %.1f, recorded %s" % (thing, begin - BEGUN, finish - BEGUN, [
                    (round(seconds(one["from"]["best"]) - BEGUN, 1), one["to"] and round(seconds(one["to"]["best"]) - BEGUN, 1)) for one in recorded.get(thing, [])]))
    for thing, outages in recorded.items():
        for outage in outages:
            begin = seconds(outage["from"]["best"])
            if begin < BEGUN + asked.settle - 60:
                # Of the time before the collector was there.
                continue
            if not any(start - 3 <= begin <= (stop or 1e12) + 3 for start, stop in truth(folder).get(thing, [])):
                wrong.append("%s is said to have been out from %.1f, and was not" % (thing, begin - BEGUN))
    return right, wrong, worst


def holes(device, begin, finish):
    """Longest time without a poll in the series of a device, in intervals."""
    times = "from=%s&to=%s" % tuple(datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") for at in (begin, finish))
    points = ask(asked.port, f"/api/v1/series?device={device}&metric=reach.loss&{times}&step={asked.interval}s&fn=last")["points"]
    longest = run_length = 0
    for _, value in points:
        run_length = run_length + 1 if value is None else 0
        longest = max(longest, run_length)
    return longest, len(points)


def main(folder):
    simulation = simulate(folder, "--list")
    run(*simulation, stdout=subprocess.DEVNULL)
    after = scenario(folder)
    network()
    hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    settings = ["--langsong.polling.interval=%ds" % asked.interval, "--langsong.polling.timeout=%dms" % (200 * asked.interval), "--langsong.collectors.address=" + HERE, "--langsong.collectors.lost-after=20s",
                f"--langsong.notification.webhook.url=http://127.0.0.1:{hook.server_address[1]}/", "--langsong.notification.webhook.allow-private=true"]
    server = serve(folder, asked.port, *settings)
    processes = {"server": server}
    try:
        wait_for("the server listens", lambda: get(asked.port, "/actuator/health") if server.poll() is None else sys.exit("the server ended; see %s" % folder), 400)
        enter_inventory(folder, asked.port)
        sites = [site["id"] for site in ask(asked.port, "/api/v1/sites")]
        ask(asked.port, "/api/v1/collectors", {"id": "site", "name": "Trạm thử", "sites": sites})
        token = ask(asked.port, "/api/v1/collectors/site/token", {}, "POST")["token"]
        processes["commune"] = start_inside(folder / "commune.log", *simulate(folder, "--scenario", folder / "faults.yaml", "--truth", folder / "truth.jsonl"))
        wait_for("the commune answers", lambda: (folder / "truth.jsonl").exists())
        global BEGUN
        BEGUN = time.time()
        collect = ["java", "-Xmx" + asked.heap, "-XX:+UseSerialGC", "-jar", JAR, "collect", "--data-dir", folder / "collector"]
        wait_for("the port for collectors is open", lambda: subprocess.run(
            ["ip", "netns", "exec", NAMESPACE, "timeout", "2", "bash", "-c", f"</dev/tcp/{HERE}/7701"], stderr=subprocess.DEVNULL).returncode == 0)
        processes["collector"] = start_inside(folder / "collector.log", *collect, "--server", HERE + ":7701", "--enrol", token)
        known = lambda: sum(device["condition"] == "UP" for device in ask(asked.port, "/api/v1/devices/status"))
        time.sleep(max(0, BEGUN + asked.settle - 40 - time.time()))
        say("collector %s" % ask(asked.port, "/api/v1/collectors/site").get("state"))
        time.sleep(max(0, BEGUN + asked.settle - time.time()))
        cut_at = time.time()
        run("ip", "link", "set", "ls-here", "down")
        say("the line is cut")
        time.sleep(asked.cut)
        quiet = [body["key"] for at, body in told if at > cut_at]
        run("ip", "link", "set", "ls-here", "up")
        back_at = time.time()
        say("the line is back; told meanwhile: %s" % quiet)
        wait_for("the gap is judged", lambda: all(gap["judgedAt"] for gap in ask(asked.port, "/api/v1/collectors/site/gaps")))
        say("judged %.0f s after the line was back: %s" % (time.time() - back_at, ask(asked.port, "/api/v1/collectors/site/gaps")[0]))
        time.sleep(max(0, BEGUN + after - time.time()))
        right, wrong, worst = compare(folder, BEGUN + after - 30)
        say(f"outages as they were {right}, wrong {len(wrong)}, dated within {worst:.1f} s")
        for line in wrong:
            say("  " + line)
        stale = [body["key"] for at, body in told if back_at < at and "outage" in body["key"]]
        say(f"told of outages after the line was back: {stale}")
        device = next(row["id"] for row in csv.DictReader(open(folder / "inventory/devices.csv")) if row["id"].endswith("-router"))
        longest, steps = holes("thon-mau-01-router" if not device else device, cut_at, back_at)
        say(f"polls of {device} while the line was cut: {steps} intervals, longest without one {longest}")
        kill(folder, processes, collect, settings)
        lives = ask(asked.port, "/api/v1/collectors/site/lives")
        missing = sum(life["missing"] for life in lives)
        waiting = sum(life["waiting"] for life in lives)
        _, later, _ = compare(folder, time.time() - 20)
        false = [line for line in later if "was not" in line]
        say(f"after {asked.kills} kills: lives {len(lives)}, batches {sum(life['batches'] for life in lives)}, missing {missing}, not yet settled {waiting}, false outages {len(false)}")
        well = not wrong and right >= 6 and longest <= 3 and missing == 0 and not false
        print(f"collector cut: {asked.cut} s, right {right}, wrong {len(wrong)}, dated within {worst:.1f} s, batches missing {missing}, false outages after"
              f" {asked.kills} kills {len(false)}, {'well' if well else 'NOT WELL'}")
        return 0 if well else 1
    finally:
        end([process for process in processes.values() if process.poll() is None])
        subprocess.run(["ip", "link", "del", "ls-here"], stderr=subprocess.DEVNULL)
        subprocess.run(["ip", "netns", "del", NAMESPACE], stderr=subprocess.DEVNULL)


def kill(folder, processes, collect, settings):
    chance = random.Random(asked.seed)
    for number in range(asked.kills):
        time.sleep(chance.uniform(3, 20))
        who = chance.choice(["collector", "server"])
        subprocess.run(["pkill", "-9", "-P", str(processes[who].pid)])
        processes[who].kill()
        processes[who].wait()
        if who == "collector":
            processes[who] = start_inside(folder / "collector.log", *collect)
        else:
            processes[who] = serve(folder, asked.port, *settings)
            wait_for("the server listens again", lambda: get(asked.port, "/actuator/health"))
    wait_for("all that was kept is judged", lambda: all(gap["judgedAt"] for gap in ask(asked.port, "/api/v1/collectors/site/gaps")), 300)
    wait_for("nothing is missing", lambda: sum(life["missing"] for life in ask(asked.port, "/api/v1/collectors/site/lives")) == 0, 60)


BEGUN = time.time()
keep = pathlib.Path(tempfile.mkdtemp(prefix="collector-cut-"))
code = main(keep)
if code == 0:
    shutil.rmtree(keep)
else:
    print("left in", keep)
sys.exit(code)
