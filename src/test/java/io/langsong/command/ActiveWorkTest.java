package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

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
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** Mocks, because the parts are made by their own modules alone and only the order of the calls is of interest. */
class ActiveWorkTest {
    private final MetricStore metrics = mock(MetricStore.class);
    private final OutageRecorder recorder = mock(OutageRecorder.class);
    private final OutageDetector detector = mock(OutageDetector.class);
    private final Poller poller = mock(Poller.class);
    private final ActiveWork work = new ActiveWork(
            mock(Inventory.class),
            metrics,
            mock(Dispatcher.class),
            List.of(mock(ActiveTimer.class)),
            recorder,
            detector,
            mock(AlertRecorder.class),
            mock(AlertDetector.class),
            mock(PollIntake.class),
            poller,
            mock(LimitKeeper.class),
            mock(EventReceiver.class),
            mock(EngineWatch.class),
            mock(Inbox.class),
            mock(Gateway.class),
            mock(Pulse.class));

    @Test
    void whatBeganBeforeAPartFailedIsEnded() throws Exception {
        doThrow(new IllegalStateException("no")).doNothing().when(detector).start();
        assertThatThrownBy(() -> work.on(new BecameActive(1))).hasMessage("no");

        work.on(new NoLongerActive(1));
        verify(metrics).stop();
        verify(recorder).stop();

        work.on(new BecameActive(2));
        verify(metrics, times(2)).start();
        verify(poller).start();
    }

    @Test
    void whatWasOpenIsReadBackBeforeAnythingIsWritten() {
        work.on(new BecameActive(1));

        InOrder begins = inOrder(detector, recorder);
        begins.verify(detector).start();
        begins.verify(recorder).start();
    }

    @Test
    void aPartThatDoesNotEndKeepsNoOtherFromEnding() throws Exception {
        work.on(new BecameActive(1));
        doThrow(new IllegalStateException("no")).when(poller).stop();

        work.on(new NoLongerActive(1));

        InOrder ends = inOrder(poller, detector, recorder, metrics);
        ends.verify(poller).stop();
        ends.verify(detector).stop();
        ends.verify(recorder).stop();
        ends.verify(metrics).stop();
    }
}
