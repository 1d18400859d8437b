/**
 * Threshold rules over samples: an alert is the interval in which a rule held for a series.
 *
 * <p>{@link io.langsong.alert.AlertDetector} sees every poll and asks the pure {@link io.langsong.alert.AlertMachine}; almost
 * always nothing turns and nothing is written. At a turning point {@link io.langsong.alert.AlertRecorder} writes the row and, in
 * the same transaction, publishes {@link io.langsong.alert.AlertFired} or {@link io.langsong.alert.AlertCleared}: whoever makes
 * incidents of alerts listens with a plain {@code @EventListener}, acts in that transaction and thread, and so has what it
 * writes exactly as often as the row; it must be short, and keyed by the id of the alert. {@link io.langsong.alert.TryOut} plays
 * stored samples through the same judgement.
 *
 * <p><b>Which rule counts.</b> Of the enabled rules about the same metric (and, where one is measured by another, the same
 * other) that ask the same, above or below or no data, a series is judged by those of the most specific scope alone: a rule for
 * a device takes the place of one for its profile, that of one for its site, then its village, then all. Among rules of one scope
 * those that name an index take the place of those for any. What is left stands side by side, as a warning and a critical one.
 */
@ApplicationModule(allowedDependencies = {"access", "inventory", "metric", "polling", "polling::profile"})
@NullMarked
package io.langsong.alert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
