package io.langsong.notification;

import io.langsong.notification.Deliveries.Claim;
import io.langsong.notification.Routes.Route;
import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.Letter;
import io.langsong.notification.channel.Receipt;
import io.langsong.notification.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Records how attempts ended, and decides what comes after. Any thread. */
final class Endings {
    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private final Deliveries deliveries;
    private final Addressees addressees;
    private final Channels channels;
    private final ObservedReach reach;
    private final Doorbell doorbell;
    private final RetrySettings retry;
    private final ChannelBackoff backoff;
    private final TransactionOperations transactions;

    Endings(
            Deliveries deliveries,
            Addressees addressees,
            Channels channels,
            ObservedReach reach,
            Doorbell doorbell,
            RetrySettings retry,
            TransactionOperations transactions) {
        this.deliveries = deliveries;
        this.addressees = addressees;
        this.channels = channels;
        this.reach = reach;
        this.doorbell = doorbell;
        this.retry = retry;
        this.backoff = new ChannelBackoff(retry);
        this.transactions = transactions;
    }

    /** Until when it must not leave since its reader sleeps; empty: it may. */
    Optional<Instant> heldUntil(Claim claim, Instant now) {
        String person = claim.letter().person();
        return person == null ? Optional.empty() : addressees.heldUntil(person, claim.severity(), now);
    }

    /** How long the channel is left alone; zero: it may be tried. */
    Duration rest(Channel channel) {
        return backoff.left(channel.name());
    }

    /** Its channel is left alone for so long: it goes by another that is not, or waits, and no attempt is counted. */
    void passOver(Channel channel, Claim claim, Duration rest, Instant now) {
        Optional<Route> other = Optional.ofNullable(claim.letter().person()).flatMap(person -> {
            Set<String> shut = new HashSet<>(claim.refused());
            shut.addAll(backoff.resting());
            return addressees.routes(person).after(channel.name(), shut, addressees.uplinkLost());
        });
        transactions.executeWithoutResult(status -> {
            deliveries.held(claim, now.plus(rest));
            other.ifPresent(route -> {
                String reason = backoff.reason(channel.name());
                deliveries.forwarded(claim.uncounted(), route, now, null, reason);
                forwarded(channel.name(), claim, route, reason);
            });
        });
    }

    void record(Channel channel, Claim claim, SendResult result, Instant at, Complaints complaints) {
        boolean well = backoff.ended(channel.name(), claim.letter().delivery(), result);
        if (channels.needsInternet(channel)) {
            reach.seen(channel.name(), !(result instanceof SendResult.Postponed late) || late.answered());
        }
        transactions.executeWithoutResult(status -> {
            write(channel, claim, result, at);
            deliveries.spread(claim.letter().delivery());
            if (well) {
                deliveries.dueNow(channel.name(), at);
            }
        });
        if (result instanceof SendResult.Delivered) {
            log(channel, claim, "notification delivered");
        } else if (result instanceof SendResult.Taken) {
            log(channel, claim, "notification sent");
        } else if (result instanceof SendResult.Postponed postponed) {
            complaints.add("notification not taken, will be tried again", postponed.reason());
        }
    }

    private void write(Channel channel, Claim claim, SendResult result, Instant at) {
        if (result instanceof SendResult.Delivered delivered) {
            deliveries.delivered(claim, at, delivered.remoteId());
        } else if (result instanceof SendResult.Taken taken) {
            deliveries.sent(claim, at, taken.remoteId());
        } else if (result instanceof SendResult.Refused refused) {
            refused(channel.name(), claim, refused.reason(), at);
        } else if (result instanceof SendResult.Postponed postponed) {
            postponed(channel.name(), claim, postponed, at);
        }
    }

    /** What became of a letter that was taken. */
    void record(Channel channel, Receipt receipt, Instant at) {
        transactions.executeWithoutResult(status -> {
            if (receipt instanceof Receipt.Arrived arrived) {
                if (deliveries.arrived(arrived, at)) {
                    log.info("notification arrived channel={} delivery={}", channel.name(), arrived.delivery());
                }
            } else if (receipt instanceof Receipt.Lost lost) {
                deliveries.taken(lost.delivery()).ifPresent(claim -> refused(channel.name(), claim, lost.reason(), at));
            }
            deliveries.spread(receipt.delivery());
        });
    }

    /**
     * Letters to people that wait for a channel which settings have no longer go by one that they have.
     *
     * @param at when they leave, unless their readers sleep
     */
    int takeUp(Instant at) {
        List<String> set = channels.all().stream().map(Channel::name).toList();
        int taken = 0;
        for (Claim claim : deliveries.strandedOfPeople(set)) {
            Optional<Route> route = addressees
                    .routes(Objects.requireNonNull(claim.letter().person()))
                    .all()
                    .stream()
                    .filter(one -> !claim.refused().contains(one.channel()))
                    .findFirst();
            if (route.isPresent()) {
                deliveries.forwarded(claim, route.get(), at, null, "its channel is no longer set");
                taken++;
            }
        }
        return taken;
    }

    private static void log(Channel channel, Claim claim, String what) {
        log.info(
                "{} key={} channel={} delivery={} attempts={}",
                what,
                claim.letter().key(),
                channel.name(),
                claim.letter().delivery(),
                claim.attempts());
    }

    private void refused(String channel, Claim claim, String reason, Instant at) {
        Letter letter = claim.letter();
        String person = letter.person();
        if (person != null) {
            Forwarding next =
                    Forwarding.afterRefusal(claim, channel, addressees.routes(person), addressees.uplinkLost());
            if (next instanceof Forwarding.GoOn on) {
                deliveries.forwarded(claim, on.route(), at, channel, reason);
                forwarded(channel, claim, on.route(), reason);
                return;
            }
        }
        deliveries.failed(claim, reason);
        log.error(
                "notification refused for good key={} channel={} delivery={} recipient={} reason={}",
                letter.key(),
                channel,
                letter.delivery(),
                person == null ? letter.recipient() : person,
                reason);
    }

    private void postponed(String channel, Claim claim, SendResult.Postponed late, Instant at) {
        Duration usual =
                retry.after(claim.attempts(), ThreadLocalRandom.current().nextDouble());
        String person = claim.letter().person();
        if (person != null) {
            Forwarding next =
                    Forwarding.afterDelay(claim, channel, addressees.routes(person), addressees.uplinkLost(), late);
            if (next instanceof Forwarding.GoOn on) {
                deliveries.forwarded(claim, on.route(), on.atOnce() ? at : at.plus(usual), null, late.reason());
                forwarded(channel, claim, on.route(), late.reason());
                return;
            }
        }
        Duration wait = Stream.of(usual, late.notBefore(), backoff.left(channel))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        deliveries.postponed(claim, at.plus(wait), late.reason());
    }

    private void forwarded(String channel, Claim claim, Route route, String reason) {
        log.info(
                "notification goes on by another channel key={} delivery={} from={} to={} reason={}",
                claim.letter().key(),
                claim.letter().delivery(),
                channel,
                route.channel(),
                reason);
        doorbell.ringAfterCommit();
    }
}
