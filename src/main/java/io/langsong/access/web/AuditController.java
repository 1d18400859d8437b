package io.langsong.access.web;

import io.langsong.access.AuditCheck;
import io.langsong.access.AuditEntry;
import io.langsong.access.AuditFilter;
import io.langsong.access.AuditTrail;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail for programs of administrators. */
@RestController
class AuditController {
    private static final int LONGEST = 200;
    private static final int LARGEST_PAGE = 1000;

    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = trail;
    }

    /** @param before only rows with a smaller id: the last id of the page before */
    @ApiCall("Who did what, newest first.")
    @GetMapping(path = "/api/v1/audit", produces = "application/json")
    List<AuditEntry> list(
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable OffsetDateTime from,
            @RequestParam(required = false) @Nullable OffsetDateTime to,
            @RequestParam(required = false) @ApiValue("the last id of the page before") @Nullable Long before,
            @RequestParam(defaultValue = "100") @ApiValue(least = 1, most = LARGEST_PAGE) int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw RequestRefused.wrong(
                    "limit", Integer.toString(limit), "is not the length of a page", "give 1 to " + LARGEST_PAGE);
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw RequestRefused.wrong("to", to.toString(), "is not after from", "give a later to");
        }
        return trail.find(
                new AuditFilter(
                        text("actor", actor),
                        text("action", action),
                        text("subject", subject),
                        from == null ? null : from.toInstant(),
                        to == null ? null : to.toInstant()),
                before,
                limit);
    }

    /** Looks through all of it: 200 with what was found, 409 when it is not what was written. */
    @ApiCall("Looks through all of it: 409 with the same answer when it is not what was written.")
    @GetMapping(path = "/api/v1/audit/check", produces = "application/json")
    ResponseEntity<AuditCheck> check() {
        AuditCheck check = trail.verify();
        return ResponseEntity.status(check.whole() ? 200 : 409).body(check);
    }

    private static @Nullable String text(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.length() > LONGEST) {
            throw RequestRefused.wrong(
                    field, text, "has %d characters".formatted(text.length()), "give at most " + LONGEST);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw RequestRefused.wrong(field, text, "contains a control character", "give it without");
        }
        return text;
    }
}
