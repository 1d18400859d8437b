package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.PushBox.Family;
import io.langsong.provisioning.SshAccess.Push;
import io.langsong.provisioning.SshAccesses.Tried;
import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Running configurations: fetched, compared and put back, over a real OpenSSH server. */
@Execution(ExecutionMode.CONCURRENT)
class BackupsTest {
    @TempDir
    private Path data;

    private final DataSource database = TestDatabase.fresh();
    private PushBox box;
    private PushNetwork network;

    private void start(Family family) throws IOException {
        box = PushBox.of(family, data.resolve("sshd"));
        network = new PushNetwork(database, data, QuickTime.usual());
        network.plan(family);
    }

    @AfterEach
    void stop() throws IOException {
        if (box != null) {
            box.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void theRunningConfigurationIsKeptWhenItDiffers(Family family) throws Exception {
        start(family);
        network.adopt(box.server);
        network.push();
        Backup first = network.fetches.now(PushNetwork.AP);
        network.fetches.all();
        network.fetch();

        assertThat(network.backups.of(PushNetwork.AP))
                .as("the same is kept once")
                .hasSize(1);
        assertThat(first.cause()).isEqualTo(Backup.Cause.APPLIED);
        assertThat(first.applied()).isNotNull();
        assertThat(first.shown()).contains("Xa Ba Thuoc").doesNotContain("khong-ai-biet", "software id", "123 bytes");
        assertThat(network.backups.reveal(first)).contains("khong-ai-biet");
        assertThat(network.jdbc
                        .sql(
                                "SELECT count(*) FROM provisioning_backup WHERE position('khong-ai-biet'::bytea IN raw) > 0")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(network.backups.drift(PushNetwork.AP).orElseThrow().isDifferent())
                .isFalse();
        assertThat(network.backups.search("xa ba thuoc")).isNotEmpty();
        assertThat(network.backups.search("khong-ai-biet")).isEmpty();

        box.byHand();
        Backup second = network.fetches.now(PushNetwork.AP);

        assertThat(network.backups.of(PushNetwork.AP)).hasSize(2);
        assertThat(network.backups.drift(PushNetwork.AP).orElseThrow().isDifferent())
                .isTrue();
        assertThat(UnifiedDiff.of(first.shown(), second.shown())).contains("changed-by-hand");
    }

    @Test
    void whatWasChangedByHandStaysDriftWhenTheSameIsLetOutAgain() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        box.byHand();
        network.fetches.now(PushNetwork.AP);

        network.letOut();
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);

        assertThat(network.backups.drift(PushNetwork.AP).orElseThrow().isDifferent())
                .isTrue();
    }

    @Test
    void aBoxThatIsOffAtNightIsFetchedWhenItIsBack() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        box.byHand();
        box.server.stop();

        network.fetches.all();
        network.fetch();

        assertThat(network.backups.of(PushNetwork.AP)).hasSize(1);
        assertThat(network.fetches.claim()).as("not asked again at once").isEmpty();
        box.server.start();
        network.jdbc
                .sql("UPDATE provisioning_ssh SET fetch_due = status_since WHERE fetch_due IS NOT NULL")
                .update();
        network.fetch();
        assertThat(network.backups.of(PushNetwork.AP)).hasSize(2);
        assertThat(network.jdbc
                        .sql("SELECT count(*) FROM provisioning_ssh WHERE fetch_due IS NOT NULL")
                        .query(Long.class)
                        .single())
                .as("and not again")
                .isZero();
    }

    @Test
    void nothingIsFetchedWhileAChangeIsOnTrial() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.fetches.all();
        SshTable.Claim pushed = network.pusher.claim().orElseThrow();

        assertThat(network.fetches.claim()).isEmpty();

