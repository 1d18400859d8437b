package io.langsong.agent;

import io.langsong.agent.BodyReader.Refusal;
import io.langsong.agent.Identity.Judged;
import io.langsong.agent.Identity.Verdict;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.provisioning.BoxKeys;
import io.langsong.provisioning.BoxKeys.Known;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes the reports of OpenWrt's monitoring agents, which are not ours to change: 200 only when every sample is durable, 400 for what would never be taken
 * however often it came, another refusal for what the agent is to keep and send again. Sent twice is kept once: samples lie at the time at which the box took
 * them. Any thread.
 */
@Component
public class AgentReports {
    private static final Logger log = LoggerFactory.getLogger(AgentReports.class);

    /** A sample this old still says how long the box had been running when it came. */
    private static final Duration JUST_TAKEN = Duration.ofMinutes(2);

    /** An agent that got no answer sends a report again within minutes. */
    private static final Duration LONGEST_UNDER_WAY = Duration.ofHours(1);

    private static final AgentReply AWAY = AgentReply.of(503, "Try again later\n");

    private final KnownBoxes boxes;
    private final Admission admission;
    private final BodyReader bodies;
    private final Memories memories;
    private final ReportSamples samples;
    private final AgentWatch watch;
    private final AgentProperties settings;
    private final Clock clock;

    private final LongAdder received = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder thrownAway = new LongAdder();
    private final LongAdder leftOut = new LongAdder();

    AgentReports(
            BoxKeys keys,
            Memories memories,
            ReportSamples samples,
            AgentWatch watch,
            AgentProperties settings,
            Clock clock) {
        this.boxes = new KnownBoxes(keys);
        this.admission = new Admission(settings, clock);
        this.bodies = new BodyReader(settings);
        this.memories = memories;
        this.samples = samples;
        this.watch = watch;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What stands in the address of a report.
     *
     * @param id of the box, with dashes or without
     * @param time when the sample was taken; null: now
     * @param current whether the agent holds nothing older
     */
    public record Call(
            String id, @Nullable String key, @Nullable String time, boolean current) {
        @Override
        public String toString() {
            return "Call[id=%s, time=%s, current=%s]".formatted(id, time, current);
        }
    }

    /**
     * Since the start; received = kept + thrown away + to be sent again.
     *
     * @param thrownAway answered with 400
     * @param sentAgain refused otherwise, with a wrong key too
     * @param leftOut fields of those kept that could not be read
     */
    public record Counts(long received, long kept, long thrownAway, long sentAgain, long leftOut) {}

    public Counts counts() {
        long ended = kept.sum();
        long gone = thrownAway.sum();
        return new Counts(received.sum(), ended, gone, Math.max(0, received.sum() - ended - gone), leftOut.sum());
    }

    /** Takes a report, or says why not. */
    public AgentReply take(Call call, ReportBody body) {
        received.increment();
        AgentReply reply = admit(call, body);
        if (reply.status() == 200) {
            kept.increment();
        } else if (reply.status() == 400) {
            thrownAway.increment();
        }
        return reply;
    }

    private AgentReply admit(Call call, ReportBody body) {
        Optional<Known> box;
        try {
            box = boxes.find(call.id());
        } catch (DataAccessException | TransactionException away) {
            return AWAY;
        }
        if (box.isEmpty()) {
            return AgentReply.of(404, "Not found\n");
        }
        String key = call.key();
        if (key == null || !box.get().hasKey(key)) {
            return AgentReply.of(403, "Wrong key\n");
        }
        DeviceId place = box.get().place();
        if (place == null) {
            // It keeps what it has until somebody approved it.
            return AgentReply.of(409, "Not approved yet\n");
        }
        if (!admission.enter(place)) {
            return AgentReply.of(429, "Too many reports\n");
        }
        try {
            return read(call, box.get(), place, body);
        } finally {
            admission.leave(place);
        }
    }

    private AgentReply read(Call call, Known box, DeviceId place, ReportBody body) {
        Instant arrived = clock.instant();
        Optional<Instant> sent = call.time() == null ? Optional.of(arrived) : Stamp.parse(call.time());
        if (sent.isEmpty()) {
            return AgentReply.of(400, "{\"detail\": \"Incorrect time format\"}\n");
        }
        try {
            return judge(call, box, place, bodies.read(body), sent.get(), arrived);
        } catch (Refusal refused) {
            return AgentReply.of(refused.status(), String.valueOf(refused.getMessage()));
        } catch (NotAReport refused) {
            return AgentReply.of(400, refused.getMessage() + "\n");
        } catch (IOException cutOff) {
            return AgentReply.of(408, "Report cut off\n");
        } catch (DataAccessException | TransactionException | MetricStoreException away) {
            log.debug("report not kept device={}", place, away);
            return AWAY;
        }
    }

    private AgentReply judge(Call call, Known box, DeviceId place, Report report, Instant sent, Instant arrived) {
        BoxMemory before = memories.of(place, box.id());
        Judged judged = before.identity().judge(report, box.mac(), sent, arrived, before.isNewest(sent));
        Identity now = judged.after();
        watch.mark(place, now.hasOther(arrived) || now.isDoubtful(arrived));
        if (judged.verdict() != Verdict.OWN) {
            return refuse(before.with(now), judged.verdict(), arrived, before.identity());
        }
        Stamp stamp = Stamp.of(sent, arrived, call.current(), settings.latest());
        if (stamp.kind() == Stamp.Kind.TOO_OLD) {
            return AgentReply.of(400, "Too old, or the clock of the box is wrong\n");
        }
        boolean wrong = stamp.kind() == Stamp.Kind.WRONG;
        Instant at = wrong ? replaced(box, report, sent, stamp.at()) : stamp.at();
        List<Sample> all = samples.of(place, report, at);
        // Whatever becomes of its samples, it was there.
        boolean fresh = !wrong && !at.isBefore(arrived.minus(JUST_TAKEN));
        watch.reported(place, arrived, fresh ? uptime(report, at, arrived) : null, fresh ? all : List.of());
        if (!samples.keep(all)) {
            return AgentReply.of(507, "No room, keep it\n");
        }
        memories.put(before.after(report, sent, arrived, wrong, now));
        leftOut.add(report.leftOut());
        return AgentReply.KEPT;
    }

    private Instant replaced(Known box, Report report, Instant sent, Instant at) {
        Duration uptime = report.uptime();
        Instant since = uptime == null ? Instant.EPOCH : at.minus(uptime).minus(LONGEST_UNDER_WAY);
        return memories.table().replaced(box.id(), sent, at, since);
    }

    /** When it came. */
    private static @Nullable Duration uptime(Report report, Instant taken, Instant arrived) {
        Duration uptime = report.uptime();
        Duration underWay = Duration.between(taken, arrived);
        return uptime == null || underWay.isNegative() ? uptime : uptime.plus(underWay);
    }

    private AgentReply refuse(BoxMemory after, Verdict verdict, Instant arrived, Identity before) {
        memories.put(after);
        boolean alike = verdict == Verdict.DOUBTFUL;
        if (alike) {
            watch.doubted(after.device(), arrived);
        }
        if (alike ? !before.isDoubtful(arrived) : !before.hasOther(arrived)) {
            log.warn("two boxes report under one id device={} alike={}", after.device(), alike);
        }
        return AgentReply.of(400, "Another box reports under this id\n");
    }
}
