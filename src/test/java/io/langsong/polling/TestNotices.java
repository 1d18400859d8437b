package io.langsong.polling;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The way of what devices say to the observers, without the rest of the program. */
public final class TestNotices {
    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private final PollIntake intake = new PollIntake(beans.getBeanProvider(PollObserver.class));
    private final DeviceNotices notices;

    public TestNotices(Poller poller, PollObserver observer) {
        notices = new DeviceNotices(intake, poller);
        beans.addBean("notices", notices);
        beans.addBean("observer", observer);
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
