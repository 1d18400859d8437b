package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A connection whose state matters by itself: an office's line to the provider, a bridge, a trunk.
 *
 * @param far the other end; null when it is the provider's
 * @param provider who runs the line, null for one of our own
 * @param committedBps rate promised by contract, bit/s; null when none is
 */
public record Link(
        LinkId id,
        String name,
        End near,
        @Nullable End far,
        @Nullable String provider,
        @Nullable Long committedBps) {
    public Link {
        name = Texts.required("Link " + id + ": name", name, 160);
        provider = Texts.optional("Link " + id + ": provider", provider, 120);
        if (committedBps != null && committedBps <= 0) {
            throw new IllegalArgumentException(
                    "Link %s: committed rate %d bit/s is not positive".formatted(id, committedBps));
        }
        if (near.equals(far)) {
            throw new IllegalArgumentException("Link " + id + ": both ends are the same port");
        }
    }

    /** @param port ifName or ifDescr of the port, or its ifIndex in digits */
    public record End(DeviceId device, String port) {
        public End {
            port = Texts.required("Port of " + device, port, 64);
        }
    }
}
