package io.langsong.report.proof;

import io.langsong.report.ReportDesk;
import io.langsong.report.ReportVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says of a file whether it was issued, to anybody; it names nobody. Any thread. */
@Component
public class Verification {
    private final ReportDesk desk;
    private final IssuedDocuments documents;
    private final IssuedEvidence evidence;

    Verification(ReportDesk desk, IssuedDocuments documents, IssuedEvidence evidence) {
        this.desk = desk;
        this.documents = documents;
        this.evidence = evidence;
    }

    /** How a file is one that was issued. */
    public enum Match {
        /** Octet by octet. */
        WHOLE,
        /** It begins with all of it; what was added behind, as a signature is, may change what is shown. */
        BEGINS,
        /** Nobody gave a file: it was found by its code. */
        CODE
    }

    /**
     * A version that was issued.
     *
     * @param document its name, {@code evidence} of the evidence file
     * @param sha256 of the document; by a code that of the evidence file
     * @param newer the newest version of the month that was issued, where that is another one
     */
    public record Issued(
            YearMonth month,
            int version,
            Instant issuedAt,
            String document,
            String sha256,
            Match match,
            @Nullable Integer newer) {}

    /** @param issued empty: it was not */
    public record Answer(String sha256, Optional<Issued> issued) {}

    private static final String EVIDENCE = "evidence";

    /**
     * Reads a file to its end and keeps nothing of it. One that is packed by gzip, as evidence is, stands for its content.
     *
     * @throws IOException when it can not be unpacked
     */
    public Answer of(InputStream file) throws IOException {
        IssuedDocuments.Measured measured = documents.measure(ProofReading.unpacked(file));
        Optional<Issued> whole = bySha256(measured.sha256());
        if (whole.isPresent()) {
            return new Answer(measured.sha256(), whole);
        }
        Optional<Issued> begins = measured.begins().stream()
                .flatMap(hash -> documents.bySha256(hash).stream())
                .max(Comparator.comparingLong(IssuedDocuments.Kept::octets))
                .flatMap(kept -> issued(kept.version(), kept.name(), kept.sha256(), Match.BEGINS));
        return new Answer(measured.sha256(), begins);
    }

    /** Whether it could be the hash of a file; blanks and capitals are as one likes. */
    public static Optional<String> hash(String typed) {
        String plain = typed.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        return plain.matches("[0-9a-f]{64}") ? Optional.of(plain) : Optional.empty();
    }

    /** @param sha256 as {@link #hash} gives it */
    public Optional<Issued> bySha256(String sha256) {
        return documents
                .bySha256(sha256)
                .flatMap(kept -> issued(kept.version(), kept.name(), sha256, Match.WHOLE))
                .or(() -> evidence.all().stream()
                        .filter(kept -> kept.sha256().equals(sha256))
                        .findFirst()
                        .flatMap(kept -> issued(kept.version(), EVIDENCE, sha256, Match.WHOLE)));
    }

    /** @param code as it is printed, in any case, dashes and blanks as one likes */
    public Optional<Issued> byCode(String code) {
        return evidence.byCode(code).flatMap(kept -> issued(kept.version(), EVIDENCE, kept.sha256(), Match.CODE));
    }

    private Optional<Issued> issued(long id, String document, String sha256, Match match) {
        return desk.versions().stream()
                .filter(version -> version.id() == id && version.issued() != null)
                .findFirst()
                .map(version -> new Issued(
                        version.month(),
                        version.version(),
                        Objects.requireNonNull(version.issued()).at(),
                        document,
                        sha256,
                        match,
                        newer(version)));
    }

    private @Nullable Integer newer(ReportVersion version) {
        return desk.versions(version.month()).stream()
                .filter(other -> other.issued() != null && other.version() > version.version())
                .map(ReportVersion::version)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
