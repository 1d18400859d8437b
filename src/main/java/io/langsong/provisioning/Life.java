package io.langsong.provisioning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an access point came to each stage; null for one that it has not come to. Of the box that fills it now, but for {@code planned}. */
public record Life(
        Instant planned,
        @Nullable Instant registered,
        @Nullable Instant approved,
        @Nullable Instant configured,
        @Nullable Instant inService,
        @Nullable Instant retired) {

    static Life planned(Instant at) {
        return new Life(at, null, null, null, null, null);
    }

    public Stage stage() {
        if (retired != null) {
            return Stage.RETIRED;
        } else if (approved == null) {
            return registered == null ? Stage.PLANNED : Stage.REGISTERED;
        } else if (configured == null) {
            return Stage.APPROVED;
        }
        return inService == null ? Stage.CONFIGURED : Stage.IN_SERVICE;
    }
}
