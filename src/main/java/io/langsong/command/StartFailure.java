package io.langsong.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says in one plain message why the server did not start; the stack trace is for the log at level debug. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements SpringBootExceptionReporter {
    private static final Logger log = LoggerFactory.getLogger(StartFailure.class);

    /**
     * As Spring makes it.
     *
     * @param context null when there is none yet
     */
    StartFailure(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        log.debug("start failed", failure);
        System.err.println("langsong: not started: " + message(failure));
        return true;
    }

    static String message(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof PortInUseException port) {
                return "port %d is in use by another program; stop that one or choose another with --port"
                        .formatted(port.getPort());
            }
            if (cause instanceof BindValidationException invalid) {
                return settings(invalid.getValidationErrors());
            }
        }
        return causes.stream()
                .filter(StartFailure::isOurs)
                .reduce((outer, inner) -> inner)
                .map(Throwable::getMessage)
                .orElseGet(() -> notOurs(causes));
    }

    private static String notOurs(List<Throwable> causes) {
        Throwable deepest = causes.get(causes.size() - 1);
        for (Throwable cause : causes) {
            if (cause instanceof BindException bind) {
                return setting(bind, deepest);
            }
        }
        return described(deepest);
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Thrown by our own code with something to say, so its message says what, which and the remedy. */
    private static boolean isOurs(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        boolean wrapper = cause instanceof BeanCreationException
                || cause instanceof UnsatisfiedDependencyException
                || cause instanceof ConfigurationPropertiesBindException;
        return !wrapper
                && cause.getMessage() != null
                && trace.length > 0
                && trace[0].getClassName().startsWith("io.langsong.");
    }

    private static String settings(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> setting(errors.getName().toString(), error))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String setting(String prefix, ObjectError error) {
        return error instanceof FieldError field
                ? "%s.%s = %s: %s"
                        .formatted(
                                prefix,
                                dashed(field.getField()),
                                shown(field.getField(), field.getRejectedValue()),
                                error.getDefaultMessage())
                : prefix + ": " + error.getDefaultMessage();
    }

    /** Secrets are not repeated. */
    private static @Nullable Object shown(String name, @Nullable Object value) {
        return name.toLowerCase(Locale.ROOT).matches(".*(password|token|secret|key|community).*") ? "***" : value;
    }

    private static String dashed(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String setting(BindException bind, Throwable deepest) {
        Object value = bind.getProperty() == null ? null : bind.getProperty().getValue();
        String type = bind.getTarget().getType().toString();
        return "setting %s%s can not be read as %s: %s%s"
                .formatted(
                        bind.getName(),
                        value == null ? "" : " = " + shown(bind.getName().toString(), value),
                        type.substring(type.lastIndexOf('.') + 1),
                        described(deepest),
                        bind.getOrigin() == null ? "" : " (" + bind.getOrigin() + ")");
    }

    private static String described(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getName()
                : failure.getMessage() + " [" + failure.getClass().getSimpleName() + "]";
    }
}
