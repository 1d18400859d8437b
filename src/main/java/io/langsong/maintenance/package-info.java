/**
 * When silence is planned: work of our own and power cuts that were announced, once or again and again, entered by people.
 *
 * <p>Maintenance is no condition. It is an {@linkplain io.langsong.maintenance.Overlay overlay} of intervals on objects: on those
 * that a plan names and on all that depends on them. Nothing here mutes or judges; who wants to, asks:
 *
 * <ul>
 *   <li>{@link io.langsong.maintenance.Maintenance#isInMaintenance} before a message is sent, of many objects at one instant;
 *   <li>{@link io.langsong.maintenance.Maintenance#overlay} for the intervals of any object in a period, as a report needs them;
 *   <li>{@link io.langsong.maintenance.Maintenance#bearingOn} for the plans behind it: who entered which, when and why, whether
 *       it was announced before it began, and whether it is a power cut, which makes the cause of an outage {@code PLANNED}.
 * </ul>
 */
@ApplicationModule(allowedDependencies = {"inventory", "availability", "database"})
@NullMarked
package io.langsong.maintenance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
