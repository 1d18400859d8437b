package io.langsong.incident;

import io.langsong.outage.Outage;
import java.util.List;

/**
 * A root that ended.
 *
 * @param stillDown outages behind it that last
 */
record Recovery(Outage root, List<Outage> stillDown) {}
