package io.langsong.agent;

import io.langsong.inventory.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the reports of one device.
 *
 * @param box that fills the place; another one begins anew
 * @param sent when the newest sample was taken, by the box's clock; null before the first report whose clock could be right
 * @param arrived when a report last came
 * @param reports kept, those that came twice counted twice
 * @param leftOut fields that could not be read, of all reports
 * @param wrongClock reports whose time was replaced
 * @param clockIsWrong whether that was so of the last one
 * @param uptime of the box in its newest report; null when it did not say
 */
record BoxMemory(
        DeviceId device,
        UUID box,
        @Nullable Instant sent,
        @Nullable Instant arrived,
        long reports,
        long leftOut,
        long wrongClock,
        boolean clockIsWrong,
        @Nullable Duration uptime,
        Identity identity) {

    static BoxMemory fresh(DeviceId device, UUID box) {
        return new BoxMemory(device, box, null, null, 0, 0, 0, false, null, Identity.NONE);
    }

    BoxMemory with(Identity next) {
        return new BoxMemory(device, box, sent, arrived, reports, leftOut, wrongClock, clockIsWrong, uptime, next);
    }

    /** After a report that was kept. */
    BoxMemory after(Report report, Instant took, Instant at, boolean wrong, Identity next) {
        boolean newest = isNewest(took);
        return new BoxMemory(
                device,
                box,
                newest && !wrong ? took : sent,
                at,
                reports + 1,
                leftOut + report.leftOut(),
                wrongClock + (wrong ? 1 : 0),
                wrong,
                newest || wrong ? report.uptime() : uptime,
                next);
    }

    /** Whether nothing that was taken later has come. */
    boolean isNewest(Instant took) {
        return sent == null || took.isAfter(sent);
    }
}
