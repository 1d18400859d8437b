package io.langsong.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.firmware.Upgrade.Plan;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.firmware.Upgrade.Window;
import io.langsong.inventory.Device;
import io.langsong.inventory.Device.Kind;
import io.langsong.inventory.Device.Reachability;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which steps may be under way together. */
class UpgradeOrderTest {
    private static final Instant NOW = Instant.parse("2026-12-01T02:00:00Z");

    /** @param uplinks of each, by its number */
    private static InventorySnapshot network(List<List<Integer>> uplinks) {
        List<InventoryObject> all = new ArrayList<>();
        all.add(new Village(new VillageId("man"), "Thôn Man", 1, 100, null, null));
        all.add(new Site(
                new SiteId("nvh"), new VillageId("man"), "Nhà văn hóa", Site.Kind.CULTURE_HOUSE, null, null, null));
        for (int number = 0; number < uplinks.size(); number++) {
            all.add(new Device(
                    id(number),
                    "AP " + number,
                    new SiteId("nvh"),
                    Kind.ACCESS_POINT,
                    "10.0.%d.%d".formatted(number / 200, number % 200 + 1),
                    161,
                    null,
                    null,
                    Reachability.NONE,
                    uplinks.get(number).stream().map(UpgradeOrderTest::id).toList(),
                    null,
                    false,
                    null));
        }
        return InventorySnapshot.of(all);
    }

    private static DeviceId id(int number) {
        return new DeviceId("ap-" + number);
    }

    private static Upgrade upgrade(List<Step> steps, int atOnce) {
        return new Upgrade(
                1, "0".repeat(64), State.RUNNING, "vá lỗi", "ha", NOW, null, new Plan(1, atOnce, null, null), steps);
    }

    private static List<List<Integer>> tree(Random random, int size) {
        List<List<Integer>> uplinks = new ArrayList<>();
        for (int number = 0; number < size; number++) {
            Set<Integer> above = new TreeSet<>();
            for (int i = random.nextInt(10) == 0 ? 2 : 1; i > 0 && number > 0; i--) {
                above.add(random.nextInt(number));
            }
            uplinks.add(List.copyOf(above));
        }
        return uplinks;
    }

    /** All that one is reached through, reckoned from the uplinks and not as the program does. */
    private static Set<Integer> above(int number, List<List<Integer>> uplinks) {
        Set<Integer> above = new TreeSet<>();
        for (int uplink : uplinks.get(number)) {
            above.add(uplink);
            above.addAll(above(uplink, uplinks));
        }
        return above;
    }

    /** Two upgrades at a time over random trees that are rewired in the middle, in steps that end in any order. */
    @Test
    void ofOnePathNeverTwoAreUnderWay() {
        long seed = Long.getLong("langsong.seed", System.nanoTime());
        System.out.println("upgrade order: seed " + seed);
        Random random = new Random(seed);
        int together = 0;
        for (int network = 0; network < 60; network++) {
            int size = 2 + random.nextInt(40);
            List<List<Integer>> uplinks = tree(random, size);
            List<List<Step>> upgrades = List.of(new ArrayList<>(), new ArrayList<>());
            for (int number = 0; number < size; number++) {
                upgrades.get(random.nextInt(2)).add(step(number, random.nextInt(3)));
            }
            int atOnce = 1 + random.nextInt(6);
            for (int round = 0; round < 2_000 && !isOver(upgrades); round++) {
                List<Step> mine = upgrades.get(random.nextInt(2));
                for (Step next : UpgradeOrder.next(upgrade(mine, atOnce), underWay(upgrades), network(uplinks))) {
                    mine.set(mine.indexOf(next), next.at(Progress.FLASHING, NOW, null, null));
                }
                List<DeviceId> busy = underWay(upgrades);
                together = Math.max(together, busy.size());
                for (DeviceId one : busy) {
                    int number = Integer.parseInt(one.value().substring(3));
                    Set<Integer> path = above(number, uplinks);
                    assertThat(busy)
                            .as("under way with %s", one)
                            .noneMatch(other ->
                                    path.contains(Integer.parseInt(other.value().substring(3))));
                }
                assertThat(mine.stream().filter(step -> step.progress().isUnderWay()))
                        .hasSizeLessThanOrEqualTo(atOnce);
                end(upgrades.get(random.nextInt(2)), random);
                if (busy.isEmpty()) {
                    uplinks = tree(random, size);
                }
            }
            assertThat(isOver(upgrades)).as("all come to their turn").isTrue();
        }
        assertThat(together).as("some are under way together").isGreaterThan(3);
    }

    private static Step step(int number, int wave) {
        return new Step(
                id(number),
                wave,
                new UUID(0, number),
                "22.03.5",
                Progress.WAITING,
                NOW,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static boolean isOver(List<List<Step>> upgrades) {
        return upgrades.stream()
                .flatMap(List::stream)
                .allMatch(step -> step.progress().isOver());
    }

    private static List<DeviceId> underWay(List<List<Step>> upgrades) {
        return upgrades.stream()
                .flatMap(List::stream)
                .filter(step -> step.progress().isUnderWay())
                .map(Step::place)
                .toList();
    }

    private static void end(List<Step> steps, Random random) {
        steps.replaceAll(step -> step.progress().isUnderWay() && random.nextInt(3) == 0
                ? step.at(random.nextBoolean() ? Progress.VERIFIED : Progress.SKIPPED, NOW, null, null)
                : step);
    }

    @Test
    void ofTwoWaysToOneBoxOneStays() {
        InventorySnapshot network = network(List.of(List.of(), List.of(0), List.of(0), List.of(1, 2)));

        assertThat(UpgradeOrder.meet(id(1), id(2), network)).isTrue();
        assertThat(UpgradeOrder.meet(id(0), id(3), network)).isTrue();
        assertThat(UpgradeOrder.meet(id(1), id(2), network(List.of(List.of(), List.of(0), List.of(0), List.of(1)))))
                .isFalse();
    }

    @Test
    void theNextWaveWaitsForTheOneBefore() {
        InventorySnapshot network = network(List.of(List.of(), List.of(), List.of()));
        List<Step> steps = List.of(step(0, 0), step(1, 1), step(2, 1));

        assertThat(UpgradeOrder.next(upgrade(steps, 5), List.of(), network)).containsExactly(steps.get(0));
        List<Step> first = List.of(steps.get(0).at(Progress.BOOTING, NOW, null, null), steps.get(1), steps.get(2));
        assertThat(UpgradeOrder.next(upgrade(first, 5), List.of(id(0)), network))
                .isEmpty();
        List<Step> done = List.of(steps.get(0).at(Progress.VERIFIED, NOW, null, null), steps.get(1), steps.get(2));
        assertThat(UpgradeOrder.next(upgrade(done, 5), List.of(), network)).hasSize(2);
        assertThat(UpgradeOrder.next(upgrade(done, 1), List.of(), network)).hasSize(1);
    }

    @ParameterizedTest(name = "{0} to {1}, at {2} UTC: {3}")
    @CsvSource(textBlock = """
            # seven hours behind the clock of the place
            00:00, 05:00, 17:00, true
            00:00, 05:00, 21:59, true
            00:00, 05:00, 22:00, false
            22:00, 04:00, 15:00, true
            22:00, 04:00, 20:59, true
            22:00, 04:00, 21:00, false
            22:00, 04:00, 14:59, false
            """)
    void theWindowIsByTheClockOfThePlace(LocalTime from, LocalTime until, String at, boolean within) {
        assertThat(new Window(from, until).holds(Instant.parse("2026-12-01T" + at + ":00Z")))
                .isEqualTo(within);
    }
}
