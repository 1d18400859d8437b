package io.langsong.access;

import java.io.Serializable;

/**
 * What a person has to see to.
 *
 * @param password a new one must be chosen before anything else
 * @param totp two-factor authentication must be turned on before anything else
 * @param passwordIsOld a new one should be chosen
 */
public record Duties(boolean password, boolean totp, boolean passwordIsOld) implements Serializable {
    /** Whether something comes before anything else. */
    public boolean first() {
        return password || totp;
    }
}
