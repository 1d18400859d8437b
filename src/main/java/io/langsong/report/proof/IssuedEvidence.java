package io.langsong.report.proof;

import io.langsong.report.Issuing;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the evidence of what is issued, each file with the hash of the one before it, so that none can be changed or left out
 * afterwards without all that follow. Comes before others who take part in issuing, since documents carry its hash. Any thread.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class IssuedEvidence implements Issuing {
    private static final Logger log = LoggerFactory.getLogger(IssuedEvidence.class);

    private final JdbcClient jdbc;
    private final EvidenceFile file;

    IssuedEvidence(JdbcClient jdbc, EvidenceFile file) {
        this.jdbc = jdbc;
        this.file = file;
    }

    /**
     * What is kept of one issued version, without its content.
     *
     * @param version id of the version
     * @param serial place in the chain, from 1
     * @param sha256 of the evidence file; lower-case hexadecimal digits, as {@code previous}
     * @param previous that of the one before; null of the first
     */
    public record Kept(
            long version,
            int serial,
            String sha256,
            @Nullable String previous) {
        /** What people type to find it: ten letters and digits, of fifty bits of its hash. */
        public String code() {
            return ShortCode.of(sha256);
        }
    }

    @Override
    public void issued(ReportVersion version, Report facts, Map<Section, ReportText> texts) {
        Optional<Kept> last = last();
        int serial = last.map(Kept::serial).orElse(0) + 1;
        String previous = last.map(Kept::sha256).orElse(null);
        MessageDigest digest = Sha256.digest();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed);
                DigestOutputStream octets = new DigestOutputStream(gzip, digest)) {
            file.write(octets, version, facts, texts, serial, previous);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] hash = digest.digest();
        jdbc.sql("""
                        INSERT INTO report_issue (version, serial, evidence, hash, previous)
                        VALUES (:version, :serial, :evidence, :hash, :previous)
                        """)
                .param("version", version.id())
                .param("serial", serial)
                .param("evidence", packed.toByteArray())
                .param("hash", hash)
                .param("previous", previous == null ? null : HexFormat.of().parseHex(previous), java.sql.Types.BINARY)
                .update();
        log.info(
                "report evidence kept month={} version={} serial={} sha256={} packedBytes={}",
                version.month(),
                version.version(),
                serial,
                HexFormat.of().formatHex(hash),
                packed.size());
    }

    private Optional<Kept> last() {
        return all().stream().reduce((earlier, later) -> later);
    }

    /** In the order of the chain. */
    public List<Kept> all() {
        return jdbc.sql("SELECT version, serial, hash, previous FROM report_issue ORDER BY serial")
                .query((row, number) -> {
                    byte[] previous = row.getBytes("previous");
                    return new Kept(
                            row.getLong("version"),
                            row.getInt("serial"),
                            HexFormat.of().formatHex(row.getBytes("hash")),
                            previous == null ? null : HexFormat.of().formatHex(previous));
                })
                .list();
    }

    public Optional<Kept> of(ReportVersion version) {
        return all().stream().filter(kept -> kept.version() == version.id()).findFirst();
    }

    /** @param code as {@link Kept#code} gives it, in any case, dashes and blanks as one likes */
    public Optional<Kept> byCode(String code) {
        String plain = ShortCode.plain(code);
        return all().stream().filter(kept -> kept.code().equals(plain)).findFirst();
    }

    /** The evidence file itself, unpacked as it is read. */
    public Optional<InputStream> content(ReportVersion version) {
        return packed(version).map(octets -> {
            try {
                return new GZIPInputStream(new ByteArrayInputStream(octets));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The evidence file as it is kept, packed by gzip. */
    public Optional<byte[]> packed(ReportVersion version) {
        return jdbc.sql("SELECT evidence FROM report_issue WHERE version = :version")
                .param("version", version.id())
                .query((row, number) -> row.getBytes("evidence"))
                .optional();
    }
}
