package io.langsong.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.database.DataDirectory;
import io.langsong.firmware.FirmwareNetwork.Server;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.inventory.Device;
import io.langsong.inventory.Device.Kind;
import io.langsong.inventory.Device.Reachability;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.SshWish;
import io.langsong.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do about upgrades, over boxes that nobody answers for. */
class UpgradesTest {
    @TempDir
    private Path data;

    private final DataSource database = TestDatabase.fresh();
    private FirmwareNetwork network;
    private Image image;

    @BeforeEach
    void start() throws IOException {
        begin("none");
    }

    private void begin(String approval) throws IOException {
        network = new FirmwareNetwork(database, data, approval);
        if (network.network.accessPoints.all().isEmpty()) {
            network.network.plan("openwrt-ssh", "netjson", "{}");
            point("a");
            point("b", "a");
            point("c", "b");
            image = network.image(ImageBuilder.openWrt("23.05.3", "x"));
        }
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private static DeviceId id(String name) {
        return new DeviceId(name);
    }

    /** At a port where nobody listens. */
    private void point(String name, String... uplinks) {
        network.network.accessPoints.plan(
                name,
                new AccessPointWish(name, "site-0", "openwrt-ssh", null, List.of(), List.of(), null, null, Notes.NONE));
        network.network.accesses.set(
                id(name), new SshWish("127.0.0.1", 1, "root", "khong-ai-biet", null, null, null, null), null);
        network.network
                .jdbc
                .sql("UPDATE provisioning_ssh SET host_key = 'ssh-ed25519 AAAA'")
                .update();
        network.network
                .jdbc
                .sql("UPDATE provisioning_access_point SET registered = planned, approved = planned")
                .update();
        network.network.inventory.apply(List.of(new Device(
                id(name),
                name,
                new SiteId("site-0"),
                Kind.ACCESS_POINT,
                "10.0.0." + (name.charAt(0) - 'a' + 1),
                161,
                null,
                null,
                Reachability.NONE,
                Arrays.stream(uplinks).map(DeviceId::new).toList(),
                null,
                false,
                null)));
        new BoxFactsTable(network.network.jdbc)
                .put(new BoxFacts(
                        id(name),
                        Family.OPENWRT,
                        "x",
                        "M",
                        "22.03.5",
                        null,
                        1L << 30,
                        "1",
                        List.of(),
                        FirmwareNetwork.NOW));
    }

    private UpgradeWish wish(LocalTime from, LocalTime until) {
        return new UpgradeWish(
                image.sha256(),
                List.of(id("a"), id("b"), id("c")),
                null,
                "vá lỗi",
                null,
                null,
                FirmwareNetwork.NOW.plus(Duration.ofHours(1)),
                from,
                until);
    }

    private List<Progress> progress(Upgrade upgrade) {
        return network.upgrades.find(upgrade.id()).orElseThrow().steps().stream()
                .map(Step::progress)
                .toList();
    }

    @Test
    void theEndsOfTheLinesComeBeforeWhatTheyHangOn() {
        Upgrades.DryRun dryRun = network.upgrades.dryRun(image.sha256(), List.of(id("a"), id("b"), id("c")));

        assertThat(dryRun.steps()).extracting(step -> step.place().value()).containsExactly("c", "b", "a");
        assertThat(dryRun.steps()).extracting(Upgrades.Planned::wave).containsExactly(0, 1, 2);
        assertThat(dryRun.steps()).extracting(Upgrades.Planned::behind).containsExactly(0, 1, 2);
        assertThat(dryRun.steps().get(0).villages()).containsExactly("thon-0");
    }

    /** At nine in the morning by the clock of the place. */
    @Test
    void nothingIsBegunBeforeItsTimeNorOutsideOfItsHours() {
        Upgrade upgrade = network.upgrades.begin(wish(LocalTime.of(22, 0), LocalTime.of(4, 0)), "ha");
        Server server = network.server();
        server.tick();
        assertThat(progress(upgrade)).containsOnly(Progress.WAITING);
        network.clock.advance(Duration.ofHours(2));
        server.tick();
        assertThat(progress(upgrade)).containsOnly(Progress.WAITING);

        network.clock.advance(Duration.ofHours(11));
        server.tick();

        assertThat(progress(upgrade)).containsExactly(Progress.CHECKING, Progress.WAITING, Progress.WAITING);
        network.clock.advance(Duration.ofHours(7));
        server.tick();
        assertThat(progress(upgrade)).as("its hours are over").containsOnly(Progress.WAITING);
    }

    @Test
    void whatCanNotBeReachedIsSkippedAndTheNextComes() {
        Upgrade upgrade = network.upgrades.begin(wish(null, null), "ha");
        network.clock.advance(Duration.ofHours(2));
        Server server = network.server();
        for (int look = 0; look < 6; look++) {
            server.tick();
            network.clock.advance(Duration.ofMinutes(6));
        }

        assertThat(progress(upgrade)).startsWith(Progress.SKIPPED).doesNotContain(Progress.FAILED);
        assertThat(network.upgrades
                        .find(upgrade.id())
                        .orElseThrow()
                        .steps()
                        .get(0)
                        .detail())
                .isEqualTo("unreachable");
    }

    @Test
    void aSecondPersonSaysYesWhereThatIsSet() throws Exception {
        network.close();
        begin("second-person");
        Upgrade upgrade = network.upgrades.begin(wish(null, null), "ha");
        network.clock.advance(Duration.ofHours(2));

        network.server().tick();
        assertThat(upgrade.state()).isEqualTo(State.PROPOSED);
        assertThat(progress(upgrade)).containsOnly(Progress.WAITING);
        assertThatThrownBy(() -> network.upgrades.approve(upgrade.id(), "ha"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("by you");
        assertThat(network.upgrades.approve(upgrade.id(), "lan").approvedBy()).isEqualTo("lan");
        network.server().tick();

        assertThat(progress(upgrade)).contains(Progress.CHECKING);
    }

    @Test
    void oneBoxIsInOneUpgradeAtATime() {
        network.upgrades.begin(wish(null, null), "ha");

        assertThat(network.upgrades.dryRun(image.sha256(), List.of(id("b"))).impossible())
                .containsEntry(id("b"), "in-upgrade");
        assertThatThrownBy(() -> network.upgrades.begin(wish(null, null), "lan"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aFileThatIsTooLongOrHasNoRoomLeavesNothingBehind() throws Exception {
        assertThatThrownBy(() -> network.images.take(new ByteArrayInputStream(new byte[(1 << 20) + 1])))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("longer than 1 MB");
        ImageStore full = new ImageStore(DataDirectory.at(data), 1 << 20, folder -> 400L << 20);
        assertThatThrownBy(() -> full.take(new ByteArrayInputStream(new byte[10])))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("does not fit onto the disk");
        InputStream breaks = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> network.images.take(breaks)).isInstanceOf(IOException.class);

        try (Stream<Path> files = Files.list(data.resolve("firmware"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(image.sha256());
        }
    }

    @Test
    void aFileThatNobodyMadeAnImageOfGoesAfterADay() throws Exception {
        String waits = network.images.take(new ByteArrayInputStream(new byte[] {1}));
        Files.setLastModifiedTime(
                data.resolve("firmware").resolve(waits),
                java.nio.file.attribute.FileTime.from(FirmwareNetwork.NOW.minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(
                data.resolve("firmware").resolve(image.sha256()),
                java.nio.file.attribute.FileTime.from(FirmwareNetwork.NOW.minus(Duration.ofDays(99))));

        network.images.take(new ByteArrayInputStream(new byte[] {2}));

        assertThat(network.images.has(waits)).isFalse();
        assertThat(network.images.has(image.sha256())).isTrue();
    }
}
