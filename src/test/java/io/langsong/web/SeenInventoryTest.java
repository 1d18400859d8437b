package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Form;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second village of the sample commune, which hangs behind the office in the first. */
class SeenInventoryTest {
    private static final String OWN = "thon-thu-02";
    private static final DataSource DATABASE = TestDatabase.fresh();
    private static final Instant AT = TestInventory.NOW;
    private static final ObjectRef OFFICE = ObjectRef.of(new DeviceId("tru-so-rt"));
    private static final ObjectRef AP = ObjectRef.of(new DeviceId("thu-02-ap1"));

    @TempDir
    private Path data;

    private Inventory inventory;
    private SeenInventory seen;

    @BeforeEach
    void start() {
        TestInventory.empty(DATABASE);
        inventory = TestInventory.started(DATABASE, data);
        new InventoryImport(inventory).run(TestInventory.commune(), false);
        seen = TestSight.over(inventory);
        TestSight.signIn(OWN);
    }

    @AfterEach
    void stop() {
        TestSight.signOut();
        inventory.stop();
    }

    @Test
    void showsWhatLiesInTheVillageAndNamesNothingElse() {
        InventorySnapshot shown = seen.snapshot();
        Map<String, List<String>> ids = new TreeMap<>();
        Form.all()
                .forEach(form -> ids.put(
                        form.plural(),
                        form.in(shown).stream()
                                .map(object -> object.id().value())
                                .toList()));

        assertThat(ids)
                .containsEntry("villages", List.of(OWN))
                .containsEntry("sites", List.of("thu-02-nvh"))
                .containsEntry("devices", List.of("thu-02-ap1"))
                .containsEntry("services", List.of("wifi-thu-02"))
                .containsEntry("links", List.of())
                .containsEntry("power-areas", List.of())
                .containsEntry("providers", List.of());
        assertThat(shown.site(new SiteId("thu-02-nvh")).orElseThrow().powerArea())
                .isNull();
        assertThat(ap(shown).uplinks()).isEmpty();
        assertThat(shown.isCutOff(ap(shown).id())).isTrue();
        assertThat(shown.version(ap(shown).id())).isEqualTo(1);
    }

    @Test
    void showsALineByTheEndThatIsSeen() {
        LinkId trunk = new LinkId("thu-02-trunk");
        inventory.add(new Link(
                trunk,
                "Nhánh thôn 02",
                new Link.End(new DeviceId("tru-so-rt"), "eth3"),
                new Link.End(new DeviceId("thu-02-ap1"), "wan"),
                null,
                null,
                null,
                null));

        Link shown = seen.snapshot().link(trunk).orElseThrow();
        assertThat(shown.near()).isEqualTo(new Link.End(new DeviceId("thu-02-ap1"), "wan"));
        assertThat(shown.far()).isNull();
    }

    @Test
    void showsAllToThoseWhoSeeAllAndNothingToNobody() {
        TestSight.signIn();
        assertThat(seen.snapshot()).isSameAs(inventory.snapshot());
        TestSight.signOut();
        assertThat(seen.snapshot().isEmpty()).isTrue();
        assertThat(seen.snapshot().devices()).isEmpty();
    }

    @Test
    void anOutageBehindWhatIsNotSeenHasNoNameAbove() {
        Outage behind = outage(AP, OFFICE, new Evidence(Evidence.UPLINK_DOWN, AT, "tru-so-rt"));
        InventorySnapshot shown = seen.snapshot();

        Outage masked = behind.seenIn(shown).orElseThrow();
        assertThat(masked.root()).isEqualTo(ObjectRef.UNSEEN);
        assertThat(masked.toString()).doesNotContain("tru-so");
        assertThat(outage(OFFICE, OFFICE, new Evidence(Evidence.BOOT, AT, "")).seenIn(shown))
                .isEmpty();
        Outage own = outage(AP, AP, new Evidence(Evidence.PORT_DOWN, AT, "thu-02-ap1 eth0"));
        assertThat(own.seenIn(shown)).contains(own);
        assertThat(behind.seenIn(inventory.snapshot())).contains(behind);
    }

    @Test
    void aStateBehindWhatIsNotSeenHasNoNameAbove() {
        State hidden = new State(AP, Condition.UNREACHABLE, AT, AT, false, "", OFFICE);
        assertThat(hidden.seenIn(seen.snapshot()).root()).isEqualTo(ObjectRef.UNSEEN);
        assertThat(hidden.seenIn(seen.snapshot()).condition()).isEqualTo(Condition.UNREACHABLE);
        assertThat(hidden.seenIn(inventory.snapshot())).isEqualTo(hidden);
        assertThat(new State(OFFICE, Condition.DOWN, AT, AT, false, "", null)
                        .seenIn(seen.snapshot())
                        .condition())
                .isEqualTo(Condition.UNKNOWN);
    }

