package io.langsong.report.proof;

import io.langsong.report.ReportVersion;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents of issued versions, octet by octet as they left the house. Any thread. */
@Component
public class IssuedDocuments {
    private static final int LONGEST_NAME = 80;

    private final JdbcClient jdbc;

    IssuedDocuments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is kept of one document, without its content.
     *
     * @param version id of the version
     * @param name unique in it: {@code pdf}, {@code docx}, {@code xlsx}, or a variant of one
     * @param sha256 lower-case hexadecimal digits
     */
    public record Kept(long version, String name, String sha256, long octets) {}

    /**
     * Keeps a document in the caller's transaction; it can not be replaced.
     *
     * @param name 1 to 80 lower-case letters, digits, dots and dashes
     * @throws org.springframework.dao.DuplicateKeyException when there is one of that name
     */
    public Kept keep(ReportVersion version, String name, byte[] content) {
        if (!name.matches("[a-z0-9.-]{1," + LONGEST_NAME + "}")) {
            throw new IllegalArgumentException(
                    "A document has a name of small letters, digits, dots and dashes: " + name);
        }
        if (version.state() != ReportVersion.State.ISSUED) {
            throw new IllegalArgumentException("Documents are kept of what is issued, not of " + version);
        }
        byte[] hash = Sha256.of(content);
        jdbc.sql(
                        "INSERT INTO report_document (version, name, sha256, content) VALUES (:version, :name, :sha256, :content)")
                .param("version", version.id())
                .param("name", name)
                .param("sha256", hash)
                .param("content", content)
                .update();
        return new Kept(version.id(), name, HexFormat.of().formatHex(hash), content.length);
    }

    /** By name. */
    public List<Kept> of(ReportVersion version) {
        return jdbc.sql("""
                        SELECT version, name, encode(sha256, 'hex') AS sha256, octet_length(content) AS octets
                        FROM report_document WHERE version = :version ORDER BY name
                        """).param("version", version.id()).query(Kept.class).list();
    }

    public Optional<byte[]> content(ReportVersion version, String name) {
        return jdbc.sql("SELECT content FROM report_document WHERE version = :version AND name = :name")
                .param("version", version.id())
                .param("name", name)
                .query((row, number) -> row.getBytes("content"))
                .optional();
    }

    /** Of several with the same octets the newest. @param sha256 64 hexadecimal digits */
    Optional<Kept> bySha256(String sha256) {
        return jdbc.sql("""
                        SELECT version, name, encode(sha256, 'hex') AS sha256, octet_length(content) AS octets
                        FROM report_document WHERE sha256 = :sha256 ORDER BY version DESC, name LIMIT 1
                        """)
                .param("sha256", HexFormat.of().parseHex(sha256))
                .query(Kept.class)
                .optional();
    }

    /**
     * A file beside what was issued.
     *
     * @param sha256 of all of it
     * @param begins hashes of the beginnings of it that are as long as some document that was issued
     */
    record Measured(String sha256, Set<String> begins) {}

    /** Reads a file to its end and keeps nothing of it. */
    Measured measure(InputStream in) throws IOException {
        List<Long> lengths = new ArrayList<>(
                jdbc.sql("SELECT DISTINCT octet_length(content)::bigint AS octets FROM report_document ORDER BY octets")
                        .query(Long.class)
                        .list());
        MessageDigest digest = Sha256.digest();
        Set<String> begins = new HashSet<>();
        byte[] some = new byte[1 << 16];
        long done = 0;
        for (long length : lengths) {
            while (done < length) {
                int read = in.read(some, 0, (int) Math.min(some.length, length - done));
                if (read < 0) {
                    return new Measured(HexFormat.of().formatHex(digest.digest()), begins);
                }
                digest.update(some, 0, read);
                done += read;
            }
            begins.add(soFar(digest));
        }
        int read = in.read(some);
        while (read >= 0) {
            digest.update(some, 0, read);
            read = in.read(some);
        }
        return new Measured(HexFormat.of().formatHex(digest.digest()), begins);
    }

    private static String soFar(MessageDigest digest) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException everyJavaCan) {
            throw new IllegalStateException(everyJavaCan);
        }
    }
}
