package io.langsong.report;

import io.langsong.outage.Outage;

/**
 * Incidents of one cause, in table 2.
 *
 * @param incidents that touch the period
 * @param seconds of them inside the period
 * @param points that were out in them
 */
public record CauseLine(Outage.Cause cause, int incidents, long seconds, int points) {}
