/**
 * Who is on duty at an instant, and who is to be told when nobody takes an incident.
 *
 * <p>{@link io.langsong.oncall.Roster} answers the first, {@link io.langsong.oncall.Policy} the second; both are pure.
 * {@link io.langsong.oncall.OnCall} reads what they are made of.
 *
 * <p>This module fires nothing. Who does, {@code incident.Escalation}, does it so: when an incident opens, ask {@code OnCall.policy} once with its
 * severity, place and time, and keep the policy that came back with the incident, since policies are edited. Then, in one
 * transaction each time: tell whom {@code OnCall.people} names for each level of {@code policy.due(opened, acknowledged, now)}
 * that was not told yet, write down that it was told (incident and number of the level are the key, so none is told twice, also
 * after a restart), and have the timer come back at {@code policy.next(opened, acknowledged, now)}. A start does the same as
 * the timer. An acknowledgement that is taken back is as an incident that opens at that instant, with keys of its own.
 * {@code OnCall.people} comes back empty when nobody is on duty: that is to be told too, and the next level need not be
 * waited for.
 */
@ApplicationModule(allowedDependencies = {"access", "availability", "holiday", "inventory"})
@NullMarked
package io.langsong.oncall;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
