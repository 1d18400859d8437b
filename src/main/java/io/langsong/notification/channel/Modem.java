package io.langsong.notification.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in AT commands (3GPP TS 27.005 and 27.007). A modem answers in pieces and whenever it likes, and says other
 * things between: what belongs to no command is kept when it is a status report, and passed over else. One thread at a time.
 */
final class Modem implements Closeable {
    private static final Duration GREETING = Duration.ofSeconds(1);
    private static final int GREETINGS = 5;
    private static final int LONGEST_LINE = 2048;
    private static final Pattern ERROR = Pattern.compile("\\+(CM[ES]) ERROR: *(\\d+).*");
    private static final Pattern REGISTERED = Pattern.compile("\\+CREG: *\\d+, *(\\d+).*");
    private static final Pattern REFERENCE = Pattern.compile("\\+CMGS: *(\\d+).*");
    private static final byte ESCAPE = 0x1B;
    private static final String END = "\u001A";
    private static final String PROMPT = ">";

    private final ModemLine line;
    private final Duration patience;
    private final StringBuilder heard = new StringBuilder();
    private final Deque<String> lines = new ArrayDeque<>();
    private final List<SmsPdu.StatusReport> reports = new ArrayList<>();
    private boolean reportFollows;
    private boolean reporting;

    /** @param patience for the answer to a command that does not ask the network */
    Modem(ModemLine line, Duration patience) {
        this.line = line;
        this.patience = patience;
    }

    /** Whether it will say what became of messages. */
    boolean isReporting() {
        return reporting;
    }

    /** Makes it ready to send. @param pin of the card; null: it has none */
    void begin(@Nullable String pin) throws IOException, ModemTrouble {
        greet();
        ask("ATE0", patience);
        ask("AT+CMEE=1", patience);
        unlock(pin);
        requireNetwork();
        ask("AT+CMGF=0", patience);
        reporting = tries("AT+CNMI=2,0,0,1,0") || tries("AT+CNMI=1,0,0,1,0");
    }

    /** It may hang in a message that somebody left half said, or wake up only at the second word. */
    private void greet() throws IOException, ModemTrouble {
        line.write(new byte[] {ESCAPE});
        for (int word = 0; word < GREETINGS; word++) {
            try {
                ask("AT", GREETING);
                return;
            } catch (ModemTrouble notYet) {
                lines.clear();
            }
        }
        throw ModemTrouble.passing("the modem does not answer AT; check the port and its speed");
    }

    private void unlock(@Nullable String pin) throws IOException, ModemTrouble {
        String state = first(ask("AT+CPIN?", patience), "+CPIN:");
        if (state.equals("SIM PIN") && pin != null) {
            // Once: three wrong ones lock the card.
            ask("AT+CPIN=\"" + pin + "\"", patience);
        } else if (!state.equals("READY")) {
            throw ModemTrouble.passing(
                    "the card is not ready: %s; set the right PIN, or remove it from the card".formatted(state));
        }
    }

    private void requireNetwork() throws IOException, ModemTrouble {
        for (String said : ask("AT+CREG?", patience)) {
            Matcher state = REGISTERED.matcher(said);
            if (state.matches()) {
                switch (state.group(1)) {
                    case "1", "5":
                        return;
                    case "2":
                        throw ModemTrouble.passing("the modem looks for a network");
                    case "3":
                        throw ModemTrouble.passing("the network does not let the card in");
                    default:
                        throw ModemTrouble.passing("no network; check the aerial");
                }
            }
        }
        throw ModemTrouble.passing("the modem did not say whether it has a network");
    }

    private boolean tries(String command) throws IOException, ModemTrouble {
        try {
            ask(command, patience);
            return true;
        } catch (ModemTrouble refused) {
            return false;
        }
    }

    private static String first(List<String> said, String prefix) throws ModemTrouble {
        return said.stream()
                .filter(one -> one.startsWith(prefix))
                .map(one -> one.substring(prefix.length()).strip())
                .findFirst()
                .orElseThrow(() -> ModemTrouble.passing("the modem said nothing of " + prefix));
    }

