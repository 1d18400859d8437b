package io.langsong.provisioning.driver;

import io.langsong.provisioning.driver.DeviceFailure.Reason;
import io.langsong.provisioning.driver.SshConnection.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenWrt without an agent. What is to be merged goes there by {@code uci batch}, other files as an archive; what was there before is kept in
 * {@code /etc/langsong}, and put back by the box itself unless it is told in time that all is well, also when its power was off meanwhile.
 */
public final class OpenWrtShell implements Driver {
    private static final Duration SHORT = Duration.ofSeconds(30);
    /** How our scripts end when somebody else's change is on trial. */
    private static final int TAKEN = 3;

    private static final byte[] NOTHING = {};
    private static final String APPLY = script("openwrt-apply.sh");
    private static final String UNDO = script("openwrt-undo.sh");
    private static final String STANDING = script("openwrt-standing.sh");
    private static final String CONFIRM = script("openwrt-confirm.sh");

    /** Networks that the box itself opens and closes by the hour, as their sections are named. */
    private static final Pattern WITH_HOURS = Pattern.compile("config wifi-iface '?wifi_wifi\\d+so?_\\dg'?");

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(OpenWrtShell.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public boolean undoes() {
        return true;
    }

    @Override
    public boolean tellsThatItUndid() {
        return true;
    }

    @Override
    public Standing standing(SshConnection box) throws DeviceFailure {
        Ended ended = box.run(STANDING, NOTHING, SHORT);
        if (ended.status() != 0) {
            throw new DeviceFailure(Reason.NO_SHELL, Said.of(ended.text()));
        }
        String has = word(ended.text(), "has");
        String trial = word(ended.text(), "trial");
        String refused = word(ended.text(), "refused");
        String undone = word(ended.text(), "undone");
        if (trial != null) {
            boolean applied = ended.text().lines().anyMatch("applied"::equals);
            return new Standing(has, applied ? Phase.APPLIED : Phase.BEGUN, trial, null);
        } else if (refused != null) {
            String text = ended.text();
            return new Standing(
                    has, Phase.REFUSED, refused, Said.of(text.substring(text.indexOf("refused " + refused) + 40)));
        }
        return new Standing(has, undone == null ? Phase.IDLE : Phase.UNDONE, undone, null);
    }

    private static @Nullable String word(String text, String name) {
        return text.lines()
                .filter(line -> line.matches(name + " [0-9a-f]{32}"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void begin(SshConnection box, Change change) throws DeviceFailure {
        put(
                box,
                "umask 077; [ ! -f /etc/langsong/trial/checksum ] || exit 3; rm -rf /tmp/langsong /etc/langsong/trial;"
                        + " mkdir -p /etc/langsong && mkdir /tmp/langsong && cat > /etc/langsong/undo",
                UNDO.getBytes(StandardCharsets.UTF_8));
        put(box, "cat > /tmp/langsong/apply", APPLY.getBytes(StandardCharsets.UTF_8));
        put(
                box,
                "umask 077; cat > /tmp/langsong/batch",
                change.whole()
                        ? NOTHING
                        : UciBatch.of(change.before(), change.octets()).getBytes(StandardCharsets.UTF_8));
        if (change.whole()) {
            put(box, ": > /tmp/langsong/whole", NOTHING);
        }
        put(box, "umask 077; cat > /tmp/langsong/files.tar.gz", change.octets());
        put(
                box,
                "sh /tmp/langsong/apply %s %s %d"
                        .formatted(
                                UUID.randomUUID(),
                                change.checksum(),
                                change.confirmWithin().toSeconds()),
                NOTHING);
    }

    private static void put(SshConnection box, String command, byte[] input) throws DeviceFailure {
        Ended ended = box.run(command, input, SHORT);
        if (ended.status() == TAKEN) {
            throw new DeviceFailure(Reason.BUSY);
        } else if (ended.status() == SshConnection.NO_STATUS) {
            throw new DeviceFailure(Reason.BROKE, Said.of(ended.text()));
        } else if (ended.status() != 0) {
            throw new DeviceFailure(Reason.REFUSED, Said.of(ended.text()));
        }
    }

    @Override
    public void confirm(SshConnection box, Change change) throws DeviceFailure {
        put(box, CONFIRM, NOTHING);
    }

    /** What could not be applied was undone by the box already. */
    @Override
    public void takeBack(SshConnection box, Change change) {}

    @Override
    public Optional<byte[]> whole(String running, Instant made) {
        return Optional.of(UciExport.archive(running, made));
    }

    @Override
    public String running(SshConnection box) throws DeviceFailure {
        Ended ended = box.run("uci export", NOTHING, SHORT);
        if (ended.status() != 0) {
            throw new DeviceFailure(Reason.REFUSED, Said.of(ended.text()));
        }
        return ended.text();
    }

    @Override
    public List<String> steady(String running) {
        List<String> steady = new ArrayList<>();
        boolean byHours = false;
        for (String line : running.lines().map(String::stripTrailing).toList()) {
            if (line.startsWith("config ") || line.startsWith("package ")) {
                byHours = WITH_HOURS.matcher(line).matches();
            }
            if (!byHours || !line.strip().startsWith("option disabled ")) {
                steady.add(line);
            }
        }
        return steady;
    }
}
