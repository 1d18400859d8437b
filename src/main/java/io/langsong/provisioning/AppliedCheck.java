package io.langsong.provisioning;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions;
import io.langsong.outage.ObjectRef;
import io.langsong.provisioning.Rollout.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Whether an access point works with what it was given: a box that says so is not enough. Its device has to answer, to serve the networks
 * that it was given, and to have clients again where it had some. Any thread.
 */
@Component
public class AppliedCheck {
    /** The agent's own test takes up to ten times twenty seconds and as many tries of thirty. */
    static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Inventory inventory;
    private final Conditions conditions;
    private final SsidCheck ssids;
    private final ClientCheck clients;
    private final CheckProperties settings;

    AppliedCheck(Inventory inventory, Conditions conditions, MetricStore metrics, CheckProperties settings) {
        this.inventory = inventory;
        this.conditions = conditions;
        this.ssids = new SsidCheck(metrics);
        this.clients = new ClientCheck(metrics);
        this.settings = settings;
    }

    /** What is found of an access point. */
    sealed interface Finding {
        /** All that can be looked at is as it should be. @param notes words below {@code provisioning.step.note}: what could not be looked at, or is odd */
        record Well(List<String> notes) implements Finding {}

        /**
         * Something is not as it should be.
         *
         * @param why the word below {@code provisioning.step} that says what, if it stays so
         * @param missing names of networks that are not served
         * @param patience until when it may still become well
         */
        record NotYet(String why, List<String> missing, Instant patience) implements Finding {}
    }

    /**
     * @param step whose box said that it applied what it was given, since when it stands so
     * @param wanted networks that its configuration opens, as far as it can be told
     */
    Finding of(Step step, Set<String> wanted, Instant now) {
        DeviceId place = step.place();
        Instant applied = step.since();
        if (!isAsked(place)) {
            return new Finding.Well(List.of("not-polled"));
        }
        if (!answered(place, applied, now)) {
            return new Finding.NotYet("does-not-answer", List.of(), applied.plus(PATIENCE));
        }
        try {
            return measured(place, wanted, applied, now);
        } catch (MetricStoreException unreadable) {
            // That our own store does not answer is no fault of the box.
            return new Finding.Well(List.of("not-measured"));
        }
    }

    private Finding measured(DeviceId place, Set<String> wanted, Instant applied, Instant now) {
        List<String> notes = new ArrayList<>();
        if (!wanted.isEmpty()) {
            if (!ssids.areRead(place, applied)) {
                notes.add("ssids-not-read");
            } else {
                List<String> missing = ssids.missing(place, wanted, applied);
                if (!missing.isEmpty()) {
                    return new Finding.NotYet("ssids-missing", missing, applied.plus(PATIENCE));
                }
            }
        }
        if (settings.clients() != CheckProperties.Clients.OFF
                && clients.areExpected(place, applied, now)
                && !clients.areBack(place, applied, now)) {
            Instant patience = applied.plus(settings.clientsWithin());
            if (settings.clients() == CheckProperties.Clients.FAIL || now.isBefore(patience)) {
                return new Finding.NotYet("no-clients", List.of(), patience);
            }
            notes.add("no-clients");
        }
        return new Finding.Well(notes);
    }

    /** Whether the device of a place has answered since, or is not asked at all. */
    public boolean answersAgain(DeviceId place, Instant since, Instant now) {
        return !isAsked(place) || answered(place, since, now);
    }

    private boolean isAsked(DeviceId place) {
        return inventory.snapshot().device(place).filter(Device::enabled).isPresent();
    }

    /** Whether the device of a place was asked since, and answered. */
    boolean answered(DeviceId place, Instant since, Instant now) {
        Conditions.State state = conditions.of(ObjectRef.of(place));
        Instant good = state.lastGood();
        boolean answers = state.condition() == Condition.UP || state.condition() == Condition.DEGRADED;
        return isAsked(place) && answers && good != null && good.isAfter(since) && !good.isAfter(now);
    }
}
