package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.discovery.FoundRow.UplinkProposal;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ap-1 was found; it may hang behind sw-1 and sw-2 of the inventory, and behind sw-3, which was found with it. */
class AcceptanceTest {
    private final Acceptance acceptance = new Acceptance(
            inventory(),
            List.of(
                    row(1, "ap-1", List.of(behind(null, "sw-1"), behind(null, "sw-2"), behind(3, null))),
                    row(3, "sw-3", List.of())),
            List.of(SnmpAccess.community("2c", "public")));

    @Test
    void eachUplinkIsChosenByItself() {
        assertThat(uplinksOf(Set.of("device:sw-2"))).containsExactly(new DeviceId("sw-2"));
        assertThat(uplinksOf(Set.of())).isEmpty();
    }

    @Test
    void oneThatWasFoundWithItIsNamedAsItIsAccepted() {
        Map<Integer, Device> devices =
                acceptance.devices(List.of(choice(1, Set.of("device:sw-1", "found:3")), choice(3, null)));

        assertThat(devices.get(1).uplinks()).containsExactly(new DeviceId("sw-1"), new DeviceId("sw-3"));
    }

    @Test
    void whoSaysNothingTakesAllSoThatTheirParentMustBeThere() {
        assertThatThrownBy(() -> uplinksOf(null))
                .isInstanceOfSatisfying(
                        AcceptRefused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.value()).isEqualTo("sw-3")));
    }

    @Test
    void whatWasNotProposedIsRefused() {
        assertThatThrownBy(() -> uplinksOf(Set.of("device:sw-1", "device:sw-9")))
                .isInstanceOfSatisfying(
                        AcceptRefused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.value()).isEqualTo("device:sw-9")));
    }

    private List<DeviceId> uplinksOf(@Nullable Set<String> keys) {
        return acceptance.devices(List.of(choice(1, keys))).get(1).uplinks();
    }

    private static Choice choice(int number, @Nullable Set<String> keys) {
        return new Choice(number, null, null, null, keys);
    }

    private static UplinkProposal behind(@Nullable Integer number, @Nullable String device) {
        return new UplinkProposal(
                number,
                device == null ? null : new DeviceId(device),
                device == null ? "sw-" + number : device,
                List.of(new FoundRow.Evidence("lldp", "3", "sw", "ap-1")));
    }

    private static FoundRow row(int number, String name, List<UplinkProposal> uplinks) {
        Found found = new Found(
                number,
                "10.0.0." + number,
                161,
                0,
                null,
                "generic",
                List.of(),
                null,
                null,
                name,
                null,
                null,
                null,
                null,
                null,
                null,
                Device.Kind.ACCESS_POINT,
                List.of(),
                null);
        return new FoundRow(found, Group.NEW, null, null, null, name, new SiteId("nvh"), uplinks);
    }

    private static InventorySnapshot inventory() {
        List<InventoryObject> all = new ArrayList<>(List.of(
                new Village(new VillageId("man"), "Thôn Man", 1, 100, null, null),
                new Site(
                        new SiteId("nvh"),
                        new VillageId("man"),
                        "Nhà văn hóa",
                        Site.Kind.CULTURE_HOUSE,
                        null,
                        null,
                        null)));
        for (String id : List.of("sw-1", "sw-2")) {
            all.add(new Device(
                    new DeviceId(id),
                    id,
                    new SiteId("nvh"),
                    Device.Kind.SWITCH,
                    "10.1.0." + id.substring(3),
                    161,
                    null,
                    null,
                    Device.Reachability.NONE,
                    List.of(),
                    null,
                    true,
                    null));
        }
        return InventorySnapshot.of(all);
    }
}
