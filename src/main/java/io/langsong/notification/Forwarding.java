package io.langsong.notification;

import io.langsong.notification.Routes.Route;
import io.langsong.notification.channel.SendResult;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where a person's letter goes when a channel did not take it. Pure. */
sealed interface Forwarding {
    /** Over one channel in a row, while it answers and another one can leave. */
    int TRIES = 3;
    /** A channel that asks for more is left, while another one can leave. */
    Duration PATIENCE = Duration.ofMinutes(1);

    /** Again over the same channel, after the usual wait. */
    record Stay() implements Forwarding {}

    /** @param atOnce on the first round; later it waits as any letter that is not taken */
    record GoOn(Route route, boolean atOnce) implements Forwarding {}

    /** No channel will ever take it. */
    record GiveUp() implements Forwarding {}

    /**
     * @param refused channels that never will take it, with this one
     */
    static Forwarding afterRefusal(Deliveries.Claim claim, String channel, Routes routes, boolean uplinkLost) {
        Set<String> refused = new TreeSet<>(claim.refused());
        refused.add(channel);
        // Where only those are left that can not leave now, it waits there.
        Optional<Route> next =
                routes.after(channel, refused, uplinkLost).or(() -> routes.after(channel, refused, false));
        return next.<Forwarding>map(route -> new GoOn(route, true)).orElseGet(GiveUp::new);
    }

    static Forwarding afterDelay(
            Deliveries.Claim claim, String channel, Routes routes, boolean uplinkLost, SendResult.Postponed late) {
        boolean worn = claim.channelAttempts() >= TRIES;
        boolean cutOff = uplinkLost
                && routes.all().stream().anyMatch(route -> route.channel().equals(channel) && route.needsInternet());
        if (!cutOff && late.answered() && !worn && late.notBefore().compareTo(PATIENCE) <= 0) {
            return new Stay();
        }
        boolean firstRound = claim.attempts() <= TRIES * routes.all().size();
        // Whoever judges the line may be wrong: where nothing leaves without it, the others are tried in their turn.
        Optional<Route> next = routes.after(channel, claim.refused(), uplinkLost)
                .or(() -> worn ? routes.after(channel, claim.refused(), false) : Optional.empty());
        return next.<Forwarding>map(route -> new GoOn(route, firstRound)).orElseGet(Stay::new);
    }
}