    /** @return the reference by which its status report names it */
    int send(SmsPdu.Submit part, Duration patienceOfNetwork) throws IOException, ModemTrouble {
        say("AT+CMGS=" + part.length() + "\r");
        awaitPrompt();
        say(part.hex() + END);
        for (String said : answer("AT+CMGS", patienceOfNetwork)) {
            Matcher reference = REFERENCE.matcher(said);
            if (reference.matches()) {
                return Integer.parseInt(reference.group(1)) & 0xFF;
            }
        }
        throw ModemTrouble.passing("the modem said OK, but not how it calls the message");
    }

    private void awaitPrompt() throws IOException, ModemTrouble {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            String said = next(until, true);
            if (said == null) {
                throw ModemTrouble.passing("the modem did not ask for the message");
            }
            if (said.equals(PROMPT)) {
                return;
            }
            refuse(said, "AT+CMGS");
        }
    }

    private List<String> ask(String command, Duration within) throws IOException, ModemTrouble {
        say(command + "\r");
        return answer(command, within);
    }

    private void say(String text) throws IOException {
        line.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private List<String> answer(String command, Duration within) throws IOException, ModemTrouble {
        long until = System.nanoTime() + within.toNanos();
        List<String> said = new ArrayList<>();
        while (true) {
            String next = next(until, false);
            if (next == null) {
                throw ModemTrouble.passing("no answer to %s within %s".formatted(name(command), within));
            }
            if (next.equals("OK")) {
                return said;
            }
            refuse(next, command);
            said.add(next);
        }
    }

    /** Without what comes after the name: it may be the PIN. */
    private static String name(String command) {
        return command.replaceFirst("=.*", "");
    }

    private static void refuse(String said, String command) throws ModemTrouble {
        Matcher error = ERROR.matcher(said);
        if (error.matches()) {
            int code = Integer.parseInt(
                    error.group(2).substring(0, Math.min(5, error.group(2).length())));
            throw error.group(1).equals("CMS")
                    ? ModemTrouble.cms(code)
                    : ModemTrouble.passing("%s: +CME ERROR: %d%s".formatted(name(command), code, word(code)));
        }
        if (said.equals("ERROR")) {
            throw ModemTrouble.passing("%s: ERROR".formatted(name(command)));
        }
    }

    /** 3GPP TS 27.007 section 9.2, as far as a card and a network go. */
    private static String word(int cme) {
        return switch (cme) {
            case 10 -> ", no card in the modem";
            case 11 -> ", the card asks for its PIN";
            case 12 -> ", the card asks for its PUK";
            case 13 -> ", the card failed";
            case 14 -> ", the card is busy";
            case 16 -> ", wrong PIN";
            case 30 -> ", no network";
            default -> "";
        };
    }

    /** Listens for a moment. @return status reports since the last time */
    List<SmsPdu.StatusReport> reports(Duration within) throws IOException {
        long until = System.nanoTime() + within.toNanos();
        while (next(until, false) != null) {
            // What belongs to no command is of no interest here.
        }
        List<SmsPdu.StatusReport> heardOf = List.copyOf(reports);
        reports.clear();
        return heardOf;
    }

    /** The next line that may belong to a command; null when none came in time. */
    private @Nullable String next(long until, boolean prompt) throws IOException {
        byte[] octets = new byte[512];
        while (true) {
            String said;
            while ((said = lines.poll()) != null) {
                if (!isReport(said)) {
                    return said;
                }
            }
            if (prompt && heard.toString().strip().equals(PROMPT)) {
                heard.setLength(0);
                return PROMPT;
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            hear(octets, line.read(octets, Duration.ofNanos(left)));
        }
    }

    /** A report is two lines, and its octets stand in the second. */
    private boolean isReport(String said) {
        if (reportFollows) {
            reportFollows = false;
            SmsPdu.statusReport(said).ifPresent(reports::add);
            return true;
        }
        reportFollows = said.startsWith("+CDS:");
        return reportFollows;
    }

    private void hear(byte[] octets, int count) {
        for (int i = 0; i < count; i++) {
            char c = (char) (octets[i] & 0xFF);
            if (c == '\r' || c == '\n') {
                String said = heard.toString().strip();
                heard.setLength(0);
                if (!said.isEmpty()) {
                    lines.add(said);
                }
            } else if (heard.length() < LONGEST_LINE) {
                heard.append(c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
