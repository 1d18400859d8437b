package io.langsong.outage;

/** Published after an object's condition changed, outside any transaction; for live pages. */
public record ConditionChanged(ObjectRef object, Condition before, Condition now) {}
