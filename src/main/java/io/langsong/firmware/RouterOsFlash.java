package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.DeviceFailure.Reason;
import io.langsong.provisioning.driver.Said;
import io.langsong.provisioning.driver.SshConnection;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MikroTik's RouterOS: a package that lies among its files when it starts is installed, after the router has checked who signed it. The mark is a
 * script of ours that does nothing; it outlives the restart and is taken away in the end.
 */
final class RouterOsFlash implements Flash {
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final int MOST_WORD = 120;
    private static final byte[] NOTHING = {};
    private static final String FACTS = ":put (\"version \" . [/system resource get version]);"
            + " :put (\"architecture \" . [/system resource get architecture-name]);"
            + " :put (\"model \" . [/system resource get board-name]);"
            + " :put (\"uptime \" . [/system resource get uptime]);"
            + " :put (\"room \" . [/system resource get free-hdd-space]);"
            + " :foreach i in=[/system package find] do={:put (\"package \" . [/system package get $i name])}";
    private static final Pattern UPTIME = Pattern.compile(
            "(?:(\\d{1,5})w)?(?:(\\d{1,6})d)?(?:(?:(\\d{1,2})h)?(?:(\\d{1,2})m)?(?:(\\d{1,2})s)?|(\\d{1,2}):(\\d{2}):(\\d{2}))");

    @Override
    public BoxFacts facts(DeviceId place, SshConnection box, Instant now) throws DeviceFailure {
        String text = box.run(FACTS, NOTHING, SHORT).text().replace("\r", "");
        try {
            return new BoxFacts(
                    place,
                    Family.ROUTEROS,
                    line(text, "architecture"),
                    line(text, "model"),
                    // What stands behind it is the channel that it came by.
                    line(text, "version").replaceFirst(" .*", ""),
                    null,
                    Long.parseLong(line(text, "room")),
                    Long.toString(seconds(line(text, "uptime"))),
                    text.lines()
                            .filter(line -> line.startsWith("package "))
                            .map(line -> word(line.substring(8)))
                            .limit(100)
                            .toList(),
                    now);
        } catch (IllegalArgumentException notAsExpected) {
            throw new DeviceFailure(Reason.NOT_KNOWN, Said.of(text));
        }
    }

    private static String line(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> word(line.substring(name.length() + 1)))
                .filter(word -> !word.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + name));
    }

    private static String word(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "").strip();
        return plain.substring(0, Math.min(MOST_WORD, plain.length()));
    }

    /** {@code 1w2d03:04:05} or {@code 1w2d3h4m5s}, as different versions say it. */
    static long seconds(String uptime) {
        Matcher parts = UPTIME.matcher(uptime);
        if (uptime.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException("No uptime: " + uptime);
        }
        long days = 7 * number(parts, 1) + number(parts, 2);
        long hours = number(parts, 3) + number(parts, 6);
        long minutes = number(parts, 4) + number(parts, 7);
        return ((days * 24 + hours) * 60 + minutes) * 60 + number(parts, 5) + number(parts, 8);
    }

    private static long number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** By its uptime, which no clock that is set can change. One that was up for seconds when it was looked at may not be noticed; then it is waited for. */
    @Override
    public boolean restarted(String before, String now) {
        return Long.parseLong(now) < Long.parseLong(before);
    }

    private static String file(Image image) {
        return "langsong-" + image.sha256().substring(0, 16) + ".npk";
    }

    private static String mark(UUID token) {
        return "langsong-firmware-" + token;
    }

    @Override
    public void bring(SshConnection box, Image image, InputStream octets) throws DeviceFailure {
        box.upload(file(image), octets);
        // It has no command that tells a SHA-256, so the file is fetched again.
        MessageDigest digest = ImageStore.digest();
        box.download(file(image), ImageStore.digesting(digest));
        String came = HexFormat.of().formatHex(digest.digest());
        if (!came.equals(image.sha256())) {
            throw new DeviceFailure(Reason.OTHER_CHECKSUM, came);
        }
    }

    /** Twice told, it finds its mark; in one line, so that a connection that breaks can not leave half of it. */
    @Override
    public @Nullable String order(SshConnection box, Image image, UUID token) throws DeviceFailure {
        String said = box.run(
                        (":if ([:len [/system script find where name=\"%s\"]] = 0)"
                                        + " do={/system script add name=\"%s\" source=\"\";"
                                        + " :execute script=\":delay 2s; /system reboot\"}; :put \"told\"")
                                .formatted(mark(token), mark(token)),
                        NOTHING,
                        SHORT)
                .text();
        if (!said.contains("told")) {
            throw new DeviceFailure(Reason.REFUSED, Said.of(said));
        }
        return null;
    }

    @Override
    public void tidy(SshConnection box, Image image) throws DeviceFailure {
        for (String command : List.of(
                "/system script remove [find where name~\"^langsong-firmware-\"]",
                "/file remove [find where name=\"" + file(image) + "\"]")) {
            box.run(command, NOTHING, SHORT);
        }
    }
}
