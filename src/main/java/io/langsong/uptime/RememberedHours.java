package io.langsong.uptime;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.availability.OpeningHours;
import java.util.HashMap;
import java.util.Map;

/** Hours that are asked for the same span again and again, as for each of ten thousand objects. One thread. */
final class RememberedHours implements OpeningHours {
    private static final int MOST = 64;

    private final OpeningHours hours;
    private final Map<Interval, Intervals> known = new HashMap<>();

    RememberedHours(OpeningHours hours) {
        this.hours = hours;
    }

    @Override
    public Intervals within(Interval span) {
        Intervals found = known.get(span);
        if (found == null) {
            found = hours.within(span);
            // Spans that begin with an outage are asked for once each.
            if (known.size() < MOST) {
                known.put(span, found);
            }
        }
        return found;
    }
}
