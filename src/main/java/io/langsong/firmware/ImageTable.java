package io.langsong.firmware;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of images. Any thread. */
final class ImageTable {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private final JdbcClient jdbc;

    ImageTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest first. */
    List<Image> all() {
        return jdbc.sql("SELECT * FROM firmware_image ORDER BY at DESC, sha256")
                .query((row, number) -> image(row))
                .list();
    }

    Optional<Image> find(String sha256) {
        if (!SHA_256.matcher(sha256).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT * FROM firmware_image WHERE sha256 = :sha256")
                .param("sha256", sha256)
                .query((row, number) -> image(row))
                .optional();
    }

    private static Image image(ResultSet row) throws SQLException {
        return new Image(
                row.getString("sha256"),
                row.getString("name"),
                Family.valueOf(row.getString("family").toUpperCase(Locale.ROOT)),
                row.getLong("octets"),
                row.getString("version"),
                row.getString("revision"),
                Columns.texts(row, "boards"),
                row.getBoolean("described"),
                row.getString("package_name"),
                row.getString("by_whom"),
                Objects.requireNonNull(Columns.instant(row, "at")));
    }

    /** @return false when it was there */
    boolean add(Image image) {
        return jdbc.sql("""
                        INSERT INTO firmware_image
                          (sha256, name, family, octets, version, revision, boards, described, package_name, by_whom, at)
                        VALUES (:sha256, :name, :family, :octets, :version, :revision, :boards, :described, :package, :by, :at)
                        ON CONFLICT (sha256) DO NOTHING
                        """)
                        .param("sha256", image.sha256())
                        .param("name", image.name())
                        .param("family", image.family().code())
                        .param("octets", image.octets())
                        .param("version", image.version())
                        .param("revision", image.revision())
                        .param("boards", image.boards().toArray(String[]::new))
                        .param("described", image.described())
                        .param("package", image.packageName())
                        .param("by", image.by())
                        .param("at", Columns.utc(image.at()))
                        .update()
                == 1;
    }

    /** @return false when an upgrade used it, or it was not there */
    boolean remove(String sha256) {
        return jdbc.sql("""
                        DELETE FROM firmware_image WHERE sha256 = :sha256
                          AND NOT EXISTS (SELECT FROM firmware_upgrade WHERE image = :sha256)
                        """).param("sha256", sha256).update() == 1;
    }
}
