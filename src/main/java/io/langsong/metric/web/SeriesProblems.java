package io.langsong.metric.web;

import io.langsong.metric.MetricStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What is wrong with a question about series, in the words of the answer. */
@RestControllerAdvice(basePackageClasses = SeriesProblems.class)
class SeriesProblems {
    private static final Logger log = LoggerFactory.getLogger(SeriesProblems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongQuestion(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, "The question can not be answered", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(UnknownSeries e) {
        return problem(HttpStatus.NOT_FOUND, "No such series", String.valueOf(e.getMessage()));
    }

    /** The reason may name a server: it goes to the log, not to the asker. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> storeAway(MetricStoreException e) {
        log.warn("series not read reason={}", e.getMessage());
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE, "Measurements can not be read", "The metric store does not answer");
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return ResponseEntity.status(status)
                .header("Content-Type", "application/problem+json")
                .body(problem);
    }
}
