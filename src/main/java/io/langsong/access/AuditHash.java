package io.langsong.access;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What seals a row of the audit trail: SHA-256 over the hash of the row before (32 octets), id (8), microseconds since 1970
 * (8), then actor, address, action, subject, the number of changes (4) and of each its field, old and new. A text is its
 * length in octets of UTF-8 (4) and these; one that is missing is the length -1. So no two rows have the same octets.
 */
final class AuditHash {
    private AuditHash() {}

    static byte[] of(
            byte[] previous,
            long id,
            Instant at,
            String actor,
            @Nullable String address,
            String action,
            String subject,
            List<AuditTrail.Change> changes) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.write(previous);
            out.writeLong(id);
            out.writeLong(Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000));
            write(out, actor);
            write(out, address);
            write(out, action);
            write(out, subject);
            out.writeInt(changes.size());
            for (AuditTrail.Change change : changes) {
                write(out, change.field());
                write(out, change.old());
                write(out, change.now());
            }
            return MessageDigest.getInstance("SHA-256").digest(octets.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory was written", e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }
}
