package io.langsong.command;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Logging of the light commands: warnings and errors on standard error, at none of the start-up cost of a library. */
public final class QuietLogging implements SLF4JServiceProvider {
    /** Warns on a machine without a MAC address, a container say, that its ids are random, which nothing here reads. */
    private static final String NETTY_MACHINE = "io.netty.util.internal.MacAddressUtil";

    private final IMarkerFactory markers = new BasicMarkerFactory();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return QuietLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    /** The version of the SLF4J API this is written for. */
    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class QuietLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        QuietLogger(String name) {
            this.name = name;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            System.err.println("langsong: " + MessageFormatter.basicArrayFormat(message, arguments)
                    + (thrown == null ? "" : ": " + thrown));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return !name.equals(NETTY_MACHINE);
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
