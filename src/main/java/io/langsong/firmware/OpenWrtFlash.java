package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.DeviceFailure.Reason;
import io.langsong.provisioning.driver.Said;
import io.langsong.provisioning.driver.SshConnection;
import io.langsong.provisioning.driver.SshConnection.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenWrt by {@code sysupgrade}, with what it was set to. The file and the mark lie in {@code /tmp}, which is memory: a box that was started anew
 * has neither.
 */
final class OpenWrtFlash implements Flash {
    private static final Duration SHORT = Duration.ofSeconds(30);
    /** A small box reads its file at a few megabytes a second. */
    private static final Duration LOOK = Duration.ofMinutes(2);

    /** 64 MB at some 80 kB a second. */
    private static final Duration TRANSFER = Duration.ofMinutes(14);

    private static final int MOST_WORD = 120;
    private static final byte[] NOTHING = {};
    private static final String FACTS = script("openwrt-facts.sh");
    private static final String ORDER = script("openwrt-order.sh");
    private static final String FILE = "/tmp/langsong-firmware/image";

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(OpenWrtFlash.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public BoxFacts facts(DeviceId place, SshConnection box, Instant now) throws DeviceFailure {
        Ended ended = box.run(FACTS, NOTHING, SHORT);
        try {
            JsonNode board = JsonMapper.shared().readTree(line(ended, "board"));
            JsonNode release = board.path("release");
            long kilobytes = Math.min(Long.parseLong(line(ended, "room")), Long.parseLong(line(ended, "memory")));
            String revision = word(release.path("revision").asString(""));
            return new BoxFacts(
                    place,
                    Family.OPENWRT,
                    needed(board.path("board_name").asString("")),
                    word(board.path("model").asString("")),
                    needed(release.path("version").asString("")),
                    revision.isEmpty() ? null : revision,
                    Math.multiplyExact(kilobytes, 1024L),
                    needed(line(ended, "boot")),
                    List.of(),
                    now);
        } catch (JacksonException | ArithmeticException | IllegalArgumentException notAsExpected) {
            throw new DeviceFailure(Reason.NOT_KNOWN, Said.of(ended.text()));
        }
    }

    private static String line(Ended ended, String name) {
        return ended.text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + name));
    }

    private static String needed(String text) {
        String word = word(text);
        if (word.isEmpty()) {
            throw new IllegalArgumentException("Empty");
        }
        return word;
    }

    private static String word(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "").strip();
        return plain.substring(0, Math.min(MOST_WORD, plain.length()));
    }

    @Override
    public boolean restarted(String before, String now) {
        return !before.equals(now);
    }

    @Override
    public void bring(SshConnection box, Image image, InputStream octets) throws DeviceFailure {
        Ended put = box.run(
                "umask 077; cd /tmp && { [ ! -d langsong-firmware/begun ] || [ -f langsong-firmware/ended ] || exit 3; }"
                        + " && rm -rf langsong-firmware && mkdir langsong-firmware && cat > " + FILE,
                octets,
                TRANSFER);
        if (put.status() == 3) {
            throw new DeviceFailure(Reason.BUSY);
        } else if (put.status() != 0) {
            throw new DeviceFailure(Reason.REFUSED, Said.of(put.text()));
        }
        Ended sum = box.run("sha256sum " + FILE, NOTHING, LOOK);
        if (!sum.text().startsWith(image.sha256() + " ")) {
            throw new DeviceFailure(Reason.OTHER_CHECKSUM, Said.of(sum.text()));
        }
        Ended test = box.run("sysupgrade -T " + FILE, NOTHING, LOOK);
        if (test.status() != 0) {
            throw new DeviceFailure(Reason.IMAGE_REFUSED, Said.of(test.text()));
        }
    }

    @Override
    public @Nullable String order(SshConnection box, Image image, UUID token) throws DeviceFailure {
        // Its own standard input is the script, so that nothing of it is in a list of processes.
        Ended ended = box.run("sh -s " + token + " " + image.sha256(), ORDER.getBytes(StandardCharsets.UTF_8), SHORT);
        return switch (ended.status()) {
            case 0 -> null;
            case 5 -> Said.of(ended.text());
            default -> throw new DeviceFailure(Reason.REFUSED, Said.of(ended.text()));
        };
    }

    @Override
    public void tidy(SshConnection box, Image image) throws DeviceFailure {
        box.run("rm -rf /tmp/langsong-firmware", NOTHING, SHORT);
    }
}
