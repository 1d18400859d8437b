package io.langsong.notification;

import io.langsong.notification.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ways to one person, in the order in which they are tried. Pure.
 *
 * @param all none: this person can not be told
 */
record Routes(List<Route> all) {
    /** @param needsInternet whether it is cut off with our line */
    record Route(String channel, String address, boolean needsInternet) {}

    Routes {
        all = List.copyOf(all);
    }

    /** Those that this person chose and settings have; where nothing was chosen, all that this person has a contact for. */
    static Routes of(PersonalSettings settings, Channels channels) {
        List<Route> routes = new ArrayList<>();
        for (Channel channel : channels.all()) {
            channel.contact()
                    .map(contact -> settings.contacts().get(contact.code()))
                    .filter(address ->
                            settings.channels().isEmpty() || settings.channels().contains(channel.name()))
                    .ifPresent(
                            address -> routes.add(new Route(channel.name(), address, channels.needsInternet(channel))));
        }
        if (!settings.channels().isEmpty()) {
            routes.sort(Comparator.comparingInt(route -> settings.channels().indexOf(route.channel())));
        }
        return new Routes(routes);
    }

    /** Where a new letter begins: by the first that can leave, by the first of all when none can. */
    Optional<Route> first(boolean uplinkLost) {
        return all.stream()
                .filter(route -> canLeave(route, uplinkLost))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /**
     * The next one after a channel, and round again; empty when no other can leave.
     *
     * @param refused channels that never will take the letter
     */
    Optional<Route> after(String channel, Set<String> refused, boolean uplinkLost) {
        int at = 0;
        while (at < all.size() && !all.get(at).channel().equals(channel)) {
            at++;
        }
        for (int step = 1; step <= all.size(); step++) {
            Route next = all.get((at + step) % all.size());
            if (!next.channel().equals(channel) && !refused.contains(next.channel()) && canLeave(next, uplinkLost)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** Whether one of these ways is still open, be it later. */
    boolean anyBut(Set<String> refused) {
        return all.stream().anyMatch(route -> !refused.contains(route.channel()));
    }

    private static boolean canLeave(Route route, boolean uplinkLost) {
        return !uplinkLost || !route.needsInternet();
    }
}
