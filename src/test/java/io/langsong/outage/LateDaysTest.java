package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.incident.PlannedOutages;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plans;
import io.langsong.outage.Outages.Stretch;
import io.langsong.outage.VirtualCommune.Span;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Days of a small commune that is asked by a collector, in virtual time: once with a line to the server that holds, once with one that is cut for hours, and what
 * was collected meanwhile comes late. The record of both is to say the same. More days with {@code -Dlangsong.late-days=100}.
 */
class LateDaysTest {
    private static final int DAYS =
            Integer.getInteger("langsong.late-days", "true".equals(System.getenv("LANGSONG_LONG")) ? 200 : 6);
    private static final long FIRST = Long.getLong("langsong.first-day", 1);
    private static final double LOSS = 0.02;
    /** What nobody saw turn is dated by the polls before and after, which lie an interval apart. */
    private static final Duration AT_AN_EDGE = Duration.ofSeconds(45);

    /** Who knows less of a line makes sure by a try more or less. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    private final List<Object> events = new ArrayList<>();
    private int outages;

    @Test
    void whatComesLateIsRecordedAsIfItHadCome() throws Exception {
        List<String> faults = new ArrayList<>();
        Duration cut = Duration.ZERO;
        Duration differs = Duration.ZERO;
        for (long seed = FIRST; seed < FIRST + DAYS; seed++) {
            VirtualCommune commune = new VirtualCommune(seed);
            List<Span> cuts = cuts(commune, new SplittableRandom(seed));
            Map<ObjectRef, List<Stretch>> there = run(commune, seed, List.of());
            Map<ObjectRef, List<Stretch>> late = run(commune, seed, cuts);
            for (Span one : cuts) {
                cut = cut.plus(one.length());
            }
            for (ObjectRef object : there.keySet()) {
                differs = differs.plus(compare(seed, object, there.get(object), late.get(object), cuts, faults));
            }
        }
        System.out.printf(
                "late days: %d, line cut for %s, outages recorded %d, differs for %s in all, faults %d%n",
                DAYS, cut, outages, differs, faults.size());
        assertThat(faults).isEmpty();
        assertThat(outages).isGreaterThan(5 * DAYS);
    }

    private static List<Span> cuts(VirtualCommune commune, SplittableRandom random) {
        Instant first = commune.start.plusSeconds(3600 + random.nextInt(4 * 3600));
        Instant second = first.plusSeconds(9 * 3600 + random.nextInt(3600));
        return List.of(
                new Span(first, first.plusSeconds(300 + random.nextInt(8 * 3600))),
                new Span(second, second.plusSeconds(90 + random.nextInt(4 * 3600))));
    }

    private Map<ObjectRef, List<Stretch>> run(VirtualCommune commune, long seed, List<Span> cuts) throws Exception {
        for (String name :
                List.of("outage_correction", "outage_record", "outage_watch", "outage_heartbeat", "outage_blindness")) {
            jdbc.sql("DELETE FROM " + name).update();
        }
        TestClock clock = new TestClock(commune.start);
        Inventory inventory = new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return commune.inventory;
            }
        };
        ApplicationEventPublisher publisher = events::add;
        JsonMapper json = JsonMapper.builder().build();
        Maintenance maintenance = new Maintenance(new Plans(jdbc, transactions, inventory, clock), inventory);
        OutageTable table = new OutageTable(jdbc, json, publisher, new PlannedOutages(maintenance));
        OutageRecorder recorder =
                new OutageRecorder(table, inventory, new TransactionTemplate(transactions), clock, publisher);
        VirtualPolling polling = VirtualPolling.collected(commune, recorder, LOSS, seed * 10, clock, cuts);
        LateResults late = new LateResults(
                inventory, new LateRecord(jdbc, json, table, publisher), recorder, polling.detector, transactions);
        polling.begin();
        recorder.start();
        Instant until = commune.start;
        for (Span cut : cuts) {
            // It is a while until all has come.
            polling.go(until = cut.until().plusSeconds(600));
            judge(late, commune, cut, polling);
        }
        polling.go(commune.start.plus(VirtualCommune.DAY));
        polling.end();
        recorder.stop();
        List<ObjectRef> objects = new ArrayList<>();
        commune.inventory.devices().forEach(device -> objects.add(ObjectRef.of(device.id())));
        commune.inventory.links().forEach(link -> objects.add(ObjectRef.of(link.id())));
        commune.inventory.services().forEach(service -> objects.add(ObjectRef.of(service.id())));
        outages += jdbc.sql("SELECT count(*) FROM outage_record WHERE condition <> 'DEGRADED'")
                .query(Integer.class)
                .single();
        return new Outages(jdbc, table, clock)
                .timelines(objects, commune.start, commune.start.plus(VirtualCommune.DAY));
    }

    private static void judge(LateResults late, VirtualCommune commune, Span cut, VirtualPolling polling)
            throws Exception {
        LateResults.Judging judging = late.begin(cut.from(), Set.copyOf(commune.boxes.keySet()));
        for (Instant from = cut.from(); from.isBefore(cut.until()); from = from.plusSeconds(10)) {
            Instant end = from.plusSeconds(10).isBefore(cut.until()) ? from.plusSeconds(10) : cut.until();
            Span part = new Span(from, end);
            judging.saw(
                    from,
                    end,
                    polling.withheld.stream()
                            .filter(PollResult.class::isInstance)
                            .map(PollResult.class::cast)
                            .filter(result -> part.contains(result.at()))
                            .toList(),
                    polling.withheld.stream()
                            .filter(DeviceNotice.class::isInstance)
                            .map(DeviceNotice.class::cast)
                            .filter(notice -> part.contains(notice.at()))
                            .toList());
            if (end.equals(cut.until())) {
                break;
            }
        }
        polling.withheld.clear();
        judging.finish(() -> {}).get(60, TimeUnit.SECONDS);
    }

    /** @return for how long they differ */
    private static Duration compare(
            long seed,
            ObjectRef object,
            List<Stretch> there,
            List<Stretch> late,
            List<Span> cuts,
            List<String> faults) {
        Duration differs = Duration.ZERO;
        for (Stretch one : there) {
            for (Stretch other : late) {
                Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
                Instant until = one.until().isBefore(other.until()) ? one.until() : other.until();
                if (!from.isBefore(until) || one.condition() == other.condition()) {
                    continue;
                }
                Duration length = Duration.between(from, until);
                // What a line loses is learned in the course of hours, and a judge who did not hear of some knows it
                // less well.
                boolean quality = one.condition() == Condition.DEGRADED || other.condition() == Condition.DEGRADED;
                differs = quality ? differs : differs.plus(length);
                boolean atAnEdge = cuts.stream()
                        .anyMatch(cut -> isNear(cut.from(), from, until) || isNear(cut.until(), from, until));
                if (!quality && length.compareTo(atAnEdge ? AT_AN_EDGE : ELSEWHERE) > 0) {
                    faults.add("day %d: %s was %s and is %s from %s until %s, cut %s"
                            .formatted(seed, object, one.condition(), other.condition(), from, until, cuts));
                }
            }
        }
        return differs;
    }

    private static boolean isNear(Instant edge, Instant from, Instant until) {
        return !from.isAfter(edge.plus(AT_AN_EDGE)) && !until.isBefore(edge.minus(AT_AN_EDGE));
    }
}
