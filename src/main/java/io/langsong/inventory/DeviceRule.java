package io.langsong.inventory;

import java.util.Optional;

/**
 * What another module knows of devices and the inventory can not: which profiles there are, say. Asked whenever a device is
 * to be stored. Pure, any thread.
 */
public interface DeviceRule {
    /** What is wrong with {@code device}; empty when this rule has nothing against it. */
    Optional<Objection> objectionTo(Device device);

    /**
     * @param field under its name in JSON and CSV, e.g. {@code profile}
     * @param value of that field, not a secret
     * @param what is wrong with it, to be read after field and value
     * @param remedy what to do now
     */
    record Objection(String field, String value, String what, String remedy) {}
}