    private static Outage outage(ObjectRef object, ObjectRef root, Evidence evidence) {
        Condition condition = object.equals(root) ? Condition.DOWN : Condition.UNREACHABLE;
        return new Outage(1, object, condition, root, Bound.exactly(AT), null, Outage.Cause.UNKNOWN, List.of(evidence));
    }

    @Test
    void showsAMessageOnlyWhenAllThatItNamesIsSeen() {
        assertThat(seen.seesAllOf(Map.of("object", AP.toString(), "villages", List.of(OWN), "site", "thu-02-nvh")))
                .isTrue();
        assertThat(seen.seesAllOf(Map.of("object", AP.toString(), "root", OFFICE.toString())))
                .isFalse();
        assertThat(seen.seesAllOf(Map.of("object", AP.toString(), "behind", List.of("device:thu-01-ap1"))))
                .isFalse();
        assertThat(seen.seesAllOf(Map.of("object", AP.toString(), "villages", List.of(OWN, "thon-thu-01"))))
                .isFalse();
        assertThat(seen.seesAllOf(Map.of("object", AP.toString(), "site", "tru-so")))
                .isFalse();
        assertThat(seen.seesAllOf(Map.of(
                        "object",
                        AP.toString(),
                        "evidence",
                        List.of(Map.of("kind", "port-down", "detail", "tru-so-rt eth2")))))
                .isFalse();
        assertThat(seen.seesAllOf(Map.of("started", List.of(Map.of("object", "service:wifi-thu-01")))))
                .isFalse();
        assertThat(seen.seesAllOf(Map.of("event", "test")))
                .as("what concerns no village")
                .isFalse();
        TestSight.signIn();
        assertThat(seen.seesAllOf(Map.of("event", "test"))).isTrue();
    }

    @Test
    void takesChangesWithinTheVillage() {
        Site second = site("thu-02-truong", OWN);
        seen.add(second);
        seen.replace(site("thu-02-truong", "Trường học", OWN), 1L);
        assertThat(inventory.snapshot().site(second.id())).map(Site::name).contains("Trường học");
        seen.delete(second.id(), null);
        assertThat(inventory.snapshot().site(second.id())).isEmpty();
    }

    @Test
    void refusesWhatLiesElsewhereOrWouldGoThere() {
        Site own = inventory.snapshot().site(new SiteId("thu-02-nvh")).orElseThrow();
        Site other = inventory.snapshot().site(new SiteId("tru-so")).orElseThrow();
        InventorySnapshot before = inventory.snapshot();

        assertRefused(() -> seen.add(site("moi", "thon-thu-01")), "village", "is not a village of the inventory");
        assertRefused(() -> seen.replace(other, null), "id", "is not in the inventory");
        assertRefused(() -> seen.delete(other.id(), null), "id", "is not in the inventory");
        assertRefused(() -> seen.replace(site(own.id().value(), "thon-thu-01"), null), "id", "wholly");
        assertRefused(() -> seen.apply(List.of(other)), "id", "wholly");
        assertRefused(() -> seen.add(site("tru-so", OWN)), "id", "wholly");
        assertRefused(
                () -> seen.add(new Village(new VillageId("thon-moi"), "Thôn mới", 9, 1, null, null)), "id", "wholly");
        assertRefused(() -> seen.delete(ap(before).id(), null), "id", "wholly");
        assertThat(inventory.snapshot()).isSameAs(before);
        assertThatThrownBy(seen::requireAll).hasMessageContaining("403");
    }

    @Test
    void aRefusalDoesNotNameWhatStandsInTheWayElsewhere() {
        inventory.add(new Device(
                new DeviceId("thu-02-rt"),
                "Bộ định tuyến",
                new SiteId("thu-02-nvh"),
                Device.Kind.ROUTER,
                "127.21.0.22",
                1161,
                SnmpAccess.community("2c", "public-test"),
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null));
        Device own = inventory.snapshot().device(new DeviceId("thu-02-rt")).orElseThrow();

        assertThatThrownBy(() -> seen.replace(own.at("127.21.0.10", 1161), null))
                .as("the address of another router")
                .isInstanceOf(InventoryRefused.class)
                .hasMessageContaining("wholly")
                .hasMessageNotContaining("thu-01");
    }

    private static void assertRefused(Runnable change, String field, String what) {
        assertThatThrownBy(change::run).isInstanceOfSatisfying(InventoryRefused.class, refused -> {
            assertThat(refused.problem().field()).isEqualTo(field);
            assertThat(refused.problem().what()).contains(what);
        });
    }

    private static Site site(String id, String village) {
        return site(id, "Điểm " + id, village);
    }

    private static Site site(String id, String name, String village) {
        return new Site(new SiteId(id), new VillageId(village), name, Site.Kind.SCHOOL, null, null, null);
    }

    private static Device ap(InventorySnapshot snapshot) {
        return snapshot.device(new DeviceId("thu-02-ap1")).orElseThrow();
    }
}
