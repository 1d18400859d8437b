package io.langsong.web;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which villages somebody may see: the one place that decides it, for pages, fragments, the API and events alike. */
public final class VillageSight {
    private final boolean all;
    private final Set<String> villages;

    private VillageSight(boolean all, Set<String> villages) {
        this.all = all;
        this.villages = villages;
    }

    /** Of the request that runs on this thread. */
    public static VillageSight current() {
        return of(SignedIn.current());
    }

    /** @param who null, nobody, sees none */
    public static VillageSight of(@Nullable SignedIn who) {
        return who == null
                ? new VillageSight(false, Set.of())
                : new VillageSight(who.mayAdminister() || who.villages().isEmpty(), who.villages());
    }

    /** Whether nothing is hidden; then what belongs to no village is shown too. */
    public boolean all() {
        return all;
    }

    /** @param village id; null is what belongs to none, which only those see who see all */
    public boolean sees(@Nullable String village) {
        return all || (village != null && villages.contains(village));
    }
}
