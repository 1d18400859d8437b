package io.langsong.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A program asked for what can not be. The answer, a problem of RFC 9457, says which field, which value, what to do. */
public final class RequestRefused extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    RequestRefused(HttpStatus status, String title, String field, @Nullable String value, String what, String remedy) {
        super(status, problem(status, title, field, value, what, remedy), null);
    }

    /**
     * @param field name of the parameter
     * @param value as given; null when it is missing
     * @param what is wrong with it, to be read after field and value
     * @param remedy what to do now
     */
    public static RequestRefused wrong(String field, @Nullable String value, String what, String remedy) {
        return new RequestRefused(HttpStatus.BAD_REQUEST, "The request is refused", field, value, what, remedy);
    }

    /** There is nothing of that name; parameters as in {@link #wrong}. */
    public static RequestRefused unknown(String field, String value, String what, String remedy) {
        return new RequestRefused(HttpStatus.NOT_FOUND, "There is no such object", field, value, what, remedy);
    }

    /** What is there stands in the way; parameters as in {@link #wrong}. */
    public static RequestRefused conflict(String field, @Nullable String value, String what, String remedy) {
        return new RequestRefused(HttpStatus.CONFLICT, "Something is in the way", field, value, what, remedy);
    }

    /** It is not any more what the request was made from; parameters as in {@link #wrong}. */
    public static RequestRefused changed(String field, String value, String what, String remedy) {
        return new RequestRefused(
                HttpStatus.PRECONDITION_FAILED, "The object was changed meanwhile", field, value, what, remedy);
    }

    /** It may be done again after a while; parameters as in {@link #wrong}. */
    public static RequestRefused tooSoon(String field, String value, String what, String remedy) {
        return new RequestRefused(HttpStatus.TOO_MANY_REQUESTS, "Too many requests", field, value, what, remedy);
    }

    private static ProblemDetail problem(
            HttpStatus status, String title, String field, @Nullable String value, String what, String remedy) {
        String shown = value == null ? null : PlainText.shown(value);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, field + (shown == null ? "" : " \"" + shown + "\"") + " " + what + "; " + remedy);
        problem.setTitle(title);
        problem.setProperty("field", field);
        if (shown != null) {
            problem.setProperty("value", shown);
        }
        problem.setProperty("remedy", remedy);
        return problem;
    }
}
