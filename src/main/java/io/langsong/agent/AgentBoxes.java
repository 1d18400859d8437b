package io.langsong.agent;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.database.BecameActive;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people see of agents, and decide about two boxes that report under one id. Any thread. */
@Component
public class AgentBoxes {
    private static final Logger log = LoggerFactory.getLogger(AgentBoxes.class);

    private final Memories memories;
    private final AgentWatch watch;
    private final AgentProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AgentBoxes(
            Memories memories,
            AgentWatch watch,
            AgentProperties settings,
            AuditTrail audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.memories = memories;
        this.watch = watch;
        this.settings = settings;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Whether more than one box reports under the id of a device. */
    public enum Two {
        NONE,
        /** Their ports tell them apart: reports of the other one are thrown away. */
        OTHER,
        /** They look alike: nobody knows which is which, so the reports of both are thrown away. */
        ALIKE;

        /** As written in JSON. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the agent of a device last said.
     *
     * @param sent when the newest sample was taken, by the clock of the box; null when none was kept yet
     * @param arrived when a report last came
     * @param reports kept in all
     * @param leftOut fields that could not be read, in all
     * @param wrongClock reports whose time was replaced by ours, in all
     * @param clockIsWrong whether that was so of the last one
     * @param uptime of the box then; null when it did not say
     * @param other MAC addresses of the other box; empty for none, or where they are alike
     * @param twoSince when the other one first came; null for none, or where they are alike
     * @param twoLast when there was last a sign of two; null for none
     */
    public record Said(
            DeviceId device,
            @Nullable Instant sent,
            @Nullable Instant arrived,
            long reports,
            long leftOut,
            long wrongClock,
            boolean clockIsWrong,
            @Nullable Duration uptime,
            Two two,
            List<String> other,
            @Nullable Instant twoSince,
            @Nullable Instant twoLast) {
        public Said {
            other = List.copyOf(other);
        }
    }

    /** How often a device reports that is watched by its agent. */
    public Duration intervalOf(Device device) {
        return device.interval() == null ? settings.interval() : device.interval();
    }

    /** Empty when it never reported. */
    public Optional<Said> said(DeviceId device) {
        return memories.find(device).map(this::said);
    }

    private Said said(BoxMemory one) {
        Instant now = clock.instant();
        Identity identity = one.identity();
        Identity.Other other = identity.hasOther(now) ? identity.other() : null;
        Two two = other != null ? Two.OTHER : identity.isDoubtful(now) ? Two.ALIKE : Two.NONE;
        return new Said(
                one.device(),
                one.sent(),
                one.arrived(),
                one.reports(),
                one.leftOut(),
                one.wrongClock(),
                one.clockIsWrong(),
                one.uptime(),
                two,
                other == null ? List.of() : other.macs().stream().sorted().toList(),
                other == null ? null : other.since(),
                other != null ? other.last() : two == Two.ALIKE ? identity.doubtAt() : null);
    }

    /** Those under whose id two boxes report, ascending. */
    public List<Said> doubled() {
        return memories.all().stream()
                .map(this::said)
                .filter(one -> one.two() != Two.NONE)
                .toList();
    }

    /** Since when no agent at all has been heard, though some were before; null while that is not so. */
    public @Nullable Instant noneHeardSince() {
        return watch.shutSince();
    }

    /**
     * Says that the other box is the right one; or, where two look alike, that one of them is gone.
     *
     * @throws Refused when there are no two
     */
    public void accept(DeviceId device) {
        BoxMemory accepted = Objects.requireNonNull(transaction.execute(status -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            BoxMemory before = memories.find(device)
                    .orElseThrow(() -> Refused.missing("agent.refused.never-reported", "id", device.value()));
            Said said = said(before);
            if (said.two() == Two.NONE) {
                throw Refused.conflict(
                        "id",
                        device.value(),
                        "agent.refused.no-two",
                        List.of(),
                        "has no second box that reports under its id",
                        "look again, it may be over");
            }
            BoxMemory after = before.with(before.identity().accepted(now));
            memories.table().put(after);
            audit.record(
                    "agent.box.accept",
                    "device:" + device,
                    List.of(
                            new Change("macs", macs(before), macs(after)),
                            new Change("two", said.two().code(), null)));
            return after;
        }));
        memories.put(accepted);
        watch.mark(device, false);
        log.info("box of two accepted device={}", device);
    }

    private static String macs(BoxMemory one) {
        return one.identity().macs().stream().sorted().collect(Collectors.joining(" "));
    }

    /** Another server may have learned more since. */
    @EventListener
    void on(BecameActive active) {
        memories.forget();
        doubled().forEach(one -> watch.mark(one.device(), true));
    }
}
