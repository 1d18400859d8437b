package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Datagram;
import io.langsong.polling.PollResult;
import java.util.ArrayList;
import java.util.List;

/** Leaves samples out of a batch for a line that carries no more, then messages of devices; whether a device answered, and its clock, stay. Pure. */
final class Thinning {
    /** Conjugate of the golden ratio: whose turn it is to keep its samples moves on evenly, whatever the rhythm of the polls. */
    private static final double TURN = 0.6180339887498949;

    private Thinning() {}

    /** @param room what it may cost, as {@link Allowance#cost} has it; what is left out is in what the batch says of it */
    static Batch fitting(Batch batch, double room) {
        double whole = cost(batch);
        if (whole <= room) {
            return batch;
        }
        Batch bare = thinned(batch, 0);
        double bareCost = cost(bare);
        if (bareCost > room) {
            return withOldest(bare, bareCost, room);
        }
        return thinned(batch, whole > bareCost ? (room - bareCost) / (whole - bareCost) : 1);
    }

    private static double cost(Batch batch) {
        return Allowance.cost(BatchCodec.encode(batch).length);
    }

    /** The first messages of a flood say what happened, and what came before it is among them; so the newest are left out. */
    private static Batch withOldest(Batch batch, double cost, double room) {
        List<Datagram> all = batch.datagrams();
        double without = cost(with(batch, List.of()));
        long octets = all.stream().mapToLong(one -> one.octets().length).sum();
        double left = (room - without) * octets / Math.max(1, cost - without);
        int kept = 0;
        while (kept < all.size() && left >= all.get(kept).octets().length) {
            left -= all.get(kept).octets().length;
            kept++;
        }
        return with(batch, all.subList(0, kept));
    }

    private static Batch with(Batch batch, List<Datagram> datagrams) {
        return new Batch(
                batch.life(),
                batch.number(),
                batch.from(),
                batch.until(),
                batch.sync(),
                batch.results(),
                batch.notices(),
                datagrams,
                batch.leftOut().plus(new LeftOut(0, 0, batch.datagrams().size() - datagrams.size())));
    }

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
