package io.langsong.incident;

import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.util.List;

/**
 * A root that ended.
 *
 * @param stillDown outages behind it that last
 */
record Recovery(Outage root, List<Outage> stillDown) {
    List<ObjectRef> objectsStillDown() {
        return stillDown.stream().map(Outage::object).toList();
    }
}
