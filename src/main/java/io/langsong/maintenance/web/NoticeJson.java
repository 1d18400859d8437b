package io.langsong.maintenance.web;

import io.langsong.maintenance.CutNotice.Unread;
import io.langsong.maintenance.CutNotices.Proposal;
import io.langsong.maintenance.CutNotices.Proposals;
import io.langsong.maintenance.Mention;
import io.langsong.maintenance.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was read of a notice, for programs. */
record NoticeJson(List<ProposalJson> proposals, List<UnreadJson> unread) {
    static NoticeJson of(Proposals read) {
        return new NoticeJson(
                read.proposals().stream().map(ProposalJson::of).toList(),
                read.unread().stream().map(UnreadJson::of).toList());
    }

    /**
     * @param line of its first line, from 1
     * @param entered whether a plan of that time and place is there already
     */
    record ProposalJson(
            int line,
            String text,
            Instant from,
            Instant to,
            String area,
            @Nullable String reason,
            List<PlaceJson> places,
            boolean entered) {
        static ProposalJson of(Proposal proposal) {
            return new ProposalJson(
                    proposal.cut().line(),
                    proposal.cut().text(),
                    proposal.cut().when().from(),
                    proposal.cut().when().until(),
                    proposal.cut().area(),
                    proposal.cut().reason(),
                    proposal.mentions().stream().map(PlaceJson::of).toList(),
                    proposal.entered());
        }
    }

    /**
     * @param objects that may be meant, each as kind:id
     * @param clear whether there is one and no doubt about it
     */
    record PlaceJson(String text, List<String> objects, boolean clear) {
        static PlaceJson of(Mention mention) {
            return new PlaceJson(
                    mention.text(),
                    mention.candidates().stream().map(Scope::text).toList(),
                    mention.clear());
        }
    }

    /** @param why no-time, one-time, many-times, no-date, unclear-order, … */
    record UnreadJson(int line, String text, String why) {
        static UnreadJson of(Unread unread) {
            return new UnreadJson(unread.line(), unread.text(), unread.why().code());
        }
    }
}
