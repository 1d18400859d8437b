#!/usr/bin/env python3
"""What the packaged program makes of a clock that is set, of standing still, of a line that loses everything, of a device that
goes up and down, and of a mail server that is not well, while it polls a simulated commune.

Prints one JSON object a case. Everything listens on loopback. Needs Linux, a JDK and target/langsong.jar; "clock" also gcc.

    src/bench/disturbances.py clock|pause|loss|flap|mail ... [--long]

Without a case all of them, half an hour; --long adds what takes hours. Polls are 10 s apart, the timeout is 1 s.
"""
import argparse
import collections
import csv
import datetime
import json
import os
import pathlib
import signal
import struct
import subprocess
import tempfile
import time

from benchserver import JAR, MailServer, ask, end, enter_inventory, figures, get, serve, wait_for

INTERVAL = 10
TIMEOUT = 1
DETECTION = INTERVAL + 4 * TIMEOUT + 1
RECOVERY = INTERVAL + TIMEOUT + 1


def seconds(time_of_day):
    return datetime.datetime.fromisoformat(time_of_day.replace("Z", "+00:00")).timestamp()


class Stand:
    """A commune, a mail server, and the program between them."""

    def __init__(self, options, folder, faults, *settings, villages=12, environment=None, interval=INTERVAL, heap="512m"):
        self.port, self.folder = options.port, folder
        self.mail = MailServer()
        self.processes = []
        simulate = ["java", "-jar", JAR, "simulate", "--villages", str(villages), "--address", "127.62.0.0",
                    "--port", str(options.snmp_port), "--inventory", folder / "inventory"]
        try:
            subprocess.run([*simulate, "--list"], check=True, stdout=subprocess.DEVNULL)
            with open(folder / "inventory/devices.csv") as devices:
                self.devices = [row["id"] for row in csv.DictReader(devices)]
            self.points = [one for one in self.devices if one.startswith("thon-") and one.endswith("-ap1")]
            (folder / "faults.yaml").write_text("name: disturbances\nfaults:\n" + ("".join(faults(self.points)) or "  []\n"))
            self.server = serve(folder, options.port, "--langsong.polling.interval=%ds" % interval,
                                *self.mail.settings("ky-thuat@xa.invalid"), *settings, heap=heap, **(environment or {}))
            self.processes.append(self.server)
            wait_for("the server listens", lambda: get(self.port, "/actuator/health"))
            self.processes.append(subprocess.Popen(
                [*simulate, "--scenario", folder / "faults.yaml", "--truth", folder / "truth.jsonl"],
                stderr=subprocess.DEVNULL))
            wait_for("the commune answers", lambda: (folder / "truth.jsonl").exists())
            self.began = time.time()
            enter_inventory(folder, options.port)
        except BaseException:
            self.close()
            raise

    def at(self, seconds_since_the_start):
        """Sleeps until that time of the scenario."""
        time.sleep(max(0, self.began + seconds_since_the_start - time.time()))

    def outages(self):
        """Of devices: a service is judged by them."""
        long_ago, far = "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"
        return [one for one in ask(self.port, f"/api/v1/outages?from={long_ago}&to={far}") if one["object"].startswith("device:")]

    def polls(self):
        return sum(value for name, value in figures(self.port).items() if name.startswith("langsong_polling_polls_total"))

    def logged(self, phrase):
        return [line for line in (self.folder / "server.log").read_text().splitlines() if phrase in line]

    def truth(self, device):
        """When it was silent; the log has a line when it begins and another when it is over."""
        found = {}
        for line in (self.folder / "truth.jsonl").read_text().splitlines():
            one = json.loads(line)
            if one["object"] == "device:" + device and one["state"] in ("down", "unreachable"):
                found[seconds(one["from"])] = seconds(one["to"]) if one.get("to") else None
        return sorted(found.items())

    def close(self):
        end(self.processes)
        self.mail.shutdown()


def crash(device, at, lasting):
    return "  - {fault: device-crash, device: %s, at: %dms, for: %dms}\n" % (device, 1000 * at, 1000 * lasting)


