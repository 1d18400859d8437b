package io.langsong.inventory;

import java.util.List;
import java.util.Optional;

/**
 * What another module knows of devices and the inventory can not: which profiles there are, say. Asked whenever a device is
 * to be stored. Pure, any thread.
 */
public interface DeviceRule {
    /** What is wrong with {@code device}; empty when this rule has nothing against it. */
    Optional<Objection> objectionTo(Device device);

    /**
     * All that a field may say, for a form to offer; empty when that can not be listed.
     *
     * @param field under its name in JSON and CSV
     */
    default List<String> known(String field) {
        return List.of();
    }

    /**
     * @param field under its name in JSON and CSV, e.g. {@code profile}
     * @param value of that field, not a secret
     * @param fault what is wrong with it
     * @param arguments of the sentences of that fault
     */
    record Objection(String field, String value, Fault fault, List<String> arguments) {
        public Objection {
            arguments = List.copyOf(arguments);
        }

        Wording wording() {
            return Wording.of(fault, arguments.toArray());
        }
    }
}
