package io.langsong.outage;

import io.langsong.inventory.InventorySnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interval in which an object did not serve.
 *
 * @param condition {@code DOWN} or {@code UNREACHABLE}
 * @param root the object whose failure this one hides behind; itself when it is its own
 * @param to null while it lasts
 * @param cause what a person said, else what the machine thinks, {@code UNKNOWN} when it can not tell
 * @param confidence how sure that is
 * @param evidence in the order it was found
 */
public record Outage(
        long id,
        ObjectRef object,
        Condition condition,
        ObjectRef root,
        Bound from,
        @Nullable Bound to,
        Cause cause,
        Confidence confidence,
        List<Evidence> evidence) {
    public Outage {
        evidence = List.copyOf(evidence);
    }

    /** One of whose cause nobody has said how sure it is. */
    public Outage(
            long id,
            ObjectRef object,
            Condition condition,
            ObjectRef root,
            Bound from,
            @Nullable Bound to,
            Cause cause,
            List<Evidence> evidence) {
        this(id, object, condition, root, from, to, cause, Confidence.NONE, evidence);
    }

    /** As who sees this part of the inventory may see it: nothing else is named. Empty when its object is not seen. */
    public Optional<Outage> seenIn(InventorySnapshot inventory) {
        if (inventory.isWhole()) {
            return Optional.of(this);
        }
        if (!object.isSeenIn(inventory)) {
            return Optional.empty();
        }
        return Optional.of(new Outage(
                id,
                object,
                condition,
                root.isSeenIn(inventory) ? root : ObjectRef.UNSEEN,
                from,
                to,
                cause,
                confidence,
                evidence.stream().filter(one -> one.isSeenIn(inventory)).toList()));
    }

    /** How sure a cause is; {@code Guess} says what gives which. */
    public enum Confidence {
        /** The cause is not known, or was written down before this was asked. */
        NONE,
        POSSIBLE,
        LIKELY,
        CERTAIN,
        /** A person's word. */
        SAID;

        /** As in files, addresses and the keys of words. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Cause {
        POWER,
        DEVICE,
        LINK,
        UPSTREAM,
        PLANNED,
        UNKNOWN,
        /** Only a person can know, as the two that follow. */
        CONFIGURATION,
        PROVIDER,
        DISASTER;

        /** As in files, addresses and the keys of words. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
