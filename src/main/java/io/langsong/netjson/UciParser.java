package io.langsong.netjson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads UCI text: words bare, in single or in double quotes, joined as in a shell; comments; packages one after the other. The last of
 * several {@code option}s of a name counts, a {@code list} goes on where one stands already, and a section that comes again with its
 * type goes on too.
 */
final class UciParser {
    private final String text;
    private final Map<String, List<Open>> packages = new LinkedHashMap<>();
    private @Nullable String current;
    private @Nullable Open section;
    private int at;
    private int line = 1;

    private UciParser(String text) {
        this.text = text;
    }

    /** A section that may still grow. */
    private record Open(String type, @Nullable String name, TreeMap<String, UciValue> options) {}

    /** @throws NetJsonException when it is no UCI, with the line */
    static UciPackages parse(String text) {
        return read(Map.of("", text));
    }

    /**
     * @param texts package to text, as in {@code /etc/config}; a {@code package} line in one takes precedence
     * @throws NetJsonException when one is no UCI, with the line
     */
    static UciPackages read(Map<String, String> texts) {
        Map<String, List<UciSection>> all = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            UciParser parser = new UciParser(text);
            if (!name.isEmpty()) {
                parser.open(name);
            }
            parser.statements();
            parser.packages.forEach((one, sections) -> all.computeIfAbsent(one, first -> new ArrayList<>())
                    .addAll(sections.stream()
                            .map(open -> new UciSection(open.type(), open.name(), open.options()))
                            .toList()));
        });
        return UciPackages.read(all);
    }

    private void statements() {
        while (at < text.length()) {
            int begin = line;
            List<String> words = words();
            if (!words.isEmpty()) {
                statement(words, begin);
            }
        }
    }

    private void statement(List<String> words, int begin) {
        String verb = words.get(0);
        switch (verb) {
            case "package" -> {
                expect(words.size() == 2, verb, begin);
                open(words.get(1));
            }
            case "config" -> {
                expect(words.size() == 2 || words.size() == 3, verb, begin);
                if (current == null) {
                    throw wrong(Fault.OUTSIDE_SECTION, begin, "config " + words.get(1));
                }
                section = section(words.get(1), words.size() == 3 ? words.get(2) : null);
            }
            case "option", "list" -> {
                expect(words.size() == 2 || words.size() == 3, verb, begin);
                if (section == null) {
                    throw wrong(Fault.OUTSIDE_SECTION, begin, verb + " " + words.get(1));
                }
                set(section, verb.equals("list"), words.get(1), words.size() == 3 ? words.get(2) : "");
            }
            default -> throw wrong(Fault.NOT_UCI, begin, verb);
        }
    }

    private void open(String name) {
        current = name;
        section = null;
        packages.computeIfAbsent(name, first -> new ArrayList<>());
    }

    private Open section(String type, @Nullable String name) {
        List<Open> sections = Objects.requireNonNull(packages.get(current));
        for (Open known : sections) {
            if (name != null && name.equals(known.name()) && type.equals(known.type())) {
                return known;
            }
        }
        Open opened = new Open(type, name, new TreeMap<>());
        sections.add(opened);
        return opened;
    }

    private static void set(Open section, boolean list, String option, String value) {
        if (!list) {
            section.options().put(option, UciValue.option(value));
            return;
        }
        List<String> items = new ArrayList<>();
        UciValue before = section.options().get(option);
        if (before != null) {
            items.addAll(before.items());
        }
        items.add(value);
        section.options().put(option, UciValue.list(items));
    }

    private void expect(boolean right, String verb, int begin) {
        if (!right) {
            throw wrong(Fault.NOT_UCI, begin, verb);
        }
    }

    /** The words of one line; a quoted one may go on over its end. */
    private List<String> words() {
        List<String> words = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                return words;
            } else if (c == '#') {
                skipLine();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else {
                words.add(word());
            }
        }
        return words;
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                break;
            }
            at++;
            switch (c) {
                case '\'', '"' -> quoted(c, word);
                case '\\' -> {
                    if (at < text.length()) {
                        word.append(next());
                    }
                }
                // Some readers end the statement here; what two read differently is not taken.
                case ';' -> throw wrong(Fault.NOT_UCI, line, ";");
                default -> word.append(c);
            }
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) {
        int begin = line;
        while (at < text.length()) {
            char c = next();
            if (c == quote) {
                return;
            }
            word.append(c == '\\' && quote == '"' && at < text.length() ? next() : c);
        }
        throw wrong(Fault.UNCLOSED_QUOTE, begin);
    }

    private char next() {
        char c = text.charAt(at++);
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private NetJsonException wrong(Fault fault, int where, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = (current == null ? "" : current + ":") + where;
        System.arraycopy(values, 0, all, 1, values.length);
        return new NetJsonException(Problem.whole(fault, all));
    }
}
