package io.langsong.report.proof;

import io.langsong.report.Issuing;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.report.document.ReportFiles;
import io.langsong.report.document.ReportFiles.Format;
import io.langsong.report.paper.Letterhead;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Keeps the files of what is issued as they are then, in Vietnamese, the PDF signed where a key is set: what is handed out later is the
 * same octet for octet. Any thread.
 */
@Component
@Order
public class IssuedFiles implements Issuing {
    static final Locale LANGUAGE = Locale.forLanguageTag("vi");

    private final ReportFiles files;
    private final Signing signing;
    private final IssuedDocuments documents;

    IssuedFiles(ReportFiles files, Signing signing, IssuedDocuments documents) {
        this.files = files;
        this.signing = signing;
        this.documents = documents;
    }

    @Override
    public void issued(ReportVersion version, Report facts, Map<Section, ReportText> texts) {
        for (Format format : Format.values()) {
            for (Letterhead.Issuer issuer : Letterhead.Issuer.values()) {
                if (format.isLetter() || issuer == Letterhead.Issuer.TEAM) {
                    byte[] content = files.of(format, facts, texts, issuer, LANGUAGE);
                    documents.keep(
                            version,
                            name(format, issuer),
                            format == Format.PDF ? signing.sign(content, null) : content);
                }
            }
        }
    }

    /** Empty of what was not issued, or not in that language. */
    public Optional<byte[]> find(ReportVersion version, Format format, Letterhead.Issuer issuer, Locale language) {
        return version.state() == ReportVersion.State.ISSUED
                        && language.getLanguage().equals(LANGUAGE.getLanguage())
                ? documents.content(version, name(format, issuer))
                : Optional.empty();
    }

    private static String name(Format format, Letterhead.Issuer issuer) {
        return format.isLetter() ? issuer.code() + "." + format.code() : "report." + format.code();
    }
}
