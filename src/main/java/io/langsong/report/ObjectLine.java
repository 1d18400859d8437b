package io.langsong.report;

import io.langsong.outage.ObjectRef;
import io.langsong.uptime.ExpectedUsers;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the report says of one service, line or device.
 *
 * @param type code of its kind: {@code public-wifi} and {@code office-line} of services, {@code link}, else that of the device
 * @param village id; null where it is not known any more
 * @param site id
 * @param contract id; of a line that has one
 * @param retired whether it has been taken out of use since
 * @param calendar id of that by which {@code own} was counted
 * @param own in the hours in which it is meant to serve
 * @param always day and night
 * @param before {@code own.uptime} of the period before; null where there was none
 * @param loss of a service at which people are expected
 * @param verdict on {@code own}
 */
public record ObjectLine(
        ObjectRef object,
        String name,
        String type,
        @Nullable String village,
        @Nullable String site,
        @Nullable String contract,
        boolean retired,
        String calendar,
        Measure own,
        Measure always,
        @Nullable BigDecimal before,
        @Nullable Loss loss,
        Verdict verdict) {

    /**
     * Whom it failed; an estimate.
     *
     * @param people expected in the busiest hour that was out
     * @param userHours hours that people would have used it in
     */
    public record Loss(ExpectedUsers.Basis basis, double people, double userHours) {}
}
