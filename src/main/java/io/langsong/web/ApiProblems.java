package io.langsong.web;

import io.langsong.access.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Whatever is wrong with a program's request, for every route of the API: field, value and remedy, in plain words. */
@RestControllerAdvice
final class ApiProblems {
    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);

    /** Those of pages go on to the page for errors, and faults of ours to the log. */
    @ExceptionHandler({
        ErrorResponseException.class,
        MethodArgumentTypeMismatchException.class,
        MissingServletRequestParameterException.class,
        HttpMessageNotReadableException.class,
        HttpRequestMethodNotSupportedException.class,
        HttpMediaTypeException.class,
        NoHandlerFoundException.class,
        NoResourceFoundException.class,
        Refused.class
    })
    ResponseEntity<ProblemDetail> refused(Exception cause, HttpServletRequest request) throws Exception {
        ErrorResponse refusal = refusal(cause, request);
        if (!Problems.speaksToPrograms(request) || !refusal.getStatusCode().is4xxClientError()) {
            throw cause;
        }
        ProblemDetail problem = refusal.getBody();
        problem.setInstance(Problems.instance(request.getRequestURI()));
        log.debug(
                "request refused status={} method={} path={} detail={}",
                problem.getStatus(),
                LogText.of(request.getMethod()),
                LogText.of(request.getRequestURI()),
                LogText.of(String.valueOf(problem.getDetail())));
        HttpHeaders headers = cause instanceof ErrorResponse known ? known.getHeaders() : new HttpHeaders();
        return ResponseEntity.status(refusal.getStatusCode())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ErrorResponse refusal(Exception cause, HttpServletRequest request) {
        if (cause instanceof Refused refused) {
            return refusal(refused);
        }
        if (cause instanceof MethodArgumentTypeMismatchException mismatch) {
            return mismatch(mismatch);
        }
        if (cause instanceof MissingServletRequestParameterException missing) {
            return RequestRefused.wrong(missing.getParameterName(), null, "is missing", "give it");
        }
        if (cause instanceof HttpMessageNotReadableException) {
            return RequestRefused.wrong("body", null, "can not be read", "send JSON in UTF-8");
        }
        if (cause instanceof HttpRequestMethodNotSupportedException method) {
            String[] known = method.getSupportedMethods();
            return new RequestRefused(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    "The method is refused",
                    "method",
                    method.getMethod(),
                    "is not answered at this address",
                    known == null ? "read the reference of the API" : "use " + sorted(List.of(known)));
        }
        if (cause instanceof HttpMediaTypeNotSupportedException type) {
            return new RequestRefused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body is refused",
                    HttpHeaders.CONTENT_TYPE,
                    request.getHeader(HttpHeaders.CONTENT_TYPE),
                    "is not read here",
                    "send " + either(type.getSupportedMediaTypes(), "application/json"));
        }
        if (cause instanceof HttpMediaTypeNotAcceptableException type) {
            return new RequestRefused(
                    HttpStatus.NOT_ACCEPTABLE,
                    "The answer is not to be had in this form",
                    HttpHeaders.ACCEPT,
                    request.getHeader(HttpHeaders.ACCEPT),
                    "is not written here",
                    "accept " + either(type.getSupportedMediaTypes(), "application/json"));
        }
        boolean nowhere = cause instanceof NoHandlerFoundException || cause instanceof NoResourceFoundException;
        return cause instanceof ErrorResponse explained && !nowhere
                ? explained
                : new RequestRefused(
                        HttpStatus.NOT_FOUND,
                        "There is nothing here",
                        "path",
                        request.getRequestURI(),
                        "leads nowhere",
                        "check its spelling");
    }

    private static RequestRefused refusal(Refused refused) {
        String value = refused.value() == null ? "" : refused.value();
        return switch (refused.kind()) {
            case INVALID -> RequestRefused.wrong(refused.field(), refused.value(), refused.what(), refused.remedy());
            case CONFLICT ->
                RequestRefused.conflict(refused.field(), refused.value(), refused.what(), refused.remedy());
            case CHANGED_MEANWHILE -> RequestRefused.changed(refused.field(), value, refused.what(), refused.remedy());
            case MISSING -> RequestRefused.unknown(refused.field(), value, refused.what(), refused.remedy());
        };
    }

    private static RequestRefused mismatch(MethodArgumentTypeMismatchException mismatch) {
        Class<?> wanted = mismatch.getRequiredType();
        String value = mismatch.getValue() == null ? null : mismatch.getValue().toString();
        if (wanted == OffsetDateTime.class) {
            return RequestRefused.wrong(
                    mismatch.getName(),
                    value,
                    "is no time with offset",
                    "write it like 2026-10-01T00:00:00%2B07:00 or 2026-09-30T17:00:00Z");
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return RequestRefused.wrong(mismatch.getName(), value, "is neither true nor false", "give true or false");
        }
        return RequestRefused.wrong(mismatch.getName(), value, wrong(wanted), remedy(wanted));
    }

    private static String wrong(@Nullable Class<?> wanted) {
        return isNumber(wanted) ? "is not a whole number" : "is of another form";
    }

    private static String remedy(@Nullable Class<?> wanted) {
        return isNumber(wanted) ? "write digits 0-9 only, not too many" : "read the reference of the API";
    }

    private static boolean isNumber(@Nullable Class<?> wanted) {
        return wanted == int.class || wanted == long.class || wanted == Integer.class || wanted == Long.class;
    }

    private static String either(Collection<MediaType> types, String usual) {
        return types.isEmpty()
                ? usual
                : sorted(types.stream().map(MediaType::toString).toList());
    }

    private static String sorted(Collection<String> words) {
        return words.stream().sorted().distinct().collect(Collectors.joining(" or "));
    }
}