def clock(options, folder):
    """R15: it is set by an hour, by 400 days, and back, with one device down all the while that fails before and recovers after."""
    library, offset = folder / "set-clock.so", folder / "offset"
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, pathlib.Path(__file__).parent / "set-clock.c", "-ldl"], check=True)
    offset.write_bytes(struct.pack("=q", 0))
    steps = [3600, 0, -3600, 0, 400 * 86400, 0]
    pace = 45
    lasting = 80 + pace * len(steps)
    stand = Stand(options, folder, lambda points: [crash(points[0], 60, lasting)],
                  environment={"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(offset)})
    try:
        ask(stand.port, "/api/v1/people", {"name": "ha", "displayName": "Hà", "role": "technician"})
        ask(stand.port, "/api/v1/people/ha/notification", {"email": "ha@xa.invalid", "channels": ["email"]}, "PUT")
        ask(stand.port, "/api/v1/escalation-policies",
            {"name": "Trực", "levels": [{"targets": ["person:ha"], "minutes": 30}, {"targets": ["person:ha"], "minutes": 30}]})
        stand.at(100)
        rates = {}
        for step in [0, *steps]:
            # In place: the file is mapped.
            with open(offset, "r+b") as clock_file:
                clock_file.write(struct.pack("=q", step))
            before, since = stand.polls(), time.monotonic()
            time.sleep(pace - 5)
            rates[f"{len(rates)}: {step:+} s"] = round((stand.polls() - before) / (time.monotonic() - since), 2)
        stand.at(60 + lasting + 2 * RECOVERY)
        outages = stand.outages()
        failed = "device:" + stand.points[0]
        incidents = ask(stand.port, "/api/v1/incidents")
        calls = [one for one in ask(stand.port, "/api/v1/incidents/" + incidents[-1]["id"])["timeline"] if one["kind"] == "called"]
        truth = stand.truth(stand.points[0])[0]
        own = [one for one in outages if one["object"] == failed]
        months = [line.split("month=")[1] for line in stand.logged("period ended month=")]
        return {
            "case": "clock",
            "devices": len(stand.devices),
            "falseOutages": sorted(one["object"] for one in outages if one["object"] != failed) + [failed] * (len(own) - 1),
            "negativeDurations": sum(1 for one in outages if one["to"] and seconds(one["to"]["best"]) < seconds(one["from"]["best"])),
            "stillOpen": sum(1 for one in outages if not one["to"]),
            "secondsOfTheOutage": [round(seconds(one["to"]["best"]) - seconds(one["from"]["best"]), 1) for one in own if one["to"]],
            # By the clock of the wall until now. What was seen while the clock was wrong is not in it, nor is it counted as up.
            "secondsTheClockWasWrong": pace * sum(1 for step in steps if step),
            "secondsCountedDown": counted(stand.port, stand.points[0], stand.began - 7200, time.time() - 1, "down"),
            "secondsOfTheFault": round(truth[1] - truth[0], 1),
            "expectedPollsPerSecond": round(len(stand.devices) / INTERVAL, 2),
            "pollsPerSecond": rates,
            "jumps": len(steps),
            "jumpsLogged": len(stand.logged("nobody was looking")),
            "incidents": len(incidents),
            "calls": [one["facts"].get("level") for one in calls],
            "monthsEndedTwice": sorted(month for month, times in collections.Counter(months).items() if times > 1),
            "mails": len(stand.mail.letters),
            "mailsTwice": len(stand.mail.letters) - len(set(stand.mail.message_ids())),
        }
    finally:
        stand.close()


def pause(options, folder):
    """R17: the program is stopped for a while; nothing has failed meanwhile."""
    stand = Stand(options, folder, lambda points: [])
    try:
        stand.at(60)
        found = []
        for length in (5, 60, 600) if options.long else (5, 60):
            began = time.time()
            os.kill(stand.server.pid, signal.SIGSTOP)
            time.sleep(length)
            os.kill(stand.server.pid, signal.SIGCONT)
            woken, polls = time.time(), [(time.time(), stand.polls())]
            while time.time() < woken + 3 * INTERVAL:
                time.sleep(0.5)
                polls.append((time.time(), stand.polls()))
            time.sleep(RECOVERY + 30)
            found.append({
                "pausedSeconds": length,
                "unknownSeconds": counted(stand.port, stand.points[0], began - 20, time.time() - 5, "unknown"),
                "pollsInTheFirstInterval": most(polls, INTERVAL),
                "pollsOfAnInterval": len(stand.devices),
                "mostPollsInTwoSeconds": most(polls, 2),
            })
        return {"case": "pause", "falseOutages": len(stand.outages()), "mails": len(stand.mail.letters), "pauses": found,
                "stoodStillLogged": len(stand.logged("nobody was looking"))}
    finally:
        stand.close()


def counted(port, device, since, until, condition):
    """For how many seconds the record says that of a device."""
    answer = ask(port, f"/api/v1/uptime?object=device:{device}&from={utc(since)}&to={utc(until)}")
    return round(sum(seconds(one["to"]) - seconds(one["from"]) for one in answer["objects"][0]["intervals"]
                     if one["counted"] == condition), 1)


def utc(instant):
    return datetime.datetime.fromtimestamp(instant, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def most(counts, length):
    """The most that was counted within a stretch of so many seconds."""
    return int(max(later - earlier for at, earlier in counts for until, later in counts if at <= until <= at + length + 0.2))


def loss(options, folder):
    """R19: lines lose all that is on them for a minute, one after the other."""
    count, apart, lasting = 10, 12, 60
    stand = Stand(options, folder, lambda points: [
        "  - {fault: uplink-cut, device: %s, at: %dms, for: %ds}\n" % (point, 1000 * (60 + number * apart) + 370 * number, lasting)
        for number, point in enumerate(points[:count])])
    try:
        shown, cleared = {}, {}
        until = stand.began + 60 + count * apart + lasting + 2 * RECOVERY
        while time.time() < until:
            for one in stand.outages():
                shown.setdefault(one["object"], time.time())
                if one["to"]:
                    cleared.setdefault(one["object"], time.time())
            time.sleep(0.25)
        began = {"device:" + point: stand.truth(point)[0] for point in stand.points[:count]}
        detected = [round(shown[one] - began[one][0], 2) for one in began if one in shown]
        ended = [round(cleared[one] - began[one][1], 2) for one in began if one in cleared]
        return {"case": "loss", "faults": len(began), "detected": len(detected), "cleared": len(ended),
                "secondsToOutage": sorted(detected), "allowed": DETECTION, "secondsToItsEnd": sorted(ended), "allowedToItsEnd": RECOVERY,
                "false": sorted(shown.keys() - began.keys())}
    finally:
        stand.close()


def flap(options, folder):
    """R37: one device goes up and down, each for two intervals."""
    minutes = 60 if options.long else 10
    stand = Stand(options, folder, lambda points: [
        "  - {fault: flapping, device: %s, at: 60s, for: %dm, period: %ds}\n" % (points[0], minutes, 4 * INTERVAL)])
    try:
        stand.at(60 + 60 * minutes + 180)
        return {"case": "flap", "minutes": minutes, "timesDown": len(stand.truth(stand.points[0])), "outages": len(stand.outages()),
                "incidents": len(ask(stand.port, "/api/v1/incidents")), "mails": len(stand.mail.letters)}
    finally:
        stand.close()


def mail(options, folder):
    """R35: the mail server hangs, drops connections, puts off and loses its answer, while devices fail and recover."""
    minutes = 360 if options.long else 14
    moods = ["hang", "reset", "later"]
    faults = 6
    stand = Stand(options, folder,
                  lambda points: [crash(point, 60 + 20 * number, 60 + 1e5 * (number == 5)) for number, point in enumerate(points[:faults])],
                  "--langsong.notification.stale=10m", "--langsong.notification.email.timeout=5s")
    try:
        stand.at(50)
        for number in range(minutes):
            stand.mail.mood = moods[number % len(moods)]
            time.sleep(60)
        tries = collections.Counter(int((at - stand.began) / 60) for at in stand.mail.greeted)
        letters = len(stand.mail.letters)
        stand.mail.mood = "lose-answer"
        wait_for("a letter loses its answer", lambda: len(stand.mail.letters) > letters, 900)
        stand.mail.mood = "accept"
        wait_for("all is told", lambda: not ask(stand.port, "/api/v1/notifications?state=queued"), 1500)
        messages = ask(stand.port, "/api/v1/notifications?limit=1000")
        told = [delivery for message in messages for delivery in message["deliveries"]]
        ids = collections.Counter(stand.mail.message_ids())
        return {"case": "mail", "minutesAway": minutes, "messages": len(messages),
                "lost": sum(1 for delivery in told if delivery["state"] != "delivered"),
                "toldByDigest": sum(1 for delivery in told if delivery["toldBy"]),
                "letters": len(ids), "lettersTwice": sum(1 for times in ids.values() if times == 2),
                "lettersOftener": sum(1 for times in ids.values() if times > 2),
                "triesByMinute": [tries[minute] for minute in range(minutes + 1)]}
    finally:
        stand.close()


CASES = {"clock": clock, "pause": pause, "loss": loss, "flap": flap, "mail": mail}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], default=[])
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--port", type=int, default=18220)
    parser.add_argument("--snmp-port", type=int, default=26520)
    options = parser.parse_args()
    for case in options.cases or CASES:
        with tempfile.TemporaryDirectory(prefix="langsong-bench-") as folder:
            print(json.dumps(CASES[case](options, pathlib.Path(folder)), indent=1), flush=True)


if __name__ == "__main__":
    main()
