package io.langsong.provisioning.driver;

import io.langsong.provisioning.driver.DeviceFailure.Reason;
import io.langsong.provisioning.driver.SshConnection.Bounded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.channel.ChannelShell;

/**
 * Any command line: lines are typed one after the other, each when the prompt has come, until one is answered with what looks like an error.
 * Such a box neither undoes anything nor knows what it has.
 */
public final class CommandLine implements Driver {
    /** Of the last line, when the box waits for the next command. */
    public static final String USUAL_PROMPT = "[\\w.@()/~:-]{0,80}[>#$%] ?$";
    /** Of what a command was answered with. */
    public static final String USUAL_REFUSAL =
            "(?im)^\\s*(%|\\^|error\\b|invalid\\b|unknown command|unrecognized|incomplete command|ambiguous command|bad command|syntax error|.*: not found$)";

    private static final Duration ANSWER = Duration.ofSeconds(20);
    /** So long nothing more may have come. */
    private static final long QUIET_MILLIS = 150;

    private static final Pattern VOLATILE = Pattern.compile(
            "(?i)^\\s*(building configuration|current configuration|.{0,3}last configuration change|.{0,3}nvram config last|.{0,3}time:|ntp clock-period|.*\\buptime is\\b|.{0,3}no configuration change since|.{0,3}generated (on|at)).*");

    private final Pattern prompt;
    private final Pattern refusal;
    private final String show;

    /**
     * @param prompt regular expression found at the end of the last line when the box waits
     * @param refusal regular expression found in what a refused command is answered with
     * @param show the command that shows the running configuration
     */
    public CommandLine(String prompt, String refusal, String show) {
        this.prompt = Pattern.compile(prompt);
        this.refusal = Pattern.compile(refusal);
        this.show = show;
    }

    @Override
    public boolean undoes() {
        return false;
    }

    @Override
    public boolean tellsThatItUndid() {
        return false;
    }

    @Override
    public Standing standing(SshConnection box) {
        return Standing.UNKNOWN;
    }

    /** It shows its prompt. */
    @Override
    public Standing tryOut(SshConnection box) throws DeviceFailure {
        new Conversation(box).close();
        return Standing.UNKNOWN;
    }

    @Override
    public void begin(SshConnection box, Change change) throws DeviceFailure {
        List<String> lines = new String(change.octets(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        try (Conversation conversation = new Conversation(box)) {
            int number = 0;
            for (String line : lines) {
                number++;
                String answer = conversation.type(line);
                if (refusal.matcher(answer).find()) {
                    throw new DeviceFailure(Reason.LINE_REFUSED, number, lines.size(), Said.of(answer));
                }
            }
        }
    }

    @Override
    public void confirm(SshConnection box, Change change) {}

    @Override
    public void takeBack(SshConnection box, Change change) {}

    @Override
    public String running(SshConnection box) throws DeviceFailure {
        if (show.isBlank()) {
            throw new DeviceFailure(Reason.NO_SHOW_COMMAND);
        }
        try (Conversation conversation = new Conversation(box)) {
            String answer = conversation.type(show);
            if (answer.isBlank() || refusal.matcher(answer).find()) {
                throw new DeviceFailure(Reason.REFUSED, Said.of(answer));
            }
            return answer;
        }
    }

    @Override
    public List<String> steady(String running) {
        return running.lines()
                .map(String::stripTrailing)
                .filter(line -> !VOLATILE.matcher(line).matches())
                .toList();
    }

    /** What is typed and what comes back. */
    private final class Conversation implements AutoCloseable {
        private final Bounded output = new Bounded();
        private final ChannelShell channel;
        private int read;

        Conversation(SshConnection box) throws DeviceFailure {
            channel = box.shell(output);
            untilPrompt();
        }

        /** @return what came, without what was typed and without the prompt */
        String type(String line) throws DeviceFailure {
            try {
                OutputStream keys = channel.getInvertedIn();
                keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                keys.flush();
            } catch (IOException failed) {
                throw new DeviceFailure(Reason.BROKE, failed, null, Said.of(String.valueOf(failed.getMessage())));
            }
            String came = untilPrompt();
            String echoed = came.strip();
            String answer = echoed.startsWith(line.strip())
                    ? echoed.substring(line.strip().length())
                    : echoed;
            int last = answer.lastIndexOf('\n');
            return last < 0 ? "" : answer.substring(0, last).strip() + "\n";
        }

        private String untilPrompt() throws DeviceFailure {
            long end = System.nanoTime() + ANSWER.toNanos();
            try {
                while (System.nanoTime() < end) {
                    int size = output.size();
                    output.await(size, QUIET_MILLIS);
                    String all = output.text().replace("\r", "");
                    String fresh = all.substring(Math.min(read, all.length()));
                    boolean quiet = output.size() == size;
                    if (quiet
                            && prompt.matcher(fresh.substring(fresh.lastIndexOf('\n') + 1))
                                    .find()) {
                        read = all.length();
                        return fresh;
                    }
                    if (!channel.isOpen()) {
                        throw new DeviceFailure(Reason.HUNG_UP, Said.of(fresh));
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new DeviceFailure(Reason.SERVER_STOPS, stopped, null);
            }
            throw new DeviceFailure(Reason.NO_PROMPT, ANSWER.toSeconds(), Said.of(output.text()));
        }

        @Override
        public void close() {
            channel.close(true);
        }
    }
}
