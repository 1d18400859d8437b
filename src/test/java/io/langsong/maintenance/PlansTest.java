package io.langsong.maintenance;

import static io.langsong.maintenance.TimingTest.at;
import static io.langsong.maintenance.TimingTest.fault;
import static io.langsong.maintenance.TimingTest.interval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.database.BecameActive;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Plan.Kind;
import io.langsong.maintenance.Plan.State;
import io.langsong.maintenance.Timing.Once;
import io.langsong.maintenance.Timing.Recurring;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Plans in a real PostgreSQL. */
class PlansTest {
    private static final Instant NOW = at("2026-12-01T09:00");
    private static final DeviceId CORE = new DeviceId("core");
    private static final Once MORNING = new Once(interval("2026-12-10T08:00", "2026-12-10T10:00"));

    @TempDir
    private Path data;

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    private final TestClock clock = new TestClock(NOW);
    private Inventory inventory;
    private Plans plans;
    private Maintenance maintenance;

    @BeforeEach
    void start() {
        inventory = TestInventory.started(database, data);
        inventory.apply(Stream.of(
                        OverlayTest.COMMUNE.villages(),
                        OverlayTest.COMMUNE.powerAreas(),
                        OverlayTest.COMMUNE.sites(),
                        OverlayTest.COMMUNE.devices(),
                        OverlayTest.COMMUNE.links(),
                        OverlayTest.COMMUNE.services())
                .<InventoryObject>flatMap(objects -> objects.stream())
                .toList());
        plans = new Plans(jdbc, transactions, inventory, clock);
        maintenance = new Maintenance(plans, inventory);
    }

    private static PlanWish wish(String reason, Timing timing, String... scope) {
        return new PlanWish(Kind.WORK, "Thay bộ nguồn", reason, null, Scope.parse(List.of(scope)), timing);
    }

    static List<PlanWish> wishes() {
        LocalDate first = LocalDate.of(2026, 12, 5);
        LocalTime ten = LocalTime.of(22, 0);
        LocalTime two = LocalTime.of(2, 0);
        return List.of(
                wish("Nguồn hỏng\nhai lần", MORNING, "device:core", "village:man"),
                wish(null, new Recurring(new Rhythm.Daily(), ten, two, first, null), "power-area:lo"),
                wish(
                        null,
                        new Recurring(
                                new Rhythm.Weekly(Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY)), ten, two, first, null),
                        "all"),
                wish(null, new Recurring(new Rhythm.Monthly(31), two, ten, first, first.plusYears(1)), "service:wifi"),
                new PlanWish(
                        Kind.POWER_CUT,
                        "Cắt điện: thôn Măng",
                        "Sửa chữa",
                        "12/12/2026\t07:30\t11:00",
                        Scope.of(new VillageId("man")),
                        MORNING));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void comesBackAsItWasEntered(PlanWish wish) {
        Plan entered = plans.enter(wish, "ha");

        Plan found = plans.find(entered.id()).orElseThrow();
        assertThat(found).isEqualTo(entered);
        assertThat(new PlanWish(
                        found.kind(), found.title(), found.reason(), found.notice(), found.scope(), found.timing()))
                .isEqualTo(wish);
        assertThat(found.enteredBy()).isEqualTo("ha");
        assertThat(found.enteredAt()).isEqualTo(NOW);
        assertThat(found.announced()).isTrue();
        assertThat(plans.all()).containsExactly(entered);
    }

    @Test
    void findsThoseThatTouchAPeriod() {
        Plan once = plans.enter(wish(null, MORNING, "device:core"), "ha");
        Plan endless = plans.enter(
                wish(
                        null,
                        new Recurring(
                                new Rhythm.Daily(),
                                LocalTime.of(8, 0),
                                LocalTime.of(9, 0),
                                LocalDate.of(2026, 12, 20),
                                null),
                        "device:core"),
                "ha");

        assertThat(plans.touching(interval("2026-12-10T09:59", "2026-12-10T11:00")))
                .containsExactly(once);
        assertThat(plans.touching(interval("2026-12-10T10:00", "2026-12-20T08:00")))
                .isEmpty();
        assertThat(plans.touching(interval("2026-12-10T10:00", "2026-12-20T08:01")))
                .containsExactly(endless);
        assertThat(plans.touching(interval("2036-01-01T00:00", "2036-01-02T00:00")))
                .containsExactly(endless);
    }

