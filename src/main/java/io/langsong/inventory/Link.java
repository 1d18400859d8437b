package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A connection whose state matters by itself: an office's line to the provider, a bridge, a trunk.
 *
 * @param far the other end; null when it is the provider's
 * @param provider who runs the line, null for one of our own
 * @param contract under which it is run, null when there is none; one of that provider
 * @param committedBps rate promised by contract, bit/s; null when none is
 */
public record Link(
        LinkId id,
        String name,
        End near,
        @Nullable End far,
        @Nullable ProviderId provider,
        @Nullable ContractId contract,
        @Nullable Long committedBps,
        @Nullable String notes)
        implements InventoryObject {
    /** 1 Pbit/s; more is a slip of the keyboard. */
    private static final long MOST_BPS = 1_000_000_000_000_000L;

    public Link {
        name = Texts.required(id, "name", name, 160);
        notes = Texts.note(id, "notes", notes);
        if (committedBps != null && (committedBps < 1 || committedBps > MOST_BPS)) {
            throw InventoryRefused.invalid(id, "committedBps", committedBps.toString(), Fault.NOT_A_RATE, MOST_BPS);
        }
        if (near.equals(far)) {
            throw InventoryRefused.invalid(id, "far.port", near.port(), Fault.SAME_PORT);
        }
    }

    /** @param port ifName or ifDescr of the port, or its ifIndex in digits */
    public record End(DeviceId device, String port) {
        public End {
            port = Texts.required(device, "port", port, 64);
        }
    }
}
