package io.langsong.provisioning;

import io.langsong.provisioning.Proposal.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an access point stands.
 *
 * @param box that fills it; null for none
 * @param problems why it can not be configured; empty for a retired one
 * @param changed whether it is approved and its box would get something else than it gets
 */
public record Standing(AccessPoint place, @Nullable Box box, List<Problem> problems, boolean changed) {
    public Standing {
        problems = List.copyOf(problems);
    }
}
