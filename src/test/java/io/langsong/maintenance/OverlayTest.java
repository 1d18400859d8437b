package io.langsong.maintenance;

import static io.langsong.maintenance.TimingTest.at;
import static io.langsong.maintenance.TimingTest.interval;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.maintenance.Plan.Kind;
import io.langsong.maintenance.Timing.Once;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlayTest {
    private static final Interval DAY = interval("2026-12-10T00:00", "2026-12-11T00:00");
    private static final Interval MORNING = interval("2026-12-10T08:00", "2026-12-10T10:00");

    /**
     * core at the office in village xa; behind it sw, by the line trunk; behind sw the access points ap1 and ap2 of the culture
     * house in village man, on power area lo; ap3 there is behind sw and, by another way, behind backup.
     */
    static final InventorySnapshot COMMUNE = new InventorySnapshot(
            List.of(village("xa", 1), village("man", 2)),
            List.of(new PowerArea(new PowerAreaId("lo"), "Lộ 471")),
            List.of(site("office", "xa", null), site("house", "man", "lo")),
            List.of(
                    device("ap1", "house", "sw"),
                    device("ap2", "house", "sw"),
                    device("ap3", "house", "sw", "backup"),
                    device("sw", "office", "core"),
                    device("backup", "office"),
                    device("core", "office")),
            List.of(
                    new Link(new LinkId("trunk"), "Trục", end("core"), end("sw"), null, null, null, null),
                    new Link(new LinkId("line"), "Đường", end("backup"), null, null, null, null, null)),
            List.of(
                    new Service(
                            new ServiceId("wifi"),
                            "Wi-Fi",
                            new SiteId("house"),
                            Service.Kind.PUBLIC_WIFI,
                            List.of(new DeviceId("ap1"), new DeviceId("ap2"), new DeviceId("ap3")),
                            2,
                            null),
                    new Service(
                            new ServiceId("office-line"),
                            "Đường truyền",
                            new SiteId("office"),
                            Service.Kind.OFFICE_LINE,
                            List.of(),
                            0,
                            new LinkId("line"))));

    private static Village village(String id, int position) {
        return new Village(new VillageId(id), "Thôn " + id, position, 100, null, null);
    }

    private static Site site(String id, String village, String area) {
        return new Site(
                new SiteId(id),
                new VillageId(village),
                id,
                Site.Kind.OTHER,
                area == null ? null : new PowerAreaId(area),
                null,
                null);
    }

    static Device device(String id, String site, String... uplinks) {
        return new Device(
                new DeviceId(id),
                id,
                new SiteId(site),
                Device.Kind.OTHER,
                "10.0.0.1",
                161,
                null,
                null,
                Device.Reachability.NONE,
                Arrays.stream(uplinks).map(DeviceId::new).toList(),
                null,
                true,
                null);
    }

    private static Link.End end(String device) {
        return new Link.End(new DeviceId(device), "1-" + device);
    }

    static Plan plan(Timing timing, String... scope) {
        return new Plan(
                1,
                Kind.WORK,
                "Thay bộ nguồn",
                "Hỏng",
                null,
                Scope.parse(List.of(scope)),
                timing,
                "ha",
                Instant.EPOCH,
                null,
                null);
    }

    private static Overlay overlay(Plan... plans) {
        return Overlay.of(
                COMMUNE,
                Arrays.stream(plans)
                        .flatMap(plan -> plan.occurrences(DAY).stream())
                        .toList(),
                DAY);
    }

    private static String covered(Overlay overlay) {
        return overlay.objects().stream().map(id -> id.value()).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(textBlock = """
            device:ap1,            ap1
            device:ap1 device:ap2, ap1 ap2 wifi
            device:ap1 device:backup, ap1 backup line office-line
            device:sw,             ap1 ap2 sw trunk wifi
            device:sw device:backup, ap1 ap2 ap3 backup line office-line sw trunk wifi
            device:core,           ap1 ap2 core sw trunk wifi
            link:trunk,            ap1 ap2 sw trunk wifi
            link:line,             line office-line
            service:wifi,          wifi
            site:house,            ap1 ap2 ap3 house wifi
            power-area:lo,         ap1 ap2 ap3 house lo wifi
            village:man,           ap1 ap2 ap3 house man wifi
            village:xa,            ap1 ap2 ap3 backup core line office office-line sw trunk wifi xa
            all,                   ap1 ap2 ap3 backup core house line lo man office office-line sw trunk wifi xa
            device:gone,           ''
            """)
    void coversWhatDepends(String scope, String covered) {
        assertThat(covered(overlay(plan(new Once(MORNING), scope.split(" "))))).isEqualTo(covered);
    }

    @Test
    void isOutOfTwoUplinksOnlyWhileBothAre() {
        Overlay overlay = overlay(
                plan(new Once(interval("2026-12-10T08:00", "2026-12-10T10:00")), "device:sw"),
                plan(new Once(interval("2026-12-10T09:00", "2026-12-10T11:00")), "device:backup"));

        assertThat(overlay.of(new DeviceId("ap3")))
                .isEqualTo(Intervals.of(interval("2026-12-10T09:00", "2026-12-10T10:00")));
        assertThat(overlay.of(new DeviceId("ap1"))).isEqualTo(Intervals.of(MORNING));
    }

    @Test
    void aServiceIsOutWhileTooFewOfItsAccessPointsAreLeft() {
        Overlay overlay = overlay(
                plan(new Once(interval("2026-12-10T08:00", "2026-12-10T10:00")), "device:ap1"),
                plan(new Once(interval("2026-12-10T09:00", "2026-12-10T12:00")), "device:ap2"),
                plan(new Once(interval("2026-12-10T12:00", "2026-12-10T13:00")), "device:ap3"));

        assertThat(overlay.of(new ServiceId("wifi")))
                .isEqualTo(Intervals.of(interval("2026-12-10T09:00", "2026-12-10T10:00")));
    }

    @Test
    void whatOverlapsOrTouchesIsOneAndIsCutAtTheEdges() {
        Overlay overlay = overlay(
                plan(new Once(interval("2026-12-09T20:00", "2026-12-10T02:00")), "device:core"),
                plan(new Once(interval("2026-12-10T01:00", "2026-12-10T03:00")), "village:xa"),
                plan(new Once(interval("2026-12-10T03:00", "2026-12-10T04:00")), "all"),
                plan(new Once(interval("2026-12-10T23:00", "2026-12-12T00:00")), "device:ap1"));

        assertThat(overlay.of(new DeviceId("ap1")))
                .isEqualTo(Intervals.of(
                        interval("2026-12-10T00:00", "2026-12-10T04:00"),
                        interval("2026-12-10T23:00", "2026-12-11T00:00")));
        assertThat(overlay.covers(new DeviceId("ap1"), at("2026-12-10T03:59"))).isTrue();
        assertThat(overlay.covers(new DeviceId("ap1"), at("2026-12-10T04:00"))).isFalse();
    }

    @Test
    void asManyAsNeededMeansEachInstantCounted() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Intervals> sets = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                List<Interval> some = new ArrayList<>();
                for (int j = 0; j < random.nextInt(6); j++) {
                    long from = random.nextInt(50);
                    some.add(new Interval(
                            Instant.ofEpochSecond(from), Instant.ofEpochSecond(from + 1 + random.nextInt(9))));
                }
                sets.add(new Intervals(some));
            }
            int needed = 1 + random.nextInt(sets.size());

            Intervals reached = Coverage.atLeast(needed, sets);

            for (int second = 0; second < 60; second++) {
                Instant at = Instant.ofEpochSecond(second);
                assertThat(reached.contains(at))
                        .as("seed %d second %d", seed, second)
                        .isEqualTo(sets.stream().filter(set -> set.contains(at)).count() >= needed);
            }
        }
    }

    @Test
    void aChainMayBeAsLongAsThereAreDevices() {
        List<Device> chain = new ArrayList<>(List.of(device("d0", "office")));
        for (int i = 1; i < 20_000; i++) {
            chain.add(device("d" + i, "office", "d" + (i - 1)));
        }
        InventorySnapshot inventory = new InventorySnapshot(
                COMMUNE.villages(), COMMUNE.powerAreas(), COMMUNE.sites(), chain, List.of(), List.of());

        Overlay overlay =
                Overlay.of(inventory, plan(new Once(MORNING), "device:d5").occurrences(DAY), DAY);

        assertThat(overlay.objects()).hasSize(19_995);
        assertThat(overlay.of(new DeviceId("d19999"))).isEqualTo(Intervals.of(MORNING));
    }

    @Test
    void aPlanThatWasEndedCountsUntilThenAndOneThatWasWithdrawnNowhere() {
        Plan whole = plan(new Once(MORNING), "device:core");
        Plan.Mark mark = new Plan.Mark(at("2026-12-10T09:00"), "ha", "xong sớm");
        Plan ended =
                new Plan(1, Kind.WORK, "x", "y", null, whole.scope(), whole.timing(), "ha", Instant.EPOCH, mark, null);
        Plan withdrawn =
                new Plan(1, Kind.WORK, "x", "y", null, whole.scope(), whole.timing(), "ha", Instant.EPOCH, mark, mark);

        assertThat(overlay(ended).of(new DeviceId("core")))
                .isEqualTo(Intervals.of(interval("2026-12-10T08:00", "2026-12-10T09:00")));
        assertThat(overlay(withdrawn).objects()).isEmpty();
        assertThat(ended.state(at("2026-12-10T08:59"))).isEqualTo(Plan.State.NOW);
        assertThat(ended.state(at("2026-12-10T09:00"))).isEqualTo(Plan.State.PAST);
    }

    @Test
    void isAnnouncedWhenItWasEnteredBeforeItBegan() {
        Plan late = new Plan(
                1,
                Kind.WORK,
                "x",
                "y",
                null,
                Scope.ALL,
                new Timing.Recurring(
                        new Rhythm.Daily(),
                        java.time.LocalTime.of(8, 0),
                        java.time.LocalTime.of(9, 0),
                        java.time.LocalDate.of(2026, 12, 9),
                        null),
                "ha",
                at("2026-12-10T08:00"),
                null,
                null);

        assertThat(late.announced()).isFalse();
        assertThat(late.occurrences(interval("2026-12-09T00:00", "2026-12-12T00:00")))
                .extracting(Occurrence::announced)
                .containsExactly(false, false, true);
        assertThat(late.next(at("2026-12-10T08:00")).orElseThrow().interval())
                .isEqualTo(interval("2026-12-11T08:00", "2026-12-11T09:00"));
        assertThat(Set.of(Plan.State.NOW, Plan.State.COMING))
                .contains(late.state(at("2026-12-10T08:30")), late.state(at("2026-12-10T09:00")));
    }
}
