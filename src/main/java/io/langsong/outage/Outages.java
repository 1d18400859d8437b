package io.langsong.outage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The outage record. Any thread. */
@Component
public class Outages {

    /** Outages that touch {@code [from, until)}, newest first; of one object, or of all when {@code object} is null. */
    public List<Outage> between(Instant from, Instant until, @Nullable ObjectRef object) {
        throw new UnsupportedOperationException();
    }

    /** Outages that last, oldest first. */
    public List<Outage> open() {
        throw new UnsupportedOperationException();
    }

    public Optional<Outage> find(long id) {
        throw new UnsupportedOperationException();
    }

    /** {@code [from, until)} without a gap: what the object's condition was, {@code UNKNOWN} where nobody was looking. */
    public List<Stretch> timeline(ObjectRef object, Instant from, Instant until) {
        throw new UnsupportedOperationException();
    }

    /** One condition over {@code [from, until)}. */
    public record Stretch(Condition condition, Instant from, Instant until) {}
}
