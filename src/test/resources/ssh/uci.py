#!/usr/bin/python3
"""What OpenWrt's uci does for "batch" and "export"."""
import os
import re
import shlex
import sys

FOLDER = "/etc/config/"


def read(package):
    sections = {}
    section = None
    with open(FOLDER + package) as file:
        for line in file:
            words = shlex.split(line)
            if not words:
                continue
            if words[0] == "config":
                name = words[2] if len(words) > 2 else "cfg%02d" % len(sections)
                section = sections.setdefault(name, (words[1], {}))
            elif words[0] == "option":
                section[1][words[1]] = words[2]
            elif words[0] == "list":
                section[1].setdefault(words[1], []).append(words[2])
    return sections


def text(sections):
    lines = []
    quoted = lambda value: "'" + value.replace("'", "'\\''") + "'"
    for name, (kind, options) in sections.items():
        lines.append("config %s %s" % (kind, quoted(name)))
        for option, value in options.items():
            for item in value if isinstance(value, list) else [value]:
                lines.append("\t%s %s %s" % ("list" if isinstance(value, list) else "option", option, quoted(item)))
        lines.append("")
    return "\n".join(lines) + "\n"


def batch():
    packages = {}
    for line in sys.stdin:
        words = shlex.split(line)
        if words[0] == "commit":
            with open(FOLDER + words[1], "w") as file:
                file.write(text(packages.get(words[1]) or read(words[1])))
            continue
        path, _, value = words[1].partition("=")
        if not re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)?", path) or value == "BAD":
            print("uci: Invalid argument", file=sys.stderr)
            sys.exit(1)
        package, section, *option = path.split(".")
        if package not in packages:
            packages[package] = read(package)
        sections = packages[package]
        if words[0] == "set" and not option and value:
            sections[section] = (value, sections.get(section, ("", {}))[1])
        elif words[0] == "set" and not option:
            sections.pop(section, None)
        elif words[0] == "set" and value:
            sections[section][1][option[0]] = value
        elif words[0] == "set":
            if section in sections:
                sections[section][1].pop(option[0], None)
        elif words[0] == "add_list":
            sections[section][1].setdefault(option[0], []).append(value)
        else:
            sys.exit("uci: unknown " + words[0])


if sys.argv[1:] == ["batch"]:
    batch()
elif sys.argv[1:] == ["export"]:
    for package in sorted(os.listdir(FOLDER)):
        print("package %s\n\n%s" % (package, text(read(package))))
else:
    sys.exit("uci: " + repr(sys.argv))
