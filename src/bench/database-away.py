#!/usr/bin/env python3
"""R12, R13: an external PostgreSQL is restarted without farewell, killed, hangs, has no connection left, or has its tables locked by somebody.
A device fails and recovers meanwhile, somebody goes on entering things, and somebody looks at pages.

    src/bench/database-away.py restart|kill|hang|connections|locked ... [--seconds 60]

Without a case all of them, a quarter of an hour. Needs target/langsong.jar and a PostgreSQL of the system.
"""
import argparse
import collections
import http.cookiejar
import os
import re
import shutil
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from benchserver import Entries, WebhookReceiver, ask, run_cases, summed, verdict, wait_for
from disturbances import DETECTION, RECOVERY, Stand, counted, crash, seconds
from postgresstand import Postgres, Relay

BEGIN = 60
LONGEST_ANSWER = 10


class Reader:
    """Somebody signed in who looks at one page after the other."""

    def __init__(self, port):
        self.address, self.answers, self.took, self.traces = f"http://127.0.0.1:{port}", collections.Counter(), [], []
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        form = self.browser.open(self.address + "/dang-nhap", timeout=60).read().decode()
        token = re.search(r'name="_csrf"[^>]*value="([^"]+)"', form) or re.search(r'value="([^"]+)"[^>]*name="_csrf"', form)
        body = urllib.parse.urlencode({"name": "admin", "password": "password-of-the-benchmark", "_csrf": token.group(1)}).encode()
        self.browser.open(self.address + "/dang-nhap", data=body, timeout=60).read()
        self.going, self.thread = True, threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        while self.going:
            for page in ("/", "/gian-doan", "/thiet-bi", "/su-co"):
                began = time.monotonic()
                try:
                    with self.browser.open(self.address + page, timeout=90) as answer:
                        status, text = answer.status, answer.read().decode()
                except urllib.error.HTTPError as refused:
                    status, text = refused.code, refused.read().decode()
                except OSError as broken:
                    status, text = type(broken).__name__, ""
                self.took.append(time.monotonic() - began)
                self.answers[status] += 1
                if "Exception" in text or "\tat " in text:
                    self.traces.append(page)
                time.sleep(0.3)

    def end(self):
        self.going = False
        self.thread.join(100)


