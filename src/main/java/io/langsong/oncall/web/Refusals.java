package io.langsong.oncall.web;

import io.langsong.oncall.OnCallRefused;
import io.langsong.web.PlainText;
import io.langsong.web.RequestRefused;
import io.langsong.web.Words;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** A refusal as people read it, and as programs do. */
final class Refusals {
    private Refusals() {}

    /** In the language of the request on this thread. */
    static String words(OnCallRefused refused, Words words) {
        return words.message(
                "oncall.refused." + refused.reason(),
                refused.details().stream().map(Refusals::shown).toArray());
    }

    /** A number stands as it is typed. */
    private static String shown(Object detail) {
        return PlainText.shown(detail.toString());
    }

    static ResponseEntity<ProblemDetail> answer(OnCallRefused refused) {
        RequestRefused problem = problem(refused);
        return ResponseEntity.status(problem.getStatusCode())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.getBody());
    }

    private static RequestRefused problem(OnCallRefused refused) {
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
