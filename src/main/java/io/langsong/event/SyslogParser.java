package io.langsong.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads syslog of RFC 5424, and what RFC 3164 found in use and devices still send. Whatever comes is a message, if only one of
 * text; nothing is thrown.
 */
final class SyslogParser {
    /** Octets that are looked at; RFC 5424 section 6.1 wants 2048. */
    static final int LONGEST = 8_192;

    private static final Pattern PRIORITY = Pattern.compile("<(0|[1-9][0-9]{0,2})>");
    /** RFC 5424 section 6.2.1: severity notice, as RFC 3164 section 4.3.3 gives to what has no priority. */
    private static final int USER_NOTICE = 13;

    private static final int MOST_PRIORITY = 191;
    private static final Pattern DATE = Pattern.compile(
            "\\*?(?:[A-Z][a-z]{2} [ 0-3]?[0-9] (?:[0-9]{4} )?[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,6})?:?"
                    + "|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?) +");
    private static final Pattern HOST = Pattern.compile("([\\p{Alnum}._:-]{1,255}) +");
    private static final Pattern PROGRAM =
            Pattern.compile("([\\p{Alnum}_./@-]{1,48})(?:\\[[\\p{Alnum}_./-]{1,32}\\])?: ?");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SyslogParser() {}

    static SyslogMessage parse(byte[] octets, int from, int end) {
        String text = decoded(octets, from, Math.min(end, from + LONGEST));
        Matcher priority = PRIORITY.matcher(text);
        int value = priority.lookingAt() ? Integer.parseInt(priority.group(1)) : USER_NOTICE + MOST_PRIORITY;
        if (value > MOST_PRIORITY) {
            return new SyslogMessage(severity(USER_NOTICE), "", "", text);
        }
        String rest = text.substring(priority.end());
        return rest.startsWith("1 ") ? structured(severity(value), rest) : loose(severity(value), rest);
    }

    private static Severity severity(int priority) {
        return Severity.values()[priority % 8];
    }

    private static String decoded(byte[] octets, int from, int end) {
        int last = end;
        while (last > from && (octets[last - 1] == '\n' || octets[last - 1] == '\r' || octets[last - 1] == 0)) {
            last--;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, last - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, from, last - from, StandardCharsets.ISO_8859_1);
        }
    }

    /** VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG] */
    private static SyslogMessage structured(Severity severity, String text) {
        String[] parts = text.split(" ", 7);
        if (parts.length < 7) {
            return loose(severity, text.substring(2));
        }
        int data = endOfData(parts[6]);
        if (data < 0) {
            return loose(severity, text.substring(2));
        }
        String content = parts[6].substring(Math.min(parts[6].length(), data + 1));
        String told = content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content;
        String elements = parts[6].substring(0, data);
        String said = elements.equals("-") ? told : (told + " " + elements).strip();
        return new SyslogMessage(severity, orNone(parts[2]), orNone(parts[3]), said);
    }

    private static String orNone(String part) {
        return part.equals("-") ? "" : part;
    }

    /** Where STRUCTURED-DATA ends; -1 when it is none. */
    private static int endOfData(String text) {
        if (text.startsWith("-") && (text.length() == 1 || text.charAt(1) == ' ')) {
            return 1;
        }
        boolean inElement = false;
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inQuotes && c == '\\') {
                i++;
            } else if (inElement && c == '"') {
                inQuotes = !inQuotes;
            } else if (inElement && !inQuotes && c == ']') {
                inElement = false;
            } else if (!inElement && c == '[') {
                inElement = true;
            } else if (!inElement) {
                return i > 0 && c == ' ' ? i : -1;
            }
        }
        return inElement || text.isEmpty() ? -1 : text.length();
    }

    /** [TIMESTAMP SP HOSTNAME SP] [TAG] CONTENT, each of which may be missing. */
    private static SyslogMessage loose(Severity severity, String text) {
        String hostname = "";
        String rest = text;
        Matcher date = DATE.matcher(rest);
        if (date.lookingAt()) {
            rest = rest.substring(date.end());
            Matcher host = HOST.matcher(rest);
            // A tag ends with a colon, or has a process in brackets; what stands there instead of a host is one.
            if (host.lookingAt() && !host.group(1).endsWith(":")) {
                hostname = host.group(1);
                rest = rest.substring(host.end());
            }
        }
        Matcher program = PROGRAM.matcher(rest);
        if (program.lookingAt()) {
            return new SyslogMessage(severity, hostname, program.group(1), rest.substring(program.end()));
        }
        return new SyslogMessage(severity, hostname, "", rest);
    }
}