class Fault:
    def __init__(self, case, postgres, relay, length):
        self.case, self.postgres, self.relay, self.length, self.sessions = case, postgres, relay, length, []

    def happen(self):
        """Returns when it is over."""
        if self.case == "restart":
            self.postgres.restart_at_once()
        elif self.case == "kill":
            os.kill(self.postgres.pid(), signal.SIGKILL)
            time.sleep(self.length)
            # Until its children are gone it can not be started.
            wait_for("it starts again", self.started, 60)
        elif self.case == "hang":
            self.relay.hangs = True
            time.sleep(self.length)
            self.relay.hangs = False
        elif self.case == "connections":
            self.take_all()
        else:
            self.lock()

    def started(self):
        try:
            self.postgres.start()
            return True
        except Exception:
            return False

    def take_all(self):
        """What the server has is ended, and whatever comes free is taken at once."""
        until = time.time() + self.length
        while time.time() < until:
            self.sessions = [one for one in self.sessions if one.poll() is None]
            self.sessions += [self.postgres.begin("SELECT pg_sleep(3600)", user="langsong") for _ in range(self.postgres.most - len(self.sessions))]
            if self.connected() > 0:
                self.postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'langsong'")
            time.sleep(0.2)
        for one in self.sessions:
            one.kill()
        self.postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3600)'")

    def connected(self):
        return int(self.postgres.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'langsong'"))

    def lock(self):
        tables = self.postgres.sql("SELECT string_agg(tablename, ', ') FROM pg_tables WHERE schemaname = 'public' AND tablename ~ "
                                   "'^(outage|incident|inventory|notification|access)'", "langsong").strip()
        self.postgres.begin(f"BEGIN; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({self.length}); ROLLBACK").wait()


def run(case, options, folder):
    postgres, hook = Postgres(folder / "postgres"), WebhookReceiver()
    relay = Relay(postgres.port)
    try:
        length = options.seconds if case != "restart" else 5
        stand = Stand(options, folder, lambda points: [crash(points[0], BEGIN + 5, 30), crash(points[1], BEGIN - 10, 200)],
                      *hook.settings(), *postgres.settings(relay.server_address[1]), villages=6)
        try:
            wait_for("it stores", lambda: summed(stand.port)["langsong_metrics_stored_total"] > 1000)
            reader, entries = Reader(stand.port), Entries(stand.port)
            stand.at(BEGIN)
            before, began, refused = summed(stand.port), time.time(), entries.refused
            Fault(case, postgres, relay, length).happen()
            over = time.time()
            confirmed = len(entries.confirmed)
            wait_for("it takes entries again", lambda: len(entries.confirmed) > confirmed, 120)
            recovered = time.time() - over
            stand.at(BEGIN + 190 + 3 * RECOVERY + 40)
            entries.end()
            reader.end()
            wait_for("all is told", lambda: not ask(stand.port, "/api/v1/notifications?state=queued"))
            after = summed(stand.port)
            outages = stand.outages()
            wrong = []
            for point in stand.points[:2]:
                fault = stand.truth(point)[0]
                own = [one for one in outages if one["object"] == "device:" + point]
                if len(own) != 1 or not own[0]["to"]:
                    wrong.append("%s: %s" % (point, own))
                    continue
                # The record says within which bounds it began and ended.
                if abs(seconds(own[0]["from"]["best"]) - fault[0]) > 15 or abs(seconds(own[0]["to"]["best"]) - fault[1]) > 15:
                    wrong.append("%s: %s, truly %s" % (point, own, fault))
            false = [one["object"] for one in outages if one["object"] not in ("device:" + stand.points[0], "device:" + stand.points[1])]
            incidents = ask(stand.port, "/api/v1/incidents")
            kept = [sum("device:" + point in [part["object"] for part in ask(stand.port, "/api/v1/incidents/" + one["id"])["parts"]] for one in incidents)
                    for point in stand.points[:2]]
            keys = [message["key"] for _, message in hook.told if message["key"].startswith("outage")]
            unknown = counted(stand.port, stand.points[2], began, over, "unknown")
            polled = after["langsong_polling_polls_total"] - before["langsong_polling_polls_total"]
            expected = len(stand.devices) * (time.time() - began) / 10
            lost = entries.lost()
            waited = sum(took > LONGEST_ANSWER + 1 for took in entries.took + reader.took)
            answers = {str(status): count for status, count in (collections.Counter(entries.statuses) + reader.answers).items()}
            return verdict(
                "R12" if case in ("restart", "kill", "hang") else "R13",
                {"case": case, "postgresql": postgres.version, "seconds": round(over - began, 1), "devices": len(stand.devices),
                 "polls": polled, "pollsExpected": round(expected), "secondsUnknown": unknown,
                 "secondsToRecover": round(recovered, 1), "allowedToRecover": 15,
                 "wrongOutages": wrong, "falseOutages": false, "incidents": len(incidents), "incidentsOfTheDevices": kept, "answersAfterMoreThan10s": waited, "messages": len(set(keys)),
                 "messagesTwice": len(keys) - len(set(keys)), "entered": len(entries.confirmed), "refusedMeanwhile": entries.refused - refused,
                 "lost": len(lost), "answers": answers, "slowestEntrySeconds": round(max(entries.took), 1),
                 "slowestPageSeconds": round(max(reader.took), 1), "pagesWithATrace": len(reader.traces),
                 "samplesDropped": after["langsong_metrics_dropped_total"], "allowedDetection": DETECTION,
                 "uncaught": len(stand.logged("Exception in thread")), "health": sorted(hook.keys("health-"))},
                ("the server ended", stand.server.poll() is not None),
                ("outages are not as they were", wrong or false),
                # What began and ended while nothing could be written is in the record and is told, but nobody has to work on it any more.
                ("an incident is double or missing", kept[0] > 1 or kept[1] != 1),
                ("messages came twice", len(keys) != len(set(keys))),
                ("it polled less than nine of ten times", polled < 0.9 * expected),
                ("nobody was looking for a while", unknown > 0),
                ("it recovered late", recovered > 15),
                ("confirmed entries are lost", lost),
                ("samples are lost", after["langsong_metrics_dropped_total"] > 0),
                # What was asked in the moment in which the database fell silent waits with it, one question of each of the two.
                ("somebody waited too long", waited > (2 if case == "hang" else 0)),
                ("a page shows its insides", reader.traces),
                ("an answer says neither done nor come again", set(answers) - {"200", "201", "503", *(["TimeoutError"] if case == "hang" else [])}))
        finally:
            shutil.copy(folder / "server.log", f"/tmp/database-away-{case}.log")
            relay.hangs = False
            stand.close()
    finally:
        postgres.close()
        hook.shutdown()


CASES = ["restart", "kill", "hang", "connections", "locked"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], default=[])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--port", type=int, default=18260)
    parser.add_argument("--snmp-port", type=int, default=26560)
    options = parser.parse_args()
    run_cases(options.cases or CASES, lambda case, folder: run(case, options, folder))


if __name__ == "__main__":
    main()
