#!/usr/bin/env python3
"""How long the server takes for its pages over a large network: 5,000 simulated devices, one of them with three days of
measurements and ninety of outages.

Prints one JSON object: for each page the least, the median and the 95th percentile of the time from the question to the last
byte, over loopback, with a warm server, while it polls.
On a machine that is busy with other things only the least says something. Needs a JDK, target/langsong.jar and
target/test-classes (mvn verify).

    src/bench/pages.py [--villages 1220] [--interval 60] [--requests 100]
"""
import argparse
import http.client
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PASSWORD = "password-of-the-benchmark"
TARGETS = {"now": 50, "village": 50, "device": 150}


def beside(name):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), HERE / (name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


whole = beside("whole-server")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--villages", type=int, default=1220, help="about 4.1 devices each")
    parser.add_argument("--interval", type=int, default=60, help="seconds between polls of one device")
    parser.add_argument("--requests", type=int, default=100, help="of each page, after as many that warm up")
    parser.add_argument("--heap", default="768m")
    parser.add_argument("--port", type=int, default=18201)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="langsong-pages-") as folder:
        run(options, pathlib.Path(folder))


def run(options, folder):
    jar = ROOT / "target/langsong.jar"
    subprocess.run(["java", "-Djarmode=tools", "-jar", jar, "extract", "--destination", folder / "app"], check=True,
                   stdout=subprocess.DEVNULL)
    # Alone: the server looks for its parts in all of its package, and would find those of tests.
    bench = pathlib.Path("io/langsong/dashboard/PagesBench.class")
    (folder / "bench" / bench.parent).mkdir(parents=True)
    shutil.copy(ROOT / "target/test-classes" / bench, folder / "bench" / bench)
    classes = os.pathsep.join([str(folder / "app/langsong.jar"), str(folder / "bench"), str(folder / "app/lib/*")])
    secrets = {**os.environ, "LANGSONG_API_TOKEN": whole.TOKEN, "LANGSONG_ADMIN_PASSWORD": PASSWORD}
    simulator = subprocess.Popen(
        ["java", "-jar", jar, "simulate", "--villages", str(options.villages), "--address", "127.70.0.0",
         "--inventory", folder / "inventory"], stderr=subprocess.DEVNULL)
    server = subprocess.Popen(
        ["java", "-Xmx" + options.heap, "-cp", classes, "io.langsong.dashboard.PagesBench", "--langsong.data-dir=%s" % (folder / "data"),
         "--server.port=%d" % options.port, "--server.address=127.0.0.1", "--langsong.polling.interval=%ds" % options.interval],
        stdout=open(folder / "server.log", "w"), stderr=subprocess.STDOUT, env=secrets)
    try:
        whole.wait_for("the server listens", lambda: server.poll() is None and whole.get(options.port, "/actuator/health"), 600)
        whole.wait_for("the inventory is written", lambda: (folder / "inventory/services.csv").exists(), 600)
        subprocess.run(["java", "-jar", jar, "import", folder / "inventory", "--server", "http://127.0.0.1:%d" % options.port],
                       check=True, stdout=subprocess.DEVNULL, env=secrets)
        whole.wait_for("history is written", lambda: "history written" in (folder / "server.log").read_text(), 600)
        name = re.search(r"history written device=(\S+)", (folder / "server.log").read_text()).group(1)
        time.sleep(2 * options.interval)
        print(json.dumps(measure(options, json.loads(whole.get(options.port, "/api/v1/devices/" + name))), indent=1))
    finally:
        server.terminate()
        simulator.terminate()
        server.wait(60)
        simulator.wait(60)


def sign_in(connection):
    connection.request("GET", "/dang-nhap")
    answer = connection.getresponse()
    session = answer.getheader("Set-Cookie").split(";")[0]
    token = re.search(r'name="_csrf" value="([^"]+)"', answer.read().decode()).group(1)
    form = urllib.parse.urlencode({"_csrf": token, "name": "admin", "password": PASSWORD})
    connection.request("POST", "/dang-nhap", form, {"Cookie": session, "Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    if "loi" in answer.getheader("Location", "loi"):
        raise SystemExit("sign-in was refused")
    return answer.getheader("Set-Cookie", session).split(";")[0]


def measure(options, device):
    village = json.loads(whole.get(options.port, "/api/v1/sites/" + device["site"]))["village"]
    pages = {"now": "/", "village": "/thon/" + village, "device": "/thiet-bi/%s?gio=72" % device["id"],
             "devices": "/thiet-bi", "matrix": "/thon", "outages": "/gian-doan", "wall": "/man-hinh"}
    figures = whole.figures(options.port)
    report = {"devices": int(figures["langsong_polling_devices"]), "loadAverage": os.getloadavg()[0], "pages": {}}
    connection = http.client.HTTPConnection("127.0.0.1", options.port, timeout=60)
    session = sign_in(connection)
    for name, path in pages.items():
        times = []
        for number in range(2 * options.requests):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": session, "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit("%s answered %d" % (path, answer.status))
            if number >= options.requests:
                times.append(1000 * (time.perf_counter() - began))
        times.sort()
        report["pages"][name] = {"leastMillis": round(times[0], 1), "p50Millis": round(times[len(times) // 2], 1), "p95Millis": round(times[len(times) * 95 // 100], 1),
                                 "kilobytes": round(len(body) / 1000, 1), "targetMillis": TARGETS.get(name)}
    return report


if __name__ == "__main__":
    main()
