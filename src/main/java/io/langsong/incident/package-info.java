/**
 * What people do about outages and alerts: one incident for one root cause, and one message for it.
 *
 * <p>{@link io.langsong.incident.IncidentDesk} is what people do, {@link io.langsong.incident.Incidents} what they read;
 * {@code IncidentKeeper} opens and ends incidents in the transaction that writes the outage or the alert, {@code OutageNews}
 * decides what people are told about outages. {@link io.langsong.incident.Standing} says where an incident stands and is pure.
 *
 * <p><b>For what builds on it, as escalation.</b> {@link io.langsong.incident.IncidentOpened}, {@code IncidentAcknowledged},
 * {@code IncidentGivenBack}, {@code IncidentReopened}, {@code IncidentWorsened} and {@code IncidentResolved} are published inside
 * the transaction that writes what they tell: listen with a plain {@code @EventListener}, act in that transaction, be short. After a
 * start {@link io.langsong.incident.Incidents#open()} has what nobody told since. Time runs from {@code standing().alarmedAt()}
 * as long as the state is {@code OPEN}. A message about an incident is written down with
 * {@link io.langsong.incident.Incidents#told}, so that the incident shows it with its delivery.
 */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "inventory",
            "access",
            "outage",
            "alert",
            "notification",
            "oncall",
            "maintenance",
            "availability"
        })
@NullMarked
package io.langsong.incident;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
