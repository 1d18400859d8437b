package io.langsong.incident;

import io.langsong.outage.ObjectRef;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which outages nobody is told by itself at the moment, because something else tells them.
 *
 * @param storm of none: the digest of the storm has them
 * @param unstable of none of these
 */
record Hush(boolean storm, Set<ObjectRef> unstable) {
    static final Hush NONE = new Hush(false, Set.of());

    Hush {
        unstable = Set.copyOf(unstable);
    }

    static Hush of(Books books) {
        return new Hush(books.storms.running().isPresent(), books.unstable.objects());
    }

    /** As it is written down where the key of a message would stand; null: people are told. */
    @Nullable
    String why(ObjectRef object) {
        return storm ? "storm" : unstable.contains(object) ? "unstable" : null;
    }
}
