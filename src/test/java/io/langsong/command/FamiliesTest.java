package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.polling.Prober;
import io.langsong.polling.profile.Port;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Reading.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each family of devices reads its recording as {@code families/NAME.expected} says. The recordings are our own: written
 * from the MIBs, or taken from a device of ours.
 */
class FamiliesTest {
    private static final Path FOLDER = Path.of("src/test/resources/families");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-05T01:00:00Z"), ZoneOffset.UTC);
    private static final Profiles PROFILES = Profiles.load();

    static Stream<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".snmprec"))
                    .map(name -> name.substring(0, name.length() - ".snmprec".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void readsItsRecording(String name) throws IOException {
        List<String> expected = Files.readAllLines(FOLDER.resolve(name + ".expected")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();

        assertThat(read(name)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Every profile that is shipped is tried by a recording. */
    @Test
    void everyFamilyHasARecording() throws IOException {
        List<String> tried = recordings().map(FamiliesTest::profile).toList();

        assertThat(PROFILES.all()).allSatisfy(profile -> assertThat(tried).contains(profile.name()));
    }

    private static String profile(String name) {
        return replay(name).recognised().profile().name();
    }

    private static Prober.Read replay(String name) {
        Path file = FOLDER.resolve(name + ".snmprec");
        return Prober.replay(new Prober.Origin(name, 0), Snmprec.read(file), PROFILES, CLOCK);
    }

    /** {@code profile NAME}, {@code model TEXT}, {@code port 3 eth0 up in 5 out 6}, {@code wifi.clients[ng] = 7}. */
    private static List<String> read(String name) {
        Prober.Read read = replay(name);
        List<String> lines = new ArrayList<>();
        lines.add("profile " + read.recognised().profile().name());
        add(lines, "vendor", read.identified().vendor());
        add(lines, "model", read.identified().model());
        add(lines, "firmware", read.identified().firmware());
        add(lines, "serial", read.identified().serial());
        for (Port port : read.reading().ports()) {
            lines.add("port %d %s %s in %s out %s"
                    .formatted(port.ifIndex(), port.name(), port.operStatus(), port.inOctets(), port.outOctets()));
        }
        for (Measurement one : read.reading().measurements()) {
            if (!one.metric().name().startsWith("if.")) {
                String unit = one.metric().unit();
                lines.add("%s[%s] = %s%s"
                        .formatted(
                                one.metric().name(),
                                one.index(),
                                ProbeJson.number(one).digits(),
                                unit.isEmpty() ? "" : " " + unit));
            }
        }
        return lines;
    }

    private static void add(List<String> lines, String what, String text) {
        if (text != null) {
            lines.add(what + " " + text);
        }
    }
}
