package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.secret.LateSecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes keys and addresses for a WireGuard tunnel to access points, and writes the server's side of it. The tunnel itself is the
 * kernel's. Within a transaction of the caller; any thread.
 */
@Component
class Tunnel {
    private static final Logger log = LoggerFactory.getLogger(Tunnel.class);
    private static final int PATIENCE_SECONDS = 20;
    private static final String SERVER_KEY = "provisioning_tunnel.private_key";
    /** Those of {@link #variables} that are shown to nobody. */
    static final Set<String> SECRETS = Set.of("wg_private_key", "wg_preshared_key");

    private final JdbcClient jdbc;
    private final LateSecretBox box;
    private final TunnelProperties settings;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private @Nullable String written;

    Tunnel(JdbcClient jdbc, Environment environment, TunnelProperties settings, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_tunnel)")
                        .query(Boolean.class)
                        .single());
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /** One end of the tunnel. */
    record Peer(DeviceId place, String address, String publicKey, Instant made) {}

    boolean isOn() {
        return settings.network() != null;
    }

    /** Whether devices are polled at their addresses in it. */
    boolean isPolled() {
        return isOn() && settings.poll();
    }

    /** The one that a place is to use: of two the newer. */
    Optional<Peer> of(DeviceId place) {
        return jdbc.sql("SELECT * FROM provisioning_peer WHERE place = :place ORDER BY made DESC LIMIT 1")
                .param("place", place.value())
                .query((row, number) -> peer(row))
                .optional();
    }

    private static Peer peer(ResultSet row) throws SQLException {
        return new Peer(
                new DeviceId(row.getString("place")),
                row.getString("address").replaceFirst("/32$", ""),
                row.getString("public_key"),
                Objects.requireNonNull(AccessPointTable.instant(row, "made")));
    }

    /** Gives a place keys and an address, unless there is no tunnel or it has some. */
    void join(DeviceId place) {
        if (isOn() && of(place).isEmpty()) {
            add(place);
        }
    }

    /** New keys, and with them a new address: so that the old ones carry until the box has the new ones. */
    void rotate(DeviceId place) {
        if (of(place).isEmpty()) {
            throw Refused.conflict(
                    "id",
                    place.value(),
                    "provisioning.refused.no-tunnel",
                    List.of(),
                    "has no part in a tunnel",
                    "set langsong.provisioning.wireguard.network, and approve its box");
        }
        add(place);
        audit.record("provisioning.tunnel.rotate", "device:" + place, List.of(new Change("key", "***", "***")));
    }

    private void add(DeviceId place) {
        jdbc.sql("LOCK TABLE provisioning_peer IN SHARE ROW EXCLUSIVE MODE").update();
        Set<String> taken = new HashSet<>(jdbc.sql("SELECT host(address) FROM provisioning_peer")
                .query(String.class)
                .list());
        String address = settings.addresses()
                .free(taken)
                .orElseThrow(() -> Refused.conflict(
                        "id",
                        place.value(),
                        "provisioning.refused.tunnel-full",
                        List.of(),
                        "finds no free address in the tunnel",
                        "give langsong.provisioning.wireguard.network a shorter prefix"));
        String key = WireGuardKeys.privateKey(random);
        jdbc.sql("""
                        INSERT INTO provisioning_peer (address, place, public_key, private_key, preshared_key, made)
                        VALUES (:address::inet, :place, :publicKey, :key, :preshared, :made)
                        """)
                .param("address", address)
                .param("place", place.value())
                .param("publicKey", WireGuardKeys.publicKey(key))
                .param("key", box.open().seal(key, seal("private_key", address)))
                .param("preshared", box.open().seal(WireGuardKeys.presharedKey(random), seal("preshared_key", address)))
                .param("made", AccessPointTable.utc(clock.instant()))
                .update();
    }

    private static String seal(String column, String address) {
        return "provisioning_peer." + column + ":" + address;
    }

    /** The box at a place works with its newest keys: older ones go. */
    void settled(DeviceId place) {
        jdbc.sql("""
                        DELETE FROM provisioning_peer WHERE place = :place
                          AND made < (SELECT max(made) FROM provisioning_peer WHERE place = :place)
                        """).param("place", place.value()).update();
    }

    void leave(DeviceId place) {
        jdbc.sql("DELETE FROM provisioning_peer WHERE place = :place")
                .param("place", place.value())
                .update();
    }

    /** What a template may name of the tunnel; empty for a place that has no part in it. */
    Map<String, String> variables(DeviceId place) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (isOn()) {
            jdbc.sql("SELECT * FROM provisioning_peer WHERE place = :place ORDER BY made DESC LIMIT 1")
                    .param("place", place.value())
                    .query(row -> {
                        String address = peer(row).address();
                        variables.put("wg_address", address);
                        variables.put("wg_public_key", row.getString("public_key"));
                        variables.put("wg_private_key", open(row, "private_key", address));
                        variables.put("wg_preshared_key", open(row, "preshared_key", address));
                    });
            if (!variables.isEmpty()) {
                variables.put("wg_network", settings.addresses().written());
                variables.put("wg_server_address", settings.addresses().server());
                variables.put("wg_server_public_key", WireGuardKeys.publicKey(serverKey()));
                variables.put("wg_endpoint_host", settings.host());
                variables.put("wg_endpoint_port", Integer.toString(settings.port()));
            }
        }
        return variables;
    }

    /** One mark for each place's end of the tunnel: another when that is another. */
    Map<DeviceId, String> marks() {
        Map<DeviceId, String> marks = new HashMap<>();
        if (isOn()) {
            jdbc.sql("SELECT place, address, public_key, made FROM provisioning_peer ORDER BY made")
                    .query(row -> {
                        marks.put(
                                new DeviceId(row.getString("place")),
                                "%s %s %s"
                                        .formatted(
                                                row.getString("address"),
                                                row.getString("public_key"),
                                                row.getString("made")));
                    });
        }
        return marks;
    }

    private String open(ResultSet row, String column, String address) throws SQLException {
        return box.open().open(row.getBytes(column), seal(column, address));
    }

    /** Made at its first use. */
    private String serverKey() {
        return storedServerKey().orElseGet(() -> {
            jdbc.sql("INSERT INTO provisioning_tunnel (private_key) VALUES (:key) ON CONFLICT DO NOTHING")
                    .param("key", box.open().seal(WireGuardKeys.privateKey(random), SERVER_KEY))
                    .update();
            return storedServerKey().orElseThrow();
        });
    }

    private Optional<String> storedServerKey() {
        return jdbc.sql("SELECT private_key FROM provisioning_tunnel")
                .query((row, number) -> box.open().open(row.getBytes(1), SERVER_KEY))
                .optional();
    }

    /** The server's side, as {@code wg setconf} and {@code wg syncconf} read it. It holds secrets. */
    String serverSide() {
        StringBuilder text = new StringBuilder(
                        "# Written by LangSong; what is changed here is lost.\n[Interface]\nPrivateKey = ")
                .append(serverKey())
                .append("\nListenPort = ")
                .append(settings.port())
                .append('\n');
        jdbc.sql("SELECT * FROM provisioning_peer ORDER BY address").query(row -> {
            String address = peer(row).address();
            text.append("\n# ")
                    .append(row.getString("place"))
                    .append("\n[Peer]\nPublicKey = ")
                    .append(row.getString("public_key"))
                    .append("\nPresharedKey = ")
                    .append(open(row, "preshared_key", address))
                    .append("\nAllowedIPs = ")
                    .append(address)
                    .append("/32\n");
        });
        return text.toString();
    }

    /** Writes the server's side when it is another than before, and runs the hook. One thread of the active server. */
    void write() {
        Path file = settings.file();
        if (!isOn() || file == null) {
            return;
        }
        String text = serverSide();
        if (text.equals(written)) {
            return;
        }
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(
                    folder,
                    "wg",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            run(settings.hook());
            written = text;
            log.info("tunnel written file={}", file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The tunnel could not be written to %s; look at its folder and its rights".formatted(file), e);
        }
    }

    private static void run(List<String> hook) throws IOException {
        if (hook.isEmpty()) {
            return;
        }
        Process process = new ProcessBuilder(hook)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the hook " + hook + " did not end within " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the hook " + hook + " ended with " + process.exitValue());
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the hook ran", stopped);
        }
    }
}
