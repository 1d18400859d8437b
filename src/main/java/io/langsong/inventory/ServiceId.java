package io.langsong.inventory;

/** Stable name of a service. */
public record ServiceId(String value) {
    public ServiceId {
        Ids.check("Service id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
