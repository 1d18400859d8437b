package io.langsong.collector.wire;

import io.langsong.metric.Sample;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import java.time.Duration;
import java.time.Instant;

/** From the clock of a life to that of the server. Pure. @param offset what is added to milliseconds of the life counted from the epoch */
public record Dating(Duration offset) {
    /** By a reading of the server's clock in that life. */
    public static Dating by(Sync sync) {
        return new Dating(Duration.between(Instant.EPOCH, sync.date(0)));
    }

    /** @param millis of the life */
    public Instant date(long millis) {
        return Instant.EPOCH.plus(offset).plusMillis(millis);
    }

    public PollResult date(PollResult of) {
        return new PollResult(
                of.device(),
                of.sentAt().plus(offset),
                of.at().plus(offset),
                of.outcome(),
                of.silentTries(),
                of.tries(),
                of.clock(),
                of.ports(),
                of.samples().stream()
                        .map(sample -> new Sample(sample.of(), sample.at().plus(offset), sample.bits()))
                        .toList(),
                of.fault());
    }

    public DeviceNotice date(DeviceNotice of) {
        return new DeviceNotice(of.device(), of.kind(), of.at().plus(offset), of.ifIndex());
    }
}
