package io.langsong.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Which faults happen when. Written as YAML:
 *
 * <pre>{@code
 * name: example
 * speed: 1            # 10 plays ten times as fast: all times below, but not latencies
 * repeat: 15m         # begin again after this long, with other picks; without it once
 * faults:
 *   - fault: uplink-cut
 *     device: thon-mau-07-router   # or a pattern: thon-mau-*-router picks one by the seed, count: 3 picks three
 *     at: 90s                      # since the start; 60s..120s draws one between
 *     for: 2m                      # a range here, too
 *     every: 5m                    # again after this long, with another pick; optional
 *   - fault: power-cut
 *     area: dien-thon-*
 *     at: 4m
 *     for: 2m
 *     stagger: 40s                 # the devices return within this time after the mains
 *     ups: 60s                     # how long a UPS lasts
 * }</pre>
 *
 * The kinds and their own keys are those of {@link FaultKind}. Picks by pattern keep out of villages that the scenario
 * already touches as long as there are others. Immutable.
 *
 * @param name for messages
 * @param repeat null for once
 */
public record Scenario(String name, @Nullable Duration repeat, List<Entry> entries) {
    private static final List<String> BUILT_IN = List.of("demo", "truth", "none");

    public Scenario {
        entries = List.copyOf(entries);
    }

    /** Nothing ever fails. */
    public static Scenario none() {
        return new Scenario("none", null, List.of());
    }

    /**
     * @param nameOrFile {@code demo}, {@code truth}, {@code none}, or the path of a file
     * @throws SimulatorException when there is no such file or it is not right; the message says where and what
     */
    public static Scenario of(String nameOrFile) {
        if (nameOrFile.equals("none")) {
            return none();
        }
        if (BUILT_IN.contains(nameOrFile)) {
            return builtIn(nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        try {
            return parse(file.getFileName() + "", Files.readString(file));
        } catch (IOException failure) {
            throw new SimulatorException(
                    "Cannot read the scenario %s (%s); give a readable YAML file or one of %s"
                            .formatted(file, failure, BUILT_IN),
                    failure);
        }
    }

    /**
     * @param source name of the text in messages
     * @throws SimulatorException with source, line, column and remedy
     */
    public static Scenario parse(String source, String yaml) {
        return new ScenarioReader(source).read(yaml);
    }

    private static Scenario builtIn(String name) {
        String resource = "/simulator/scenarios/" + name + ".yaml";
        try (InputStream in = Scenario.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Missing in the program: " + resource);
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A time, or a pair of times between which one is drawn. */
    public record Span(Duration least, Duration most) {
        public Span {
            if (least.isNegative() || most.compareTo(least) < 0) {
                throw new IllegalArgumentException("A span goes from a time to a later one: " + least + ".." + most);
            }
        }

        static Span of(Duration time) {
            return new Span(time, time);
        }

        Duration draw(Random random) {
            return least.plusMillis(
                    Math.round(random.nextDouble() * most.minus(least).toMillis()));
        }
    }

    /**
     * One fault, already compressed by the scenario's speed.
     *
     * @param target device id or pattern; power area id or pattern for a power cut
     * @param count how many a pattern picks
     * @param every time until it happens again, null for once
     * @param loss each way, 0 to 1
     * @param latency added to each answer
     * @param period of flapping, one down and one up
     * @param stagger within which devices return after a power cut
     * @param ups how long a UPS lasts
     * @param where source, line and column, for messages
     */
    public record Entry(
            FaultKind kind,
            String target,
            int count,
            Span at,
            Span lasting,
            @Nullable Duration every,
            double loss,
            Duration latency,
            Duration period,
            Duration stagger,
            Duration ups,
            String where) {}
}
