package io.langsong.agent;

import io.langsong.inventory.DeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much one device may send: so many reports a minute for long, half of that at once, so many a day, and one at a time. Lives in memory: after a
 * restart everybody begins anew. Any thread.
 */
final class Admission {
    private final AgentProperties settings;
    private final Clock clock;
    private final Map<DeviceId, Budget> budgets = new HashMap<>();
    private final Set<DeviceId> inside = new HashSet<>();

    private static final class Budget {
        private double tokens;
        private Instant at;
        private LocalDate day;
        private int today;

        Budget(double tokens, Instant at, LocalDate day) {
            this.tokens = tokens;
            this.at = at;
            this.day = day;
        }
    }

    Admission(AgentProperties settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether one more may come; each that may has to be ended by {@link #leave}. */
    synchronized boolean enter(DeviceId device) {
        Instant now = clock.instant();
        LocalDate day = now.atZone(DailyClients.ZONE).toLocalDate();
        double most = settings.perMinute() / 2.0;
        Budget budget = budgets.computeIfAbsent(device, id -> new Budget(most, now, day));
        if (!budget.day.equals(day)) {
            budget.day = day;
            budget.today = 0;
        }
        double seconds = Math.max(0, Duration.between(budget.at, now).toMillis() / 1000.0);
        budget.tokens = Math.min(most, budget.tokens + seconds * settings.perMinute() / 60);
        budget.at = now;
        if (budget.tokens < 1 || budget.today >= settings.perDay() || !inside.add(device)) {
            return false;
        }
        budget.tokens--;
        budget.today++;
        return true;
    }

    synchronized void leave(DeviceId device) {
        inside.remove(device);
    }
}
