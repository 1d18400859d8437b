package io.langsong.inventory;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed with a provider about one or more lines.
 *
 * @param name its number and subject, as on the paper
 * @param subscriber code by which the provider knows the line when one calls, null when there is none
 * @param startsOn first day, in the commune's time zone; null when it is not known
 * @param endsOn last day, in the commune's time zone; null when it runs on
 * @param repairHours longest repair that is promised, 1 to 2,160 hours; null when none is
 */
public record Contract(
        ContractId id,
        String name,
        ProviderId provider,
        @Nullable String subscriber,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Nullable Integer repairHours,
        @Nullable String notes)
        implements InventoryObject {
    private static final int MOST_HOURS = 2_160;

    public Contract {
        name = Texts.required(id, "name", name, 160);
        subscriber = Texts.optional(id, "subscriber", subscriber, 80);
        notes = Texts.note(id, "notes", notes);
        if (startsOn != null && endsOn != null && endsOn.isBefore(startsOn)) {
            throw InventoryRefused.invalid(id, "endsOn", endsOn.toString(), Fault.ENDS_BEFORE_START, startsOn);
        }
        if (repairHours != null && (repairHours < 1 || repairHours > MOST_HOURS)) {
            throw InventoryRefused.invalid(
                    id, "repairHours", repairHours.toString(), Fault.OUT_OF_RANGE, 1, MOST_HOURS);
        }
    }
}