    @Test
    void whatHasBegunIsEnteredLateAndNeedsAReason() {
        Once begun = new Once(new Interval(NOW, NOW.plusSeconds(3600)));

        assertThatThrownBy(() -> plans.enter(wish(null, begun, "device:core"), "ha"))
                .matches(refused -> fault(refused) == Fault.LATE_WITHOUT_REASON);
        assertThat(plans.all()).isEmpty();
        Plan late = plans.enter(wish("Sét đánh, thay gấp", begun, "device:core"), "ha");
        assertThat(late.announced()).isFalse();
        assertThat(late.current(NOW).orElseThrow().announced()).isFalse();
        assertThat(plans.enter(wish(null, new Once(new Interval(NOW.plusMillis(1), NOW.plusSeconds(9))), "all"), "ha")
                        .announced())
                .isTrue();
    }

    @Test
    void namesOnlyWhatThereIs() {
        assertThatThrownBy(() -> plans.enter(wish(null, MORNING, "device:core", "site:gone"), "ha"))
                .matches(refused -> fault(refused) == Fault.NO_SUCH_OBJECT)
                .hasMessageContaining("site:gone");
        assertThatThrownBy(() -> Scope.parse(List.of("contact:ha")))
                .matches(refused -> fault(refused) == Fault.NO_SUCH_OBJECT);
        assertThatThrownBy(() -> Scope.parse(List.of("all", "device:core")))
                .matches(refused -> fault(refused) == Fault.ALL_AND_MORE);
        assertThatThrownBy(() -> Scope.parse(List.of())).matches(refused -> fault(refused) == Fault.NO_SCOPE);
        assertThatThrownBy(() -> wish("a\u202Eb", MORNING, "all"))
                .matches(refused -> fault(refused) == Fault.HIDDEN_CHARACTER);
    }

    @Test
    void isEndedEarlyAndWhatWasStays() {
        Plan plan = plans.enter(wish(null, MORNING, "device:core"), "ha");
        clock.set(at("2026-12-10T09:00"));

        Plan ended = plans.end(plan.id(), "lan", "Xong sớm");

        assertThat(ended.ended()).isEqualTo(new Plan.Mark(at("2026-12-10T09:00"), "lan", "Xong sớm"));
        assertThat(ended.state(clock.instant())).isEqualTo(State.PAST);
        assertThat(maintenance
                        .overlay(interval("2026-12-10T00:00", "2026-12-11T00:00"))
                        .of(CORE))
                .isEqualTo(Intervals.of(interval("2026-12-10T08:00", "2026-12-10T09:00")));
        assertThatThrownBy(() -> plans.end(plan.id(), "ha", "nữa")).matches(refused -> fault(refused) == Fault.OVER);
        assertThatThrownBy(() -> plans.end(999, "ha", "x")).matches(refused -> fault(refused) == Fault.MISSING);
    }

    @Test
    void whatIsOverCanBeWithdrawnButNotEnded() {
        Plan plan = plans.enter(wish(null, MORNING, "device:core"), "ha");
        clock.set(at("2026-12-10T10:00"));

        assertThatThrownBy(() -> plans.end(plan.id(), "ha", "x")).matches(refused -> fault(refused) == Fault.OVER);
        assertThatThrownBy(() -> plans.withdraw(plan.id(), "ha", " "))
                .matches(refused -> fault(refused) == Fault.EMPTY);
        Plan withdrawn = plans.withdraw(plan.id(), "lan", "Nhầm thiết bị");

        assertThat(withdrawn.withdrawn()).isEqualTo(new Plan.Mark(at("2026-12-10T10:00"), "lan", "Nhầm thiết bị"));
        assertThat(maintenance.isInMaintenance(CORE, at("2026-12-10T09:00"))).isFalse();
        assertThat(plans.all()).containsExactly(withdrawn);
        assertThatThrownBy(() -> plans.withdraw(plan.id(), "ha", "x")).matches(refused -> fault(refused) == Fault.OVER);
    }

    @Test
    void isAskedOfManyDevicesWithOneQuestionToTheDatabase() {
        List<InventoryObject> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Device device = OverlayTest.device("d" + i, "house", i < 10 ? "sw" : "d" + (i % 10));
            many.add(device.at("10." + i / 250 / 250 + "." + i / 250 % 250 + "." + i % 250, 161));
        }
        inventory.apply(many);
        plans.enter(wish(null, MORNING, "device:sw"), "ha");
        Instant at = at("2026-12-10T09:00");
        maintenance.isInMaintenance(CORE, at);

