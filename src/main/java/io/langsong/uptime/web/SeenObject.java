package io.langsong.uptime.web;

import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * Something that has an uptime, as whoever asks may see it.
 *
 * @param type of a service its kind, of a device too, of a line {@code link}
 * @param village in which it is counted; of a line that of its near end, null where that is not known
 * @param place name of the site; empty where it is not known
 * @param retired whether it is no longer in the inventory
 */
record SeenObject(
        ObjectRef ref, String name, String type, @Nullable VillageId village, String place, boolean retired) {
    boolean isService() {
        return ref.kind() == ObjectRef.Kind.SERVICE;
    }

    public String path() {
        return UptimePages.PATH + "/" + ref.kind().code() + "/" + ref.id();
    }
}
