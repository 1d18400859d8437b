package io.langsong.command;

import io.langsong.event.EventCounts;
import io.langsong.event.EventReceiver;
import io.langsong.metric.MetricStore;
import io.langsong.notification.Outbox;
import io.langsong.outage.OutageRecorder;
import io.langsong.polling.PollIntake;
import io.langsong.polling.Poller;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The figures of the path, from the wire to the mailbox, for {@code /actuator/prometheus}. */
@Component
class PathMeters implements MeterBinder {
    private final Poller poller;
    private final PollIntake intake;
    private final OutageRecorder recorder;
    private final MetricStore store;
    private final Outbox outbox;
    private final EventReceiver events;

    PathMeters(
            Poller poller,
            PollIntake intake,
            OutageRecorder recorder,
            MetricStore store,
            Outbox outbox,
            EventReceiver events) {
        this.poller = poller;
        this.intake = intake;
        this.recorder = recorder;
        this.store = store;
        this.outbox = outbox;
        this.events = events;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        polls(registry, "answered", Poller.Counts::answered);
        polls(registry, "silent", Poller.Counts::silent);
        polls(registry, "refused", Poller.Counts::refused);
        polls(registry, "not_asked", Poller.Counts::notAsked);
        counter(registry, "langsong.polling.asked", poller, one -> one.turns().asked());
        counter(
                registry,
                "langsong.polling.abandoned",
                poller,
                one -> one.turns().abandoned());
        gauge(registry, "langsong.polling.in.flight", poller, one -> one.turns().inFlight());
        counter(
                registry,
                "langsong.polling.missed.turns",
                poller,
                one -> one.turns().missed());
        gauge(registry, "langsong.polling.devices", poller, one -> one.counts().devices());
        gauge(
                registry,
                "langsong.polling.lateness.p99.seconds",
                poller,
                one -> one.counts().latenessP99Millis() / 1000);
        gauge(registry, "langsong.polling.intake.waiting", intake, PollIntake::waiting);
        counter(registry, "langsong.polling.intake.dropped", intake, PollIntake::dropped);
        gauge(registry, "langsong.outage.recorder.waiting", recorder, OutageRecorder::waiting);
        counter(
                registry,
                "langsong.metrics.appended",
                store,
                one -> one.counts().appended());
        counter(registry, "langsong.metrics.stored", store, one -> one.counts().stored());
        gauge(registry, "langsong.metrics.waiting", store, one -> one.counts().waiting());
        counter(registry, "langsong.metrics.dropped", store, one -> one.counts().dropped());
        counter(
                registry,
                "langsong.metrics.rejected",
                store,
                one -> one.counts().rejected());
        counter(registry, "langsong.event.received", events, one -> one.counts().received());
        gauge(registry, "langsong.event.waiting", events, one -> one.counts().waiting());
        messages(registry, "limited", EventCounts::limited);
        messages(registry, "malformed", EventCounts::malformed);
        messages(registry, "refused", EventCounts::refused);
        messages(registry, "discovery", EventCounts::discoveries);
        messages(registry, "unknown", EventCounts::unknown);
        messages(registry, "overflowed", EventCounts::overflowed);
        messages(registry, "stored", EventCounts::stored);
        messages(registry, "repeated", EventCounts::repeated);
        messages(registry, "lost", EventCounts::lost);
        counter(
                registry,
                "langsong.notification.posted",
                outbox,
                one -> one.recentCounts().posted());
        counter(
                registry,
                "langsong.notification.deliveries",
                outbox,
                one -> one.recentCounts().deliveries());
        counter(
                registry,
                "langsong.notification.retried",
                outbox,
                one -> one.recentCounts().retried());
        gauge(
                registry,
                "langsong.notification.pending",
                outbox,
                one -> one.recentCounts().queued());
        gauge(
                registry,
                "langsong.notification.sent",
                outbox,
                one -> one.recentCounts().sent());
        gauge(
                registry,
                "langsong.notification.oldest.pending.seconds",
                outbox,
                one -> one.recentCounts().oldestQueued().toSeconds());
        counter(
                registry,
                "langsong.notification.delivered",
                outbox,
                one -> one.recentCounts().delivered());
        counter(
                registry,
                "langsong.notification.failed",
                outbox,
                one -> one.recentCounts().failed());
    }

    private void polls(MeterRegistry registry, String outcome, ToDoubleFunction<Poller.Counts> count) {
        FunctionCounter.builder("langsong.polling.polls", poller, one -> count.applyAsDouble(one.counts()))
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Together with what waits they are what was received. */
    private void messages(MeterRegistry registry, String outcome, ToDoubleFunction<EventCounts> count) {
        FunctionCounter.builder("langsong.event.messages", events, one -> count.applyAsDouble(one.counts()))
                .tag("outcome", outcome)
                .register(registry);
    }

    private static <T> void gauge(MeterRegistry registry, String name, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).register(registry);
    }

    private static <T> void counter(MeterRegistry registry, String name, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).register(registry);
    }
}
