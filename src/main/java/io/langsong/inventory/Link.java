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
        @Nullable Long committedBps) implements InventoryObject {
    /** 1 Pbit/s; more is a slip of the keyboard. */
    private static final long MOST_BPS = 1_000_000_000_000_000L;

    public Link {
        name = Texts.required(id, "name", name, 160);
        provider = Texts.optional(id, "provider", provider, 120);
        if (committedBps != null && (committedBps < 1 || committedBps > MOST_BPS)) {
            throw InventoryRefused.invalid(
                    id,
                    "committedBps",
                    committedBps.toString(),
                    "is not a rate",
                    "give bit/s from 1 to " + MOST_BPS + ", or leave it out");
        }
        if (near.equals(far)) {
            throw InventoryRefused.invalid(
                    id,
                    "far.port",
                    near.port(),
                    "is the port of the near end too",
                    "give the port at the other end, or leave the far end out when it is the provider's");
        }
    }

    /** @param port ifName or ifDescr of the port, or its ifIndex in digits */
    public record End(DeviceId device, String port) {
        public End {
            port = Texts.required(device, "port", port, 64);
        }
    }
}
