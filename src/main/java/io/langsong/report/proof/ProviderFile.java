package io.langsong.report.proof;

import io.langsong.availability.Availability;
import io.langsong.inventory.Contract;
import io.langsong.inventory.Provider;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.Measure;
import io.langsong.report.ReportPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is to be told of a period: the lines of one contract, when each was out, and on what it rests that the fault was
 * not ours. Day and night; what was planned counts on neither side.
 *
 * @param promised percent of the time in which each line is to serve
 * @param enough percent of the time that must have been measured before a line is said to have served less
 * @param lines in the order of their ids; those that were not there in the period are left out
 */
public record ProviderFile(
        Contract contract,
        Provider provider,
        ReportPeriod period,
        BigDecimal promised,
        BigDecimal enough,
        List<Line> lines) {
    public ProviderFile {
        lines = List.copyOf(lines);
    }

    /** Whose fault an outage is, as far as is known. */
    public enum Blame {
        PROVIDER,
        /** Our power, our device, our configuration, our plan, or something of ours on the path. */
        OURS,
        DISASTER,
        UNKNOWN;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * On what it rests.
     *
     * @param detail a name or a person's reason; may come from a device, so hostile
     */
    public record Ground(Kind kind, @Nullable Instant at, String detail) {
        public enum Kind {
            /** A person said so: who, and how that is known. */
            SAID,
            /** The port of the line went down. */
            PORT_DOWN,
            PORT_UP,
            /** Our device at the end of the line answered all the time. */
            NEAR_END_RAN,
            /** So many of our other devices on the same power answered all the time. */
            NEIGHBOURS_RAN,
            /** Our device had not begun anew when it answered again. */
            NOT_RESTARTED;

            public String code() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /**
     * One outage of a line.
     *
     * @param ids of the rows of the record
     * @param until null while it lasts
     * @param seconds of it that count in the period
     * @param length of all of it that counts, in seconds, also before the period
     * @param tooLong whether it took longer than the contract allows for a repair
     */
    public record Fault(
            List<Long> ids,
            Instant from,
            @Nullable Instant until,
            long seconds,
            long length,
            Cause cause,
            Blame blame,
            boolean tooLong,
            List<Ground> grounds) {
        public Fault {
            ids = List.copyOf(ids);
            grounds = List.copyOf(grounds);
        }
    }

    /**
     * @param id of the link
     * @param measure of all of its outages, whoever's fault they were
     * @param faults ascending
     */
    public record Line(String id, String name, Measure measure, List<Fault> faults) {
        public Line {
            faults = List.copyOf(faults);
        }

        /** Outages that are the provider's fault. */
        public List<Fault> provided() {
            return faults.stream().filter(one -> one.blame() == Blame.PROVIDER).toList();
        }

        /** All others: ours, nobody's, or whose is not known. */
        public List<Fault> others() {
            return faults.stream().filter(one -> one.blame() != Blame.PROVIDER).toList();
        }

        public long providerSeconds() {
            return provided().stream().mapToLong(Fault::seconds).sum();
        }

        /** 0 to 1, rounded down: the share of the measured time without the outages that are the provider's fault; null without any. */
        public @Nullable BigDecimal served() {
            long measured = measure.measuredSeconds();
            return Availability.share(
                            Duration.ofSeconds(Math.max(0, measured - providerSeconds())), Duration.ofSeconds(measured))
                    .orElse(null);
        }
    }

    /** Whether too little of a line was measured to hold anything against anybody. */
    public boolean isThin(Line line) {
        BigDecimal coverage = line.measure().coverage();
        return coverage == null || coverage.movePointRight(2).compareTo(enough) < 0;
    }

    /** Whether a line served less than promised, by the provider's fault alone, and enough was measured to say so. */
    public boolean isBroken(Line line) {
        return !isThin(line)
                && Optional.ofNullable(line.served())
                        .filter(share -> share.movePointRight(2).compareTo(promised) < 0)
                        .isPresent();
    }

    public long broken() {
        return lines.stream().filter(this::isBroken).count();
    }

    public long faults() {
        return lines.stream().mapToLong(line -> line.provided().size()).sum();
    }

    public long seconds() {
        return lines.stream().mapToLong(Line::providerSeconds).sum();
    }

    public long tooLong() {
        return lines.stream()
                .flatMap(line -> line.provided().stream())
                .filter(Fault::tooLong)
                .count();
    }
}
