#!/usr/bin/python3
"""Stands for RouterOS: keeps its state in a folder, and takes the commands that there are for pushing, importing, exporting and upgrading."""
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.realpath(__file__))
FILES = os.path.join(HOME, "files")
STATE = os.path.join(HOME, "state.json")


def sleep(seconds):
    """By the box's own time, which runs as many times faster as the file "haste" says."""
    haste = os.path.join(HOME, "haste")
    if os.path.exists(haste):
        with open(haste) as file:
            seconds /= float(file.read())
    time.sleep(seconds)


def load():
    if not os.path.exists(STATE):
        return {"scheduler": {}, "script": {}, "config": []}
    with open(STATE) as file:
        return json.load(file)


def store(state):
    with open(STATE + ".new", "w") as file:
        json.dump(state, file)
    os.replace(STATE + ".new", STATE)


def log(word):
    with open(os.path.join(HOME, "log"), "a") as file:
        file.write(word + "\n")


def spawn(*words):
    subprocess.Popen([sys.executable, os.path.realpath(__file__), *words], start_new_session=True,
                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Syntax(Exception):
    pass


def string(text, at):
    """A string in quotes that begins at a quote. Gives its value and where it ends."""
    octets = bytearray()
    at += 1
    while True:
        if at >= len(text):
            raise Syntax("expected closing quote")
        sign = text[at]
        if sign == '"':
            return octets.decode("utf-8"), at + 1
        if sign in "$[":
            raise Syntax("a string that is an expression")
        if sign == "\\":
            two = text[at + 1:at + 3]
            if re.fullmatch("[0-9A-F]{2}", two):
                octets.append(int(two, 16))
                at += 3
            elif text[at + 1:at + 2] in ('"', "\\", "$"):
                octets += text[at + 1].encode()
                at += 2
            else:
                raise Syntax("unknown escape")
            continue
        octets += sign.encode("utf-8")
        at += 1


def commands(text):
    """Each command of a script as its words and its settings."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words, settings, at = [], {}, 0
        try:
            while at < len(line):
                if line[at] == " ":
                    at += 1
                    continue
                match = re.compile(r"([a-z0-9.-]+)=").match(line, at)
                if match:
                    at = match.end()
                    if line[at:at + 1] == '"':
                        value, at = string(line, at)
                    else:
                        plain = re.compile(r"[A-Za-z0-9._:/@,-]+").match(line, at)
                        if not plain:
                            raise Syntax("expected value")
                        value, at = plain.group(), plain.end()
                    settings[match.group(1)] = value
                else:
                    word = re.compile(r"/?[a-z0-9-]+").match(line, at)
                    if not word:
                        raise Syntax("syntax error")
                    words.append(word.group())
                    at = word.end()
        except Syntax as wrong:
            raise Syntax("%s (line %d column %d)" % (wrong, number, at + 1))
        yield number, words, settings


def run_import(script, delay, after):
    """In the background, as :execute does; what it says goes to a file."""
    log("import")
    slow = os.path.join(HOME, "slow")
    said = ""
    try:
        with open(os.path.join(FILES, script)) as file:
            text = file.read()
        for number, words, settings in commands(text):
            if "BAD" in settings.values():
                raise Syntax("input does not match any value of ssid (line %d column 1)" % number)
            state = load()
            state["config"].append([" ".join(words), settings])
            store(state)
            if "CUT" in settings.values():
                open(os.path.join(HOME, "cut"), "w").close()
        if os.path.exists(slow):
            with open(slow) as file:
                sleep(float(file.read()))
        log("applied")
        said = "Script file loaded and executed successfully"
        sleep(float(delay))
        match = re.fullmatch(r'/system scheduler set \[find name=langsong-undo\] comment="(.*)"', after)
        state = load()
        if match and "langsong-undo" in state["scheduler"]:
            state["scheduler"]["langsong-undo"]["comment"] = match.group(1)
            store(state)
    except Syntax as wrong:
        said = str(wrong)
    with open(os.path.join(FILES, "langsong-log.txt"), "w") as file:
        file.write(said + "\n")


def run_scheduler(name, made):
    state = load()
    one = state["scheduler"].get(name)
    if one:
        sleep(one["interval"])
        one = load()["scheduler"].get(name)
        if one and one["made"] == made:
            for command in split(one["on-event"]):
                run(command)


def resource():
    """What it is made of and runs; up for a day when nothing else is known."""
    path = os.path.join(HOME, "resource.json")
    if not os.path.exists(path):
        return {"version": "7.15.3", "booted": os.stat(os.path.realpath(__file__)).st_mtime - 86400}
    with open(path) as file:
        return json.load(file)


def run_reboot():
    """Installs what lies among its files, unless the file "stays" is there."""
    time.sleep(2)
    log("flash")
    now = resource()
    packages = [name for name in os.listdir(FILES) if name.endswith(".npk")]
    if packages and not os.path.exists(os.path.join(HOME, "stays")):
        with open(os.path.join(FILES, packages[0]), "rb") as file:
            version = file.read(34)[30:34]
        now["version"] = "%d.%d.%d" % (version[3], version[2], version[0])
        os.remove(os.path.join(FILES, packages[0]))
    now["booted"] = time.time()
    with open(os.path.join(HOME, "resource.json"), "w") as file:
        json.dump(now, file)


def split(line):
    """At semicolons outside of quotes and braces."""
    parts, depth, quoted, part, at = [], 0, False, "", 0
    while at < len(line):
        sign = line[at]
        if sign == "\\" and quoted:
            part += line[at:at + 2]
            at += 2
            continue
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == ";" and not quoted and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += sign
        at += 1
    return [one for one in parts + [part.strip()] if one]


def remove_files(pattern):
    for name in os.listdir(FILES):
        if re.search(pattern, name):
            os.remove(os.path.join(FILES, name))


def run(command):
    state = load()
    match = re.fullmatch(r':put \("(\w+) " \. \[/system resource get ([\w-]+)\]\)', command)
    if match:
        up = int(time.time() - resource()["booted"])
        print(match.group(1), {
            "version": resource()["version"] + " (stable)", "architecture-name": "arm", "board-name": "hAP ac^2",
            "uptime": "%dd%02d:%02d:%02d" % (up // 86400, up // 3600 % 24, up // 60 % 60, up % 60),
            "free-hdd-space": 9000000}[match.group(2)])
        return
    if command.startswith(":foreach i in=[/system package find]"):
        print("package routeros")
        return
    match = re.fullmatch(r':if \(\[:len \[/system script find where name="(langsong-firmware-[\w-]+)"\]\] = 0\)'
                         r' do={/system script add name="\1" source=""; :execute script=":delay 2s; /system reboot"}', command)
    if match:
        if match.group(1) not in state["script"]:
            state["script"][match.group(1)] = {"comment": ""}
            store(state)
            spawn("reboot")
        return
    if command == ':put "told"':
        print("told")
        return
    if command == '/system script remove [find where name~"^langsong-firmware-"]':
        state["script"] = {name: one for name, one in state["script"].items() if not name.startswith("langsong-firmware-")}
        store(state)
        return
    match = re.fullmatch(r'/system backup save name=([\w-]+) dont-encrypt=yes', command)
    if match:
        shutil.copy(STATE, os.path.join(FILES, match.group(1) + ".backup")) if os.path.exists(STATE) else None
        if not os.path.exists(STATE):
            with open(os.path.join(FILES, match.group(1) + ".backup"), "w") as file:
                json.dump(state, file)
        return
    match = re.fullmatch(r'/system scheduler add name=([\w-]+) interval=(\d+)s comment="([^"]*)" on-event="(.*)"', command)
    if match:
        if match.group(1) in state["scheduler"]:
            print("failure: item with such name already exists")
            return
        made = time.time()
        state["scheduler"][match.group(1)] = {
            "interval": int(match.group(2)), "comment": match.group(3),
            "on-event": match.group(4).replace('\\"', '"'), "made": made}
        store(state)
        spawn("scheduler", match.group(1), repr(made))
        return
    match = re.fullmatch(r'/system scheduler set \[find where name="langsong-undo"\] comment="(.*)"', command)
    if match:
        state["scheduler"]["langsong-undo"]["comment"] = match.group(1)
        store(state)
        return
    if command == '/system scheduler remove [find where name="langsong-undo"]':
        state["scheduler"].pop("langsong-undo", None)
        store(state)
        return
    if command.startswith(":if ([:len [/system script find"):
        state["script"].setdefault("langsong-has", {"comment": ""})
        store(state)
        return
    match = re.fullmatch(r'/system script set \[find where name="langsong-has"\] comment="(.*)"', command)
    if match:
        state["script"]["langsong-has"]["comment"] = match.group(1)
        store(state)
        log("confirmed")
        return
    match = re.fullmatch(r'/file remove \[find where name(=|~)"(.*)"\]', command)
    if match:
        remove_files(match.group(2) if match.group(1) == "~" else "^" + re.escape(match.group(2)) + "$")
        return
    match = re.fullmatch(r'/system backup load name=([\w.-]+) password=""', command)
    if match:
        shutil.copy(os.path.join(FILES, match.group(1)), STATE)
        log("reboot")
        cut = os.path.join(HOME, "cut")
        if os.path.exists(cut):
            os.remove(cut)
        return
    match = re.fullmatch(r':execute file="langsong-log" script="/import file-name=([\w.]+); :delay (\d+)s; (.*)"', command)
    if match:
        spawn("import", match.group(1), match.group(2), match.group(3).replace('\\"', '"'))
        return
    if command.startswith(":foreach i in=[/system script find"):
        if "langsong-has" in state["script"]:
            print("has " + state["script"]["langsong-has"]["comment"])
        return
    if command.startswith(":foreach i in=[/system scheduler find"):
        if "langsong-undo" in state["scheduler"]:
            print(state["scheduler"]["langsong-undo"]["comment"])
        return
    if command.startswith(":foreach i in=[/file find"):
        try:
            with open(os.path.join(FILES, "langsong-log.txt")) as file:
                print("log " + file.read())
        except FileNotFoundError:
            pass
        return
    if command == "/export":
        print("# %s by RouterOS 7.16" % time.strftime("%Y-%m-%d %H:%M:%S"))
        print("# software id = ABCD-1234")
        for words, settings in state["config"]:
            print("%s %s" % (words, " ".join('%s="%s"' % one for one in settings.items())))
        return
    print("bad command name %s (line 1 column 1)" % command)


def main():
    if sys.argv[1:2] == ["import"]:
        return run_import(*sys.argv[2:])
    if sys.argv[1:2] == ["reboot"]:
        return run_reboot()
    if sys.argv[1:2] == ["scheduler"]:
        return run_scheduler(sys.argv[2], float(sys.argv[3]))
    if os.path.exists(os.path.join(HOME, "cut")):
        os.kill(os.getppid(), signal.SIGKILL)
        return
    command = os.environ.get("SSH_ORIGINAL_COMMAND", "")
    if command.endswith("sftp-server"):
        os.execv(command, [command, "-d", FILES])
    with open(os.path.join(HOME, "commands"), "a") as file:
        file.write(command + "\n")
    with open(os.path.join(HOME, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for one in split(command):
            run(one)


main()
