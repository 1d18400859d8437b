package io.langsong.collector.site;

import io.langsong.collector.wire.Message.Assignment;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.outage.OutageDetector;
import io.langsong.polling.PollIntake;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.SnmpEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what is assigned, as the server would: the same poller, and the same detector off the record, by which a device that is silent is asked more closely. One thread.
 */
final class Polls {
    private static final Logger log = LoggerFactory.getLogger(Polls.class);

    private final Clock clock;
    private final Gathering gathering;
    private final Path profileFolder;
    private volatile InventorySnapshot inventory = InventorySnapshot.EMPTY;
    private volatile Profiles profiles = Profiles.load();
    private @Nullable Running running;
    private Map<String, String> ownProfiles = Map.of();
    private long polledBefore;

    private record Running(PollingProperties settings, Poller poller, PollIntake intake, OutageDetector detector) {}

    Polls(Clock clock, Gathering gathering, Path profileFolder) {
        this.clock = clock;
        this.gathering = gathering;
        this.profileFolder = profileFolder;
    }

    /** From now on this; what goes on as it was keeps its place. */
    void follow(Assignment assignment) {
        Assigned assigned = Assigned.of(assignment);
        boolean sameProfiles = assignment.profiles().equals(ownProfiles);
        if (!sameProfiles) {
            takeProfiles(assignment);
        }
        inventory = assigned.inventory();
        Running now = running;
        if (now != null && sameProfiles && now.settings().equals(assigned.polling())) {
            now.detector().followInventory();
            now.poller().limit(assigned.budgets());
        } else {
            stop();
            start(assigned.polling(), assigned.budgets());
        }
    }

    private void takeProfiles(Assignment assignment) {
        try {
            profiles = Assigned.profiles(assignment, profileFolder);
            ownProfiles = assignment.profiles();
        } catch (IOException full) {
            log.error(
                    "own profiles can not be written, those shipped are used folder={} reason={}",
                    profileFolder,
                    full.toString());
        }
    }

    private void start(PollingProperties settings, Map<DeviceId, Long> budgets) {
        Detectors judged = new Detectors();
        PollIntake intake = new PollIntake(() -> List.of(gathering, judged.get()));
        Poller poller = new Poller(() -> inventory.devices(), intake, () -> profiles, settings, clock, SnmpEngine::new);
        OutageDetector detector = OutageDetector.offTheRecord(() -> inventory, poller, clock);
        judged.set(detector);
        detector.start();
        intake.start();
        poller.limit(budgets);
        poller.start();
        running = new Running(settings, poller, intake, detector);
    }

    /** The intake asks for those it shows results to, of which one asks the poller, which gives to the intake. */
    private static final class Detectors {
        private @Nullable OutageDetector detector;

        void set(OutageDetector made) {
            detector = made;
        }

        OutageDetector get() {
            OutageDetector made = detector;
            if (made == null) {
                throw new IllegalStateException("The intake was started before there was a detector");
            }
            return made;
        }
    }

    /** What was asked has been gathered, or is given up. */
    void stop() {
        Running ending = running;
        running = null;
        if (ending != null) {
            ending.poller().stop();
            polledBefore += ending.poller().counts().polled();
            ending.detector().stop();
            try {
                ending.intake().stop();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Polls that ended, since the start. */
    long polled() {
        Running now = running;
        return polledBefore + (now == null ? 0 : now.poller().counts().polled());
    }
}
