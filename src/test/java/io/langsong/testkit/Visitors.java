package io.langsong.testkit;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.langsong.access.Role;
import io.langsong.web.SignedIn;
import java.util.Set;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** People who are signed in when a test opens a page. */
public final class Visitors {
    private Visitors() {}

    /** One who may see all villages. */
    public static RequestPostProcessor who(String name, Role role, String... rights) {
        return who(name, role, Set.of(), rights);
    }

    /** @param villages ids of those that may be seen; empty is all */
    public static RequestPostProcessor who(String name, Role role, Set<String> villages, String... rights) {
        return authentication(UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn(name, name, role, null, villages), null, AuthorityUtils.createAuthorityList(rights)));
    }
}
