package io.langsong.command;

import io.langsong.availability.History;
import io.langsong.availability.Holiday;
import java.time.ZoneId;
import java.util.List;

/**
 * One question of an {@link AvailabilityFile}.
 *
 * @param zone in which people read its times
 * @param estimated days of the period that nobody has decided yet, where its calendar knows
 */
record AvailabilityCase(String name, ZoneId zone, History history, List<Holiday> estimated) {}
