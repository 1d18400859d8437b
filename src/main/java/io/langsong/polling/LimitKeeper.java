package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps what polls find out about how much devices bear, so that a restart of the server does not find it out again. Looks once
 * a minute for limits that are new; the lengths of tables change often and cost little to find out, so those are looked at once
 * an hour, and at the end.
 */
@Component
public class LimitKeeper {
    private static final Logger log = LoggerFactory.getLogger(LimitKeeper.class);
    private static final int ROUNDS_WITHOUT_ROWS = 60;

    private final Inventory inventory;
    private final Poller poller;
    private final LimitTable table;
    private final Map<DeviceId, DeviceLimits> kept = new HashMap<>();
    private @Nullable ScheduledExecutorService thread;
    private int rounds;

    LimitKeeper(Inventory inventory, Poller poller, LimitTable table) {
        this.inventory = inventory;
        this.poller = poller;
        this.table = table;
    }

    /**
     * Before the poller starts, which takes over what is known.
     *
     * @throws DataAccessException when the database is away
     */
    public synchronized void start() {
        kept.clear();
        rounds = 0;
        table.read().forEach(one -> kept.put(one.device(), one));
        List<DeviceId> gone = kept.keySet().stream()
                .filter(device -> inventory.snapshot().device(device).isEmpty())
                .toList();
        if (!gone.isEmpty()) {
            table.forget(gone);
            gone.forEach(kept::remove);
        }
        poller.resume(List.copyOf(kept.values()));
        ScheduledThreadPoolExecutor started =
                new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "polling-limits"));
        started.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.MINUTES);
        thread = started;
    }

    /** Before the poller ends. */
    public void stop() {
        ScheduledExecutorService ending = thread;
        if (ending != null) {
            ending.shutdownNow();
            keep(true);
        }
        thread = null;
    }

    private void round() {
        keep(++rounds % ROUNDS_WITHOUT_ROWS == 0);
    }

    /** Writes what has changed. @param rows whether also what only the lengths of tables are new of */
    synchronized void keep(boolean rows) {
        List<DeviceLimits> changed = poller.learned(Map.copyOf(kept), rows);
        if (changed.isEmpty()) {
            return;
        }
        try {
            table.write(changed);
            changed.forEach(one -> kept.put(one.device(), one));
        } catch (DataAccessException | TransactionException away) {
            // The next round tries again; at worst it is found out again after a restart.
            log.warn("limits of devices not kept devices={} reason={}", changed.size(), away.getMessage());
        }
    }
}
