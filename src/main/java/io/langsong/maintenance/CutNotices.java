package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryId;
import io.langsong.maintenance.CutNotice.Cut;
import io.langsong.maintenance.CutNotice.Unread;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import io.langsong.maintenance.Plan.Kind;
import java.util.List;
import org.springframework.stereotype.Component;

/** Makes proposals of the notice of a power company that somebody pasted. Nothing is stored: a person confirms each. Any thread. */
@Component
public class CutNotices {
    public static final int LONGEST = 60_000;

    private final Inventory inventory;
    private final Plans plans;

    public CutNotices(Inventory inventory, Plans plans) {
        this.inventory = inventory;
        this.plans = plans;
    }

    /**
     * A power cut that was read, and the places it names.
     *
     * @param entered whether a plan of that time for all of the places that are clear is there already
     */
    public record Proposal(Cut cut, List<Mention> mentions, boolean entered) {
        /** Those that are clear. */
        public List<InventoryId> places() {
            return mentions.stream()
                    .filter(Mention::clear)
                    .flatMap(mention -> mention.candidates().stream())
                    .toList();
        }
    }

    /** Each in the order of the notice. */
    public record Proposals(List<Proposal> proposals, List<Unread> unread) {}

    /** @throws MaintenanceRefused when there is nothing to read, or too much at once */
    public Proposals read(String pasted) {
        if (pasted.isBlank()) {
            throw new MaintenanceRefused("text", null, Fault.EMPTY);
        }
        if (pasted.length() > LONGEST) {
            throw new MaintenanceRefused("text", null, Fault.TOO_LONG, LONGEST);
        }
        CutNotice notice = NoticeReader.read(pasted);
        Places places = new Places(inventory.snapshot());
        return new Proposals(
                notice.cuts().stream().map(cut -> proposal(cut, places)).toList(), notice.unread());
    }

    private Proposal proposal(Cut cut, Places places) {
        Proposal proposal = new Proposal(cut, places.in(cut.area()), false);
        return new Proposal(cut, proposal.mentions(), isEntered(cut.when(), proposal.places()));
    }

    private boolean isEntered(Interval when, List<InventoryId> places) {
        return !places.isEmpty()
                && plans.touching(when).stream()
                        .anyMatch(plan -> plan.kind() == Kind.POWER_CUT
                                && plan.ended() == null
                                && plan.withdrawn() == null
                                && plan.timing() instanceof Timing.Once once
                                && once.interval().equals(when)
                                && plan.scope().objects().containsAll(places));
    }
}
