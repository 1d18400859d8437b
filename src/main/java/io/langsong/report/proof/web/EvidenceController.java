package io.langsong.report.proof.web;

import io.langsong.report.ReportDesk;
import io.langsong.report.ReportVersion;
import io.langsong.report.proof.IssuedDocuments;
import io.langsong.report.proof.IssuedEvidence;
import io.langsong.web.ApiCall;
import io.langsong.web.RequestRefused;
import io.langsong.web.VillageSight;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The evidence of issued reports, and the hashes of their documents; for those who see all villages, since it names everything. */
@RestController
class EvidenceController {
    private static final String GZIP = "application/gzip";

    private final ReportDesk desk;
    private final IssuedEvidence evidence;
    private final IssuedDocuments documents;

    EvidenceController(ReportDesk desk, IssuedEvidence evidence, IssuedDocuments documents) {
        this.desk = desk;
        this.evidence = evidence;
        this.documents = documents;
    }

    /**
     * @param sha256 of the evidence file, as {@code previous} is of the one before it in the chain; null of the first
     * @param code what is printed beside the QR code
     */
    record ProofView(int serial, String sha256, @Nullable String previous, String code, List<DocumentView> documents) {}

    record DocumentView(String name, String sha256, long octets) {}

    @ApiCall(value = "The hashes of an issued report: of its evidence, and of its documents.", problems = 404)
    @GetMapping("/api/v1/reports/{month}/versions/{version}/proof")
    ProofView proof(@PathVariable String month, @PathVariable int version) {
        ReportVersion found = issued(month, version);
        IssuedEvidence.Kept kept = evidence.of(found).orElseThrow(() -> unknown(version));
        return new ProofView(
                kept.serial(),
                kept.sha256(),
                kept.previous(),
                kept.code(),
                documents.of(found).stream()
                        .map(one -> new DocumentView(one.name(), one.sha256(), one.octets()))
                        .toList());
    }

    @ApiCall(
            value = "The evidence of an issued report, from which each of its figures can be counted again.",
            types = GZIP,
            problems = 404)
    @GetMapping("/api/v1/reports/{month}/versions/{version}/evidence")
    ResponseEntity<byte[]> evidence(@PathVariable String month, @PathVariable int version) {
        ReportVersion found = issued(month, version);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(GZIP))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("evidence-%s-v%d.json.gz".formatted(found.month(), version))
                                .build()
                                .toString())
                .body(evidence.packed(found).orElseThrow(() -> unknown(version)));
    }

    private ReportVersion issued(String month, int version) {
        if (!VillageSight.current().all()) {
            throw unknown(version);
        }
        return desk.versions(month(month)).stream()
                .filter(one -> one.version() == version && one.issued() != null)
                .findFirst()
                .orElseThrow(() -> unknown(version));
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException noMonth) {
            throw RequestRefused.wrong("month", text, "is no month", "write it like 2026-10");
        }
    }

    private static RequestRefused unknown(int version) {
        return RequestRefused.unknown(
                "version", Integer.toString(version), "was not issued", "take one from the versions of the month");
    }
}
