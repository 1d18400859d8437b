package io.langsong.access.web;

import io.langsong.access.AccessRefused;
import io.langsong.web.RequestRefused;
import io.langsong.web.Words;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** A refusal as people read it, and as programs do. */
final class Refusals {
    private Refusals() {}

    /** In the language of the request on this thread. */
    static String words(AccessRefused refused, Words words) {
        return words.message(
                "access.refused." + refused.reason(), refused.details().toArray());
    }

    static ResponseEntity<ProblemDetail> answer(AccessRefused refused) {
        RequestRefused problem = problem(refused);
        return ResponseEntity.status(problem.getStatusCode())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.getBody());
    }

    private static RequestRefused problem(AccessRefused refused) {
        String value = refused.value() == null ? "" : refused.value();
        return switch (refused.kind()) {
            case INVALID -> RequestRefused.wrong(refused.field(), refused.value(), refused.what(), refused.remedy());
            case CONFLICT ->
                RequestRefused.conflict(refused.field(), refused.value(), refused.what(), refused.remedy());
            case CHANGED_MEANWHILE -> RequestRefused.changed(refused.field(), value, refused.what(), refused.remedy());
            case MISSING -> RequestRefused.unknown(refused.field(), value, refused.what(), refused.remedy());
        };
    }
}
