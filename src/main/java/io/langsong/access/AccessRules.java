package io.langsong.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What the settings ask of a person. Any thread. */
@Component
public class AccessRules {
    private final AccessProperties settings;
    private final Clock clock;

    AccessRules(AccessProperties settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What this person has to do before anything else. */
    public Duties duties(Person person) {
        Instant set = person.passwordSetAt() == null ? person.createdAt() : person.passwordSetAt();
        Duration age = Duration.between(set, clock.instant());
        Duration most = settings.adminPasswordAge();
        boolean admin = person.role() == Role.ADMIN && !person.outside();
        boolean tooOld = admin && most != null && age.compareTo(most) >= 0;
        return new Duties(
                person.mustChangePassword() || tooOld,
                !person.totp() && !person.outside() && mustHaveTotp(person),
                admin && age.compareTo(AccessProperties.PASSWORD_IS_OLD) >= 0);
    }

    /** Whether this person may not be without two-factor authentication. */
    public boolean mustHaveTotp(Person person) {
        return settings.mustHaveTotp(person.role());
    }

    /** Fewest characters of a new password of this person. */
    public int passwordLength(Person person) {
        return settings.passwordLength(person.totp());
    }

    /** How long a session of that role lasts in which nobody does anything. */
    public Duration idle(Role role) {
        return role == Role.ADMIN ? settings.adminIdle() : settings.idle();
    }
}
