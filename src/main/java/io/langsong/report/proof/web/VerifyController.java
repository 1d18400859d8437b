package io.langsong.report.proof.web;

import io.langsong.report.proof.Verification;
import io.langsong.report.proof.Verification.Issued;
import io.langsong.web.ApiCall;
import io.langsong.web.Cookieless;
import io.langsong.web.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The same as the page, for programs: without a token. */
@RestController
@Cookieless
class VerifyController {
    private final Verification verification;
    private final VerifyThrottle throttle;

    VerifyController(Verification verification, VerifyThrottle throttle) {
        this.verification = verification;
        this.throttle = throttle;
    }

    /**
     * @param month and what follows: null where nothing of that hash was issued
     * @param document {@code pdf}, {@code docx}, {@code xlsx}, a variant of one, or {@code evidence}
     * @param newer version of the month that was issued after it; null where none was
     */
    record VerdictView(
            boolean issued,
            String sha256,
            @Nullable String month,
            @Nullable Integer version,
            @Nullable Instant issuedAt,
            @Nullable String document,
            @Nullable Integer newer) {}

    @ApiCall(
            value = "Whether a document with that SHA-256 was issued, and of which report; without a token.",
            problems = 429)
    @GetMapping("/api/v1/verify")
    VerdictView verify(@RequestParam String sha256, HttpServletRequest request) {
        if (!throttle.admits(request.getRemoteAddr())) {
            throw RequestRefused.tooSoon("sha256", sha256, "is one question too many", "ask again in ten minutes");
        }
        String hash = Verification.hash(sha256)
                .orElseThrow(() ->
                        RequestRefused.wrong("sha256", sha256, "is no SHA-256", "give its 64 hexadecimal digits"));
        return verification
                .bySha256(hash)
                .map(VerifyController::view)
                .orElseGet(() -> new VerdictView(false, hash, null, null, null, null, null));
    }

    private static VerdictView view(Issued issued) {
        return new VerdictView(
                true,
                issued.sha256(),
                issued.month().toString(),
                issued.version(),
                issued.issuedAt(),
                issued.document(),
                issued.newer());
    }
}
