package io.langsong.polling;

import java.util.List;

/** The way of what devices say to the observers, without the rest of the program. */
public final class TestNotices {
    private final PollIntake intake;
    private final DeviceNotices notices;

    public TestNotices(Poller poller, PollObserver observer) {
        intake = new PollIntake(() -> List.of(notices(), observer));
        notices = new DeviceNotices(intake, poller);
        intake.start();
    }

    public DeviceNotices notices() {
        return notices;
    }

    public PollIntake intake() {
        return intake;
    }

    public void stop() throws InterruptedException {
        intake.stop();
    }
}
