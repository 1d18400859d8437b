package io.langsong.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Whether the machine's clock is kept right by somebody: the times of outages are its times. */
@Component
final class ClockCheck implements HealthCheck {
    static final String NAME = "clock";
    /** Made by systemd-timesyncd after its first answer from a time server. */
    private static final Path TIMESYNCD = Path.of("/run/systemd/timesync/synchronized");

    private final Clock clock;

    ClockCheck(Clock clock) {
        this.clock = clock;
    }

    /** Whether the clock is synchronised, as far as can be known. */
    enum Synchronised {
        YES,
        NO,
        UNKNOWN
    }

    static Finding judge(Synchronised synchronised, Instant now) {
        return switch (synchronised) {
            case YES -> Finding.of(NAME, Level.FINE, "fine", now);
            case NO -> Finding.of(NAME, Level.WATCH, "alone", now);
            case UNKNOWN -> Finding.of(NAME, Level.UNKNOWN, "unknown", now);
        };
    }

    /**
     * @param timesyncd whether the mark of systemd-timesyncd is there
     * @param said what {@code timedatectl} printed; empty when it could not be asked
     */
    static Synchronised read(boolean timesyncd, String said) {
        return switch (said.strip()) {
            case "yes" -> Synchronised.YES;
            case "no" -> Synchronised.NO;
            default -> timesyncd ? Synchronised.YES : Synchronised.UNKNOWN;
        };
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        return Optional.of(judge(read(Files.exists(TIMESYNCD), timedatectl()), clock.instant()));
    }

    /** It asks the kernel, whoever keeps the clock: systemd-timesyncd, chrony or ntpd. */
    private static String timedatectl() {
        try {
            Process process = new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readNBytes(100), StandardCharsets.UTF_8);
        } catch (IOException notThere) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
