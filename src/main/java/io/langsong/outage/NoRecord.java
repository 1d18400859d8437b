package io.langsong.outage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** For judgement of which nothing is kept. */
enum NoRecord implements TurnRecord {
    INSTANCE;

    @Override
    public List<OpenRow> recover() {
        return List.of();
    }

    @Override
    public Optional<Instant> blindSince() {
        return Optional.empty();
    }

    @Override
    public void submit(List<Turn> together) {}

    @Override
    public void lookedAt(Instant now) {}
}
