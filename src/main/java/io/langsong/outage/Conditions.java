package io.langsong.outage;

import io.langsong.inventory.InventorySnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** The condition of every object at this moment, from memory. Any thread. */
@Component
public class Conditions {
    private final Map<ObjectRef, Shown> states = new ConcurrentHashMap<>();
    private final ApplicationEventPublisher events;

    public Conditions(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** An object that is not known is {@code UNKNOWN} since never. */
    public State of(ObjectRef object) {
        Shown place = states.get(object);
        return place == null ? new State(object, Condition.UNKNOWN, null, null, false, "", null) : place.now();
    }

    /** Answers where it lies from now on. */
    Shown put(State state) {
        Shown place = states.get(state.object());
        State before = place == null ? null : place.state;
        if (place == null) {
            place = new Shown(state);
            states.put(state.object(), place);
        } else {
            place.goodAt = null;
            place.state = state;
        }
        Condition was = before == null ? Condition.UNKNOWN : before.condition();
        boolean suspicionChanged = state.suspect() != (before != null && before.suspect());
        if (was != state.condition() || suspicionChanged) {
            events.publishEvent(new ConditionChanged(state.object(), was, state.condition()));
        }
        return place;
    }

    void remove(ObjectRef object) {
        states.remove(object);
    }

    void clear() {
        states.clear();
    }

    /** The place of one object's state: who knows it need not look for it at each poll. Written by the intake thread alone. */
    static final class Shown {
        private volatile State state;
        /** Later than in {@link #state}; null where it says it all. */
        private volatile @Nullable Instant goodAt;

        private Shown(State state) {
            this.state = state;
        }

        /** But for when it was good last. */
        State state() {
            return state;
        }

        /** It was good again, and nothing else is new. */
        void goodAgain(Instant at) {
            goodAt = at;
        }

        private State now() {
            Instant good = goodAt;
            return good == null ? state : state.withLastGood(good);
        }
    }

    /**
     * One object's state.
     *
     * @param since best estimate of when the condition began; null for {@code UNKNOWN} since the start
     * @param lastGood when the object last answered; null when it never did since the start
     * @param suspect silent at its last poll and being made sure of
     * @param fault why it is {@code DEGRADED}: {@code lossy}, {@code snmp}, {@code credentials}, {@code members},
     *     {@code alert}; else empty
     * @param root the object it is hidden behind, when {@code UNREACHABLE}
     */
    public record State(
            ObjectRef object,
            Condition condition,
            @Nullable Instant since,
            @Nullable Instant lastGood,
            boolean suspect,
            String fault,
            @Nullable ObjectRef root) {

        private State withLastGood(Instant at) {
            return new State(object, condition, since, at, suspect, fault, root);
        }

        /** As who sees this part of the inventory may see it: of what is not seen nothing is known. */
        public State seenIn(InventorySnapshot inventory) {
            if (!object.isSeenIn(inventory)) {
                return new State(object, Condition.UNKNOWN, null, null, false, "", null);
            }
            return root == null || root.isSeenIn(inventory)
                    ? this
                    : new State(object, condition, since, lastGood, suspect, fault, ObjectRef.UNSEEN);
        }
    }
}
