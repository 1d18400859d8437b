package io.langsong.report.proof;

import io.langsong.notification.Outbox;
import io.langsong.qr.QrCode;
import io.langsong.report.Issuing;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.report.document.PrintedPdf;
import io.langsong.report.document.ReportFiles;
import io.langsong.report.document.ReportFiles.Format;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Paper;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private static final int MODULE_PIXELS = 8;

    private final ReportFiles files;
    private final Signing signing;
    private final IssuedDocuments documents;
    private final IssuedEvidence evidence;
    private final Outbox outbox;

    IssuedFiles(ReportFiles files, Signing signing, IssuedDocuments documents, IssuedEvidence evidence, Outbox outbox) {
        this.files = files;
        this.signing = signing;
        this.documents = documents;
        this.evidence = evidence;
        this.outbox = outbox;
    }

    @Override
    public void issued(ReportVersion version, Report facts, Map<Section, ReportText> texts) {
        Paper.Check check = evidence.of(version)
                .map(kept -> check(kept.code(), outbox.pages()))
                .orElse(null);
        for (Format format : Format.values()) {
            for (Letterhead.Issuer issuer : Letterhead.Issuer.values()) {
                if (format.isLetter() || issuer == Letterhead.Issuer.TEAM) {
                    byte[] content = format == Format.PDF
                            ? signed(files.pdf(facts, texts, issuer, LANGUAGE, check))
                            : files.of(format, facts, texts, issuer, LANGUAGE, check);
                    documents.keep(version, name(format, issuer), content);
                }
            }
        }
    }

    private byte[] signed(PrintedPdf printed) {
        return signing.sign(printed.content(), printed.signature());
    }

    private static Paper.Check check(String code, @Nullable URI pages) {
        if (pages == null) {
            return new Paper.Check(code, null, null);
        }
        String address = pages.toString().replaceFirst("/+$", "") + "/kiem-tra/" + code;
        String picture = Base64.getEncoder().encodeToString(QrCode.png(address, MODULE_PIXELS));
        return new Paper.Check(code, address, "data:image/png;base64," + picture);
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
