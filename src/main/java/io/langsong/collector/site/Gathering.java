package io.langsong.collector.site;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.Datagram;
import io.langsong.collector.wire.Life;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The batch under way: what was found out since the last one was closed. Any thread. */
final class Gathering implements PollObserver {
    /** With so many a batch is closed. */
    static final int MANY_RESULTS = 500;

    static final int MANY_SAMPLES = 20_000;
    private static final long MANY_OCTETS = 512 << 10;
    /** When nobody closes it for so long that there are so many times as many, samples and datagrams are left out. */
    private static final int PATIENCE = 3;

    /** Longer without waking, and nobody was looking. */
    private static final long ABSENCE_MILLIS = 10_000;

    private final Life life;
    private final Clock clock;
    private final Runnable full;
    private List<PollResult> results = new ArrayList<>();
    private List<DeviceNotice> notices = new ArrayList<>();
    private List<Datagram> datagrams = new ArrayList<>();
    private List<Batch> closed = new ArrayList<>();
    private LeftOut leftOut = LeftOut.NOTHING;
    private int samples;
    private long octets;
    private long manyOctets = MANY_OCTETS;
    private boolean told;
    private long number;
    private long from;
    private long awakeAt;

    /** @param full is told when there is enough for a batch; fast */
    Gathering(Life life, Clock clock, Runnable full) {
        this.life = life;
        this.clock = clock;
        this.full = full;
        this.from = clock.millis();
        this.awakeAt = from;
    }

    @Override
    public synchronized void observe(PollResult result) {
        boolean hasRoom = samples < PATIENCE * MANY_SAMPLES;
        results.add(hasRoom ? result : Thinning.without(result));
        if (hasRoom) {
            samples += result.samples().size();
        } else {
            leftOut = leftOut.plus(new LeftOut(0, result.samples().size(), 0));
        }
        tellIfFull();
    }

    private void tellIfFull() {
        boolean isFull = samples >= MANY_SAMPLES || octets >= manyOctets || results.size() >= MANY_RESULTS;
        if (isFull && !told) {
            told = true;
            full.run();
        }
    }

    @Override
    public synchronized void observe(DeviceNotice notice) {
        notices.add(notice);
    }

    synchronized void add(Datagram datagram) {
        if (octets > PATIENCE * MANY_OCTETS) {
            leaveOut(1);
            return;
        }
        datagrams.add(datagram);
        octets += datagram.octets().length + 64;
        tellIfFull();
    }

    /** @param most octets of messages of devices with which a batch is closed, where that is less than usual */
    synchronized void bundle(long most) {
        manyOctets = Math.min(MANY_OCTETS, most);
    }

    /** So many datagrams came that are not taken. */
    synchronized void leaveOut(long count) {
        leftOut = leftOut.plus(new LeftOut(0, 0, count));
    }

    /** A batch covers only time at which somebody was looking. */
    @Override
    public synchronized void awake() {
        long now = clock.millis();
        if (now - awakeAt > ABSENCE_MILLIS) {
            closed.add(close(awakeAt));
            from = now;
        }
        awakeAt = now;
    }

    /** Whether there is anything in it that was found out. */
    synchronized boolean isEmpty() {
        return results.isEmpty() && notices.isEmpty() && datagrams.isEmpty();
    }

    /** Closes it, up to when somebody was last looking; mostly one, more when nobody was looking between. */
    synchronized List<Batch> take() {
        List<Batch> taken = closed;
        taken.add(close(awakeAt));
        closed = new ArrayList<>();
        return taken;
    }

    private Batch close(long until) {
        Batch batch = new Batch(life, ++number, from, until, null, results, notices, datagrams, leftOut);
        from = until;
        results = new ArrayList<>();
        notices = new ArrayList<>();
        datagrams = new ArrayList<>();
        leftOut = LeftOut.NOTHING;
        samples = 0;
        octets = 0;
        told = false;
        return batch;
    }
}
