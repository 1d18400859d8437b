package io.langsong.health;

import io.langsong.polling.ProfileShelf;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether the operator's own profiles of devices can be used; nothing while they can. */
@Component
final class ProfilesCheck implements HealthCheck {
    static final String NAME = "profiles";

    private final ProfileShelf profiles;

    ProfilesCheck(ProfileShelf profiles) {
        this.profiles = profiles;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        return profiles.problem().map(problem -> Finding.of(NAME, Level.WATCH, "wrong", problem));
    }
}
