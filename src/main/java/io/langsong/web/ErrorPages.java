package io.langsong.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.ModelAndView;
import org.thymeleaf.exceptions.TemplateEngineException;

/**
 * What is shown when a request failed: a page in both languages with a code to quote and with the usual ways on, or problem
 * details.
 */
@Controller
class ErrorPages implements ErrorController {
    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);
    /** Without letters that are heard as one another over the telephone. */
    private static final String CODE_LETTERS = "23456789ACDEFHJKLMNPRTUVWXY";

    private static final String RETRY_SECONDS = "5";

    private final ErrorAttributes attributes;
    private final WebProperties settings;
    private final SecureRandom random = new SecureRandom();

    ErrorPages(ErrorAttributes attributes, WebProperties settings) {
        this.attributes = attributes;
        this.settings = settings;
    }

    @RequestMapping("/error")
    Object show(HttpServletRequest request, HttpServletResponse response) {
        String path = path(request);
        Throwable error = attributes.getError(new ServletWebRequest(request));
        boolean databaseAway = isOfDatabaseAway(error);
        HttpStatus status = databaseAway ? HttpStatus.SERVICE_UNAVAILABLE : status(request);
        String code = code(status, request.getMethod(), path, error);
        if (databaseAway) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (Problems.speaksToPrograms(path)) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem(request, status, code, error));
        }
        ModelAndView page = new ModelAndView("error/page", status);
        page.addObject("status", status.value());
        page.addObject("kind", databaseAway ? "database" : kind(status));
        // Without the shell no session begins either, which a stranger's wrong address is not worth.
        page.addObject("shell", SignedIn.current() != null && !isOfTemplate(error));
        page.addObject("code", code);
        page.addObject("dutyPhone", settings.dutyPhone());
        return page;
    }

    /** The shell is a template too: one that failed would fail here again. Nothing else in it asks more than this process. */
    private static boolean isOfTemplate(@Nullable Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof TemplateEngineException) {
                return true;
            }
        }
        return false;
    }

    /** It can not be reached, has no connection left, or somebody else holds for long what was asked for. */
    private static boolean isOfDatabaseAway(@Nullable Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof DataAccessResourceFailureException
                    || at instanceof TransientDataAccessException
                    || at instanceof RecoverableDataAccessException
                    || at instanceof CannotCreateTransactionException
                    || at instanceof TransactionSystemException
                    || (at instanceof SQLException said && saysLater(said.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Connections (08), resources (53), a lock that somebody holds (55P03), an operator at work (57); PostgreSQL, appendix A. */
    private static boolean saysLater(@Nullable String state) {
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.equals("55P03")
                        || state.startsWith("57"));
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        return known == null ? HttpStatus.NOT_FOUND : known;
    }

    private static String path(HttpServletRequest request) {
        String path = asked(request);
        return path.substring(Math.min(request.getContextPath().length(), path.length()));
    }

    /** Before the container led to this page. */
    private static String asked(HttpServletRequest request) {
        Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return uri instanceof String text ? text : request.getRequestURI();
    }

    private String code(HttpStatus status, String method, String path, @Nullable Throwable error) {
        if (!isOurs(status)) {
            if (error != null && isOfDatabaseAway(error)) {
                // What the database says is enough, there may be many.
                log.warn(
                        "request found no database method={} path={} reason={}",
                        LogText.of(method),
                        LogText.of(path),
                        LogText.of(String.valueOf(
                                NestedExceptionUtils.getMostSpecificCause(error).getMessage())));
            }
            return "LS-" + status.value();
        }
        StringBuilder code = new StringBuilder("LS-");
        for (int i = 0; i < 5; i++) {
            code.append(CODE_LETTERS.charAt(random.nextInt(CODE_LETTERS.length())));
        }
        log.error(
                "request failed code={} status={} method={} path={}",
                code,
                status.value(),
                LogText.of(method),
                LogText.of(path),
                error);
        return code.toString();
    }

    private static ProblemDetail problem(
            HttpServletRequest request, HttpStatus status, String code, @Nullable Throwable error) {
        ProblemDetail problem = error instanceof ErrorResponse explained && !status.is5xxServerError()
                ? explained.getBody()
                : ProblemDetail.forStatus(status);
        if (isOfDatabaseAway(error)) {
            problem.setDetail(
                    "The database does not answer at present, or somebody else holds what this needs. Monitoring goes on;"
                            + " ask again in some seconds, and look first whether it was done.");
        } else if (isOurs(status)) {
            problem.setDetail("This failed on our side; the log has more under this code.");
        } else if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            problem.setDetail("This server stands by; ask the active one, or again when this one has taken over.");
        } else if (status == HttpStatus.BAD_REQUEST && problem.getDetail() == null) {
            problem.setDetail(
                    "The request can not be read: what its address, a header or its form holds is not allowed there."
                            + " Look for control characters and for octets that are no UTF-8.");
        }
        problem.setInstance(Problems.instance(asked(request)));
        problem.setProperty("code", code);
        return problem;
    }

    /** Standing by is no fault. */
    private static boolean isOurs(HttpStatus status) {
        return status.is5xxServerError() && status != HttpStatus.SERVICE_UNAVAILABLE;
    }

    private static String kind(HttpStatus status) {
        return switch (status) {
            case FORBIDDEN -> "forbidden";
            case NOT_FOUND -> "missing";
            case CONTENT_TOO_LARGE -> "too-large";
            case SERVICE_UNAVAILABLE -> "standby";
            default -> status.is5xxServerError() ? "failed" : "refused";
        };
    }
}
