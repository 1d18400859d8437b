package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.provisioning.Template.Dialect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places in the text of a script where values stand, found before the text is rendered. A text may hold {@code [(${name})]}, {@code [[${name}]]},
 * {@code [# th:if="${name}"]}, {@code [# th:unless="${name}"]} and {@code [/]}; anything else that looks like one of these is refused
 * with its line and column. It is also found in which surroundings a value stands, since that decides how it is written.
 */
final class ScriptPlaces {
    /** What a place stands in. */
    enum Around {
        /** Between the words of a command. */
        WORDS('w'),
        /** Within quotes. */
        QUOTES('q'),
        /** Behind the sign that makes the rest of a line a note. */
        NOTE('n');

        private final char sign;

        Around(char sign) {
            this.sign = sign;
        }

        static Around of(char sign) {
            for (Around one : values()) {
                if (one.sign == sign) {
                    return one;
                }
            }
            throw new IllegalArgumentException("Nothing is around " + sign);
        }
    }

    /** What can not be in a text; the key of its sentence ends with the name. */
    private enum Fault {
        OPEN("close it with [/]"),
        CLOSE("take it away, or open a condition before it"),
        QUOTE("close the quotes on the line on which they are opened"),
        BRANCH("let conditions begin and end outside of quotes"),
        COMMAND("write the command itself, and a value behind it"),
        PLACE("write [(${name})], [# th:if=\"${name}\"], [# th:unless=\"${name}\"] or [/]"),
        CONTROL("take the control character away");

        private final String remedy;

        Fault(String remedy) {
            this.remedy = remedy;
        }
    }

    /** A bracket that is the router's own: what follows it would be an element to the engine. */
    static final String BRACKET = "[(${bracket!})]";

    private static final String NAME = "([A-Za-z_][A-Za-z0-9_]{0,62})";
    private static final Pattern VALUE = Pattern.compile("\\[(?:\\(\\$\\{" + NAME + "}\\)|\\[\\$\\{" + NAME + "}])]");
    private static final Pattern OPEN = Pattern.compile("\\[# th:(if|unless)=\"\\$\\{" + NAME + "}\"]");
    private static final String CLOSE = "[/]";

    private final Dialect dialect;
    private final String field;
    private final String text;
    private final StringBuilder canonical = new StringBuilder();
    private final Set<String> names = new LinkedHashSet<>();
    private final Deque<Integer> open = new ArrayDeque<>();

    private boolean quoted;
    private boolean note;
    /** Nothing but blanks stands before on this line. */
    private boolean first = true;

    private ScriptPlaces(Dialect dialect, String field, String text) {
        this.dialect = dialect;
        this.field = field;
        this.text = text;
    }

    /**
     * @param canonical the text as the engine is to read it: each place names its surroundings
     * @param names of values that stand in it, not of those that are only asked for
     */
    record Found(String canonical, Set<String> names) {
        Found {
            names = Set.copyOf(names);
        }
    }

    /** @param field as the API names it @throws Refused with line and column of the first thing that can not be */
    static Found in(Dialect dialect, String field, String text) {
        return new ScriptPlaces(dialect, field, text).found();
    }

    private Found found() {
        int at = 0;
        while (at < text.length()) {
            at = text.charAt(at) == '[' ? bracket(at) : character(at);
        }
        if (!open.isEmpty()) {
            throw wrong(open.peek(), Fault.OPEN);
        }
        if (quoted) {
            throw wrong(text.length(), Fault.QUOTE);
        }
        return new Found(canonical.toString(), names);
    }

    private int bracket(int at) {
        Matcher value = VALUE.matcher(text).region(at, text.length());
        if (value.lookingAt()) {
            return value(at, value);
        }
        Matcher condition = OPEN.matcher(text).region(at, text.length());
        if (condition.lookingAt()) {
            requireOutsideOfQuotes(at);
            open.push(at);
            canonical
                    .append("[# th:")
                    .append(condition.group(1))
                    .append("=\"${")
                    .append(condition.group(2))
                    .append("?}\"]");
            return condition.end();
        }
        if (text.startsWith(CLOSE, at)) {
            requireOutsideOfQuotes(at);
            if (open.isEmpty()) {
                throw wrong(at, Fault.CLOSE);
            }
            open.pop();
            canonical.append(CLOSE);
            return at + CLOSE.length();
        }
        return literalBracket(at);
    }

    private int value(int at, Matcher value) {
        String name = value.group(1) != null ? value.group(1) : value.group(2);
        if (dialect == Dialect.CLI && first) {
            throw wrong(at, Fault.COMMAND);
        }
        names.add(name);
        Around around = note ? Around.NOTE : quoted ? Around.QUOTES : Around.WORDS;
        canonical.append("[(${").append(name).append('!').append(around.sign).append("})]");
        first = false;
        return value.end();
    }

    private void requireOutsideOfQuotes(int at) {
        if (quoted) {
            throw wrong(at, Fault.BRANCH);
        }
    }

    private int literalBracket(int at) {
        String next = text.substring(at + 1, Math.min(text.length(), at + 3));
        if (next.startsWith("(") || next.startsWith("[$") || next.startsWith("# ") || next.startsWith("#t")) {
            throw wrong(at, Fault.PLACE);
        }
        canonical.append(BRACKET);
        first = false;
        return at + 1;
    }

    private int character(int at) {
        char sign = text.charAt(at);
        canonical.append(sign);
        if (sign == '\n') {
            if (quoted) {
                throw wrong(at, Fault.QUOTE);
            }
            note = false;
            first = true;
            return at + 1;
        }
        if (Character.isISOControl(sign) && sign != '\t') {
            throw wrong(at, Fault.CONTROL);
        }
        if (dialect == Dialect.ROUTEROS && !note) {
            if (quoted && sign == '\\' && at + 1 < text.length()) {
                if (text.charAt(at + 1) == '[') {
                    throw wrong(at, Fault.PLACE);
                }
                canonical.append(text.charAt(at + 1));
                return at + 2;
            }
            if (sign == '"') {
                quoted = !quoted;
            } else if (sign == '#' && first && !quoted) {
                note = true;
            }
        }
        first &= sign == ' ' || sign == '\t';
        return at + 1;
    }

    private Refused wrong(int at, Fault fault) {
        int line = 1
                + (int) text.substring(0, at)
                        .chars()
                        .filter(sign -> sign == '\n')
                        .count();
        int column = at - text.lastIndexOf('\n', at - 1);
        return Refused.invalid(
                field,
                null,
                "provisioning.refused.script-" + fault.name().toLowerCase(Locale.ROOT),
                List.of(line, column),
                "is wrong at line %d, column %d".formatted(line, column),
                fault.remedy);
    }
}
