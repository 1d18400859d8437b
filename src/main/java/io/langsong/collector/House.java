package io.langsong.collector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** What all lines have in common. */
record House(
        Enrolment enrolment,
        Collectors collectors,
        Assignments assignments,
        Attendance attendance,
        Roster roster,
        Doorman doorman,
        Counts counts,
        Clock clock) {
    static final Duration HANDSHAKE_WITHIN = Duration.ofSeconds(10);
    /** From the opening of the line on. */
    static final Duration HELLO_WITHIN = Duration.ofSeconds(20);

    static final Duration IDLE = Duration.ofSeconds(30);

    /** What came and went at the port. */
    static final class Counts {
        /** There were too many lines, in all or of one address. */
        final Counter turnedAway;
        /** Lines that were told why they end. */
        final Counter refused;
        /** Lines that ended since something else came than belongs there. */
        final Counter broken;

        final Counter taken;
        final Counter postponed;
        final Counter damaged;

        Counts(MeterRegistry meters) {
            turnedAway = line(meters, "turned-away");
            refused = line(meters, "refused");
            broken = line(meters, "broken");
            taken = batch(meters, "taken");
            postponed = batch(meters, "postponed");
            damaged = batch(meters, "damaged");
        }

        private static Counter line(MeterRegistry meters, String result) {
            return Counter.builder("langsong.collectors.lines")
                    .tag("result", result)
                    .register(meters);
        }

        private static Counter batch(MeterRegistry meters, String result) {
            return Counter.builder("langsong.collectors.batches")
                    .tag("result", result)
                    .register(meters);
        }
    }
}
