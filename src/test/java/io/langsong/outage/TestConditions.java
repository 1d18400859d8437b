package io.langsong.outage;

/** Says what the condition of an object is, as the detector does. */
public final class TestConditions {
    private TestConditions() {}

    public static void put(Conditions conditions, ObjectRef object, Condition condition) {
        conditions.put(new Conditions.State(object, condition, null, null, false, "", null));
    }
}
