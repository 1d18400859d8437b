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
    /** Warns at each run that steps may come out of order, as they always may. */
    private static final String FLYWAY_ORDER = "org.flywaydb.core.internal.command.DbMigrate";

    /** Of those that judge outages nothing: a collector goes by what they find, and says none of it. */
    private static final String OURS = "io.langsong.collector.";

    /** A command that runs for months has more to say than what goes wrong. */
    private static volatile boolean turningPoints;

    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** From now on what this program says of turning points is told too. */
    static void tellTurningPoints() {
        turningPoints = true;
    }

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
            return turningPoints && name.startsWith(OURS);
        }

        @Override
        public boolean isWarnEnabled() {
            return !name.equals(NETTY_MACHINE) && !name.equals(FLYWAY_ORDER);
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