        network.pusher.push(pushed);
        assertThat(network.fetches.claim()).contains(PushNetwork.AP);
    }

    @Test
    void anOpenWrtBoxHasAgainWhatItHadAlsoWhatIsNotOurs() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        Backup before = network.fetches.now(PushNetwork.AP);
        box.byHand();
        Files.writeString(box.folder.resolve("etc/config/hotspot"), "config hotspot 'mine'\n\toption by 'nobody'\n");
        network.fetches.now(PushNetwork.AP);

        network.restores.restore(PushNetwork.AP, before.id());
        Push restored = network.push();

        assertThat(restored.reason()).isNull();
        assertThat(restored.status()).isEqualTo(Status.APPLIED);
        assertThat(box.has())
                .contains("'hand'", "Xa Ba Thuoc", "khong-ai-biet")
                .doesNotContain("changed-by-hand", "nobody");
        Backup now = network.backups.of(PushNetwork.AP).get(0);
        assertThat(now.digest()).isEqualTo(before.digest());
        assertThat(network.backups.drift(PushNetwork.AP).orElseThrow().isDifferent())
                .isFalse();
        assertThat(network.accessPoints.networks(PushNetwork.AP))
                .as("what was kept can be read too")
                .isEmpty();
        // What is of templates goes on from there, and knows what of it is there.
        network.ssid("Wi-Fi cong cong");
        network.letOut();
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);
        assertThat(box.has()).contains("'hand'", "Wi-Fi cong cong").doesNotContain("Xa Ba Thuoc");
        assertThat(box.has().split("1\\.1\\.1\\.1")).as("a list does not grow").hasSize(2);
        // Also once more, although the box had just that before.
        network.restores.restore(PushNetwork.AP, before.id());
        network.push();
        assertThat(box.has()).contains("Xa Ba Thuoc").doesNotContain("Wi-Fi cong cong");
    }

    @Test
    void aRestoreThatCutsTheBoxOffIsUndoneByIt() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        Files.writeString(box.folder.resolve("etc/config/system"), "config system 'system'\n\toption hostname 'CUT'\n");
        Backup bad = network.fetches.now(PushNetwork.AP);
        box.byHand();
        String before = box.has();

        network.restores.restore(PushNetwork.AP, bad.id());
        Push undone = network.push();

        assertThat(undone.status()).isEqualTo(Status.ERROR);
        assertThat(undone.undidItself()).isTrue();
        assertThat(box.has()).isEqualTo(before);
        PastPush last = network.accesses.history(PushNetwork.AP).get(0);
        assertThat(last.undidItself()).isTrue();
        assertThat(Objects.requireNonNull(last.reason()).code()).isEqualTo("undone");
        assertThat(network.accesses.history(PushNetwork.AP))
                .extracting(PastPush::status)
                .containsExactly(Status.ERROR, Status.APPLIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"ROUTEROS", "SWITCH"})
    void whatIsNoWholeConfigurationIsForAPersonToPutBack(Family family) throws Exception {
        start(family);
        network.adopt(box.server);
        network.push();
        Backup kept = network.fetches.now(PushNetwork.AP);
        String has = box.has();

        assertThatThrownBy(() -> network.restores.restore(PushNetwork.AP, kept.id()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("put it back by hand");

        assertThat(network.pusher.claim()).isEmpty();
        assertThat(box.has()).isEqualTo(has);
        assertThat(network.accessPoints.networks(PushNetwork.AP))
                .as("a script is no archive")
                .isEmpty();
    }

    /** A visitor without a wish would like another one better. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
    void aBoxWithSeveralKeysShowsTheOneThatWasAccepted(String accepted) throws Exception {
        start(Family.SWITCH);
        box.server.hostKeys(accepted);
        network.adopt(box.server);
        box.server.hostKeys("rsa", "ecdsa", "ed25519");

        Tried tried = network.accesses.tryOut(PushNetwork.AP);

        assertThat(tried.trouble()).isNull();
        assertThat(network.accesses.find(PushNetwork.AP).orElseThrow().offeredKey())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aTrySaysWhatItFoundAndChangesNothing(Family family) throws Exception {
        start(family);
        network.accesses.set(
                PushNetwork.AP,
                network.wish(box.server, OpenSsh.user(), null, box.server.userKey(), "show running-config"),
                null);
        assertThat(trouble(network.accesses.tryOut(PushNetwork.AP))).isEqualTo("key-unknown");
        SshAccess seen = network.accesses.find(PushNetwork.AP).orElseThrow();
        network.accesses.accept(PushNetwork.AP, Objects.requireNonNull(seen.offeredFingerprint()));
        network.accessPoints.approve(PushNetwork.AP);
        assertThat(network.accesses.tryOut(PushNetwork.AP)).isEqualTo(new Tried(null, null, false));
        Push pushed = network.push();

        Tried well = network.accesses.tryOut(PushNetwork.AP);

        assertThat(well.trouble()).isNull();
        assertThat(well.has()).isEqualTo(family == Family.SWITCH ? null : pushed.served());
        box.server.changeHostKey();
        assertThat(trouble(network.accesses.tryOut(PushNetwork.AP))).isEqualTo("key-changed");
        box.server.stop();
        assertThat(trouble(network.accesses.tryOut(PushNetwork.AP))).isEqualTo("not-reached");
        assertThat(network.accesses.history(PushNetwork.AP)).hasSize(1);
    }

    private static String trouble(Tried tried) {
        return Objects.requireNonNull(tried.trouble()).code();
    }
}
