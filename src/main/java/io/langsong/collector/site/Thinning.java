package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.polling.PollResult;
import java.util.ArrayList;
import java.util.List;

/** Leaves samples out of a batch for a line that carries no more; whether a device answered, and its clock, stay. Pure. */
final class Thinning {
    /** Conjugate of the golden ratio: whose turn it is to keep its samples moves on evenly, whatever the rhythm of the polls. */
    private static final double TURN = 0.6180339887498949;

    private Thinning() {}

    static PollResult without(PollResult of) {
        return new PollResult(
                of.device(),
                of.sentAt(),
                of.at(),
                of.outcome(),
                of.silentTries(),
                of.tries(),
                of.clock(),
                of.ports(),
                List.of(),
                of.fault());
    }

    /** @param share of the results that keep their samples, 0 to 1; what is left out is in what the batch says of it */
    static Batch thinned(Batch batch, double share) {
        int count = batch.results().size();
        int kept = (int) Math.floor(Math.max(0, Math.min(1, share)) * count);
        int first = (int) (batch.number() * TURN % 1.0 * count);
        List<PollResult> results = new ArrayList<>(count);
        long left = 0;
        for (int i = 0; i < count; i++) {
            PollResult result = batch.results().get(i);
            boolean keeps = Math.floorMod(i - first, count) < kept;
            results.add(keeps ? result : without(result));
            left += keeps ? 0 : result.samples().size();
        }
        return new Batch(
                batch.life(),
                batch.number(),
                batch.from(),
                batch.until(),
                batch.sync(),
                results,
                batch.notices(),
                batch.datagrams(),
                batch.leftOut().plus(new LeftOut(0, left, 0)));
    }
}
