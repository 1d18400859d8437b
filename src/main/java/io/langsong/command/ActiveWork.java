package io.langsong.command;

import io.langsong.alert.AlertDetector;
import io.langsong.alert.AlertRecorder;
import io.langsong.collector.Gateway;
import io.langsong.collector.Inbox;
import io.langsong.database.ActiveTimer;
import io.langsong.database.BecameActive;
import io.langsong.database.NoLongerActive;
import io.langsong.event.EngineWatch;
import io.langsong.event.EventReceiver;
import io.langsong.health.Pulse;
import io.langsong.inventory.Inventory;
import io.langsong.metric.MetricStore;
import io.langsong.notification.Dispatcher;
import io.langsong.outage.OutageDetector;
import io.langsong.outage.OutageRecorder;
import io.langsong.polling.LimitKeeper;
import io.langsong.polling.PollIntake;
import io.langsong.polling.Poller;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What only the active server does: asks, keeps, judges, tells. Begun in the order of the path from a person back to the
 * wire, ended in the order of the path itself, so that nothing arrives where nobody takes it.
 */
@Component
class ActiveWork {
    private static final Logger log = LoggerFactory.getLogger(ActiveWork.class);

    private final Inventory inventory;
    private final MetricStore metrics;
    private final Dispatcher dispatcher;
    private final List<ActiveTimer> timers;
    private final OutageRecorder recorder;
    private final OutageDetector detector;
    private final AlertRecorder alertRecorder;
    private final AlertDetector alertDetector;
    private final PollIntake intake;
    private final Poller poller;
    private final LimitKeeper limits;
    private final EventReceiver events;
    private final EngineWatch engines;
    private final Inbox inbox;
    private final Gateway collectors;
    private final Pulse pulse;
    private boolean working;

    ActiveWork(
            Inventory inventory,
            MetricStore metrics,
            Dispatcher dispatcher,
            List<ActiveTimer> timers,
            OutageRecorder recorder,
            OutageDetector detector,
            AlertRecorder alertRecorder,
            AlertDetector alertDetector,
            PollIntake intake,
            Poller poller,
            LimitKeeper limits,
            EventReceiver events,
            EngineWatch engines,
            Inbox inbox,
            Gateway collectors,
            Pulse pulse) {
        this.inventory = inventory;
        this.metrics = metrics;
        this.dispatcher = dispatcher;
        this.timers = List.copyOf(timers);
        this.recorder = recorder;
        this.detector = detector;
        this.alertRecorder = alertRecorder;
        this.alertDetector = alertDetector;
        this.intake = intake;
        this.poller = poller;
        this.limits = limits;
        this.events = events;
        this.engines = engines;
        this.inbox = inbox;
        this.collectors = collectors;
        this.pulse = pulse;
    }

    /** When a part can not begin, those before it go on until {@link NoLongerActive} is told. */
    @EventListener
    synchronized void on(BecameActive active) {
        if (working) {
            return;
        }
        working = true;
        inventory.reload();
        metrics.start();
        dispatcher.start();
        timers.forEach(ActiveTimer::start);
        // It reads back what is open, so nothing may be written before.
        detector.start();
        recorder.start();
        alertDetector.start();
        alertRecorder.start();
        intake.start();
        limits.start();
        poller.start();
        events.start();
        engines.start();
        inbox.start();
        collectors.start();
        pulse.start();
    }

    /** Ends every part, begun or not. */
    @EventListener
    synchronized void on(NoLongerActive inactive) {
        if (!working) {
            return;
        }
        working = false;
        end("pulse", pulse::stop);
        end("collectors", collectors::stop);
        end("inbox", inbox::stop);
        end("engines", engines::stop);
        end("events", events::stop);
        end("limits", limits::stop);
        end("poller", poller::stop);
        end("intake", intake::stop);
        end("detector", detector::stop);
        end("recorder", recorder::stop);
        end("alert detector", alertDetector::stop);
        end("alert recorder", alertRecorder::stop);
        timers.forEach(timer -> end("timer", timer::stop));
        end("dispatcher", dispatcher::stop);
        end("metrics", metrics::stop);
    }

    private static void end(String name, Ending part) {
        try {
            part.run();
        } catch (InterruptedException stopped) {
            log.warn("work of the active server was interrupted while it ended part={}", name);
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            log.error("part of the active server's work did not end part={}", name, failure);
        }
    }

    @FunctionalInterface
    private interface Ending {
        void run() throws InterruptedException;
    }
}
