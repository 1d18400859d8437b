package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** By which id and key a box shows that it is one of ours, for whoever else listens to boxes. Any thread. */
@Component
public class BoxKeys {
    private final JdbcClient jdbc;

    BoxKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A box that is answered. */
    public static final class Known {
        private final UUID id;
        private final @Nullable DeviceId place;
        private final String mac;
        private final byte[] keyHash;

        Known(UUID id, @Nullable DeviceId place, String mac, byte[] keyHash) {
            this.id = id;
            this.place = place;
            this.mac = mac;
            this.keyHash = keyHash;
        }

        public UUID id() {
            return id;
        }

        /** That it fills, and was approved for; null while it is not. */
        public @Nullable DeviceId place() {
            return place;
        }

        /** As it registered: upper case with colons. */
        public String mac() {
            return mac;
        }

        /** Takes as long for a wrong key as for the right one. */
        public boolean hasKey(String key) {
            return MessageDigest.isEqual(SharedSecrets.hash(key), keyHash);
        }
    }

    /** The id that stands in an address, with dashes or without; empty for anything else. */
    public static Optional<UUID> id(String sent) {
        return Agents.id(sent);
    }

    /** Empty when there is none, or when it was dismissed. Waits for nobody who changes it. */
    public Optional<Known> find(UUID id) {
        return jdbc.sql("""
                        SELECT box.id, box.mac, box.key_hash, CASE WHEN there.approved IS NOT NULL THEN box.place END AS place
                        FROM provisioning_box box LEFT JOIN provisioning_access_point there ON there.id = box.place
                        WHERE box.id = :id AND box.status NOT IN ('deactivating', 'deactivated')
                        """)
                .param("id", id)
                .query((row, number) -> {
                    String place = row.getString("place");
                    return new Known(
                            row.getObject("id", UUID.class),
                            place == null ? null : new DeviceId(place),
                            row.getString("mac"),
                            row.getBytes("key_hash"));
                })
                .optional();
    }
}
