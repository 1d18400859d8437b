package io.langsong.polling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Holds what it is given until a test takes it. */
public final class CollectingIntake extends PollIntake {
    private final Deque<PollResult> given = new ArrayDeque<>();

    public CollectingIntake() {
        super(List::of);
    }

    @Override
    public void accept(PollResult result) {
        given.add(result);
    }

    /** The oldest; null when there is none. */
    public PollResult take() {
        return given.poll();
    }
}
