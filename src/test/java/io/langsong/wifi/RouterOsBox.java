package io.langsong.wifi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of RouterOS as the scripts of this module use: menus with items, words in quotes as it reads them, two radios. It refuses what it
 * does not know, a second item of a name, and a name that is referred to and not there.
 */
final class RouterOsBox {
    private static final Pattern REMOVE = Pattern.compile("(/.+?) remove \\[find where comment=\"([^\"]*)\"]");
    private static final Pattern SET = Pattern.compile("(/.+?) set \\[find where name=\"([^\"]*)\"] (.*)");
    private static final Pattern ADD = Pattern.compile("(/.+?) add (.*)");
    private static final Pattern TRY = Pattern.compile(":do \\{(.*)} on-error=\\{}");
    private static final Pattern RADIOS = Pattern.compile(
            ":foreach r in=\\[/interface wifi radio find] do=\\{:if \\(\\(\\[:tostr \\[/interface wifi radio get \\$r bands]] ~ \"(.*?)\"\\)"
                    + " && \\(\\[:len \\[/interface wifi find where name=\"(.*?)\"]] = 0\\)\\) do=\\{(.*)}}");
    private static final Pattern QUEUE = Pattern.compile(
            ":if \\(\\[:len \\[/interface wifi find where comment=\"(.*?)\"]] > 0\\) do=\\{:local t \"\";.*; (/queue simple add .*)}");

    private final Map<String, String> radios;
    /** By menu, then by name. */
    final Map<String, Map<String, Map<String, String>>> menus = new TreeMap<>();

    /** @param radios the bands of each, by interface */
    RouterOsBox(Map<String, String> radios) {
        this.radios = radios;
    }

    void run(String script) {
        script.lines().filter(line -> !line.startsWith("#")).forEach(this::line);
    }

    Map<String, Map<String, String>> menu(String menu) {
        return menus.computeIfAbsent(menu, any -> new TreeMap<>());
    }

    private void line(String line) {
        Matcher radio = RADIOS.matcher(line);
        Matcher queue = QUEUE.matcher(line);
        Matcher tried = TRY.matcher(line);
        if (radio.matches()) {
            radios.forEach((name, bands) -> {
                if (bands.contains(radio.group(1)) && !menu("/interface wifi").containsKey(radio.group(2))) {
                    line(radio.group(3).replace("[/interface wifi radio get $r interface]", name));
                }
            });
        } else if (queue.matches()) {
            List<String> names = menu("/interface wifi").entrySet().stream()
                    .filter(one -> queue.group(1).equals(one.getValue().get("comment")))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!names.isEmpty()) {
                line(queue.group(2).replace("$t", String.join(",", names)));
            }
        } else if (tried.matches()) {
            line(tried.group(1).replaceAll("tagged=\\(\"(.*?)\" \\. \",\" \\. \"(.*?)\"\\)", "tagged=$1,$2"));
        } else {
            command(line);
        }
    }

    private void command(String line) {
        Matcher remove = REMOVE.matcher(line);
        Matcher set = SET.matcher(line);
        Matcher add = ADD.matcher(line);
        if (remove.matches()) {
            menu(remove.group(1)).values().removeIf(one -> remove.group(2).equals(one.get("comment")));
        } else if (set.matches()) {
            Map<String, String> one = menu(set.group(1)).get(set.group(2));
            if (one != null) {
                one.putAll(words(set.group(3)));
            }
        } else if (add.matches()) {
            add(add.group(1), words(add.group(2)));
        } else {
            throw new AssertionError("bad command: " + line);
        }
    }

    private void add(String menu, Map<String, String> item) {
        // Entries of a bridge's VLANs have no name; there is one of a number.
        String name = item.getOrDefault("name", item.getOrDefault("vlan-ids", ""));
        requireThere("/interface wifi configuration", item.get("configuration"));
        requireThere("/interface wifi security", item.get("security"));
        requireThere("/interface wifi datapath", item.get("datapath"));
        if (menu.equals("/interface bridge vlan")) {
            menu(menu).putIfAbsent(name, item);
        } else if (menu(menu).put(name, item) != null) {
            throw new AssertionError("already have such name: " + name);
        }
    }

    private void requireThere(String menu, String name) {
        if (name != null && !menu(menu).containsKey(name)) {
            throw new AssertionError("no such item: " + name);
        }
    }

    /** {@code name=value}, with quotes, {@code \"} and {@code \C3} as RouterOS has them. */
    private static Map<String, String> words(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : split(text)) {
            int sign = word.indexOf('=');
            if (sign < 1) {
                throw new AssertionError("expected a value: " + word);
            }
            words.put(word.substring(0, sign), word.substring(sign + 1));
        }
        return words;
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        boolean quoted = false;
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= octets.length; i++) {
            int sign = i < octets.length ? octets[i] : ' ';
            if (quoted && sign == '\\') {
                String next =
                        new String(octets, i + 1, Math.min(2, octets.length - i - 1), StandardCharsets.ISO_8859_1);
                if (next.matches("[0-9A-F]{2}")) {
                    word.write(Integer.parseInt(next, 16));
                    i += 2;
                } else {
                    word.write(octets[++i]);
                }
            } else if (sign == '"') {
                quoted = !quoted;
            } else if (!quoted && sign == ' ') {
                if (word.size() > 0) {
                    words.add(word.toString(StandardCharsets.UTF_8));
                }
                word.reset();
            } else if (!quoted && ";[]{}$\\".indexOf(sign) >= 0) {
                throw new AssertionError("more than one command: " + text);
            } else {
                word.write(sign);
            }
        }
        return words;
    }
}
