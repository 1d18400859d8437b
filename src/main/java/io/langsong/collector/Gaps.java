package io.langsong.collector;

import java.util.List;
import org.springframework.stereotype.Component;

/** When nothing came of collectors, and what became of it. Any thread. */
@Component
public class Gaps {
    private final InboxTable table;

    Gaps(InboxTable table) {
        this.table = table;
    }

    /** Of one collector, the newest first. */
    public List<Gap> of(CollectorId collector, int most) {
        return table.gaps(collector, most);
    }

    /** The runs of one, the newest first. */
    public List<CollectorLife> lives(CollectorId collector, int most) {
        return table.received(collector, most);
    }
}