        long begun = System.nanoTime();
        long covered = many.stream()
                .filter(device -> maintenance.isInMaintenance(device.id(), at))
                .count();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(covered).isEqualTo(10_000);
        // Some milliseconds; with a question to the database for each it would be seconds.
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void answersAnewWhenPlansOrInventoryChangedAndNotBefore() {
        Instant at = at("2026-12-10T09:00");
        assertThat(maintenance.isInMaintenance(CORE, at)).isFalse();

        Plan plan = plans.enter(wish(null, MORNING, "village:xa"), "ha");
        assertThat(maintenance.isInMaintenance(CORE, at)).isTrue();
        assertThat(maintenance.isInMaintenance(CORE, at("2026-12-10T07:59"))).isFalse();
        assertThat(maintenance.isInMaintenance(CORE, at("2026-12-10T08:00"))).isTrue();
        assertThat(maintenance.isInMaintenance(CORE, at("2026-12-10T10:00"))).isFalse();
        assertThat(maintenance.isInMaintenance(CORE, at("2027-12-10T09:00"))).isFalse();

        inventory.apply(List.of(OverlayTest.device("new", "office").at("10.9.9.9", 161)));
        assertThat(maintenance.isInMaintenance(new DeviceId("new"), at)).isTrue();

        plans.withdraw(plan.id(), "ha", "nhầm");
        assertThat(maintenance.isInMaintenance(CORE, at)).isFalse();

        new Plans(jdbc, transactions, inventory, clock).enter(wish(null, MORNING, "device:core"), "another server");
        assertThat(maintenance.isInMaintenance(CORE, at)).isFalse();
        plans.on(new BecameActive(2));
        assertThat(maintenance.isInMaintenance(CORE, at)).isTrue();
    }

    @Test
    void joinsTheTransactionOfItsCaller() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            plans.enter(wish(null, MORNING, "device:core"), "ha");
            status.setRollbackOnly();
        });

        assertThat(plans.all()).isEmpty();
    }

    @Test
    void knowsWhichPlansBearOnAnObject() {
        Interval day = interval("2026-12-10T00:00", "2026-12-11T00:00");
        Plan area = plans.enter(wish(null, MORNING, "power-area:lo"), "ha");
        Plan trunk = plans.enter(wish(null, MORNING, "link:trunk"), "ha");
        Plan backup = plans.enter(wish(null, MORNING, "device:backup"), "ha");
        plans.enter(wish(null, new Once(interval("2026-12-11T00:00", "2026-12-11T01:00")), "all"), "ha");

        assertThat(maintenance.bearingOn(new DeviceId("ap1"), day)).containsExactly(area, trunk);
        assertThat(maintenance.bearingOn(new DeviceId("ap3"), day)).containsExactly(area, trunk, backup);
        assertThat(maintenance.bearingOn(CORE, day)).isEmpty();
        assertThat(maintenance.coveredBy(trunk)).contains(new DeviceId("ap1"), new DeviceId("sw"));
    }

    @Test
    void proposesWhatANoticeSaysAndKnowsWhatWasEntered() {
        CutNotices notices = new CutNotices(inventory, plans);
        String pasted = "Từ 08h00 đến 10h00 ngày 10/12/2026: thôn man, thôn Không Có";

        CutNotices.Proposal proposal = notices.read(pasted).proposals().get(0);

        assertThat(proposal.cut().when()).isEqualTo(MORNING.interval());
        assertThat(proposal.places()).containsExactly(new VillageId("man"));
        assertThat(proposal.mentions()).extracting(Mention::clear).containsExactly(true, false);
        assertThat(proposal.entered()).isFalse();
        assertThat(plans.all()).isEmpty();

        Plan plan = plans.enter(
                new PlanWish(Kind.POWER_CUT, "Cắt điện", null, pasted, Scope.of(new VillageId("man")), MORNING), "ha");
        assertThat(notices.read(pasted).proposals().get(0).entered()).isTrue();
        plans.end(plan.id(), "ha", "hoãn");
        assertThat(notices.read(pasted).proposals().get(0).entered()).isFalse();
        assertThatThrownBy(() -> notices.read(" \n")).matches(refused -> fault(refused) == Fault.EMPTY);
        assertThatThrownBy(() -> notices.read("x".repeat(CutNotices.LONGEST + 1)))
                .matches(refused -> fault(refused) == Fault.TOO_LONG);
    }
}
