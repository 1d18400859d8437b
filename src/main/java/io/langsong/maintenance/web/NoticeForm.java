package io.langsong.maintenance.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.InventoryId;
import io.langsong.maintenance.CutNotices.Proposal;
import io.langsong.maintenance.MaintenanceRefused;
import io.langsong.maintenance.Mention;
import io.langsong.maintenance.Plan.Kind;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.web.Words;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * One power cut that was read of a notice, as it is shown to be confirmed: filled in as it was read, or as somebody changed it.
 *
 * @param number from 0, in the order of the notice
 * @param chosen whether somebody ticked it
 * @param places all that may be meant
 * @param unknown places that the notice names and the inventory does not have
 * @param more further places that somebody typed, apart by semicolons
 * @param late whether it began already
 */
record NoticeForm(
        int number,
        Proposal proposal,
        boolean chosen,
        String from,
        String to,
        String reason,
        List<Place> places,
        List<String> unknown,
        String more,
        boolean late) {
    private static final int LONGEST_TITLE = 120;

    /**
     * @param value as {@code kind:id}
     * @param said by which words of the notice
     * @param clear whether there is no doubt about it
     */
    record Place(String value, String label, String said, boolean clear, boolean ticked) {}

    /** @param posted what somebody sent, null to fill in what was read */
    static NoticeForm of(
            int number,
            Proposal proposal,
            @Nullable MultiValueMap<String, String> posted,
            ScopeNames names,
            Instant now) {
        List<Place> places = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Mention mention : proposal.mentions()) {
            if (mention.candidates().isEmpty()) {
                unknown.add(mention.text());
            }
            for (InventoryId id : mention.candidates()) {
                String value = Scope.text(id);
                boolean ticked = posted == null
                        ? mention.clear()
                        : posted.getOrDefault("noi-" + number, List.of()).contains(value);
                places.add(new Place(value, names.label(id), mention.text(), mention.clear(), ticked));
            }
        }
        Interval when = proposal.cut().when();
        String reason = proposal.cut().reason();
        return new NoticeForm(
                number,
                proposal,
                posted != null && posted.getOrDefault("chon", List.of()).contains(Integer.toString(number)),
                sent(posted, "tu-" + number, local(when.from())),
                sent(posted, "den-" + number, local(when.until())),
                sent(posted, "ly-do-" + number, reason == null ? "" : reason),
                places,
                unknown,
                sent(posted, "them-" + number, ""),
                !now.isBefore(when.from()));
    }

    private static String sent(@Nullable MultiValueMap<String, String> posted, String name, String otherwise) {
        String text = posted == null ? otherwise : posted.getFirst(name);
        return text == null || text.length() > 4 * PlanWish.LONGEST_TEXT ? "" : text;
    }

    private static String local(Instant at) {
        return LocalDateTime.ofInstant(at, Timing.ZONE)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    /** @throws MaintenanceRefused with the first thing that is wrong */
    PlanWish wish(ScopeNames names, Words words) {
        Set<InventoryId> objects = new LinkedHashSet<>();
        places.stream().filter(Place::ticked).forEach(place -> objects.add(Scope.object(place.value())));
        Arrays.stream(more.split(";")).filter(name -> !name.isBlank()).forEach(name -> objects.add(names.meant(name)));
        Scope scope = new Scope(false, objects);
        return new PlanWish(
                Kind.POWER_CUT,
                title(names.labels(scope.objects()), words),
                reason,
                proposal.cut().text(),
                scope,
                Timing.Once.of(PlanForm.moment("from", from), PlanForm.moment("to", to)));
    }

    private static String title(String places, Words words) {
        String title = words.message("maintenance.notice.title-of", places);
        return title.codePointCount(0, title.length()) <= LONGEST_TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE)).strip() + "…";
    }
}
