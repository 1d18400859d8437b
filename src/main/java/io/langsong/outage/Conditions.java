package io.langsong.outage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The condition of every object at this moment, from memory. Any thread. */
@Component
public class Conditions {

    /** An object that is not known is {@code UNKNOWN} since never. */
    public State of(ObjectRef object) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param since best estimate of when the condition began; null for {@code UNKNOWN} since the start
     * @param lastGood when the object last answered; null when it never did since the start
     * @param suspect silent at its last poll and being made sure of
     * @param fault why it is {@code DEGRADED}: {@code lossy}, {@code snmp}, {@code credentials}, {@code members}; else empty
     * @param root the object it is hidden behind, when {@code UNREACHABLE}
     */
    public record State(
            ObjectRef object,
            Condition condition,
            @Nullable Instant since,
            @Nullable Instant lastGood,
            boolean suspect,
            String fault,
            @Nullable ObjectRef root) {}
}
