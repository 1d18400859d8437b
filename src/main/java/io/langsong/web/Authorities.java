package io.langsong.web;

import io.langsong.access.Role;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Roles as Spring Security reads them: each brings those before it. */
final class Authorities {
    private Authorities() {}

    static List<GrantedAuthority> of(Role role) {
        return Arrays.stream(Role.values())
                .filter(included -> included.compareTo(role) <= 0)
                .<GrantedAuthority>map(included -> new SimpleGrantedAuthority("ROLE_" + included.name()))
                .toList();
    }
}
