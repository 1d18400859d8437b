package io.langsong.outage;

import java.time.Instant;

/** Says what the condition of an object is, as the detector does. */
public final class TestConditions {
    private TestConditions() {}

    /** One that answered. */
    public static void answered(Conditions conditions, ObjectRef object, Instant at) {
        conditions.put(new Conditions.State(object, Condition.UP, at, at, false, "", null));
    }

    public static void put(Conditions conditions, ObjectRef object, Condition condition) {
        conditions.put(new Conditions.State(object, condition, null, null, false, "", null));
    }
}
