package io.langsong.agent;

import io.langsong.provisioning.BoxKeys;
import io.langsong.provisioning.BoxKeys.Known;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Who is who, also while the database is away: what was known of a box then goes on. Any thread. */
final class KnownBoxes {
    private static final int MOST = 10_000;

    private final BoxKeys keys;
    private final Map<UUID, Known> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
            return size() > MOST;
        }
    };

    KnownBoxes(BoxKeys keys) {
        this.keys = keys;
    }

    /**
     * @param id as it stands in the address
     * @throws DataAccessException when the database is away and nothing is known of the box
     */
    Optional<Known> find(String id) {
        Optional<UUID> uuid = BoxKeys.id(id);
        if (uuid.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Known> found = keys.find(uuid.get());
            remember(uuid.get(), found);
            return found;
        } catch (DataAccessException | CannotCreateTransactionException away) {
            return Optional.of(recall(uuid.get()).orElseThrow(() -> away));
        }
    }

    private synchronized void remember(UUID id, Optional<Known> found) {
        found.ifPresentOrElse(known -> seen.put(id, known), () -> seen.remove(id));
    }

    private synchronized Optional<Known> recall(UUID id) {
        return Optional.ofNullable(seen.get(id));
    }
}
