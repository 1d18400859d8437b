package io.langsong.inventory.web;

import io.langsong.inventory.InventoryRefused;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Errors as RFC 9457 problems that name field, value and remedy. */
@RestControllerAdvice(assignableTypes = {InventoryController.class, ImportController.class, PhotosController.class})
final class InventoryProblems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(InventoryRefused refused) {
        InventoryRefused.Problem problem = refused.problem();
        HttpStatus status = switch (problem.reason()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case CONFLICT -> HttpStatus.CONFLICT;
            case MISSING -> HttpStatus.NOT_FOUND;
            case CHANGED_MEANWHILE -> HttpStatus.PRECONDITION_FAILED;
        };
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, problem.sentence());
        detail.setTitle(
                switch (problem.reason()) {
                    case INVALID -> "The input is refused";
                    case CONFLICT -> "The inventory is in the way";
                    case MISSING -> "There is no such object";
                    case CHANGED_MEANWHILE -> "The object was changed meanwhile";
                });
        detail.setProperty("field", problem.field());
        if (problem.value() != null) {
            detail.setProperty("value", problem.value());
        }
        detail.setProperty("remedy", problem.remedy());
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }
}
