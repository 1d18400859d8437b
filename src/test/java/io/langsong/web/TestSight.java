package io.langsong.web;

import io.langsong.access.Role;
import io.langsong.inventory.Inventory;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Somebody who signed in on this thread, for tests without doors. */
public final class TestSight {
    private TestSight() {}

    /** @param inventory null for none */
    public static SeenInventory over(@Nullable Inventory inventory) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        if (inventory != null) {
            beans.addBean("inventory", inventory);
        }
        return new SeenInventory(beans.getBeanProvider(Inventory.class));
    }

    /** @param villages that a technician is limited to; none: all are seen */
    public static void signIn(String... villages) {
        SignedIn who = new SignedIn("ha", "Hà", Role.TECHNICIAN, null, Set.of(villages));
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(who, null, Authorities.of(who.role())));
    }

    public static void signOut() {
        SecurityContextHolder.clearContext();
    }
}
