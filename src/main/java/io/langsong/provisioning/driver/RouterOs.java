package io.langsong.provisioning.driver;

import io.langsong.provisioning.driver.DeviceFailure.Reason;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MikroTik's RouterOS. A backup is made and a scheduler set that loads it, which restarts the router; then the script is imported in the
 * background, so that it goes on when it cuts our connection. Confirming takes the scheduler away. The comment of the scheduler says how far
 * it is, the comment of a script of ours what was confirmed last: both are part of the configuration, so a backup that is loaded puts them back too.
 */
public final class RouterOs implements Driver {
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration BACKUP = Duration.ofMinutes(1);
    private static final Duration EXPORT = Duration.ofMinutes(2);
    /** What can be reached at once after a change may still go by the old way. */
    private static final long MOST_SECONDS_TO_SETTLE = 20;

    private static final byte[] NOTHING = {};
    private static final Pattern HAS = Pattern.compile("(?m)^has ([0-9a-f]{32})\\s*$");
    private static final Pattern TRIAL = Pattern.compile("(?m)^(ready|begun|applied) ([0-9a-f]{32})\\s*$");
    private static final Pattern LOG = Pattern.compile("(?s)^log (.*)", Pattern.MULTILINE);
    private static final String WELL = "executed successfully";

    private static final String LOAD = "/system backup load name=langsong-before.backup password=\"\"";
    private static final String STANDING = ":foreach i in=[/system script find where name=\"langsong-has\"]"
            + " do={:put (\"has \" . [/system script get $i comment])};"
            + " :foreach i in=[/system scheduler find where name=\"langsong-undo\"]"
            + " do={:put [/system scheduler get $i comment]};"
            + " :foreach i in=[/file find where name=\"langsong-log.txt\"] do={:put (\"log \" . [/file get $i contents])}";

    @Override
    public boolean undoes() {
        return true;
    }

    /** What it remembers is part of what it puts back. */
    @Override
    public boolean tellsThatItUndid() {
        return false;
    }

    @Override
    public Standing standing(SshConnection box) throws DeviceFailure {
        String text = ask(box, STANDING, SHORT).replace("\r", "");
        Matcher has = HAS.matcher(text);
        String confirmed = has.find() ? has.group(1) : null;
        Matcher trial = TRIAL.matcher(text);
        if (!trial.find()) {
            return new Standing(confirmed, Phase.IDLE, null, null);
        }
        String checksum = trial.group(2);
        if (trial.group(1).equals("applied")) {
            return new Standing(confirmed, Phase.APPLIED, checksum, null);
        }
        if (trial.group(1).equals("ready")) {
            return new Standing(confirmed, Phase.READY, checksum, null);
        }
        Matcher log = LOG.matcher(text);
        boolean over = log.find() && !log.group(1).isBlank() && !log.group(1).contains(WELL);
        return over
                ? new Standing(confirmed, Phase.REFUSED, checksum, Said.of(log.group(1)))
                : new Standing(confirmed, Phase.BEGUN, checksum, null);
    }

    private static String ask(SshConnection box, String command, Duration within) throws DeviceFailure {
        return box.run(command, NOTHING, within).text();
    }

    @Override
    public void begin(SshConnection box, Change change) throws DeviceFailure {
        box.upload("langsong.rsc", change.octets());
        if (standing(box).is(Phase.READY, change.checksum())) {
            // Nothing was applied, and much of the time may be over: it is to have all of it.
            ask(box, "/system scheduler remove [find where name=\"langsong-undo\"]", SHORT);
        }
        makeReady(box, change);
        ask(
                box,
                ("/system scheduler set [find where name=\"langsong-undo\"] comment=\"begun %s\";"
                                + " :execute file=\"langsong-log\" script=\"/import file-name=langsong.rsc; :delay %ds;"
                                + " /system scheduler set [find name=langsong-undo] comment=\\\"applied %s\\\"\"")
                        .formatted(
                                change.checksum(),
                                Math.min(
                                        MOST_SECONDS_TO_SETTLE,
                                        change.confirmWithin().toSeconds() / 5),
                                change.checksum()),
                SHORT);
    }

    private void makeReady(SshConnection box, Change change) throws DeviceFailure {
        ask(box, "/file remove [find where name=\"langsong-log.txt\"]", SHORT);
        String undo = "/file remove [find where name=\\\"langsong.rsc\\\"]; " + LOAD.replace("\"", "\\\"");
        String said = ask(
                box,
                ("/system backup save name=langsong-before dont-encrypt=yes;"
                                + " /system scheduler add name=langsong-undo interval=%ds comment=\"ready %s\" on-event=\"%s\"")
                        .formatted(change.confirmWithin().toSeconds(), change.checksum(), undo),
                BACKUP);
        if (!standing(box).is(Phase.READY, change.checksum())) {
            throw said.contains("already")
                    ? new DeviceFailure(Reason.BUSY)
                    : new DeviceFailure(Reason.CAN_NOT_UNDO, Said.of(said));
        }
    }

    /** In one line, so that a connection that breaks can not leave half of it. */
    @Override
    public void confirm(SshConnection box, Change change) throws DeviceFailure {
        ask(
                box,
                ("/system scheduler remove [find where name=\"langsong-undo\"];"
                                + " :if ([:len [/system script find where name=\"langsong-has\"]] = 0)"
                                + " do={/system script add name=langsong-has source=\"\"};"
                                + " /system script set [find where name=\"langsong-has\"] comment=\"%s\";"
                                + " /file remove [find where name~\"^langsong[.-]\"]")
                        .formatted(change.checksum()),
                SHORT);
        if (!change.checksum().equals(standing(box).has())) {
            throw new DeviceFailure(Reason.NOT_CONFIRMED);
        }
    }

    @Override
    public void takeBack(SshConnection box, Change change) throws DeviceFailure {
        ask(box, "/file remove [find where name=\"langsong.rsc\"]; " + LOAD, SHORT);
    }

    @Override
    public String running(SshConnection box) throws DeviceFailure {
        String text = ask(box, "/export", EXPORT);
        if (text.lines().noneMatch(line -> line.startsWith("/"))) {
            throw new DeviceFailure(Reason.REFUSED, Said.of(text));
        }
        return text.replace("\r", "");
    }

    /** Notes tell when it was exported, by which version and from which box; what is of ours changes with each push. */
    @Override
    public List<String> steady(String running) {
        return running.lines()
                .map(String::stripTrailing)
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
