package io.langsong.web;

import io.langsong.access.Role;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who sent the request: a person, or a program by its token.
 *
 * @param name unique; of a token {@code token:NAME}
 * @param language {@code vi} or {@code en}, null when nothing was chosen
 * @param villages ids of those that may be seen; empty is all. Never any of an administrator
 */
public record SignedIn(
        String name,
        String displayName,
        Role role,
        @Nullable String language,
        Set<String> villages) implements AuthenticatedPrincipal, Serializable {
    private static final long serialVersionUID = 2L;

    public SignedIn {
        villages = Set.copyOf(villages);
    }

    /** One who may see all villages. */
    public SignedIn(String name, String displayName, Role role, @Nullable String language) {
        this(name, displayName, role, language, Set.of());
    }

    /** Of the request that runs on this thread; null when nobody signed in. */
    public static @Nullable SignedIn current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn who ? who : null;
    }

    public boolean mayAct() {
        return role.compareTo(Role.TECHNICIAN) >= 0;
    }

    public boolean mayAdminister() {
        return role == Role.ADMIN;
    }

    @Override
    public String getName() {
        return name;
    }
}
